"""A time and a network that a test makes up, for the layers in the doorway."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from footlight.engines.web.clock import Timepiece
from footlight.engines.web.messages import Errand, Outcome, Reply, Request

HOST = "http://archive.example"
BEGIN = 1_700_000_000.0


@dataclass
class Clock:
    """A time that passes only while somebody sleeps."""

    now: float = BEGIN
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    @property
    def timepiece(self) -> Timepiece:
        return Timepiece(now=lambda: self.now, sleep=self.sleep)


@dataclass
class Network:
    """What stands for the network: answers in a row, the last again and again; every question is noted."""

    clock: Clock
    answers: list[Outcome]
    asked: list[tuple[float, Request]] = field(default_factory=list)

    def ask(self, request: Request) -> Outcome:
        self.asked.append((self.clock.now, request))
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        return replace(answer, url=request.url)

    def close(self) -> None:
        """Nothing is held."""

    @property
    def times(self) -> list[float]:
        return [round(at - BEGIN, 3) for at, _ in self.asked]


def reply(status: int = 200, body: bytes = b"hello", **headers: str) -> Reply:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    when = datetime.fromtimestamp(BEGIN, UTC)
    return Reply(url="", status=status, headers=named, body=body, truncated=False, when=when)


def index(path: str = "/cdx") -> Request:
    return Request(url=HOST + path, errand=Errand.INDEX)
