"""Where pages are laid out: in this process, or in another one that imports WeasyPrint while this one reads.

WeasyPrint takes half a second to import and a single essay less than that to set, so the second core pays at once.
Nothing heavy is imported here: the other process has to be started first. For the same reason it is not a pool
of `concurrent.futures`, whose import and larger start would cost a build of one essay 3 to 6 % of its time.
"""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, NoReturn, Protocol, Self, TypeVar

from footlight.call_stack import with_room
from footlight.engines.child_processes import fork_child, start_python
from footlight.engines.kept_code import keep_new_code
from footlight.engines.machine_fonts import MACHINE_FONTS, machine_fonts
from footlight.engines.operating_system import (
    core_count,
    has_input,
    ignore_interrupts,
    start_method,
)
from footlight.errors import EnvironmentProblem
from footlight.input_record import note_digests, recorded
from footlight.interrupts import interrupts_held
from footlight.project import house_templates

if TYPE_CHECKING:  # importing them is what is put off
    from footlight.engines.weasyprint.sections.drawn_section import DrawnSection
    from footlight.engines.weasyprint.sections.joined_document import JoinedDocument
    from footlight.engines.weasyprint.typesetter import ParsedStyles, Typesetter
    from footlight.essay.layout import Layout, NoteColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutJob:
    """A document to be laid out."""

    html: str
    """Well-formed XML."""
    styles: tuple[str, ...]
    base: Path
    """What the style sheets' addresses are relative to."""
    folders: tuple[Path, ...]
    """Folders whose files may be read."""
    notes_read: str = "call"
    """Where a screen reader reads a note: a value of `settings.values.Reading`."""
    most_pixels: tuple[int, int] = (10_000, 10_000)
    """Width and height beyond which pictures are resampled."""
    column: "NoteColumn | None" = None
    """The place for notes in the margin, where some stand there."""
    program: str = ""
    """A hash of the program and its engines; where it is given, sections of the document are kept for later builds."""
    draft: bool = False
    """Whether only its layout is asked for, because another one follows: no PDF is written."""
    picture: int = 0
    """The width in px of a picture of the first page; without one, none is made."""
    ahead: bool = False
    """Whether the result may come before the PDF is written, which `LayoutResult.written` then waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPages:
    """The PDF of a document, and what it is written with."""

    pdf: bytes
    faces: dict[str, bytes] = field(default_factory=dict)
    """As `LayoutResult.faces`."""
    read: dict[Path, str] = field(default_factory=dict)
    """As `LayoutResult.read`, of what only writing needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutResult:
    """The pages of a document."""

    layout: "Layout"
    pdf: bytes
    warnings: tuple[str, ...]
    """WeasyPrint's warnings."""
    faces: dict[str, bytes] = field(default_factory=dict)
    """The whole of each font, by its name in the PDF, which holds a part of it."""
    picture: bytes = b""
    """A JPEG of the first page, where it is asked for."""
    read: dict[Path, str] = field(default_factory=dict)
    """The files that were read for it, and the digest of each (`input_record`)."""
    pending: Callable[[], WrittenPages] | None = None
    """Waits for the PDF, where it was asked for ahead of that; `pdf` and `faces` are empty then."""

    def written(self) -> WrittenPages:
        """The PDF, when it is written. Raises EngineError where it cannot be."""
        return self.pending() if self.pending else WrittenPages(pdf=self.pdf, faces=self.faces)


@dataclass(frozen=True, slots=True, kw_only=True)
class StylesAhead:
    """Style sheets of a document that will be laid out; the members are those of `LayoutJob`."""

    styles: tuple[str, ...]
    base: Path
    folders: tuple[Path, ...]


_MOST_SETTERS = 16
"""Sets of style sheets that are kept parsed."""
_DIVIDED = 'class="fl-book"'
"""Stands in every document that has sections (`engines.weasyprint.sections.division`)."""
_Said = TypeVar("_Said", LayoutResult, WrittenPages)
PendingLayout = Callable[[], LayoutResult]
"""Waits for the pages of a document. Raises EngineError where it cannot be laid out."""


