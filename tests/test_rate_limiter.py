"""Rate limits: one request budget for all processes, kept across runs, and the pauses that hosts ask for."""

import multiprocessing
import threading
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Condition
from pathlib import Path

import pytest
from scripted_network import BEGIN, HOST, ManualClock, ScriptedTransport, index, response

from footlight.clock import Clock
from footlight.engines.web.messages import Cause, NoResponse, Outcome, Purpose, Request
from footlight.engines.web.rate_limiter import Paused, RateLimiter, RateOptions, RequestBudget, Slot
from footlight.engines.web.rate_limits import RATE_LIMITS, requested_pause, retry_after
from footlight.errors import EnvironmentProblem


def most_in(times: list[float], seconds: float) -> int:
    """The most moments within any so many seconds."""
    ordered = sorted(times)
    return max(sum(start <= at < start + seconds for at in ordered) for start in ordered)


def test_an_index_is_asked_24_times_a_minute_at_most(tmp_path: Path) -> None:
    """And as often as that: the first 24 at once, the others as the window moves on."""
    manual = ManualClock()
    network = ScriptedTransport(manual, [response()])
    layer = RateLimiter(network, RequestBudget(tmp_path / "b", manual.clock), manual.clock, RateOptions())
    for number in range(100):
        layer.send(index(f"/{number}"))
    layer.close()
    assert most_in(network.times, 60) == 24
    assert network.times[23] == 0
    assert network.times[-1] == pytest.approx(4 * RATE_LIMITS[Purpose.INDEX].seconds)


class SharedTime:
    """A clock of several processes: when all of them sleep, it moves to the moment when the first one wakes."""

    def __init__(self, processes: int) -> None:
        context = multiprocessing.get_context("fork")
        self.now: Synchronized[float] = context.Value("d", BEGIN)
        self.awake: Synchronized[int] = context.Value("i", processes)
        self.wakes = [context.Value("d", 0.0) for _ in range(processes)]
        self.turn: Condition = context.Condition()

    def sleep(self, who: int, seconds: float) -> None:
        with self.turn:
            self.wakes[who].value = self.now.value + seconds
            self.awake.value -= 1
            self._go_on()
            while self.now.value < self.wakes[who].value:
                self.turn.wait(30)
            self.wakes[who].value = 0.0
            self.awake.value += 1

    def leave(self) -> None:
        with self.turn:
            self.awake.value -= 1
            self._go_on()

    def _go_on(self) -> None:
        pending = [wake.value for wake in self.wakes if wake.value]
        if self.awake.value == 0 and pending:
            self.now.value = min(pending)
            self.turn.notify_all()


def _ask_forty(who: int, folder: Path, shared: SharedTime) -> None:
    clock = Clock(now=lambda: shared.now.value, sleep=lambda seconds: shared.sleep(who, seconds))
    budget = RequestBudget(folder / "budget.sqlite", clock)
    with (folder / f"asked-{who}").open("w", encoding="utf-8") as file:
        for _ in range(40):
            turn = budget.slot("archive index", "archive", RATE_LIMITS[Purpose.INDEX], max_pause=1e9)
            assert isinstance(turn, Slot)
            if turn.at > shared.now.value:
                shared.sleep(who, turn.at - shared.now.value)
            file.write(f"{shared.now.value}\n")
    budget.close()
    shared.leave()


def test_two_processes_share_one_budget(tmp_path: Path) -> None:
    """By a shared clock: 24 index requests in any minute from both together, not more and not fewer."""
    shared = SharedTime(2)
    context = multiprocessing.get_context("fork")
    crowd = [context.Process(target=_ask_forty, args=(who, tmp_path, shared)) for who in range(2)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(60)
    asked = [[float(t) for t in (tmp_path / f"asked-{who}").read_text().split()] for who in range(2)]
    assert [len(times) for times in asked] == [40, 40]
    assert most_in([*asked[0], *asked[1]], 60) <= 24
    assert max(times[-1] for times in asked) - BEGIN <= 4 * RATE_LIMITS[Purpose.INDEX].seconds


def test_a_budget_is_kept_across_runs(tmp_path: Path) -> None:
    """A new process knows what was requested a moment ago."""
    manual = ManualClock()
    turns: list[Slot | Paused] = []
    for _ in range(2):
        budget = RequestBudget(tmp_path / "b", manual.clock)
        turns = [budget.slot("k", "h", RATE_LIMITS[Purpose.INDEX], max_pause=0) for _ in range(24)]
        budget.close()
    assert {turn.at for turn in turns if isinstance(turn, Slot)} == {BEGIN + RATE_LIMITS[Purpose.INDEX].seconds}


def test_a_damaged_budget_starts_again_and_one_that_cannot_be_kept_is_a_problem(tmp_path: Path) -> None:
    """A damaged file loses what it knew; without any place for a file, no archive is asked."""
    path = tmp_path / "b"
    path.write_bytes(b"no database at all, and long enough to be looked at as one" * 20)
    budget = RequestBudget(path, ManualClock().clock)
    assert budget.slot("k", "h", RATE_LIMITS[Purpose.INDEX], max_pause=0) == Slot(at=BEGIN)
    budget.close()
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="cannot be used") as raised:
        RequestBudget(tmp_path / "file" / "b", ManualClock().clock)
    assert "XDG_STATE_HOME" in raised.value.hint


