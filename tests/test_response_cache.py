"""The response cache: no request is sent twice, and no kill loses a response."""

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from scripted_network import BEGIN, HOST, ManualClock, ScriptedTransport, index, response

from footlight.clock import Clock
from footlight.engines.web.messages import Cause, NoResponse, Outcome, Request, Response
from footlight.engines.web.response_cache import ResponseCache, ResponseStore


@pytest.fixture
def store(tmp_path: Path) -> ResponseStore:
    return ResponseStore(tmp_path / "web")


@pytest.mark.parametrize(
    "answer", [response(), response(404), response(301, location="/x"), response(200, b"\x00\xff" * 99)]
)
def test_an_answered_request_is_not_sent_twice(store: ResponseStore, answer: Response) -> None:
    """The second response is the same one, of the same moment, marked as cached."""
    manual = ManualClock()
    network = ScriptedTransport(manual, [answer])
    first, second = (ResponseCache(network, store, manual.clock).send(index()) for _ in range(2))
    assert isinstance(first, Response)
    assert second == replace(first, from_cache=True)
    assert len(network.asked) == 1


@pytest.mark.parametrize(
    "answer", [response(429), response(500), response(503), response(403), NoResponse(url="", cause=Cause.TIMEOUT)]
)
def test_failures_are_not_cached(store: ResponseStore, answer: Outcome) -> None:
    """They tell of the server's trouble, not of the page."""
    network = ScriptedTransport(ManualClock(), [answer])
    for _ in range(2):
        ResponseCache(network, store, ManualClock().clock).send(index())
    assert len(network.asked) == 2


def test_another_method_or_header_is_another_request(store: ResponseStore) -> None:
    """Headers that may change the response count; others do not."""
    network = ScriptedTransport(ManualClock(), [response()])
    layer = ResponseCache(network, store, ManualClock().clock)
    questions = [
        index(),
        index("/other"),
        replace(index(), method="HEAD"),
        replace(index(), headers=(("Accept-Datetime", "Thu, 05 Mar 2009 10:11:12 GMT"),)),
    ]
    for question in questions * 2:
        layer.send(question)
    layer.send(replace(index(), headers=(("Connection", "close"),)))
    assert len(network.asked) == 4


def test_a_response_expires_only_where_the_request_says_so(store: ResponseStore) -> None:
    """An index after a month, a capture never; with 0 the request is sent, and the response cached."""
    manual = ManualClock()
    network = ScriptedTransport(manual, [response()])
    layer = ResponseCache(network, store, manual.clock)
    layer.send(replace(index(), max_age=100))
    manual.now += 99
    layer.send(replace(index(), max_age=100))
    assert len(network.asked) == 1
    manual.now += 2
    layer.send(replace(index(), max_age=100))
    layer.send(index())
    assert len(network.asked) == 2
    layer.send(replace(index(), max_age=0))
    assert len(network.asked) == 3


def test_a_body_that_was_changed_on_the_disk_is_not_used(store: ResponseStore, tmp_path: Path) -> None:
    """Its name is its SHA-256; the request is sent again."""
    network = ScriptedTransport(ManualClock(), [response(body=b"the true body")])
    layer = ResponseCache(network, store, ManualClock().clock)
    layer.send(index())
    (body,) = [path for path in (tmp_path / "web" / "bodies").rglob("*") if path.is_file()]
    body.write_bytes(b"the fake body")
    for _ in range(2):
        answer = layer.send(index())
        assert isinstance(answer, Response)
        assert (answer.body, len(network.asked)) == (b"the true body", 2)


def test_no_address_leads_out_of_the_folder(store: ResponseStore, tmp_path: Path) -> None:
    """Names in it are digests, whatever is requested and answered."""
    layer = ResponseCache(
        ScriptedTransport(ManualClock(), [response(location="../../../evil")]), store, ManualClock().clock
    )
    for path in ("/../../../etc/passwd", "/%2e%2e/%2e%2e/x", "/a\x00b", "/" + "x" * 5000, "/\udcff"):
        layer.send(index(path))
    assert {path.name for path in tmp_path.iterdir()} == {"web"}
    kept = [path for kind in ("questions", "bodies") for path in (tmp_path / "web" / kind).rglob("*") if path.is_file()]
    assert all(len(path.stem) == 64 for path in kept)
    assert len(kept) == 6


def test_a_folder_that_cannot_be_written_costs_only_the_cache(tmp_path: Path) -> None:
    """Responses are given all the same, and the store knows why it keeps none."""
    (tmp_path / "web").write_text("in the way", encoding="utf-8")
    store = ResponseStore(tmp_path / "web")
    network = ScriptedTransport(ManualClock(), [response()])
    for _ in range(2):
        assert isinstance(ResponseCache(network, store, ManualClock().clock).send(index()), Response)
    assert len(network.asked) == 2
    assert store.problem


def _ask_the_same(folder: Path, log: Path) -> None:
    class Slow:
        def send(self, request: Request) -> Outcome:
            with log.open("a", encoding="utf-8") as file:
                file.write(request.url + "\n")
            time.sleep(0.05)
            return response()

        def close(self) -> None:
            """Nothing is held."""

    layer = ResponseCache(Slow(), ResponseStore(folder), Clock(now=lambda: BEGIN))
    for number in range(10):
        assert isinstance(layer.send(index(f"/{number}")), Response)


def test_processes_that_want_the_same_at_once_request_it_once(tmp_path: Path) -> None:
    """The others wait for the first one's response."""
    context = multiprocessing.get_context("fork")
    crowd = [context.Process(target=_ask_the_same, args=(tmp_path / "web", tmp_path / "log")) for _ in range(3)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    asked = (tmp_path / "log").read_text().split()
    assert sorted(asked) == sorted(set(asked))
    assert len(asked) == 10


def test_a_killed_process_loses_no_response_and_leaves_no_lock(tmp_path: Path) -> None:
    """Killed again and again; every response before that is there, whole, and no part of another."""
    context = multiprocessing.get_context("fork")
    log = tmp_path / "log"
    log.touch()
    for _ in range(5):
        before = len(log.read_text().split())
        victim = context.Process(target=_ask_the_same, args=(tmp_path / "web", log))
        victim.start()
        while victim.is_alive() and len(log.read_text().split()) < before + 2:
            time.sleep(0.005)
        os.kill(victim.pid or 0, signal.SIGKILL)
        victim.join()
    _ask_the_same(tmp_path / "web", log)
    asked = log.read_text().split()
    assert set(asked) == {f"{HOST}/{n}" for n in range(10)}
    assert len(asked) <= 10 + 5  # a kill costs the question that was under way
