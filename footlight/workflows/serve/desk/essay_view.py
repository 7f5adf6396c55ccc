"""One essay at the desk: its text, pages and findings as they are now, its links, and decisions about these."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from footlight.engines.web_server.events import Message
from footlight.essay_files import EssayFile
from footlight.findings.finding import has_errors
from footlight.project import Project, files_of_essay
from footlight.settings.parser import load_config
from footlight.workflows.links.open_places import EssayQuestions, open_questions
from footlight.workflows.links.review import ArchivedText, ArchivedTexts, Decided, Decisions
from footlight.workflows.serve.desk.link_views import link_views
from footlight.workflows.serve.desk.live_view import LiveView, message
from footlight.workflows.serve.desk.page_pictures import PagePictures
from footlight.workflows.serve.preview.messages import Answer, Asked, NothingMade, PagesReady
from footlight.workflows.serve.preview.source_words import source_text, words_of_lines


class EssayView(LiveView):
    """Follows an essay for as long as a page shows it."""

    def __init__(
        self,
        file: EssayFile,
        project: Project,
        pictures: PagePictures,
        ask: Callable[[Asked], object],
        now: Callable[[], datetime],
    ) -> None:
        """`now` is the moment of a decision, in UTC; the others are as in `LiveView`."""
        super().__init__(file.name, file, project, pictures, ask)
        self.file = file
        self._now = now
        self._links: list[dict[str, Any]] = []
        self._archived_texts: ArchivedTexts | None = None
        self._decisions: Decisions | None = None

    def files(self) -> tuple[Path, ...]:
        """The file of the essay, those beside it, and the configuration."""
        return *files_of_essay(self.file.path), self._project.config

    def take(self, answer: Answer) -> None:
        """Take an answer of the preview; the links are looked at when nothing more follows."""
        super().take(answer)
        if isinstance(answer, NothingMade) or (isinstance(answer, PagesReady) and answer.sure):
            self._look_at_links()

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

    # Messages

    def _opening(self) -> Sequence[Message]:
        """What a page is told when it begins to show the essay."""
        return [*super()._opening(), self._links_message()]

    def _built_rows(self) -> list[dict[str, Any]]:
        built = self._built.findings_of(self.file.shown)
        find = words_of_lines(source_text(self.file.path)) if built else None
        return [
            {**row, "words": find(row.get("line") or 0, row.get("column") or 0) if find else "", "now": False}
            for row in built
        ]

    def _links_message(self) -> Message:
        undoable = self._decisions.undoable if self._decisions else 0
        return message("links", {"links": self._links, "undoable": undoable})