class Setter(Protocol):
    """Lays documents out, one after the other."""

    has_company: bool
    """Whether several processes work on what is built."""

    def expect(self, styles: StylesAhead) -> None:
        """Take style sheets that will be needed; another process may parse them while the caller does other things."""

    def begin(self, job: LayoutJob) -> PendingLayout:
        """Take a document; another process may lay it out while the caller does other things."""

    def rest(self) -> None:
        """Give back what is held for documents that share something with those before: none is expected soon."""


class LocalSetter:
    """Lays out in this process; the sections of a book in so many processes, which are forks of this one."""

    has_company = False

    def __init__(self, workers: int = 1, progress: Callable[[str], None] | None = None) -> None:
        self._workers, self._progress = workers, progress
        self._setters: dict[tuple[tuple[str, ...], tuple[Path, ...], tuple[int, int]], Typesetter] = {}
        self._parsed: dict[tuple[Path, tuple[Path, ...]], ParsedStyles] = {}
        self._at_hand: dict[str, DrawnSection] = {}
        """Sections of the last draft of a book, which most of its pages are made of as well."""

    def expect(self, styles: StylesAhead) -> None:
        """Do nothing: they are parsed when they are needed."""

    def begin(self, job: LayoutJob) -> PendingLayout:
        """Keep a document; it is laid out when its pages are asked for."""
        return partial(self.lay_out, job)

    def rest(self) -> None:
        """Forget what was drawn."""
        self._at_hand.clear()

    def lay_out(self, job: LayoutJob) -> LayoutResult:
        """Lay out a document; its style sheets are parsed once for all documents that share them.

        Raises EngineError where it cannot be laid out.
        """
        laid, write = self.lay_out_ahead(job)
        pages = write()
        picture = _picture(pages.pdf, job.picture) if job.picture else b""
        return replace(laid, pdf=pages.pdf, faces=pages.faces, picture=picture, read=laid.read | pages.read)

    def lay_out_ahead(self, job: LayoutJob) -> tuple[LayoutResult, Callable[[], WrittenPages]]:
        """Lay out a document, and give what writes its PDF, once. Raises EngineError as above, and so does that."""
        installed = machine_fonts()
        with recorded() as record:
            setter = self.typesetter_for(job)
            record.note(self._styles(job).read)
            joined = self._sections(job, setter, installed)
            laid = joined or setter.lay_out(job.html, column=job.column)

        def write() -> WrittenPages:
            with recorded() as record:
                data = b"" if job.draft else laid.pdf(notes_read=job.notes_read)
                if data and laid.needs_machine_fonts():
                    record.note({MACHINE_FONTS: installed})
            return WrittenPages(pdf=data, faces=laid.faces(), read=record.digests)

        # Characters that no font has are warned of when they are drawn; sections are drawn before they are joined.
        written = None if joined else write()
        result = LayoutResult(layout=laid.layout(), pdf=b"", warnings=laid.warnings, read=record.digests)
        if written is not None:
            return result, lambda: written
        return result, write

    def typesetter_for(self, job: LayoutJob) -> "Typesetter":
        """The style sheets of a document, parsed, with their fonts. Raises EnvironmentProblem as `lay_out` does."""
        key = (job.styles, job.folders, job.most_pixels)
        if len(self._setters) > _MOST_SETTERS or len(self._parsed) > _MOST_SETTERS:
            # many essays, each with its own folder
            self._setters.clear()
            self._parsed.clear()
        parsed = self._styles(job)
        if key not in self._setters:
            self._setters[key] = _typesetter()(job.styles, job.base, job.folders, job.most_pixels, parsed)
        return self._setters[key]

    def _sections(self, job: LayoutJob, setter: "Typesetter", installed: str) -> "JoinedDocument | None":
        """Lay out a document that has sections; None where it has none, or cannot be divided."""
        if _DIVIDED not in job.html:
            return None
        from footlight.engines.weasyprint.sections.section_layout import IndivisibleError  # noqa: PLC0415 - for books
        from footlight.engines.weasyprint.sections.sectioned_text import SectionedText  # noqa: PLC0415 - as above
        from footlight.workflows.processes.section_pool import lay_out_sections  # noqa: PLC0415 - as above

        text = SectionedText(setter, job.html, job.column, job.notes_read, draft=job.draft)
        try:
            kept_under = self._kept_under(job, installed) if job.program else ""
            at_hand = self._at_hand
            joined = lay_out_sections(text, self._workers, self._progress, kept_under, at_hand) if len(text) else None
            if not job.draft:
                at_hand.clear()
        except IndivisibleError:
            return None
        if joined:
            note_digests(joined.read())
        return joined

    def _kept_under(self, job: LayoutJob, installed: str) -> str:
        from footlight.workflows.processes.build_store import key_of  # noqa: PLC0415 - for books

        read = sorted(self._parsed[job.base, job.folders].read.items())
        page = (job.base, job.folders, job.notes_read, job.most_pixels, job.column)
        return key_of(job.program, *job.styles, read, page, installed)

    def _styles(self, job: LayoutJob) -> "ParsedStyles":
        _typesetter()
        from footlight.engines.weasyprint.typesetter import ParsedStyles  # noqa: PLC0415 - `_typesetter` has imported it

        key = (job.base, job.folders)
        if key not in self._parsed:
            self._parsed[key] = ParsedStyles(*key)
        return self._parsed[key]


