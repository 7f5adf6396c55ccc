"""One essay at the desk: what is known of it now, and messages to the pages that show it."""

import json
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from footlight.engines.web_server.events import Broadcast, Message
from footlight.errors import FootlightError
from footlight.essay_files import EssayFile
from footlight.findings.finding import has_errors
from footlight.project import Project, ledger_path, metadata_path, picture_record_path
from footlight.settings.parser import load_config
from footlight.workflows.links.open_places import EssayQuestions, open_questions
from footlight.workflows.links.review import ArchivedText, ArchivedTexts, Decided, Decisions
from footlight.workflows.serve.desk.link_views import link_views
from footlight.workflows.serve.desk.page_pictures import PagePictures
from footlight.workflows.serve.desk.print_facts import print_facts
from footlight.workflows.serve.preview.messages import Answer, Asked, NothingMade, PagesReady, ShownFinding, TextReady
from footlight.workflows.serve.preview.source_words import words_of_lines
from footlight.workflows.serve.watcher import BuildState

_Signature = tuple[tuple[int, int] | None, ...]


class EssayView:
    """Follows an essay for as long as a page shows it."""

    def __init__(
        self,
        file: EssayFile,
        project: Project,
        pictures: PagePictures,
        ask: Callable[[Asked], object],
        now: Callable[[], datetime],
    ) -> None:
        """`ask` asks for a preview, whose answers come to `take`; `now` is the moment of a decision, in UTC."""
        self.file = file
        self.broadcast = Broadcast(self._opening, self._listened)
        self.listened = 0
        """How many pages show it."""
        self.looked_at = 0
        """The page, from 0, that somebody looks at."""
        self._project, self._pictures, self._ask, self._now = project, pictures, ask, now
        self._lock = threading.RLock()
        self._files = (
            file.path, ledger_path(file.path), metadata_path(file.path), picture_record_path(file.path), project.config,
        )  # fmt: skip
        self._signature: _Signature | None = None
        self._revision = 0
        self._text: TextReady | None = None
        self._pages: PagesReady | None = None
        self._findings: tuple[ShownFinding, ...] = ()
        self._trouble = ""
        self._built = BuildState()
        self._links: list[dict[str, Any]] = []
        self._archived_texts: ArchivedTexts | None = None
        self._decisions: Decisions | None = None

    # What changes it

    def look(self, *, anew: bool = False) -> None:
        """Look at its files, and ask for a preview where one has changed; `anew` asks in any case."""
        signature = tuple(map(_state, self._files))
        if signature == self._signature and not anew:
            return
        if signature[0] is not None and signature[0][1] == 0 and self._signature:
            return  # an editor has emptied the file and writes it next
        with self._lock:
            self._signature = signature
            self._revision += 1
            self._ask(Asked(essay=self.file, revision=self._revision, looked_at=self.looked_at))
            self.broadcast.send(self._state())

    def take(self, answer: Answer) -> None:
        """Take an answer of the preview, and tell it to the pages that show the essay."""
        with self._lock:
            if answer.revision < self._revision and not isinstance(answer, PagesReady):
                return
            match answer:
                case TextReady():
                    self._text, self._findings, self._trouble = answer, answer.findings, ""
                    self._send(self._text_message(), self._state(), self._findings_message())
                case PagesReady():
                    self._take_pages(answer)
                case NothingMade(findings=findings, trouble=trouble):
                    self._findings, self._trouble = findings, trouble or "the essay cannot be set as it is"
                    self._send(self._findings_message(), self._state())
        if isinstance(answer, NothingMade) or (isinstance(answer, PagesReady) and answer.sure):
            self._look_at_links()

    def _take_pages(self, answer: PagesReady) -> None:
        known = {page.key for page in self._pages.pages} if self._pages else set()
        keys = [page.key for page in answer.pages]
        self._pictures.expect(keys, gone=known)
        self._pictures.add(answer.drawn, answer.pdf)
        first = self._pages is None or self._pages.revision != answer.revision or self._pages.pages != answer.pages
        self._pages, self._findings = answer, answer.findings
        if first:
            self._send(self._pages_message(known), self._state(), self._findings_message(), self._facts_message())

    def built(self, state: BuildState) -> None:
        """Take the result of a build."""
        with self._lock:
            self._built = state
            self._send(self._state(), self._findings_message())

    def _look_at_links(self) -> None:
        asked = self._questions()
        with self._lock:
            self._links = link_views(asked) if asked else []
            self._send(self._links_message())

    # Decisions

    def decide(self, action: str, identity: str, url: str) -> Decided:
        """Carry out a decision about a link: `accept`, `edit`, `reject` or `undo`. Raises FootlightError as the ledger
        does.
        """
        with self._lock:
            archived = self._archived()
            if self._decisions is None:
                self._decisions = Decisions(self.file.path, archived, self._now)
            decisions = self._decisions
            if action == "undo":
                done = decisions.undo()
            else:
                asked = self._questions()
                entry = (
                    next((one.entry for one in asked.questions if one.entry.id == identity), None) if asked else None
                )
                if asked is None or entry is None:
                    return Decided(said="That place is no longer in the text.", written=False)
                match action:
                    case "accept" | "edit":
                        done = decisions.edit(asked.missing, entry, url)
                    case "reject":
                        done = decisions.reject(asked.missing, entry)
                    case _:
                        return Decided(said="There is no such decision.", written=False)
        self._look_at_links()
        return done

    def archived_text(self, url: str) -> ArchivedText | None:
        """The archived text of an address that was found for one of its links; None where this machine has none."""
        with self._lock:
            asked = self._questions()
            known = [offer for view in link_views(asked) for offer in view["offers"]] if asked else []
            if not any(offer["url"] == url for offer in known):
                return None
            return self._archived().archived_at(url)

    def _archived(self) -> ArchivedTexts:
        if self._archived_texts is None:
            specs = load_config(self._project.config).links.archives
            paths = [self._project.root / spec for spec in specs]
            self._archived_texts = ArchivedTexts(self.file.path, [path for path in paths if path.exists()])
        return self._archived_texts

    def _questions(self) -> EssayQuestions | None:
        asked, findings = open_questions(self.file, decided=True)
        return None if has_errors(findings) else asked

    def picture(self, number: int) -> Path | None:
        """The file of a picture in the text."""
        pictures = self._text.pictures if self._text else ()
        return pictures[number] if 0 <= number < len(pictures) and pictures[number].name else None

    # Messages

    def _listened(self, number: int) -> None:
        self.listened = number

    def _opening(self) -> Sequence[Message]:
        """What a page is told when it begins to show the essay."""
        with self._lock:
            said = [self._state()]
            if self._text:
                said.append(self._text_message())
            if self._pages:
                said += [self._pages_message(set()), self._facts_message()]
            return [*said, self._findings_message(), self._links_message()]

    def _send(self, *messages: Message) -> None:
        for message in messages:
            self.broadcast.send(message)

    def _state(self) -> Message:
        return _message(
            "state",
            {
                "revision": self._revision,
                "text": self._text.revision if self._text else 0,
                "pages": self._pages.revision if self._pages else 0,
                "trouble": self._trouble,
                "build": {
                    "generation": self._built.generation,
                    "building": self._built.building,
                    "trouble": self._built.trouble,
                },
            },
        )

    def _text_message(self) -> Message:
        text = self._text
        if text is None:
            raise AssertionError(self.file)  # it is asked for only where there is one
        value = {
            "revision": text.revision,
            "html": text.html,
            "title": text.title,
            "lang": text.lang,
            "dir": text.direction,
        }
        return _message("text", value)

    def _pages_message(self, known: set[str]) -> Message:
        """The pages; of those whose key the other side knows, nothing but the key."""
        pages = self._pages
        if pages is None:
            raise AssertionError(self.file)  # as above
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
        return _message("pages", {"revision": pages.revision, "keys": [p.key for p in pages.pages], "new": new})

    def _facts_message(self) -> Message:
        count = len(self._pages.pages) if self._pages else 0
        try:
            facts = print_facts(count, load_config(self._project.config))
        except FootlightError as error:
            facts = {"trouble": str(error)}
        return _message("facts", facts)

    def _findings_message(self) -> Message:
        """The findings of the text as it is now, and those that only a build can make."""
        rows = [{**shown.finding, "words": shown.words, "now": True} for shown in self._findings]
        seen = {(row["code"], row["line"], row["message"]) for row in rows}
        built = [row for row in self._built.findings_of(self.file.shown) if _key(row) not in seen]
        find = words_of_lines(_read(self.file.path)) if built else None
        rows += [
            {**row, "words": find(row.get("line") or 0, row.get("column") or 0) if find else "", "now": False}
            for row in built
        ]
        return _message("findings", rows)

    def _links_message(self) -> Message:
        undoable = self._decisions.undoable if self._decisions else 0
        return _message("links", {"links": self._links, "undoable": undoable})


def _message(event: str, value: object) -> Message:
    return Message(event=event, data=json.dumps(value, ensure_ascii=False))


def _key(row: dict[str, Any]) -> tuple[Any, Any, Any]:
    return row["code"], row.get("line") or 0, row["message"]


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
