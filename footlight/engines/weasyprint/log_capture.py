"""WeasyPrint's log: its warnings, which it does not raise, and the pages that it counts as it lays them out."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LOGGER = logging.getLogger("weasyprint")


class _WarningList(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def captured_warnings() -> Iterator[list[str]]:
    """Collect WeasyPrint's warnings and errors in a list while the block runs, and keep them from other handlers.

    WeasyPrint logs what is wrong with a document and goes on; nothing of it is raised.
    """
    handler = _WarningList()
    held = _LOGGER.propagate, _LOGGER.level, _LOGGER.handlers[:]
    _LOGGER.propagate, _LOGGER.handlers = False, [handler]
    _LOGGER.setLevel(logging.WARNING)
    try:
        yield handler.messages
    finally:
        _LOGGER.propagate, _LOGGER.handlers = held[0], held[2]
        _LOGGER.setLevel(held[1])


class _PageCounter(logging.Handler):
    """Reports progress from messages such as `Step 5 - Creating layout - Page 12`."""

    def __init__(self, report: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        # A page that is laid out again and has not changed is logged as `Page 12 (up-to-date)`: no digit string.
        page = record.getMessage().partition("Page ")[2]
        if page.isdigit() and int(page) % _PAGES_BETWEEN_REPORTS == 0:
            self._report(f"setting page {page}")


_PAGES_BETWEEN_REPORTS = 10


def report_progress(report: Callable[[str], None]) -> None:
    """Call `report` with a few words after every tenth page, until this process ends."""
    logger = logging.getLogger("weasyprint.progress")
    logger.addHandler(_PageCounter(report))
    logger.setLevel(logging.INFO)
    logger.propagate = False
