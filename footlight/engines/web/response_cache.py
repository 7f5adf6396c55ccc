"""The layer that asks nothing twice: what was answered is kept, errors are not."""

from footlight.engines.web.clock import Timepiece
from footlight.engines.web.messages import Door, Outcome, Reply, Request, answers
from footlight.engines.web.response_store import Answers


class Remembering:
    """Asks `door` only what `answers` does not hold, or holds for longer than the question allows."""

    def __init__(self, door: Door, answers: Answers, time: Timepiece) -> None:
        self._door, self._answers, self._time = door, answers, time

    def ask(self, request: Request) -> Outcome:
        """The answer, `kept` where it was there already."""
        if request.method not in ("GET", "HEAD"):
            return self._door.ask(request)
        known = self._known(request)
        if known is not None:
            return known
        with self._answers.asking(request):
            known = self._known(request)  # perhaps somebody else asked just now
            if known is not None:
                return known
            outcome = self._door.ask(request)
            if isinstance(outcome, Reply) and answers(outcome, request):
                self._answers.keep(request, outcome)
            return outcome

    def close(self) -> None:
        """Close the door behind it."""
        self._door.close()

    def _known(self, request: Request) -> Reply | None:
        known = self._answers.find(request)
        if known is None:
            return None
        young = self._time.now() - known.when.timestamp() < request.good_for
        short = known.truncated and len(known.body) < request.most
        return known if young and not short else None
