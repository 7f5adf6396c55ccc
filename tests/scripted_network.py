"""A clock that a test sets and answers that it scripts, for the layers before the HTTP client."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from footlight.clock import Clock
from footlight.engines.web.messages import Outcome, Purpose, Request, Response

HOST = "http://archive.example"
BEGIN = 1_700_000_000.0


@dataclass
class ManualClock:
    """A clock that moves only when it is set or something sleeps by it."""

    now: float = BEGIN
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep)


@dataclass
class ScriptedTransport:
    """Stands for the network: gives these answers in their order, the last one repeatedly, and records requests."""

    clock: ManualClock
    answers: list[Outcome]
    asked: list[tuple[float, Request]] = field(default_factory=list)

    def send(self, request: Request) -> Outcome:
        self.asked.append((self.clock.now, request))
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        return replace(answer, url=request.url)

    def close(self) -> None:
        """Nothing is held."""

    @property
    def times(self) -> list[float]:
        return [round(at - BEGIN, 3) for at, _ in self.asked]


def response(status: int = 200, body: bytes = b"hello", **headers: str) -> Response:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    when = datetime.fromtimestamp(BEGIN, UTC)
    return Response(url="", status=status, headers=named, body=body, truncated=False, received=when)


def index(path: str = "/cdx") -> Request:
    return Request(url=HOST + path, purpose=Purpose.INDEX)
