"""Which requests are retried, and which robots.txt forbids."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from scripted_network import HOST, ManualClock, ScriptedTransport, index, response

from footlight.engines.web.messages import Cause, NoResponse, Outcome, Purpose, Request, Response
from footlight.engines.web.retries import Retrier
from footlight.engines.web.robots import RobotsFilter


def passing(status: int) -> list[Outcome]:
    return [response(status), response(status), response(status), response()]


@pytest.mark.parametrize("trouble", [*(passing(s) for s in (429, 500, 502, 503, 504)),
                                     [NoResponse(url="", cause=Cause.TIMEOUT)] * 3 + [response()],
                                     [NoResponse(url="", cause=Cause.PROTOCOL)] * 3 + [response()]])  # fmt: skip
def test_the_first_retry_is_at_once_and_then_after_2_and_4_seconds(trouble: list[Outcome]) -> None:
    """Of passing failures; the fourth outcome is given, whatever it is."""
    manual = ManualClock()
    network = ScriptedTransport(manual, trouble)
    assert Retrier(network, manual.clock).send(index()) == replace(response(), url=HOST + "/cdx")
    assert network.times == [0, 0, 2, 6]


@pytest.mark.parametrize("answer", [response(404), response(410), response(403), response(301), response(501),
                                    response(503, memento_datetime="Thu, 05 Mar 2009 10:11:12 GMT"),
                                    NoResponse(url="", cause=Cause.NO_SUCH_HOST), NoResponse(url="", cause=Cause.TLS),
                                    NoResponse(url="", cause=Cause.FORBIDDEN),
                                    NoResponse(url="", cause=Cause.PAUSED)])  # fmt: skip
def test_what_will_not_pass_is_sent_once(answer: Outcome) -> None:
    """Responses that are final, and causes that a retry would meet again."""
    network = ScriptedTransport(ManualClock(), [answer])
    Retrier(network, ManualClock().clock).send(index())
    assert len(network.asked) == 1


def test_a_host_that_refuses_connections_rests() -> None:
    """A thousand requests to a dead host do not cost a thousand times six seconds; a minute later it is asked again."""
    manual = ManualClock()
    network = ScriptedTransport(manual, [NoResponse(url="", cause=Cause.REFUSED, detail="refused")])
    layer = Retrier(network, manual.clock)
    for number in range(1000):
        outcome = layer.send(index(f"/{number}"))
        assert isinstance(outcome, NoResponse)
    assert len(network.asked) == 4
    manual.now += 61
    layer.send(index())
    assert len(network.asked) == 8


def test_a_post_is_sent_once() -> None:
    """It may change something on the server."""
    network = ScriptedTransport(ManualClock(), [response(503)])
    Retrier(network, ManualClock().clock).send(replace(index(), method="POST", body=b"url=x"))
    assert len(network.asked) == 1


def robots(text: bytes, status: int = 200) -> Callable[[Request], Outcome]:
    def answer(request: Request) -> Outcome:
        return response(status, text) if request.url.endswith("/robots.txt") else response()

    return answer


@pytest.mark.parametrize(
    ("text", "status", "allowed"),
    [(b"User-agent: *\nDisallow: /", 200, False), (b"User-agent: footlight\nDisallow: /private/", 200, False),
     (b"User-agent: *\nDisallow: /\n\nUser-agent: footlight\nAllow: /", 200, True), (b"", 200, True),
     (b"User-agent: *\nDisallow: /", 404, True), (b"\xff\xfe\x00 no text", 200, True), (b"<html>", 200, True)],
)  # fmt: skip
def test_robots_txt_is_respected_for_live_pages(text: bytes, status: int, *, allowed: bool) -> None:
    """What it disallows is not requested, and the outcome says so; it does not apply to archives."""

    class Site:
        def __init__(self) -> None:
            self.answer = robots(text, status)

        def send(self, request: Request) -> Outcome:
            return self.answer(request)

        def close(self) -> None:
            """Nothing is held."""

    layer = RobotsFilter(Site())
    live = layer.send(Request(url="http://site.example/private/page", purpose=Purpose.LIVE))
    assert isinstance(live, Response) is allowed
    assert isinstance(live, Response) or live.cause is Cause.FORBIDDEN
    assert isinstance(layer.send(Request(url="http://site.example/private/page", purpose=Purpose.CAPTURE)), Response)
