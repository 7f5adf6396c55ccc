"""The reading edition: a PDF that makes only claims that hold, and the gate that every PDF has to pass."""

from collections.abc import Callable
from pathlib import Path

from footlight.checking.layout_gate import FinishedPdf, check_layout, check_text
from footlight.engines.page_readings import PageReadings
from footlight.engines.page_validation import PROFILES, validated
from footlight.engines.pdf.attachments import Attachment
from footlight.engines.pdf.document_facts import Links
from footlight.engines.pdf.reading_finish import finish_reading
from footlight.engines.web.url import in_ascii, site_of
from footlight.findings.finding import Finding, Severity
from footlight.input_record import read_input
from footlight.project import evidence_path, ledger_path
from footlight.settings.values import Config, Standard
from footlight.workflows.build.composition import EditionText, LaidText, expected_notes
from footlight.workflows.build.kept_readings import NOT_KEPT, KeptUnder, readings_kept


def _attachments(essay: Path, config: Config) -> tuple[Attachment, ...]:
    """The files in a PDF/A-3: the source and its ledger. Captured pages are other people's: only where asked for."""
    if config.reading.standard is not Standard.A3A:
        return ()
    wanted = [
        (essay, "text/markdown", "Source", "The essay, in Markdown"),
        (ledger_path(essay), "application/toml", "Data", "The ledger of its links, with the evidence"),
        *(
            [(evidence_path(essay), "application/gzip", "Supplement", "The captured pages")]
            if config.reading.captures
            else []
        ),
    ]
    return tuple(
        Attachment(name=path.name, media_type=kind, relationship=relationship, description=words, data=read_input(path))
        for path, kind, relationship, words in wanted
        if path.is_file()
    )


_USUAL = "Pictures without words and skipped headings are the usual causes."
_NO_FONT = "With a font that has the missing characters (`missing-glyph`) it does."


Meanwhile = Callable[[bytes, Links], None]
"""Is given the finished PDF, which may still lose a claim, and its links."""


def reading_pdf(
    laid: LaidText,
    text: EditionText,
    config: Config,
    kept: KeptUnder = NOT_KEPT,
    meanwhile: Meanwhile = lambda _data, _links: None,
) -> tuple[bytes, tuple[Finding, ...]]:
    """Finish the reading PDF, and pass it through the gate; the findings are those of both.

    It calls itself PDF/A and PDF/UA-1 only where it passes the checks for them, which run beside the gate and beside
    `meanwhile`. `kept` says where what is read in pages is kept.
    """
    data = laid.pdf
    described, wanted = _described(text), {config.reading.standard.profile, "ua1"}
    attached = _attachments(text.annotated.essay.source.path, config)
    finished = finish_reading(data, described, claims=wanted, attachments=attached)
    with validated(finished, wanted) as failed:
        with readings_kept(kept, "reading") as readings:
            found = gate(finished, text, laid, readings)
            links = readings.links(finished)
        del readings  # which has the texts of all pages
        meanwhile(finished, links)
    if not failed:
        return finished, found
    held = wanted - {profile for profile, _ in failed}
    finished = finish_reading(data, described, claims=held, attachments=attached)
    findings = tuple(
        Finding(
            code="pdf-claim",
            severity=Severity.WARNING,
            message=f"the reading PDF does not call itself {PROFILES[profile]}: {failure.message} ({failure.rule})",
            hint=_NO_FONT if "NOTDEF" in failure.rule else _USUAL,
            file=text.annotated.essay.source.shown,
        )
        for profile, failure in failed
    )
    with readings_kept(kept, "reading") as readings:
        return finished, (*findings, *gate(finished, text, laid, readings))


def gate(data: bytes, text: EditionText, laid: LaidText, readings: PageReadings) -> tuple[Finding, ...]:
    """Check the notes and the text of a PDF against the layout that it was made of.

    `readings` are of pages that were read before.
    """
    pdf = FinishedPdf(
        shown=text.annotated.essay.source.shown,
        layout=laid.layout,
        texts=readings.texts(data),
        links=readings.links(data),
        missing=laid.missing,
    )
    return (*check_layout(expected_notes(text), pdf), *check_text(pdf))


def _described(text: EditionText) -> Callable[[str, str], str]:
    """Return a function from a link's target and words to what a screen reader says of it."""
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
