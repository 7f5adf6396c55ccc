"""The resident process of previews: WeasyPrint, fonts, templates and style sheets are loaded once, and stay."""

import gc
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

from footlight.engines.child_processes import start_python
from footlight.engines.operating_system import ignore_interrupts
from footlight.errors import EngineError, FootlightError
from footlight.project import Project
from footlight.workflows.serve.preview.messages import BOOK, Answer, Asked, NothingMade

if TYPE_CHECKING:  # the other process imports them
    from footlight.workflows.serve.preview.book_preview import BookPreview
    from footlight.workflows.serve.preview.essay_preview import EssayPreview

_MOST_DEATHS = 3
"""Of the process over one question; it is not asked again."""
_ENDING_SECONDS = 3.0
_REST = 0.5
"""Seconds without a question after which the e-book is made."""
_COLLECTED_EVERY = 8
"""Revisions after which garbage is collected, when nobody waits."""


class PreviewProcess:
    """Answers one question after the other; a new one takes the place of those that wait."""

    def __init__(self, project: Project, answer: Callable[[Answer], object]) -> None:
        """`answer` is called with each answer, in a thread."""
        self._project, self._answer = project, answer
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked: Asked | None = None
        self._deaths = 0
        self._ended = False

    def ask(self, asked: Asked) -> None:
        """Ask for an essay; what is asked before it is answered is passed over."""
        with self._lock:
            if self._asked is None or asked.name != self._asked.name:
                self._deaths = 0
            self._asked = asked
            self._send(asked)

    def stop(self) -> None:
        """End the process."""
        with self._lock:
            self._ended = True
            process = self._process
        if process and process.stdin:
            with suppress(OSError):
                process.stdin.close()  # so that it ends of itself, and takes its temporary files along
            try:
                process.wait(_ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _send(self, asked: Asked) -> None:
        if self._ended:
            return
        if self._process is None:
            self._process = _started(self._project)
            threading.Thread(target=self._read, args=(self._process,), name="preview answers", daemon=True).start()
        with suppress(OSError):  # it died: the thread that reads its answers asks again
            if self._process.stdin:
                pickle.dump(asked, self._process.stdin)
                self._process.stdin.flush()

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            while process.stdout:
                self._answer(pickle.load(process.stdout))  # noqa: S301 - our own process wrote it
                self._deaths = 0
        process.kill()
        process.wait()
        with self._lock:
            self._process = None
            self._deaths += 1
            again = self._asked if self._deaths < _MOST_DEATHS and not self._ended else None
            if again:
                self._send(again)
        if not again and self._asked and not self._ended:
            trouble = "the process that sets the pages was killed; is there memory enough?"
            lost = NothingMade(name=self._asked.name, revision=self._asked.revision, findings=(), trouble=trouble)
            self._answer(lost)


def _started(project: Project) -> "subprocess.Popen[bytes]":
    """Start the process: a Python of its own, for this one has threads; nothing is imported from where it stands."""
    code = f"from {__name__} import serve_previews; serve_previews()"
    return start_python(code, str(project.root))[0]


def serve_previews() -> NoReturn:  # pragma: no cover - runs in the other process
    """Answer questions on standard input, on standard output, which nothing else may write to."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    ignore_interrupts()
    try:
        from footlight.workflows.processes.temporary_folder import temporary_files  # noqa: PLC0415 - not for the parent

        with temporary_files(), suppress(BrokenPipeError):
            _Previews(Project(root=Path(sys.argv[1])), answers).serve(_Questions(sys.stdin.buffer))
    finally:
        os._exit(0)


class _Questions:  # pragma: no cover - runs in the other process
    """The questions as they come, read by a thread: so it is known whether one waits, on every system."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._come: queue.SimpleQueue[Asked | None] = queue.SimpleQueue()
        self._taken: list[Asked | None] = []
        """The question for which `rest` waited."""
        threading.Thread(target=self._read, name="questions", daemon=True).start()

    def _read(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._come.put(pickle.load(self._pipe))  # noqa: S301 - our own parent wrote it
        self._come.put(None)

    @property
    def waiting(self) -> bool:
        """Whether there is another one."""
        return bool(self._taken) or not self._come.empty()

    def rest(self, seconds: float) -> bool:
        """Wait for a question; True where none came for so long."""
        if not self.waiting:
            with suppress(queue.Empty):
                self._taken.append(self._come.get(timeout=seconds))
        return not self.waiting

    def newest(self) -> Asked | None:
        """Wait for a question, and pass over all but the last; None at the end."""
        asked = self._taken.pop() if self._taken else self._come.get()
        while asked is not None and self.waiting:
            asked = self._come.get()
        return asked


class _Previews:  # pragma: no cover - runs in the other process
    """The preview of the essay or the book that is asked for, in a project."""

    def __init__(self, project: Project, answers: IO[bytes]) -> None:
        from footlight.workflows.serve.preview import essay_preview, preview_setter  # noqa: PLC0415 - WeasyPrint, half a second

        self._make_essay = essay_preview.EssayPreview
        self._setter = preview_setter.PreviewSetter()
        self._project, self._answers = project, answers
        self._known: dict[str, EssayPreview | BookPreview] = {}
        self._revisions = 0

    def serve(self, questions: _Questions) -> None:
        """Answer until there are no more questions."""
        while (asked := questions.newest()) is not None:
            self._answer_to(asked, questions)
            if questions.rest(_REST):
                self._answer_ebook(asked)

    def _answer_to(self, asked: Asked, questions: _Questions) -> None:
        try:
            preview = self._preview_of(asked)
            self._set(preview, asked, questions)
            if not questions.waiting and not preview.confirm():
                self._set(preview, asked, questions)
        except (FootlightError, OSError) as error:
            self._say(_not_made(asked, error))
        self._revisions += 1
        if self._revisions == 1:
            gc.collect()
            gc.freeze()
            gc.disable()  # looking for cycles takes a tenth of the time; it is done when nobody waits
        elif self._revisions % _COLLECTED_EVERY == 0 and not questions.waiting:
            gc.collect()

    def _preview_of(self, asked: Asked) -> "EssayPreview | BookPreview":
        if asked.name not in self._known:
            if asked.essay is None:
                from footlight.workflows.serve.preview.book_preview import BookPreview  # noqa: PLC0415 - few projects have books

                made: EssayPreview | BookPreview = BookPreview(
                    self._project, self._setter, asked.name.removeprefix(BOOK)
                )
            else:
                made = self._make_essay(self._project, self._setter)
            for known in self._known.values():
                if isinstance(known, self._make_essay):
                    known.end()
            self._known = {asked.name: made}
        return self._known[asked.name]

    def _set(self, preview: "EssayPreview | BookPreview", asked: Asked, questions: _Questions) -> None:
        self._say(preview.text(asked))
        for pages in preview.pages(asked.looked_at, lambda: questions.waiting):
            self._say(pages)

    def _answer_ebook(self, asked: Asked) -> None:
        """Make the e-book, which nobody waits for while the text changes; a build says what is wrong with it."""
        with suppress(FootlightError, OSError):
            if (preview := self._known.get(asked.name)) and (made := preview.ebook()):
                self._say(made)

    def _say(self, answer: Answer) -> None:
        pickle.dump(answer, self._answers)
        self._answers.flush()


def _not_made(asked: Asked, error: Exception) -> NothingMade:
    what = "the book" if asked.essay is None else "the essay"
    kind = "" if isinstance(error, EngineError) else f"{what} cannot be set: "
    return NothingMade(name=asked.name, revision=asked.revision, findings=(), trouble=f"{kind}{error}")
