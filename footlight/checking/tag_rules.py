"""Rules on the tags of a PDF (ISO 14289-1): whether a screen reader reads it well.

`RULES`, at the end, gives the order. Sections: document; headings, pictures and tables; links; notes; reading order.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from footlight.engines.pdf.structure_tree import TaggedElement, TaggedLink, TaggedText, Tags
from footlight.essay.document import is_note
from footlight.findings.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedPdf:
    """A PDF's tags, and where its notes should be read."""

    tags: Tags
    root: TaggedElement
    """The structure tree; empty where the file has none."""
    notes_read: str
    """A value of `settings.values.Reading`."""


Rule = Callable[[TaggedPdf], Iterable[Finding]]

_MOST = 40
"""Characters of text that a finding quotes."""


def tag_finding(code: str, page: int, message: str, hint: str) -> Finding:
    """Make a finding about a page (1-based), or about the whole file (0)."""
    where = f"page {page}: " if page else ""
    return Finding(code=code, message=f"{where}{message}", hint=hint)


def quoted(text: str) -> str:
    """Quote the beginning of a text."""
    words = " ".join(text.replace("\u00ad", "").split())
    return f"“{words[:_MOST].rstrip()}…”" if len(words) > _MOST else f"“{words}”"


# The document


def title_shown(seen: TaggedPdf) -> Iterator[Finding]:
    """Viewers show the title, not the file name (/DisplayDocTitle)."""
    if not seen.tags.title_shown:
        message = "viewers and screen readers show the file's name instead of the title"
        yield tag_finding("pdf-title-hidden", 0, message, "Build it again; it sets /DisplayDocTitle.")


def language_said(seen: TaggedPdf) -> Iterator[Finding]:
    """The document has a language."""
    if not seen.tags.lang:
        message = "the document has no language; a screen reader may read it with the wrong voice"
        yield tag_finding("pdf-language-missing", 0, message, "Write `lang:` in the front matter, then build it again.")


def content_tagged(seen: TaggedPdf) -> Iterator[Finding]:
    """All content is tagged or an artifact; one finding for each page with other content."""
    pages: dict[int, list[str]] = {}
    for text in seen.tags.untagged:
        pages.setdefault(text.page, []).append(text.text)
    for page, texts in pages.items():
        words = next((text for text in texts if text.strip()), "")
        what = quoted(words) if words else "a drawing or a picture"
        more = f", and {len(texts) - 1} more pieces" if len(texts) > 1 else ""
        message = f"{what} is in no tag{more}; a screen reader leaves it out"
        yield tag_finding(
            "pdf-content-untagged", page, message, "Build it again; look at your own templates/page.html."
        )


# Headings, pictures and tables


_HEADING = re.compile(r"H([1-6])")


def headings_in_order(seen: TaggedPdf) -> Iterator[Finding]:
    """The first heading is H1, and no heading is more than one level below the one before it."""
    before = 0
    for element in seen.root.walk():
        level = _HEADING.fullmatch(element.type)
        if not level:
            continue
        if int(level[1]) > before + 1:
            after = f"after H{before}" if before else "as the first"
            message = f"the heading {quoted(element.text)} is {element.type} {after}"
            yield tag_finding(
                "pdf-heading-skipped", element.page, message, "Build it again; Footlight levels headings."
            )
        before = int(level[1])


def pictures_described(seen: TaggedPdf) -> Iterator[Finding]:
    """Every figure has a text alternative."""
    number = 0
    for element in seen.root.walk():
        if element.type not in ("Figure", "Formula"):
            continue
        number += 1
        if not element.alt.strip():
            message = f"picture {number} of the file has no description"
            hint = "Write one between the brackets: ![what it shows](file)."
            yield tag_finding("pdf-picture-without-words", element.page, message, hint)


def tables_headed(seen: TaggedPdf) -> Iterator[Finding]:
    """Every header cell of a table has a scope."""
    for table in seen.root.walk():
        if table.type == "Table":
            yield from _headers(table)


def _headers(table: TaggedElement) -> Iterator[Finding]:
    for cell in table.walk():
        if cell.type == "TH" and not cell.scope:
            message = f"the header {quoted(cell.text)} does not say whether it heads a row or a column"
            yield tag_finding("pdf-header-without-scope", cell.page, message, "Build it again.")


# Links


def links_described(seen: TaggedPdf) -> Iterator[Finding]:
    """Every link annotation has a description that is not just an anchor's name."""
    for link in dict.fromkeys(seen.tags.links):
        inside = not link.target.startswith(("http:", "https:", "mailto:"))
        if link.words.strip() and not (inside and link.words == link.target and "-" in link.target):
            continue
        message = f"the link to {quoted(link.target)} has no description"
        yield tag_finding("pdf-link-without-words", link.page, message, "Build it again; it sets a link's /Contents.")


def links_in_the_text(seen: TaggedPdf) -> Iterator[Finding]:
    """Every link annotation belongs to a Link element of the structure tree."""
    in_text = {
        kid
        for element in seen.root.walk()
        if element.type == "Link"
        for kid in element.kids
        if isinstance(kid, TaggedLink)
    }
    for link in dict.fromkeys(seen.tags.links):
        if link not in in_text:
            message = f"the link to {quoted(link.target)} belongs to no Link tag"
            yield tag_finding("pdf-link-untagged", link.page, message, "Build it again; look at your own templates/.")


