"""A text that is laid out section by section, by one typesetter in one process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree as ET

from footlight.engines.weasyprint.drawn_figures import NoPlaceError
from footlight.engines.weasyprint.foreign_types import Box, RenderedDocument
from footlight.engines.weasyprint.log_capture import captured_warnings, not_written
from footlight.engines.weasyprint.paragraphs.measures import read_dictionary
from footlight.engines.weasyprint.sections.division import Division, divide, identifiers
from footlight.engines.weasyprint.sections.drawn_margins import (
    DrawnMargins,
    MarginSetter,
    draw_margins,
    without_text,
)
from footlight.engines.weasyprint.sections.drawn_section import DrawnSection, draw_section
from footlight.engines.weasyprint.sections.joined_document import JoinedDocument
from footlight.engines.weasyprint.sections.known_targets import adopt_targets
from footlight.engines.weasyprint.sections.quoted_numbers import can_be_written, mark
from footlight.engines.weasyprint.sections.section_layout import (
    SectionPlace,
    SectionReport,
    finish,
    notes_agree,
    paginate,
    paginate_again,
    report,
    settle_text,
)
from footlight.engines.weasyprint.typesetter import LaidOutDocument, Typesetter
from footlight.errors import EngineError
from footlight.essay.layout import NO_GLYPH, NoteColumn
from footlight.input_record import recorded

_INSIDE = 2
"""Pages that a section which is not the first one has before it at least; an even number, so that sides agree."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A section whose pages are made."""

    html: Any
    pages: list[Box]
    images: dict[str, Any]
    warnings: tuple[str, ...]
    read: dict[Any, str]


