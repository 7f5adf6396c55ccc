"""Answers that are kept: nothing is asked twice, and no kill costs one."""

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from simulated import BEGIN, HOST, Clock, Network, index, reply

from footlight.engines.web.clock import Timepiece
from footlight.engines.web.messages import Kind, Outcome, Reply, Request, Silence
from footlight.engines.web.response_cache import Remembering
from footlight.engines.web.response_store import Answers


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(tmp_path / "web")


@pytest.mark.parametrize("answer", [reply(), reply(404), reply(301, location="/x"), reply(200, b"\x00\xff" * 99)])
def test_an_answered_question_is_not_asked_twice(answers: Answers, answer: Reply) -> None:
    """The second time it is the same answer, of the same moment, and kept."""
    clock = Clock()
    network = Network(clock, [answer])
    first, second = (Remembering(network, answers, clock.timepiece).ask(index()) for _ in range(2))
    assert isinstance(first, Reply)
    assert second == replace(first, kept=True)
    assert len(network.asked) == 1


@pytest.mark.parametrize("answer", [reply(429), reply(500), reply(503), reply(403), Silence(url="", kind=Kind.TIMEOUT)])
def test_errors_are_not_kept(answers: Answers, answer: Outcome) -> None:
    """They say something of the server's day, not of what was asked for."""
    network = Network(Clock(), [answer])
    for _ in range(2):
        Remembering(network, answers, Clock().timepiece).ask(index())
    assert len(network.asked) == 2


def test_what_was_asked_differently_is_another_question(answers: Answers) -> None:
    """By address, method, or a header that may change the answer; not by who asks."""
    network = Network(Clock(), [reply()])
    door = Remembering(network, answers, Clock().timepiece)
    questions = [
        index(),
        index("/other"),
        replace(index(), method="HEAD"),
        replace(index(), headers=(("Accept-Datetime", "Thu, 05 Mar 2009 10:11:12 GMT"),)),
    ]
    for question in questions * 2:
        door.ask(question)
    door.ask(replace(index(), headers=(("Connection", "close"),)))
    assert len(network.asked) == 4


def test_an_answer_grows_old_only_where_the_question_says_so(answers: Answers) -> None:
    """An index after a month, a capture never; 0 asks anew, and keeps the answer."""
    clock = Clock()
    network = Network(clock, [reply()])
    door = Remembering(network, answers, clock.timepiece)
    door.ask(replace(index(), good_for=100))
    clock.now += 99
    door.ask(replace(index(), good_for=100))
    assert len(network.asked) == 1
    clock.now += 2
    door.ask(replace(index(), good_for=100))
    door.ask(index())
    assert len(network.asked) == 2
    door.ask(replace(index(), good_for=0))
    assert len(network.asked) == 3


def test_a_body_that_was_changed_on_the_disk_is_not_used(answers: Answers, tmp_path: Path) -> None:
    """Its name is its SHA-256; the question is asked again."""
    network = Network(Clock(), [reply(body=b"the true body")])
    door = Remembering(network, answers, Clock().timepiece)
    door.ask(index())
    (body,) = [path for path in (tmp_path / "web" / "bodies").rglob("*") if path.is_file()]
    body.write_bytes(b"the fake body")
    for _ in range(2):
        answer = door.ask(index())
        assert isinstance(answer, Reply)
        assert (answer.body, len(network.asked)) == (b"the true body", 2)


def test_no_address_leads_out_of_the_folder(answers: Answers, tmp_path: Path) -> None:
    """Names in it are digests, whatever is asked and answered."""
    door = Remembering(Network(Clock(), [reply(location="../../../evil")]), answers, Clock().timepiece)
    for path in ("/../../../etc/passwd", "/%2e%2e/%2e%2e/x", "/a\x00b", "/" + "x" * 5000, "/\udcff"):
        door.ask(index(path))
    assert {path.name for path in tmp_path.iterdir()} == {"web"}
    kept = [path for kind in ("questions", "bodies") for path in (tmp_path / "web" / kind).rglob("*") if path.is_file()]
    assert all(len(path.stem) == 64 for path in kept)
    assert len(kept) == 6


def test_a_folder_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    """Answers are given all the same, and it is known why none is kept."""
    (tmp_path / "web").write_text("in the way", encoding="utf-8")
    answers = Answers(tmp_path / "web")
    network = Network(Clock(), [reply()])
    for _ in range(2):
        assert isinstance(Remembering(network, answers, Clock().timepiece).ask(index()), Reply)
    assert len(network.asked) == 2
    assert answers.trouble


def _ask_the_same(folder: Path, log: Path) -> None:
    class Slow:
        def ask(self, request: Request) -> Outcome:
            with log.open("a", encoding="utf-8") as file:
                file.write(request.url + "\n")
            time.sleep(0.05)
            return reply()

        def close(self) -> None:
            """Nothing is held."""

    door = Remembering(Slow(), Answers(folder), Timepiece(now=lambda: BEGIN))
    for number in range(10):
        assert isinstance(door.ask(index(f"/{number}")), Reply)


def test_two_processes_that_ask_the_same_at_once_ask_it_once(tmp_path: Path) -> None:
    """The second waits for the first one's answer."""
    context = multiprocessing.get_context("fork")
    crowd = [context.Process(target=_ask_the_same, args=(tmp_path / "web", tmp_path / "log")) for _ in range(3)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(60)
    asked = (tmp_path / "log").read_text().split()
    assert sorted(asked) == sorted(set(asked))
    assert len(asked) == 10


def test_a_killed_process_loses_no_answer_and_locks_nobody_out(tmp_path: Path) -> None:
    """Killed again and again in the middle; all that was answered before is there, whole, and no half of any other."""
    context = multiprocessing.get_context("fork")
    for _ in range(5):
        victim = context.Process(target=_ask_the_same, args=(tmp_path / "web", tmp_path / "log"))
        victim.start()
        time.sleep(0.12)
        os.kill(victim.pid or 0, signal.SIGKILL)
        victim.join(10)
    _ask_the_same(tmp_path / "web", tmp_path / "log")
    asked = (tmp_path / "log").read_text().split()
    assert set(asked) == {f"{HOST}/{n}" for n in range(10)}
    assert len(asked) <= 10 + 5  # a kill costs the question that was under way