# Notes


def notes_identified(seen: TaggedPdf) -> Iterator[Finding]:
    """Every Note has an ID of its own, and every call leads to a Note."""
    used: set[str] = set()
    for element in seen.root.walk():
        if element.type != "Note":
            continue
        if not element.id or element.id in used:
            what = f"has the identifier {element.id} of another" if element.id else "has no identifier"
            hint = "Build it again; in your own templates/note.html a note keeps its id."
            yield tag_finding("pdf-note-without-id", element.page, f"the note {quoted(element.text)} {what}", hint)
        used.add(element.id)
    for link in dict.fromkeys(seen.tags.links):
        if is_note(link.target) and link.target not in used:
            used.add(link.target)
            message = f"a link leads to {link.target}, which is not tagged as Note"
            hint = "Build it again; in your own templates/note.html, keep the role and the id of the note."
            yield tag_finding("pdf-note-without-id", link.page, message, hint)


# Reading order


_BLOCK = re.compile(r"P|H[1-6]|L|LI|Lbl|LBody|Table|TR|T[HD]|Caption|BlockQuote|Sect|Part|Div")


def text_in_order(seen: TaggedPdf) -> Iterator[Finding]:
    """Text is read in the order in which it is drawn, page by page from top to bottom.

    Notes are exempt, and so are list markers, which WeasyPrint draws after the rest of the page, drop capitals, which
    it draws before, and captions of figures, which stand where a page has room.
    """
    before = TaggedText(text="", page=0)
    for text in _texts(seen.root):
        if (text.page, text.place) < (before.page, before.place):
            message = f"{quoted(text.text)} is read after {quoted(before.text)} of page {before.page}"
            hint = "Build it again; in your own style sheets, look for what takes text out of its place."
            yield tag_finding("pdf-reading-order", text.page, message, hint)
        before = text


def _texts(element: TaggedElement) -> Iterator[TaggedText]:
    for kid in element.kids:
        if isinstance(kid, TaggedText) and kid.text.strip():
            if not (element.type == "P" and kid is element.kids[0] and len(kid.text.strip()) <= _INITIAL):
                yield kid
        elif isinstance(kid, TaggedElement) and kid.type not in ("Note", "Lbl") and not _is_figures(kid, element):
            yield from _texts(kid)


_INITIAL = 2
"""Characters of a drop capital, with the quotation mark before it."""


def _is_figures(caption: TaggedElement, holder: TaggedElement) -> bool:
    """Whether an element is the caption of a figure; that of a table stands in the table."""
    return caption.type == "Caption" and holder.type == "Div"


def notes_at_their_calls(seen: TaggedPdf) -> Iterator[Finding]:
    """No block begins between a call and its note, except for endnotes or where notes are read at the end."""
    if seen.notes_read == "end":
        return
    begun: dict[str, int] = {}
    blocks = 0
    for element, around in _with_holder(seen.root):
        if element.type == "Reference":
            begun[element.text.strip()] = blocks  # in a book each essay counts from 1
        elif element.type == "Note":
            number = next(
                (kid.text.strip() for kid in element.kids if isinstance(kid, TaggedElement) and kid.type == "Lbl"), ""
            )
            if begun.get(number) == blocks or _holds_notes_alone(around):
                continue
            what = "is called nowhere before it" if number not in begun else "is not read where it is called"
            message = f"note {number or quoted(element.text)} {what}"
            yield tag_finding("pdf-note-astray", element.page, message, "Build it again; see `[notes] reading-order`.")
        elif _BLOCK.fullmatch(element.type):
            blocks += 1


def _holds_notes_alone(element: TaggedElement) -> bool:
    """Whether an element is the section of endnotes."""
    kinds = [kid.type for kid in element.kids if isinstance(kid, TaggedElement)]
    return element.type == "Sect" and all(kind == "Note" or kind.startswith("H") for kind in kinds)


def _with_holder(root: TaggedElement) -> Iterator[tuple[TaggedElement, TaggedElement]]:
    """Yield each note, and each element outside notes, with its parent, in reading order."""
    waiting = [(root, root)]
    while waiting:
        element, around = waiting.pop()
        yield element, around
        if element.type != "Note":
            waiting += [(kid, element) for kid in reversed(element.kids) if isinstance(kid, TaggedElement)]


RULES: tuple[Rule, ...] = (
    title_shown,
    language_said,
    content_tagged,
    headings_in_order,
    pictures_described,
    tables_headed,
    links_described,
    links_in_the_text,
    notes_identified,
    notes_at_their_calls,
    text_in_order,
)


def check_tagged(tags: Tags, notes_read: str, shown: str, *, claims: bool) -> tuple[Finding, ...]:
    """Apply the rules to a PDF's tags.

    `notes_read` is a value of `settings.values.Reading`. `claims` tells whether the file claims PDF/UA; where it does
    not, the build has said why, and findings are warnings.
    """
    seen = TaggedPdf(tags=tags, root=tags.root or TaggedElement(type=""), notes_read=notes_read)
    severity = Severity.ERROR if claims else Severity.WARNING
    if tags.root is None:
        findings = [
            tag_finding(
                "pdf-untagged", 0, "the file has no tags; a screen reader has to guess the order", "Build it again."
            )
        ]
    else:
        findings = [finding for rule in RULES for finding in rule(seen)]
    return tuple(replace(finding, severity=severity, file=shown) for finding in findings)