def _typesetter() -> "type[Typesetter]":
    """Import WeasyPrint. Raises EnvironmentProblem, with what helps, where the machine lacks a library for it."""
    # Imported here: a build with nothing to do needs no ctypes.
    from footlight.engines.shared_libraries import LIBRARIES, install_hint, require_libraries  # noqa: PLC0415

    require_libraries()
    try:
        with redirect_stdout(sys.stderr):  # where it cannot be imported it says so at length, and on standard output
            from footlight.engines.weasyprint.typesetter import Typesetter  # noqa: PLC0415 - half a second
    except OSError as error:
        said = str(error).splitlines()[0]
        raise EnvironmentProblem(f"WeasyPrint cannot be loaded: {said}", hint=install_hint(LIBRARIES)) from None
    return Typesetter


def _picture(pdf: bytes, width: int) -> bytes:
    from footlight.engines.pdfium import page_pixels  # noqa: PLC0415 - the cover of an EPUB alone is a picture
    from footlight.engines.pillow import encode_jpeg  # noqa: PLC0415 - as above

    return encode_jpeg(*page_pixels(pdf, width))


class SetterProcess:
    """Lays out in a process of its own, for as long as the block lasts.

    A document is sent only after the result of the one before it was read: two processes that both write and do not
    read would wait for each other for ever.
    """

    has_company = True

    def __init__(self, progress: Callable[[str], None] | None = None, workers: int = 0) -> None:
        """`progress` is called with a few words while pages are laid out; `workers` are how many processes lay out the
        sections of a document, one for each core by default.
        """
        self._progress = progress
        self._asked = (progress is not None, workers or core_count())
        self._child: _Child | None = None
        self._jobs: list[LayoutJob] = []
        """All documents that were handed over."""
        self._sent = 0
        """How many were sent."""
        self._results: list[LayoutResult | Exception] = []
        """Their results so far, in the same order."""
        self._unwritten: int | None = None
        """The number of the document whose PDF is still to come."""
        self._pages: dict[int, WrittenPages | Exception] = {}
        """What came of it, by the number of its document."""
        self._process()

    def _process(self) -> "_Child":
        """The other process, which is started where there is none."""
        if self._child is None:
            self._child = _fork() if start_method() == "fork" else _spawn()
            self._dump(self._asked)
        return self._child

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(killed=error is not None)

    def _end(self, *, killed: bool) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if killed:
            child.kill()
        with suppress(BrokenPipeError):  # it was killed, which has been said
            child.requests.close()
        child.answers.close()
        child.wait()

    def rest(self) -> None:
        """End the other process, and with it all the memory that it holds; the next document starts another one."""
        if self._sent == len(self._results) == len(self._jobs):
            self._write_off()
            self._end(killed=False)

    def expect(self, styles: StylesAhead) -> None:
        """Hand style sheets over. Raises EnvironmentProblem as below."""
        if not self._jobs:
            self._dump(styles)

    def begin(self, job: LayoutJob) -> PendingLayout:
        """Hand a document over, or put it in the queue; what the other process raises is raised by the pending layout.

        A picture waits for the document after it, for the two are made beside each other. Raises EnvironmentProblem
        where the other process died.
        """
        self._jobs.append(job)
        if self._sent == len(self._results) and not job.picture:
            self._send()
        return partial(self._finish, len(self._jobs) - 1)

    def _finish(self, number: int) -> LayoutResult:
        while len(self._results) <= number:
            if self._sent == len(self._results):
                self._send()
            self._results.append(self._answer())
        if len(self._results) == self._sent < len(self._jobs):
            self._send()
        answer = self._results[number]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _written(self, number: int) -> WrittenPages:
        if self._unwritten == number:
            self._write_off()
        answer = self._pages[number]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _write_off(self) -> None:
        """Wait for the PDF that is still to come. The other process reads nothing before it has sent that."""
        if self._unwritten is not None:
            number, self._unwritten = self._unwritten, None
            self._pages[number] = self._said(WrittenPages)

    def _send(self) -> None:
        """Hand over the first document that waits, and the second one with it where the first is a picture."""
        self._write_off()
        first = self._jobs[self._sent]
        jobs = tuple(self._jobs[self._sent : self._sent + (2 if first.picture else 1)])
        self._dump(jobs)
        self._sent += len(jobs)

    def _answer(self) -> LayoutResult | Exception:
        """Wait for the next result."""
        number = len(self._results)
        said = self._said(LayoutResult)
        if isinstance(said, Exception) or not self._jobs[number].ahead:
            return said
        self._unwritten = number
        return replace(said, pending=partial(self._written, number))

    def _said(self, kind: type[_Said]) -> _Said | Exception:
        """Wait for the next answer, and pass on the progress that is reported before it."""
        while True:
            try:
                said = pickle.load(self._process().answers)  # noqa: S301 - our own process wrote it
            except EOFError:
                raise _lost() from None
            if isinstance(said, str):
                if self._progress:
                    self._progress(said)
                continue
            if isinstance(said, kind):
                note_digests(said.read)
                return said
            if isinstance(said, Exception):
                return said
            raise AssertionError(said)

    def _dump(self, value: StylesAhead | tuple[LayoutJob, ...] | tuple[bool, int]) -> None:
        requests = self._process().requests
        try:
            pickle.dump(value, requests)
            requests.flush()
        except BrokenPipeError:
            raise _lost() from None