class SectionedText:
    """The sections of a document."""

    def __init__(
        self, setter: Typesetter, html: str, column: NoteColumn | None, notes_read: str, *, draft: bool = False
    ) -> None:
        """Of a draft, which is laid out for its pages' numbers, what stands behind the text and quotes them is none of
        the sections.
        """
        self._setter = setter
        self._column = column
        self._notes_read = notes_read
        self._root = root = setter.parse(html)
        self._divisions = divide(root)
        self._length = sum(not (draft and division.behind) for division in self._divisions)
        self._identifiers = identifiers(root)
        self._margins: tuple[MarginSetter, Any, dict[str, Any]] | None = None
        self._made: dict[int, _Made] = {}

    def __len__(self) -> int:
        return self._length

    def read_dictionary(self) -> None:
        """Read what divides the words of most sections, for all forks that lay them out."""
        if language := self._root.get("lang"):
            read_dictionary(language)

    def content(self, number: int) -> str:
        """All that a section is made of, as text, but for style sheets and page numbers."""
        division = self._divisions[number]
        return f"{number == 0} {division.recto} {ET.tostring(division.root, encoding='unicode')}"

    def frame(self) -> str:
        """All that margins are made of, as text, but for style sheets, strings and page numbers."""
        return ET.tostring(without_text(self._root), encoding="unicode")

    def quoted(self, number: int) -> list[str]:
        """The identifiers of other sections that a section links to, and may quote the pages of."""
        root = self._divisions[number].root
        links = {link[1:] for element in root.iter() if (link := element.get("href", "")).startswith("#")}
        return sorted((links & self._identifiers) - identifiers(root))

    def characters_before(self) -> dict[str, int]:
        """How many characters stand before the section of each identifier."""
        found: dict[str, int] = {}
        before = 0
        for division, size in zip(self._divisions, self.sizes(), strict=True):
            found.update(dict.fromkeys(identifiers(division.root), before))
            before += size
        return found

    def names(self) -> list[str]:
        """An identifier of each section by which it is known again when the text has changed."""
        found = [
            next((name for element in division.root.iter() if (name := element.get("id"))), "")
            for division in self._divisions
        ]
        return [name or f"section {number}" for number, name in enumerate(found)]

    def sizes(self) -> list[int]:
        """How many characters each section has."""
        return [sum(map(len, division.root.itertext())) for division in self._divisions]

    def paginate(self, number: int, pages: Mapping[str, int]) -> SectionReport:
        """Make the pages of a section; `pages` are the numbers of those that it quotes, as far as they are known.

        Raises IndivisibleError, and EngineError where it cannot be laid out.
        """
        before = self._made.pop(number, None)
        division = self._divisions[number]
        with captured_warnings() as messages, recorded() as record:
            try:
                made = before and self._paginated_again(before, pages)
                html, boxes, images = made or self._paginated(division, pages, first=number == 0, exact=False)
                if not notes_agree(html.context, boxes):
                    html, boxes, images = self._paginated(division, pages, first=number == 0, exact=True)
            except RecursionError:
                raise EngineError("the text is nested too deeply to be laid out") from None
        said, read = (before.warnings, before.read) if before else ((), {})
        warnings = tuple(dict.fromkeys([*said, *messages]))
        self._made[number] = _Made(html, boxes, images, warnings, read | record.digests)
        found = report(boxes, html.context, recto=division.recto)
        forms = () if self._column else found.forms  # notes in the margin stand on the outer side of their page
        writes = bool(forms) and can_be_written(boxes, tuple(html.context.target_collector.quotes.values()))
        return replace(found, forms=forms, writes=writes, read=dict(record.digests))

    def make(self, number: int, pages: Mapping[str, int]) -> tuple[SectionReport, DrawnSection | None]:
        """Make the pages of a section, and draw its text at once where its place and the numbers of other pages change
        nothing in that: so its boxes are let go. Raises as `paginate`.
        """
        found = self.paginate(number, pages)
        if not found.writes:
            return found, None
        try:
            return found, self.draw_text(number, (pages, True))
        except NoPlaceError:
            return replace(self.paginate(number, pages), writes=False), None

    def _paginated(
        self, division: Division, pages: Mapping[str, int], *, first: bool, exact: bool
    ) -> tuple[Any, list[Box], dict[str, Any]]:
        html, images = self._setter.begin(division.root, self._column, exact=exact)
        outside = self._identifiers - identifiers(division.root)
        adopt_targets(html.context.target_collector, pages, outside)
        html.pages_before = 0 if first else _INSIDE
        return html, paginate(html, html.context, first=first, recto=division.recto), images

    def _paginated_again(self, made: _Made, pages: Mapping[str, int]) -> tuple[Any, list[Box], dict[str, Any]] | None:
        """The pages of a section that was laid out with other page numbers; None where it has to be made anew."""
        if self._column or made.html.exact:
            return None
        boxes = paginate_again(made.html, made.html.context, pages)
        return None if boxes is None else (made.html, boxes, made.images)

    def finish(self, number: int, wanted: tuple[Mapping[str, int], SectionPlace]) -> DrawnSection:
        """Finish the pages of a section in its place, and draw them; they are made first where they are not there.

        `wanted` are the page numbers that it quotes, and its place. Raises IndivisibleError and EngineError.
        """
        pages, place = wanted
        if number not in self._made or self._made[number].html.context.target_collector.differs(pages):
            self.paginate(number, pages)
        made = self._made.pop(number)
        with captured_warnings() as messages, recorded() as record:
            boxes = finish(made.html, made.pages, made.html.context, place)
        return self._drawn(number, made, boxes, messages, record.digests)

    def draw_text(self, number: int, wanted: tuple[Mapping[str, int], bool]) -> DrawnSection:
        """Draw a section without its margins, on the sides on which it was laid out; it is made first where it is not
        there. Only where its report has forms.

        `wanted` are the page numbers that it quotes, and whether others can be written in their places. Raises
        EngineError, and NoPlaceError where they cannot.
        """
        pages, writes = wanted
        if number not in self._made:
            self.paginate(number, pages)
        made = self._made.pop(number)
        quotes = tuple(made.html.context.target_collector.quotes.values())
        slots = mark(made.pages, quotes) if writes else []
        with captured_warnings() as messages:
            boxes = settle_text(made.pages)
        return replace(self._drawn(number, made, boxes, messages, {}), slots=tuple(slots))

    def draw_margins(self, number: int, wanted: tuple[SectionReport, SectionPlace]) -> DrawnMargins | None:
        """Draw the margins of a section in its place; None where text and margins have to be drawn together."""
        report, place = wanted
        with captured_warnings() as messages, recorded() as record:
            if self._margins is None:
                html, images = self._setter.begin(without_text(self._root), None, exact=False)
                self._margins = MarginSetter(html), html, images
            setter, html, images = self._margins
            boxes = setter.pages(report, place, 0 if number == 0 else _INSIDE)
            drawn = draw_margins(self._setter.rendered(html, boxes, images), boxes) if boxes else None
            quotes_total = setter.asked_for_total
        if drawn is None:
            return None
        warnings = dict.fromkeys(messages)
        return replace(drawn, warnings=tuple(warnings), read=record.digests, quotes_total=quotes_total)

    def _drawn(
        self, number: int, made: _Made, boxes: list[Box], said: Sequence[str], read: Mapping[Any, str]
    ) -> DrawnSection:
        document, laid = self._laid(number, made, boxes, said)
        warnings, layout = dict.fromkeys(laid.warnings), laid.layout()
        with captured_warnings() as messages:
            drawn = draw_section(document, layout, tuple(warnings), self._notes_read)
        other = next((message for message in messages if not message.startswith(NO_GLYPH)), "")
        if other:
            raise not_written(other)
        warnings |= dict.fromkeys(messages)
        return replace(drawn, warnings=tuple(warnings), read=made.read | dict(read))

    def place(self, number: int, pages: Mapping[str, int], place: SectionPlace) -> LaidOutDocument:
        """Finish the pages of a section in its place, for a preview, which draws those that it shows.

        Raises IndivisibleError and EngineError.
        """
        if number not in self._made:
            self.paginate(number, pages)
        made = self._made.pop(number)
        with captured_warnings() as messages:
            boxes = finish(made.html, made.pages, made.html.context, place)
        _, laid = self._laid(number, made, boxes, messages)
        return laid

    def _laid(
        self, number: int, made: _Made, boxes: list[Box], said: Sequence[str]
    ) -> tuple[RenderedDocument, LaidOutDocument]:
        context, root = made.html.context, self._divisions[number].root
        document = self._setter.rendered(made.html, boxes, made.images)
        for page in document.pages:
            page.links = [link for link in page.links if link[0] != "internal" or link[1] in self._identifiers]
        warnings = tuple(dict.fromkeys([*self._setter.style_warnings, *made.warnings, *said]))
        laid = LaidOutDocument(document, root, warnings, context.unplanned, self._setter.families)
        return document, laid

    def join(self, sections: Sequence[DrawnSection]) -> JoinedDocument:
        """Make one document of all sections."""
        return JoinedDocument(sections, self._setter.families)
