"""The layout of an essay, and the PDFs that are made of it and held against the gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from footlight.checking.layout_gate import FinishedPdf, check_layout, check_text
from footlight.engines.page_validation import PROFILES, validate
from footlight.engines.pdf.document_facts import pdf_facts
from footlight.engines.pdf.reading_finish import finish_reading
from footlight.engines.pdfium import page_texts
from footlight.engines.web.url import in_ascii, site_of
from footlight.essay.document import Annotated
from footlight.essay.layout import Layout
from footlight.findings.finding import Finding, Severity
from footlight.press.paper import Page
from footlight.settings.values import Config
from footlight.workflows.build.composition import Composition
from footlight.workflows.build.edition_text import Text, set_notes
from footlight.workflows.build.layout_complaints import complaints, missing_characters
from footlight.workflows.build.source_attachments import attachments
from footlight.workflows.processes.setter import Promise

_FURNITURE = 1.0
"""Points by which a note may stand out of its area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """Pages, and what WeasyPrint had to say."""

    pdf: bytes
    layout: Layout
    findings: tuple[Finding, ...]
    faces: Mapping[str, bytes]
    """The whole of each font, by its name in the PDF."""
    missing: frozenset[str]
    """Characters that no face on the machine has."""


def lay_out(composition: Composition, page: Page, begun: Promise | None = None) -> Set:
    """The text on pages of a kind; `begun` is what `composition.begin` promised, where that was asked before.

    A note that is too tall is set at the end, which takes another layout. Raises EngineError where the text cannot be
    set.
    """
    text = composition.text
    endnotes: frozenset[int] = frozenset()
    pages = (begun or composition.begin(page))()
    while tall := _too_tall(text.annotated, pages.layout, composition.tallest) - endnotes:
        endnotes |= tall
        pages = composition.begin(page, endnotes)()
    return Set(
        pdf=pages.pdf,
        layout=pages.layout,
        findings=complaints(pages.said, text),
        faces=pages.faces,
        missing=frozenset(missing_characters(pages.said)),
    )


def _too_tall(annotated: Annotated, layout: Layout, share: float) -> frozenset[int]:
    """Notes taller than their share of the block, or drawn out of it: WeasyPrint never divides a note (#1833)."""
    numbers = {note.id: note.number for note in annotated.notes}
    blocks = [page.block for page in layout.pages]
    return frozenset(
        numbers[place.note_id]
        for place in layout.notes
        if place.note_id in numbers
        and (
            place.box.height > share * blocks[place.page - 1].height
            or place.box.y < blocks[place.page - 1].y - _FURNITURE
        )
    )


_USUAL = "Pictures without words and skipped headings are the usual causes."
_NO_FACE = "With a face that has the missing characters (`missing-glyph`) it does."


def reading_pdf(data: bytes, text: Text, config: Config) -> tuple[bytes, tuple[Finding, ...]]:
    """The reading edition: it calls itself PDF/A and PDF/UA-1 only where it passes the checks for them."""
    described, wanted = _described(text), {config.reading.standard.profile, "ua1"}
    travelling = attachments(text.annotated.essay.source.path, config)
    finished = finish_reading(data, described, claims=wanted, attachments=travelling)
    failed = [(profile, failure) for profile in sorted(wanted) for failure in validate(finished, profile)]
    if not failed:
        return finished, ()
    held = wanted - {profile for profile, _ in failed}
    finished = finish_reading(data, described, claims=held, attachments=travelling)
    findings = tuple(
        Finding(
            code="pdf-claim",
            severity=Severity.WARNING,
            message=f"the reading PDF does not call itself {PROFILES[profile]}: {failure.message} ({failure.rule})",
            hint=_NO_FACE if "NOTDEF" in failure.rule else _USUAL,
            file=text.annotated.essay.source.shown,
        )
        for profile, failure in failed
    )
    return finished, findings


def gate(data: bytes, text: Text, laid: Set) -> tuple[Finding, ...]:
    """What does not hold of the notes and the text of a PDF, which was made of these pages."""
    pdf = FinishedPdf(
        shown=text.annotated.essay.source.shown,
        layout=laid.layout,
        texts=page_texts(data),
        links=pdf_facts(data).links,
        missing=laid.missing,
    )
    return (*check_layout(set_notes(text.annotated, text.fragments), pdf), *check_text(pdf))


def _described(text: Text) -> Callable[[str, str], str]:
    """What a screen reader says of a link, from its target and the words that are the link."""
    words = text.house.words
    notes: dict[str, str] = {}
    titles: dict[str, str] = {}
    for note in text.annotated.notes:
        notes[note.id] = words.say("note-number", number=note.number)
        notes[note.call_id] = words.say("back-from", number=note.number)
        if note.url and note.entry and note.entry.title:
            titles[in_ascii(note.url)] = note.entry.title

    def describe(target: str, said: str) -> str:
        if target in notes:
            return notes[target]
        title, site = titles.get(in_ascii(target), said), site_of(target)
        if not title or not site or site in title:
            return title or target  # an address says itself where it leads
        return words.say("on-site", title=title, site=site)

    return describe
