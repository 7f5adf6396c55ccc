"""What the desk shows of an essay or a book as it is now, and messages to the pages that show it."""

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from footlight.engines.web_server.events import Broadcast, Message
from footlight.errors import FootlightError
from footlight.essay_files import EssayFile
from footlight.file_state import FileState, file_state
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.workflows.serve.desk.page_pictures import PagePictures
from footlight.workflows.serve.desk.print_facts import print_facts
from footlight.workflows.serve.preview.messages import (
    Answer,
    Asked,
    EbookReady,
    NothingMade,
    PagesDrawn,
    PagesReady,
    ShownFinding,
    TextReady,
)
from footlight.workflows.serve.watcher import BuildState


class LiveView(ABC):
    """Follows an essay or a book for as long as a page shows it."""

    what = "the essay"
    """What it is called in messages."""

    def __init__(
        self,
        name: str,
        essay: EssayFile | None,
        project: Project,
        pictures: PagePictures,
        ask: Callable[[Asked], object],
    ) -> None:
        """`name` and `essay` are those of `Asked`; `ask` asks for a preview, whose answers come to `take`."""
        self.broadcast = Broadcast(self._opening, self._listened)
        self.listened = 0
        """How many pages show it."""
        self.looked_at = 0
        """The page, from 0, that somebody looks at."""
        self.ebook: EbookReady | None = None
        self._name, self._essay = name, essay
        self._project, self._pictures, self._ask = project, pictures, ask
        self._lock = threading.RLock()
        self._seen: dict[Path, FileState] = {}
        """Each file as it was when it was asked for a preview."""
        self._revision = 0
        self._text: TextReady | None = None
        self._pages: PagesReady | None = None
        self._waiting: set[str] = set()
        """Keys of pages that are drawn and not shown yet."""
        self._findings: tuple[ShownFinding, ...] = ()
        self._trouble = ""
        self._built = BuildState()

    # What changes it

    @abstractmethod
    def files(self) -> tuple[Path, ...]:
        """The files of which it is made, its own first."""

    def look(self, *, anew: bool = False) -> None:
        """Look at its files, and ask for a preview where one has changed; `anew` asks in any case."""
        files = self.files()
        now = {path: file_state(path) for path in files}
        if now == self._seen and not anew:
            return
        own = now[files[0]]
        if own is not None and own[1] == 0 and self._seen:
            return  # an editor has emptied the file and writes it next
        with self._lock:
            self._seen = now
            self._revision += 1
            asked = Asked(name=self._name, essay=self._essay, revision=self._revision, looked_at=self.looked_at)
            self._ask(asked)
            self.broadcast.send(self._state())

    def take(self, answer: Answer) -> None:
        """Take an answer of the preview, and tell it to the pages that show it."""
        with self._lock:
            if answer.revision < self._revision and not isinstance(answer, PagesReady | PagesDrawn):
                return
            match answer:
                case TextReady():
                    self._seen |= answer.files
                    self._text, self._findings, self._trouble = answer, answer.findings, ""
                    self._send(self._text_message(), self._state(), self._findings_message())
                case PagesDrawn(drawn=drawn, pdf=pdf):
                    self._pictures.add(drawn, pdf)
                    self._waiting |= set(drawn)
                case PagesReady():
                    self._take_pages(answer)
                case EbookReady():
                    self.ebook = answer
                    self._send(self._ebook_message())
                case NothingMade(findings=findings, trouble=trouble):
                    self._findings, self._trouble = findings, trouble or f"{self.what} cannot be set as it is"
                    self._send(self._findings_message(), self._state())

    def _take_pages(self, answer: PagesReady) -> None:
        known = {page.key for page in self._pages.pages} if self._pages else set()
        keys = [page.key for page in answer.pages]
        self._pictures.expect(keys, gone=known | self._waiting if answer.sure else known)
        if answer.sure:
            self._waiting = set()
        if answer.drawn:
            self._pictures.add(answer.drawn, answer.pdf)
        first = (
            self._pages is None
            or (self._pages.revision, self._pages.old) != (answer.revision, answer.old)
            or self._pages.pages != answer.pages
        )
        self._pages, self._findings = answer, answer.findings
        if first:
            self._send(self._pages_message(known), self._state(), self._findings_message(), self._facts_message())

    def built(self, state: BuildState) -> None:
        """Take the result of a build."""
        with self._lock:
            self._built = state
            self._send(self._state(), self._findings_message())

    def picture(self, number: int) -> Path | None:
        """The file of a picture in the text."""
        pictures = self._text.pictures if self._text else ()
        return pictures[number] if 0 <= number < len(pictures) and pictures[number].name else None

    # Messages

    def _listened(self, number: int) -> None:
        self.listened = number

    def _opening(self) -> Sequence[Message]:
        """What a page is told when it begins to show it."""
        with self._lock:
            said = [self._state()]
            if self._text:
                said.append(self._text_message())
            if self._pages:
                said += [self._pages_message(set()), self._facts_message()]
            return [*said, self._ebook_message(), self._findings_message()]

    def _send(self, *messages: Message) -> None:
        for message in messages:
            self.broadcast.send(message)

    def _state(self) -> Message:
        value = {
            "revision": self._revision,
            "text": self._text.revision if self._text else 0,
            "pages": self._pages.revision if self._pages else 0,
            "old": self._pages.old if self._pages else 0,
            "trouble": self._trouble,
            "build": {
                "generation": self._built.generation,
                "building": self._built.building,
                "trouble": self._built.trouble,
            },
        }
        return message("state", value)

    def _text_message(self) -> Message:
        text = self._text
        if text is None:
            raise AssertionError(self._name)  # it is asked for only where there is one
        value = {
            "revision": text.revision,
            "html": text.html,
            "title": text.title,
            "lang": text.lang,
            "dir": text.direction,
        }
        return message("text", value)

    def _pages_message(self, known: set[str]) -> Message:
        """The pages; of those whose key the other side knows, nothing but the key."""
        pages = self._pages
        if pages is None:
            raise AssertionError(self._name)  # as above
        new = {
            page.key: {
                "size": [page.width, page.height],
                "lines": [[line.words, *line.place, int(line.note)] for line in page.lines],
                "links": [[link.target, *link.place] for link in page.links],
                "anchors": page.anchors,
            }
            for page in pages.pages
            if page.key not in known
        }
        return message("pages", {"revision": pages.revision, "keys": [p.key for p in pages.pages], "new": new})

    def _ebook_message(self) -> Message:
        return message("ebook", {"revision": self.ebook.revision if self.ebook else 0})

    def _facts_message(self, count: int | None = None) -> Message:
        if count is None:
            count = len(self._pages.pages) if self._pages else 0
        try:
            facts = print_facts(count, load_config(self._project.config))
        except FootlightError as error:
            facts = {"trouble": str(error)}
        return message("facts", facts)

    def _findings_message(self) -> Message:
        """The findings of the text as it is now, and those that only a build can make."""
        rows = [{**shown.finding, "words": shown.words, "now": True} for shown in self._findings]
        seen = {(row["code"], row.get("file"), row.get("line"), row["message"]) for row in rows}
        built = [
            row
            for row in self._built_rows()
            if (row["code"], row.get("file"), row.get("line") or 0, row["message"]) not in seen
        ]
        return message("findings", [self._with_file(row) for row in (*rows, *built)])

    @abstractmethod
    def _built_rows(self) -> list[dict[str, Any]]:
        """What only a build found, each with the words of its place."""

    def _with_file(self, row: dict[str, Any]) -> dict[str, Any]:
        """A finding as the page shows it, with its file where that has to be said."""
        return row


def message(event: str, value: object) -> Message:
    """A message to a page."""
    return Message(event=event, data=json.dumps(value, ensure_ascii=False))
