"""The outermost layer: records, for the report at the end, which hosts did not answer and how old the answers are."""

import threading
from datetime import datetime

from footlight.engines.web.messages import Outcome, Purpose, Request, Response, Transport, is_conclusive
from footlight.engines.web.url import host_and_port


class OutcomeRecord:
    """Sends requests and records what came of them."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._lock = threading.Lock()
        self._failed: dict[str, str] = {}
        self._oldest: datetime | None = None

    def send(self, request: Request) -> Outcome:
        """Send the request."""
        outcome = self._inner.send(request)
        with self._lock:
            if not isinstance(outcome, Response):
                self._failed.setdefault(host_and_port(request.url), f"{outcome.cause}: {outcome.detail}")
            elif not is_conclusive(outcome, request):
                unusable = ", with something else than was asked for" if outcome.status == 200 else ""
                self._failed.setdefault(host_and_port(request.url), f"it answered {outcome.status}{unusable}")
            elif request.purpose is Purpose.INDEX:
                self._oldest = min(self._oldest or outcome.received, outcome.received)
        return outcome

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()

    def clear(self) -> None:
        """Begin a new record."""
        with self._lock:
            self._failed, self._oldest = {}, None

    @property
    def failed(self) -> dict[str, str]:
        """Hosts that did not answer a request, and why the first time."""
        return dict(self._failed)

    @property
    def oldest(self) -> datetime | None:
        """When the oldest answer of an index was received; None where there was none."""
        return self._oldest
