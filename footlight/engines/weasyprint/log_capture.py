"""What WeasyPrint logs: its complaints, which it does not raise, and the steps by which it lays a long text out."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LOGGER = logging.getLogger("weasyprint")


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def captured_warnings() -> Iterator[list[str]]:
    """What WeasyPrint logs while the block runs: it logs its trouble and raises none of it."""
    handler = _Records()
    held = _LOGGER.propagate, _LOGGER.level, _LOGGER.handlers[:]
    _LOGGER.propagate, _LOGGER.handlers = False, [handler]
    _LOGGER.setLevel(logging.WARNING)
    try:
        yield handler.said
    finally:
        _LOGGER.propagate, _LOGGER.handlers = held[0], held[2]
        _LOGGER.setLevel(held[1])


class _Steps(logging.Handler):
    """Tells which page is being set; WeasyPrint says so in its log (`Step 5 - Creating layout - Page 12`)."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        step = record.getMessage().partition("Page ")[2]
        if step.isdigit() and int(step) % _EVERY == 0:
            self._tell(f"setting page {step}")


_EVERY = 10
"""Pages between one word of progress and the next."""


def report_progress(tell: Callable[[str], None]) -> None:
    """Has `tell` called with a few words every ten pages, for as long as this process lives."""
    logger = logging.getLogger("weasyprint.progress")
    logger.addHandler(_Steps(tell))
    logger.setLevel(logging.INFO)
    logger.propagate = False
