"""WeasyPrint's log: its warnings, which it does not raise, and the pages that it counts as it lays them out."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from footlight.errors import EngineError

_LOGGER = logging.getLogger("weasyprint")
OUTSIDE = "outside the project: "
"""Begins what `project_files` says of an address that may not be read; the address follows."""


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


def not_written(message: str) -> EngineError:
    """What is raised where WeasyPrint warns while it writes a PDF. A style sheet or a template may be the reason."""
    if OUTSIDE in message:
        said = message.rpartition(OUTSIDE)[2]
        hint = "Look for the address in your own style sheets and templates, and in drawings, and take it away."
        return EngineError(f"no PDF: {said} is outside the project, and nothing there is read", hint=hint)
    return EngineError(f"WeasyPrint could not write the PDF: {message}")


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
