"""The outermost layer: notes what a person is told at the end, who did not answer, and how old the answers are."""

import threading
from datetime import datetime

from footlight.engines.web.host_manners import place_of
from footlight.engines.web.messages import Door, Errand, Outcome, Reply, Request, answers


class Noting:
    """Asks `door`, and notes what came."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._lock = threading.Lock()
        self._silent: dict[str, str] = {}
        self._oldest: datetime | None = None

    def ask(self, request: Request) -> Outcome:
        """The answer."""
        outcome = self._door.ask(request)
        with self._lock:
            if not isinstance(outcome, Reply):
                self._silent.setdefault(place_of(request.url), f"{outcome.kind}: {outcome.why}")
            elif not answers(outcome, request):
                senseless = ", and nothing that makes sense" if outcome.status == 200 else ""
                self._silent.setdefault(place_of(request.url), f"it answered {outcome.status}{senseless}")
            elif request.errand is Errand.INDEX:
                self._oldest = min(self._oldest or outcome.when, outcome.when)
        return outcome

    def close(self) -> None:
        """Close the door behind it."""
        self._door.close()

    def begin(self) -> None:
        """Forget what was noted."""
        with self._lock:
            self._silent, self._oldest = {}, None

    @property
    def silent(self) -> dict[str, str]:
        """Hosts that did not answer a question, and why the first time."""
        return dict(self._silent)

    @property
    def oldest(self) -> datetime | None:
        """When the oldest of the index's answers was given; None where there was none."""
        return self._oldest
