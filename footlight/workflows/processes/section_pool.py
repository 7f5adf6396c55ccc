"""The sections of a document laid out by several processes, and put in their places.

Each process is a fork, which has the parsed style sheets, the fonts and the document; it keeps the boxes of its
sections until their places are known. What a section quotes of page numbers comes from all the others, so a section
with wrong ones is laid out again. In which order sections are done,
and by whom, changes nothing in what comes of it.
"""

import gc
import os
import pickle
import select
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NoReturn

from footlight.engines.child_processes import fork_child
from footlight.engines.operating_system import ignore_interrupts, start_method
from footlight.errors import EnvironmentProblem
from footlight.interrupts import interrupts_held
from footlight.workflows.processes.build_store import BuildStore, NoStore, canonical, key_of

if TYPE_CHECKING:  # the process that sets pages has imported them
    from footlight.engines.weasyprint.sections.drawn_section import DrawnSection
    from footlight.engines.weasyprint.sections.joined_document import JoinedDocument
    from footlight.engines.weasyprint.sections.section_layout import SectionPlace, SectionReport
    from footlight.engines.weasyprint.sections.sectioned_text import SectionedText

_CHARACTERS = 1_400
"""Of a page, about."""
_ROUNDS = 8
"""How often a section is laid out at most; page numbers that still differ then follow each other round."""
Task = tuple[str, int, Any]
"""The name of a method of `SectionedText`, the number of a section, and what the method takes besides."""


def lay_out_sections(
    text: "SectionedText",
    workers: int,
    progress: Callable[[str], None] | None = None,
    kept_under: str = "",
    at_hand: "dict[str, DrawnSection] | None" = None,
) -> "JoinedDocument":
    """Lay out all sections of a document. Raises what `SectionedText` raises, and EnvironmentProblem.

    `kept_under` is a hash of all that sections are made of besides their content; with it, sections that were laid out
    before are taken from the store, and new ones are put there. `at_hand` has those of a document that was not written,
    which are taken from it instead, and gets those of this one: they must not be used when this one was written.
    """
    with _crew(text, workers) as crew:
        return _Document(text, crew, kept_under, progress or (lambda _: None), at_hand).joined()