def _lost() -> EnvironmentProblem:
    return EnvironmentProblem("the process that sets the pages was killed", hint="Is there memory enough?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Child:
    """The other process, and the pipes to it."""

    requests: IO[bytes]
    answers: IO[bytes]
    kill: Callable[[], object]
    wait: Callable[[], object]


def _fork() -> _Child:
    """Start the other process as a fork, which has all that was imported."""
    (asks, requests), (answers, said) = os.pipe(), os.pipe()

    def work() -> NoReturn:  # pragma: no cover - another process
        os.close(requests)
        os.close(answers)
        _serve(_Requests(os.fdopen(asks, "rb")), os.fdopen(said, "wb"))

    with interrupts_held():
        child = fork_child(work)
    os.close(asks)
    os.close(said)
    return _Child(
        requests=os.fdopen(requests, "wb"),
        answers=os.fdopen(answers, "rb"),
        kill=partial(os.kill, child, signal.SIGKILL),
        wait=partial(os.waitpid, child, 0),
    )


def _spawn() -> _Child:
    """Start the other process as a new Python."""
    with interrupts_held():
        child, requests, answers = start_python(f"from {__name__} import serve_pages; serve_pages()")
    return _Child(requests=requests, answers=answers, kill=child.kill, wait=child.wait)


def serve_pages() -> None:  # pragma: no cover - runs in the other process
    """Lay out what comes on standard input, and answer on standard output, which nothing else may write to."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with_room(_serve)(_AwaitedRequests(sys.stdin.buffer), answers)


class _Requests:
    """Documents to be laid out, from a pipe."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def next(self) -> Any:  # noqa: ANN401 - what was sent
        """Wait for the next one. Raises EOFError where no more come."""
        return pickle.load(self._pipe)  # noqa: S301 - our own parent wrote it

    def waiting(self) -> bool:
        """Tell whether one has come already."""
        return has_input(self._pipe.fileno())


class _AwaitedRequests(_Requests):
    """... that a thread waits for, so that this process ends with its parent where the system does not see to it."""

    def __init__(self, pipe: IO[bytes]) -> None:
        super().__init__(pipe)
        self._read: SimpleQueue[Any] = SimpleQueue()
        threading.Thread(target=self._await, daemon=True).start()

    def _await(self) -> None:
        try:
            while True:
                self._read.put(pickle.load(self._pipe))  # noqa: S301 - as above
        except EOFError:
            os._exit(0)  # the parent has all answers that it wants, or is no more

    def next(self) -> Any:  # noqa: ANN401 - as above
        """Wait for the next one."""
        return self._read.get()

    def waiting(self) -> bool:
        """Tell whether one has come already."""
        return not self._read.empty()


def _serve(requests: _Requests, answers: IO[bytes]) -> NoReturn:  # pragma: no cover - runs in the other process
    """Lay out documents until no more come, and end this process."""
    code = 0

    def answer(value: LayoutResult | WrittenPages | Exception | str) -> None:
        pickle.dump(value, answers)
        answers.flush()

    try:
        ignore_interrupts()
        wants_progress, workers = requests.next()
        setter = LocalSetter(workers, answer if wants_progress else None)
        with suppress(EnvironmentProblem):  # it is the answer to the first document
            _typesetter()  # now, while the parent reads the essay
            keep_new_code()
            if not requests.waiting():
                _rehearse(setter)
            if wants_progress:
                from footlight.engines.weasyprint.log_capture import report_progress  # noqa: PLC0415 - it is there by now

                report_progress(answer)
        while True:
            try:
                asked: StylesAhead | tuple[LayoutJob, ...] = requests.next()
            except EOFError:
                break
            if isinstance(asked, StylesAhead):
                _rehearse(setter, asked)
                continue
            *beside, job = asked
            with _made_beside(setter, beside) as results:
                own, *later = _answers_to(setter, job)
            for result in (*results, own):
                answer(result)
            for write in later:
                answer(_outcome(write))
            del own, later  # as much as a document with all its boxes
            keep_new_code()
    except BaseException:  # noqa: BLE001 - the parent sees the closed pipe and says so
        code = 1
    finally:
        os._exit(code)


def _answers_to(setter: LocalSetter, job: LayoutJob) -> "tuple[LayoutResult | Exception, *tuple[_Write, ...]]":
    """What comes of a document, and what writes its PDF, where that comes later."""
    if not job.ahead:
        return (_outcome(partial(setter.lay_out, job)),)
    outcome = _outcome(partial(setter.lay_out_ahead, job))
    return (outcome,) if isinstance(outcome, Exception) else outcome


_Write = Callable[[], WrittenPages]
_Made = TypeVar("_Made")


def _outcome(work: Callable[[], _Made]) -> _Made | Exception:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - it is raised again, in the parent
        return error


@contextmanager
def _made_beside(setter: LocalSetter, jobs: Sequence[LayoutJob]) -> Iterator[list[LayoutResult | Exception]]:
    """Lay documents out in a fork of this process while the block runs; the results are there behind it."""
    results: list[LayoutResult | Exception] = []
    if not jobs or start_method() != "fork":
        results += [_outcome(partial(setter.lay_out, job)) for job in jobs]
        yield results
        return
    answers, said = os.pipe()

    def work() -> NoReturn:  # pragma: no cover - another process
        os.close(answers)
        with suppress(BaseException), os.fdopen(said, "wb") as file:
            pickle.dump([_outcome(partial(setter.lay_out, job)) for job in jobs], file)
        os._exit(0)

    child = fork_child(work)
    os.close(said)
    with os.fdopen(answers, "rb") as file:
        yield results
        try:
            results += pickle.load(file)  # noqa: S301 - our own process wrote it
        except (EOFError, pickle.UnpicklingError):
            results += [_lost() for _ in jobs]
    os.waitpid(child, 0)


def _rehearse(setter: LocalSetter, ahead: StylesAhead | None = None) -> None:
    """Set a page for nobody: half of the work on a single page is done only once by WeasyPrint and its libraries.

    With the style sheets of the document that will come, where they are known, so that they are parsed.
    """
    house = house_templates()
    plain = ((house / "fonts.css").read_text(encoding="utf-8"), "body { font-family: 'Literata Footlight' }")
    ahead = ahead or StylesAhead(styles=plain, base=house, folders=(house,))
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Words</title></head><body><p>Words</p></body></html>'
    )
    with suppress(Exception):  # if it matters, the first document says so
        setter.lay_out(LayoutJob(html=page, styles=ahead.styles, base=ahead.base, folders=ahead.folders))