def test_a_clock_that_was_wrong_does_not_stop_everything(tmp_path: Path) -> None:
    """Slots written far ahead are dropped."""
    wrong = RequestBudget(tmp_path / "b", Clock(now=lambda: BEGIN + 10 * 365 * 86400))
    for _ in range(24):
        wrong.slot("k", "h", RATE_LIMITS[Purpose.INDEX], max_pause=0)
    wrong.close()
    budget = RequestBudget(tmp_path / "b", ManualClock().clock)
    assert budget.slot("k", "h", RATE_LIMITS[Purpose.INDEX], max_pause=0) == Slot(at=BEGIN)
    budget.close()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120.0), (" 7 ", 7.0), ("0", 0.0), ("999999999999", 604800.0), ("", None), ("soon", None), ("-5", None),
     (format_datetime(datetime.fromtimestamp(BEGIN + 90, UTC), usegmt=True), 90.0),
     (format_datetime(datetime.fromtimestamp(BEGIN - 90, UTC), usegmt=True), 0.0)],
)  # fmt: skip
def test_retry_after_in_both_its_forms(value: str, seconds: float | None) -> None:
    """A number of seconds, or a date; a past date is now, a far one at most a week, anything else is ignored."""
    assert retry_after(value, BEGIN) == seconds


def test_which_responses_ask_for_a_pause() -> None:
    """429 always, 503 when it says how long; a captured one never."""
    assert requested_pause(response(429), BEGIN) == 60
    assert requested_pause(response(429, retry_after="5"), BEGIN) == 5
    assert requested_pause(response(503, retry_after="5"), BEGIN) == 5
    assert requested_pause(response(503), BEGIN) is None
    assert requested_pause(response(200, retry_after="5"), BEGIN) is None
    assert (
        requested_pause(response(503, retry_after="5", memento_datetime="Thu, 05 Mar 2009 10:11:12 GMT"), BEGIN) is None
    )


def test_a_pause_holds_for_all_processes_and_all_purposes(tmp_path: Path) -> None:
    """A short pause is waited for; a long one gives no response, with the time left."""
    manual = ManualClock()
    first, second = (RequestBudget(tmp_path / "b", manual.clock) for _ in range(2))
    limited = ScriptedTransport(manual, [response(429, retry_after="30")])
    RateLimiter(limited, first, manual.clock, RateOptions()).send(index())
    network = ScriptedTransport(manual, [response()])
    other = RateLimiter(network, second, manual.clock, RateOptions(max_pause=60))
    other.send(Request(url=f"{HOST}/web/x", purpose=Purpose.CAPTURE))
    assert network.times == [30]
    first.pause("archive.example", 3600)
    paused = other.send(index())
    assert isinstance(paused, NoResponse)
    assert (paused.cause, paused.retry_in) == (Cause.PAUSED, 3600)
    assert isinstance(second.slot("k", "elsewhere.example", RATE_LIMITS[Purpose.INDEX], max_pause=0), Slot)
    assert isinstance(second.slot("k", "archive.example", RATE_LIMITS[Purpose.INDEX], max_pause=0), Paused)
    first.close()
    second.close()


def test_a_live_site_is_asked_one_page_a_second_and_one_at_a_time(tmp_path: Path) -> None:
    """From however many threads; other sites do not wait for it."""
    at_once: list[int] = []
    inside: dict[str, int] = {}

    class Slow:
        def send(self, request: Request) -> Outcome:
            host = request.url.split("/")[2]
            inside[host] = inside.get(host, 0) + 1
            at_once.append(inside[host])
            time.sleep(0.01)
            inside[host] -= 1
            return response()

        def close(self) -> None:
            """Nothing is held."""

    manual = ManualClock()
    layer = RateLimiter(Slow(), RequestBudget(tmp_path / "b", manual.clock), manual.clock, RateOptions())
    urls = [f"http://{host}/{n}" for n in range(4) for host in ("one.example", "two.example")]
    threads = [threading.Thread(target=layer.send, args=(Request(url=url, purpose=Purpose.LIVE),)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    layer.close()
    assert at_once == [1] * 8
