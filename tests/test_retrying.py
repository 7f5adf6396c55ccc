"""What is asked again, and what is not asked at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from simulated import HOST, Clock, Network, index, reply

from footlight.engines.web.messages import Errand, Kind, Outcome, Reply, Request, Silence
from footlight.engines.web.retry_layer import Retrying
from footlight.engines.web.robots_layer import Heeding


def passing(status: int) -> list[Outcome]:
    return [reply(status), reply(status), reply(status), reply()]


@pytest.mark.parametrize("trouble", [*(passing(s) for s in (429, 500, 502, 503, 504)),
                                     [Silence(url="", kind=Kind.TIMEOUT)] * 3 + [reply()],
                                     [Silence(url="", kind=Kind.PROTOCOL)] * 3 + [reply()]])  # fmt: skip
def test_the_first_retry_is_at_once_and_then_after_2_and_4_seconds(trouble: list[Outcome]) -> None:
    """Of what may pass; the fourth answer is given whatever it is."""
    clock = Clock()
    network = Network(clock, trouble)
    assert Retrying(network, clock.timepiece).ask(index()) == replace(reply(), url=HOST + "/cdx")
    assert network.times == [0, 0, 2, 6]


@pytest.mark.parametrize("answer", [reply(404), reply(410), reply(403), reply(301), reply(501),
                                    reply(503, memento_datetime="Thu, 05 Mar 2009 10:11:12 GMT"),
                                    Silence(url="", kind=Kind.NO_SUCH_HOST), Silence(url="", kind=Kind.TLS),
                                    *(Silence(url="", kind=k) for k in (Kind.FORBIDDEN, Kind.PAUSED))])  # fmt: skip
def test_what_will_not_pass_is_asked_once(answer: Outcome) -> None:
    """An answer is one, also a bad one; a name that is none stays none."""
    network = Network(Clock(), [answer])
    Retrying(network, Clock().timepiece).ask(index())
    assert len(network.asked) == 1


def test_a_host_that_nobody_answers_for_is_let_rest() -> None:
    """A thousand questions to a dead host do not cost a thousand times six seconds; a minute later it is asked."""
    clock = Clock()
    network = Network(clock, [Silence(url="", kind=Kind.REFUSED, why="refused")])
    door = Retrying(network, clock.timepiece)
    for number in range(1000):
        outcome = door.ask(index(f"/{number}"))
        assert isinstance(outcome, Silence)
    assert len(network.asked) == 4
    clock.now += 61
    door.ask(index())
    assert len(network.asked) == 8


def test_what_changes_something_is_asked_once() -> None:
    """A POST is not sent twice."""
    network = Network(Clock(), [reply(503)])
    Retrying(network, Clock().timepiece).ask(replace(index(), method="POST", body=b"url=x"))
    assert len(network.asked) == 1


def robots(text: bytes, status: int = 200) -> Callable[[Request], Outcome]:
    def answer(request: Request) -> Outcome:
        return reply(status, text) if request.url.endswith("/robots.txt") else reply()

    return answer


@pytest.mark.parametrize(
    ("text", "status", "allowed"),
    [(b"User-agent: *\nDisallow: /", 200, False), (b"User-agent: footlight\nDisallow: /private/", 200, False),
     (b"User-agent: *\nDisallow: /\n\nUser-agent: footlight\nAllow: /", 200, True), (b"", 200, True),
     (b"User-agent: *\nDisallow: /", 404, True), (b"\xff\xfe\x00 no text", 200, True), (b"<html>", 200, True)],
)  # fmt: skip
def test_robots_txt_is_heeded_for_live_pages(text: bytes, status: int, *, allowed: bool) -> None:
    """What it forbids is not asked, and is said not to have been; archives are asked as archives."""

    class Site:
        def __init__(self) -> None:
            self.answer = robots(text, status)

        def ask(self, request: Request) -> Outcome:
            return self.answer(request)

        def close(self) -> None:
            """Nothing is held."""

    door = Heeding(Site())
    live = door.ask(Request(url="http://site.example/private/page", errand=Errand.LIVE))
    assert isinstance(live, Reply) is allowed
    assert isinstance(live, Reply) or live.kind is Kind.FORBIDDEN
    assert isinstance(door.ask(Request(url="http://site.example/private/page", errand=Errand.CAPTURE)), Reply)
