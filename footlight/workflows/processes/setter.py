"""Where pages are laid out: in this process, or in one beside it that imports WeasyPrint while this one reads.

WeasyPrint takes half a second to import and a single essay less than that to set, so the second core pays at once.
Nothing heavy is imported here: the fork has to be made first.
"""

import os
import pickle
import select
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

from footlight.errors import EnvironmentProblem
from footlight.project import house_templates

if TYPE_CHECKING:  # importing them is what is put off
    from footlight.engines.weasyprint.page_setter import Typesetter
    from footlight.essay.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document to be laid out."""

    html: str
    """Well-formed XML."""
    styles: tuple[str, ...]
    base: Path
    """What the style sheets' addresses are relative to."""
    folders: tuple[Path, ...]
    """All that may be read."""
    notes_read: str = "call"
    """Where a programme that reads aloud reads a note: a value of `config.Reading`."""
    picture: int = 0
    """The width in px of a picture of the first page; without one, none is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A document laid out."""

    layout: "Layout"
    pdf: bytes
    said: tuple[str, ...]
    """What WeasyPrint complained of."""
    faces: dict[str, bytes] = field(default_factory=dict)
    """The whole of each font, by its name in the PDF, which holds a part of it."""
    picture: bytes = b""
    """Of the first page, a JPEG."""


Promise = Callable[[], Pages]
"""Waits for the pages of a document that was handed over. Raises EngineError where it cannot be set."""


class Setter(Protocol):
    """Lays documents out, one after the other."""

    def begin(self, sheet: Sheet) -> Promise:
        """Takes a document; where another process does the work, it goes on while the caller does other things."""


class Here:
    """Lays out in this process."""

    def __init__(self) -> None:
        self._setters: dict[tuple[tuple[str, ...], tuple[Path, ...]], Typesetter] = {}

    def begin(self, sheet: Sheet) -> Promise:
        """Keeps the document; it is laid out when its pages are asked for."""
        return partial(self.set, sheet)

    def set(self, sheet: Sheet) -> Pages:
        """The pages of a document; the style sheets are parsed once for all that share them.

        Raises EngineError where it cannot be set.
        """
        key = (sheet.styles, sheet.folders)
        if key not in self._setters:
            self._setters[key] = _typesetter()(sheet.styles, sheet.base, sheet.folders)
        laid = self._setters[key].lay_out(sheet.html)
        data = laid.pdf(notes_read=sheet.notes_read)
        picture = _picture(data, sheet.picture) if sheet.picture else b""
        return Pages(layout=laid.layout(), pdf=data, said=laid.said, faces=laid.faces(), picture=picture)


def _typesetter() -> "type[Typesetter]":
    """WeasyPrint, imported. Raises EnvironmentProblem, with what helps, where the machine lacks a library for it."""
    from footlight.engines.shared_libraries import require_libraries  # noqa: PLC0415 - what is up to date needs no ctypes

    require_libraries()
    try:
        with redirect_stdout(sys.stderr):  # where it cannot be imported it says so at length, and on standard output
            from footlight.engines.weasyprint.page_setter import Typesetter  # noqa: PLC0415 - half a second
    except OSError as error:
        said = str(error).splitlines()[0]
        raise EnvironmentProblem(f"WeasyPrint cannot be loaded: {said}", hint="`footlight doctor` says more.") from None
    return Typesetter


def _picture(pdf: bytes, width: int) -> bytes:
    from footlight.engines.pdfium import page_pixels  # noqa: PLC0415 - the cover of an EPUB alone is a picture
    from footlight.engines.pillow import encode_jpeg  # noqa: PLC0415 - as above

    return encode_jpeg(*page_pixels(pdf, width))


class Beside:
    """Lays out in a process of its own, for as long as the block lasts.

    A document is sent when the one before it has been answered: two processes that write to each other and do not read
    would wait for ever.
    """

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        """`tell` is called, in the other process, with a few words as the pages are set."""
        asks, self._asks = os.pipe()
        self._answers, answers = os.pipe()
        self._child = os.fork()
        if self._child == 0:  # pragma: no cover - another process
            os.close(self._asks)
            os.close(self._answers)
            _serve(asks, answers, tell)
        os.close(asks)
        os.close(answers)
        self._to: BinaryIO = os.fdopen(self._asks, "wb")
        self._from: BinaryIO = os.fdopen(self._answers, "rb")
        self._sheets: list[Sheet] = []
        """All that were taken."""
        self._got: list[Pages | Exception] = []
        """What came of them so far, in their order."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            os.kill(self._child, signal.SIGKILL)
        self._to.close()
        self._from.close()
        os.waitpid(self._child, 0)

    def begin(self, sheet: Sheet) -> Promise:
        """Hands the document over, or lines it up; the promise raises what the other process raised.

        Raises EnvironmentProblem, and so does the promise, where the other process died.
        """
        self._sheets.append(sheet)
        if len(self._sheets) == len(self._got) + 1:
            self._send(sheet)
        return partial(self._finish, len(self._sheets) - 1)

    def _finish(self, number: int) -> Pages:
        while len(self._got) <= number:
            try:
                self._got.append(pickle.load(self._from))  # noqa: S301 - our own fork wrote it
            except EOFError:
                raise _lost() from None
            if len(self._got) < len(self._sheets):
                self._send(self._sheets[len(self._got)])
        answer = self._got[number]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _send(self, sheet: Sheet) -> None:
        try:
            pickle.dump(sheet, self._to)
            self._to.flush()
        except BrokenPipeError:
            raise _lost() from None


def _lost() -> EnvironmentProblem:
    return EnvironmentProblem("the process that sets the pages was killed", hint="Is there memory enough?")


def _serve(asks: int, answers: int, tell: Callable[[str], None] | None) -> None:  # pragma: no cover - runs in the fork
    """The life of the other process: pages for documents until no more come."""
    code = 0
    try:
        with suppress(EnvironmentProblem):  # the first document gets it for an answer
            _typesetter()  # now, while the parent reads
            if not select.select([asks], [], [], 0)[0]:
                _rehearse()
            if tell:
                from footlight.engines.weasyprint.log_capture import report_progress  # noqa: PLC0415 - it is there by now

                report_progress(tell)
        setter = Here()
        with os.fdopen(asks, "rb") as source, os.fdopen(answers, "wb") as target:
            while True:
                try:
                    sheet = pickle.load(source)  # noqa: S301 - our own parent wrote it
                except EOFError:
                    break
                pickle.dump(_answer(setter, sheet), target)
                target.flush()
    except BaseException:  # noqa: BLE001 - the parent sees the closed pipe; a trace of two processes helps nobody
        code = 1
    finally:
        os._exit(code)


def _rehearse() -> None:
    """Sets a page for nobody: what WeasyPrint and its libraries do once only is half of the work on a single page."""
    house = house_templates()
    styles = ((house / "fonts.css").read_text(encoding="utf-8"), "body { font-family: 'Literata Footlight' }")
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Words</title></head><body><p>Words</p></body></html>'
    )
    with suppress(Exception):  # if it matters, the first document says so
        Here().set(Sheet(html=page, styles=styles, base=house, folders=(house,), picture=60))


def _answer(setter: Here, sheet: Sheet) -> Pages | Exception:
    try:
        return setter.set(sheet)
    except Exception as error:  # noqa: BLE001 - it is raised again, in the parent
        return error