class _Document:
    """A document, being laid out."""

    def __init__(
        self,
        text: "SectionedText",
        crew: "_Alone | _Crew",
        kept_under: str,
        progress: Callable[[str], None],
        at_hand: "dict[str, DrawnSection] | None",
    ) -> None:
        self._text, self._crew, self._progress = text, crew, progress
        self._store = BuildStore() if kept_under else NoStore()
        self._at_hand = at_hand if at_hand is not None and kept_under else {}
        self._frame = kept_under + text.frame()
        self._keys = [key_of(kept_under, text.content(number) if kept_under else number) for number in range(len(text))]
        sizes = text.sizes()
        self._order = sorted(range(len(text)), key=lambda number: -sizes[number])
        self._done = 0
        self._texts: dict[int, DrawnSection] = {}
        """Texts that were drawn as soon as their pages were made."""

    def joined(self) -> "JoinedDocument":
        """Make all sections, and one document of them."""
        from footlight.engines.weasyprint.sections.quoted_numbers import written  # noqa: PLC0415 - it has been imported

        known = self._first_numbers()
        reports = self._paginated(known)
        for _ in range(_ROUNDS):
            pages = page_numbers(reports)
            wrong = wrong_quotes(reports, pages, exactly=False)
            if not wrong:
                break
            known |= wrong
            reports |= self._paginated(wrong)
        sections = self._finished(known, section_places(reports), reports)
        self._store.prune()
        pages = page_numbers(reports)
        return self._text.join([written(sections[number], pages) for number in range(len(self._text))])

    def _first_numbers(self) -> dict[int, Mapping[str, int]]:
        """The page numbers that each section is made with first: they should have as many figures as the right ones."""
        from footlight.engines.weasyprint.sections.quoted_numbers import stands_for  # noqa: PLC0415 - as above

        before = self._text.characters_before()
        return {
            number: {name: stands_for(1 + before[name] // _CHARACTERS) for name in self._text.quoted(number)}
            for number in self._order
        }

    def _paginated(self, known: Mapping[int, Mapping[str, int]]) -> dict[int, "SectionReport"]:
        """Make the pages of sections, each with the page numbers that are known to it."""
        found = {number: self._store.get(self._report_key(number, pages)) for number, pages in known.items()}
        reports: dict[int, SectionReport] = {number: report for number, report in found.items() if report}
        tasks = [("make", number, known[number]) for number in self._order if number in known.keys() - reports.keys()]
        made: dict[int, tuple[SectionReport, DrawnSection | None]] = self._crew.run(tasks, self._tell)
        for number, (report, text) in made.items():
            reports[number] = report
            self._store.put(self._report_key(number, known[number]), report, report.read)
            self._texts.pop(number, None)
            if text:
                self._texts[number] = text
                self._store.put_section(self._text_key(number, known[number]), text)
        return reports

    def _text_key(self, number: int, pages: Mapping[str, int]) -> str:
        return key_of("text", self._report_key(number, pages))

    def _finished(
        self,
        known: Mapping[int, Mapping[str, int]],
        places: Mapping[int, "SectionPlace"],
        reports: Mapping[int, "SectionReport"],
    ) -> dict[int, "DrawnSection"]:
        """Finish and draw all sections: text and margins each by itself where that can be, else together."""
        from footlight.engines.weasyprint.sections.drawn_margins import composed  # noqa: PLC0415 - it has been imported

        apart = {number: (reports[number], places[number]) for number in sorted(self._order) if reports[number].forms}
        at_hand = self._composed(apart, known)
        kept = {number: section for number, (_, section) in at_hand.items()}
        margins = self._margins({number: given for number, given in apart.items() if number not in kept})
        texts = self._drawn(
            "draw_text",
            {
                number: (known[number], reports[number].writes)
                for number in self._order
                if number not in kept and margins.get(number)
            },
            lambda number: self._text_key(number, known[number]),
        )
        pages = page_numbers(reports)
        exact = {
            number: {name: pages.get(name, given) for name, given in sorted(reports[number].asked.items())}
            for number in self._order
            if number not in kept and not margins.get(number)
        }
        whole = self._drawn(
            "finish",
            {number: (numbers, places[number]) for number, numbers in exact.items()},
            lambda number: self._key(number, exact, places),
        )
        for number, text in texts.items():
            kept[number] = composed(text, margins[number], reports[number], places[number])
            key = self._composed_key(number, known, apart[number], total=margins[number].quotes_total)
            self._store.put_section(key, kept[number])
            at_hand[number] = key, kept[number]
        self._at_hand.clear()
        self._at_hand.update(at_hand.values())
        return whole | kept

    def _composed(
        self,
        wanted: Mapping[int, tuple["SectionReport", "SectionPlace"]],
        known: Mapping[int, Mapping[str, int]],
    ) -> dict[int, tuple[str, "DrawnSection"]]:
        """Sections whose text and margins were put together before, in the same place, and the key of each."""
        found: dict[int, tuple[str, DrawnSection]] = {}
        for number, given in wanted.items():
            for total in (False, True):
                key = self._composed_key(number, known, given, total=total)
                if section := self._at_hand.get(key) or self._store.get_section(key):
                    found[number] = key, section
                    break
        return found

    def _composed_key(
        self,
        number: int,
        known: Mapping[int, Mapping[str, int]],
        given: tuple["SectionReport", "SectionPlace"],
        *,
        total: bool,
    ) -> str:
        margins = self._margins_key(number, *given, total=total)
        return key_of("composed", self._report_key(number, known[number]), margins)

    def _drawn(self, task: str, wanted: Mapping[int, Any], key: Callable[[int], str]) -> dict[int, Any]:
        """What a task draws of sections, as far as it is kept from there; each gets what it is to be given."""
        texts = self._texts if task == "draw_text" else {}
        found = {number: texts.get(number) or self._store.get_section(key(number)) for number in wanted}
        kept = {number: section for number, section in found.items() if section}
        made = self._crew.run(
            [(task, number, given) for number, given in wanted.items() if number not in kept], self._tell
        )
        for number, section in made.items():
            if section is not None:
                self._store.put_section(key(number), section)
        return kept | made

    def _margins(self, wanted: Mapping[int, tuple["SectionReport", "SectionPlace"]]) -> dict[int, Any]:
        """The margins of sections: those that do not say how many pages there are may be those of another number."""
        found = {
            number: self._store.get_section(self._margins_key(number, *given, total=False))
            or self._store.get_section(self._margins_key(number, *given, total=True))
            for number, given in wanted.items()
        }
        kept = {number: margins for number, margins in found.items() if margins}
        tasks = [("draw_margins", number, given) for number, given in wanted.items() if number not in kept]
        made = self._crew.run(tasks, self._tell)
        for number, margins in made.items():
            if margins is not None:
                key = self._margins_key(number, *wanted[number], total=margins.quotes_total)
                self._store.put_section(key, margins)
        return kept | made

    def _margins_key(self, number: int, report: "SectionReport", place: "SectionPlace", *, total: bool) -> str:
        strings, pages = sorted(place.strings.items()), place.total if total else ""
        frame = key_of("margins", self._frame, number == 0, canonical(report.forms))
        return key_of(frame, place.first, place.blank, pages, strings)

    def _report_key(self, number: int, pages: Mapping[str, int]) -> str:
        return key_of("pages", self._keys[number], sorted(pages.items()))

    def _key(self, number: int, known: Mapping[int, Mapping[str, int]], places: Mapping[int, "SectionPlace"]) -> str:
        place = places[number]
        strings = sorted(place.strings.items())
        return key_of("drawn", self._report_key(number, known[number]), place.first, place.blank, place.total, strings)

    def _tell(self) -> None:
        self._done += 1
        self._progress(f"setting section {min(self._done, len(self._text))} of {len(self._text)}")


def wrong_quotes(
    reports: Mapping[int, "SectionReport"], pages: Mapping[str, int], *, exactly: bool = True
) -> dict[int, Mapping[str, int]]:
    """The sections that quote other page numbers than `pages` has, each with the numbers that it asks for.

    Where they need not be right `exactly`, a section into which they can be written gets what stands for them.
    """
    from footlight.engines.weasyprint.sections.quoted_numbers import stands_for  # noqa: PLC0415 - as above

    found: dict[int, Mapping[str, int]] = {}
    for number, report in sorted(reports.items()):
        same = report.writes and not exactly
        wanted = {name: stands_for(pages[name]) if same else pages[name] for name in report.asked if name in pages}
        if any(wanted.get(name, given) != given for name, given in report.asked.items()):
            found[number] = {name: wanted[name] for name in sorted(wanted)}
    return found


def page_numbers(reports: Mapping[int, "SectionReport"]) -> dict[str, int]:
    """The page number of each identifier of the document."""
    found: dict[str, int] = {}
    for number, place in section_places(reports).items():
        for name, index in reports[number].anchors.items():
            found.setdefault(name, place.first + 1 + index)
    return found


def section_places(reports: Mapping[int, "SectionReport"]) -> dict[int, "SectionPlace"]:
    """The place of each section in the document."""
    from footlight.engines.weasyprint.sections.section_layout import SectionPlace  # noqa: PLC0415 - it has been imported

    firsts, strings = [], []
    at, said = 0, dict[str, str]()
    for number in range(len(reports)):
        report = reports[number]
        blank = report.recto and at % 2 == 1
        at += blank
        firsts.append((at, blank))
        strings.append(dict(said))
        at += report.pages
        said |= report.strings
    return {
        number: SectionPlace(first=first, blank=blank, total=at, strings=strings[number])
        for number, (first, blank) in enumerate(firsts)
    }


class _Alone:
    """Does all in this process."""

    def __init__(self, text: "SectionedText") -> None:
        self._text = text
        self._faces: dict[str, bytes] = {}

    def run(self, tasks: Sequence[Task], tell: Callable[[], None]) -> dict[int, Any]:
        """Do tasks; the result of each by the number of its section."""
        results = {}
        for name, number, argument in tasks:
            results[number] = _with_faces(getattr(self._text, name)(number, argument), self._faces)
            tell()
        return results


@dataclass(slots=True, kw_only=True)
class _Worker:
    """A process at work, and the pipes to it."""

    child: int
    requests: IO[bytes]
    answers: IO[bytes]
    busy: int | None = None
    """The number of the section that it is at."""
    own: set[int] = field(default_factory=set)
    """The sections whose boxes it holds."""


class _Crew:
    """Several processes, which are started when there is work for them."""

    def __init__(self, text: "SectionedText", workers: list[_Worker], most: int) -> None:
        self._text, self._workers, self._most = text, workers, most
        self._faces: dict[str, bytes] = {}

    def run(self, tasks: Sequence[Task], tell: Callable[[], None]) -> dict[int, Any]:
        """Do tasks, each by the process that holds its section already. Raises what a task raises."""
        waiting = list(tasks)
        if tasks and not self._workers:
            self._text.read_dictionary()
        while len(self._workers) < min(self._most, len(tasks)):
            self._workers.append(_fork(self._text, self._workers))
        results: dict[int, Any] = {}
        while len(results) < len(tasks):
            for worker in self._workers:
                if worker.busy is None and (task := self._next(worker, waiting)):
                    waiting.remove(task)
                    worker.busy = task[1]
                    worker.own.add(task[1])
                    _send(worker.requests, task)
            busy = [worker for worker in self._workers if worker.busy is not None]
            ready, _, _ = select.select([worker.answers for worker in busy], [], [])
            for worker in busy:
                if worker.answers in ready and worker.busy is not None:
                    number, worker.busy = worker.busy, None
                    results[number] = _with_faces(_answer(worker.answers), self._faces)
                    tell()
        return results

    def _next(self, worker: _Worker, waiting: Sequence[Task]) -> Task | None:
        held = set[int]().union(*(other.own for other in self._workers if other is not worker))
        return next((task for task in waiting if task[1] not in held), None)


def _send(requests: IO[bytes], task: Task) -> None:
    try:
        pickle.dump(task, requests)
        requests.flush()
    except BrokenPipeError:
        raise _lost() from None


def _answer(answers: IO[bytes]) -> Any:  # noqa: ANN401 - the result of a task
    try:
        said = pickle.load(answers)  # noqa: S301 - our own process wrote it
    except (EOFError, pickle.UnpicklingError):
        raise _lost() from None
    if isinstance(said, Exception):
        raise said
    return said


def _without_known_faces(result: Any, sent: set[str]) -> Any:  # noqa: ANN401 - the result of a task
    """A result without the files of fonts that were sent before."""
    if isinstance(result, tuple):
        return tuple(_without_known_faces(part, sent) for part in result)
    files: Mapping[str, bytes] = getattr(result, "files", {})
    if not files:
        return result
    new = {digest: data for digest, data in files.items() if digest not in sent}
    sent.update(new)
    return replace(result, files=new)


def _with_faces(result: Any, faces: dict[str, bytes]) -> Any:  # noqa: ANN401 - as above
    """A result with the files of its fonts, which it shares with others; they are added to `faces`."""
    if isinstance(result, tuple):
        return tuple(_with_faces(part, faces) for part in result)
    if not hasattr(result, "files"):
        return result
    for digest, data in result.files.items():
        faces.setdefault(digest, data)
    return replace(result, files={font.digest: faces[font.digest] for font in result.fonts})


def _lost() -> EnvironmentProblem:
    return EnvironmentProblem("a process that sets pages was killed", hint="Is there memory enough?")


@contextmanager
def _crew(text: "SectionedText", workers: int) -> "Iterator[_Alone | _Crew]":
    """The processes that lay out a text, for as long as the block lasts. Where processes are not forks, this one."""
    wanted = min(workers, len(text))
    if wanted < 2 or start_method() != "fork":
        yield _Alone(text)
        return
    crew: list[_Worker] = []
    try:
        yield _Crew(text, crew, wanted)
    except BaseException:
        for worker in crew:
            with suppress(ProcessLookupError):
                os.kill(worker.child, signal.SIGKILL)
        raise
    finally:
        for worker in crew:
            with suppress(BrokenPipeError):
                worker.requests.close()
            worker.answers.close()
        for worker in crew:
            os.waitpid(worker.child, 0)


def _fork(text: "SectionedText", others: Sequence[_Worker]) -> _Worker:
    (asks, requests), (answers, said) = os.pipe(), os.pipe()

    def work() -> NoReturn:  # pragma: no cover - another process
        for pipe in (requests, answers, *(end.fileno() for one in others for end in (one.requests, one.answers))):
            os.close(pipe)
        _work(text, os.fdopen(asks, "rb"), os.fdopen(said, "wb"))

    with interrupts_held():
        child = fork_child(work)
    os.close(asks)
    os.close(said)
    return _Worker(child=child, requests=os.fdopen(requests, "wb"), answers=os.fdopen(answers, "rb"))


def _work(text: "SectionedText", requests: IO[bytes], answers: IO[bytes]) -> NoReturn:  # pragma: no cover - as above
    """Do tasks until no more come, and end this process."""
    from footlight.engines.weasyprint.log_capture import report_progress  # noqa: PLC0415 - it has been imported

    code = 0
    try:
        ignore_interrupts()
        report_progress(lambda _: None)  # the process before the fork reports
        gc.freeze()  # what was there before is never looked through, nor its memory copied
        sent: set[str] = set()
        while True:
            try:
                name, number, argument = pickle.load(requests)  # noqa: S301 - our own process wrote it
            except EOFError:
                break
            try:
                said: Any = _without_known_faces(partial(getattr(text, name), number, argument)(), sent)
            except Exception as error:  # noqa: BLE001 - it is raised again, in the other process
                said = error
            pickle.dump(said, answers, protocol=pickle.HIGHEST_PROTOCOL)
            answers.flush()
            del said
            gc.collect()  # boxes refer to each other: a section's would stay long after it was drawn
    except BaseException:  # noqa: BLE001 - the other process sees the closed pipe and says so
        code = 1
    finally:
        os._exit(code)
