"""Whether a tagged PDF reads well aloud: rules on its tags (ISO 14289-1). `RULES`, at the end, gives the order."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from footlight.engines.pdf.structure_tree import TaggedElement, TaggedLink, TaggedText, Tags
from footlight.findings.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A tagged PDF, and where its notes should be read."""

    tags: Tags
    root: TaggedElement
    """The tree; empty where the file has none."""
    notes_read: str
    """A value of `config.Reading`."""


Rule = Callable[[Seen], Iterable[Finding]]

_MOST = 40
"""Characters of a text that a finding quotes."""


def found(code: str, page: int, message: str, hint: str) -> Finding:
    """A finding of a page, 1-based; 0 where it is of the whole file."""
    where = f"page {page}: " if page else ""
    return Finding(code=code, message=f"{where}{message}", hint=hint)


def quoted(text: str) -> str:
    """The beginning of a text, in marks of quotation."""
    words = " ".join(text.replace("\u00ad", "").split())
    return f"“{words[:_MOST].rstrip()}…”" if len(words) > _MOST else f"“{words}”"


def title_shown(seen: Seen) -> Iterator[Finding]:
    """The title, not the name of the file."""
    if not seen.tags.title_shown:
        message = "a reader's window, and a programme that reads aloud, give the file's name for the title"
        yield found("pdf-title-hidden", 0, message, "Build it again; it sets /DisplayDocTitle.")


def language_said(seen: Seen) -> Iterator[Finding]:
    """The document has a language."""
    if not seen.tags.lang:
        message = "the document says no language; it is read aloud in whatever voice is set"
        yield found("pdf-language-missing", 0, message, "Write `lang:` in the front matter, then build it again.")


def content_tagged(seen: Seen) -> Iterator[Finding]:
    """One finding for each page that holds more than tagged content and artifacts."""
    pages: dict[int, list[str]] = {}
    for text in seen.tags.untagged:
        pages.setdefault(text.page, []).append(text.text)
    for page, texts in pages.items():
        words = next((text for text in texts if text.strip()), "")
        what = quoted(words) if words else "a drawing or a picture"
        more = f", and {len(texts) - 1} more pieces" if len(texts) > 1 else ""
        message = f"{what} is in no tag{more}; who listens never hears of it"
        yield found("pdf-content-untagged", page, message, "Build it again; look at your own templates/page.html.")


_HEADING = re.compile(r"H([1-6])")


def headings_in_order(seen: Seen) -> Iterator[Finding]:
    """The first is H1, and none is more than one level below the one before it."""
    before = 0
    for element in seen.root.walk():
        level = _HEADING.fullmatch(element.type)
        if not level:
            continue
        if int(level[1]) > before + 1:
            after = f"after H{before}" if before else "as the first"
            message = f"the heading {quoted(element.text)} is {element.type} {after}"
            yield found("pdf-heading-skipped", element.page, message, "Build it again; Footlight levels headings.")
        before = int(level[1])


def pictures_described(seen: Seen) -> Iterator[Finding]:
    """Each figure has words in its place."""
    number = 0
    for element in seen.root.walk():
        if element.type != "Figure":
            continue
        number += 1
        if not element.alt.strip():
            hint = "Write them between the brackets: ![what it shows](file)."
            yield found("pdf-picture-without-words", element.page, f"picture {number} of the file has no words", hint)


def tables_headed(seen: Seen) -> Iterator[Finding]:
    """Every header cell has a scope."""
    for table in seen.root.walk():
        if table.type == "Table":
            yield from _headers(table)


def _headers(table: TaggedElement) -> Iterator[Finding]:
    for cell in table.walk():
        if cell.type == "TH" and not cell.scope:
            message = f"the header {quoted(cell.text)} does not say whether it heads a row or a column"
            yield found("pdf-header-without-scope", cell.page, message, "Build it again.")


def links_described(seen: Seen) -> Iterator[Finding]:
    """Each annotation has words, which are not the bare name of a place in the file."""
    for link in dict.fromkeys(seen.tags.links):
        inside = not link.target.startswith(("http:", "https:", "mailto:"))
        if link.words.strip() and not (inside and link.words == link.target and "-" in link.target):
            continue
        message = f"the link to {quoted(link.target)} has no words"
        yield found("pdf-link-without-words", link.page, message, "Build it again; it sets a link's /Contents.")


def links_in_the_text(seen: Seen) -> Iterator[Finding]:
    """Each annotation belongs to a Link of the tree."""
    in_text = {
        kid
        for element in seen.root.walk()
        if element.type == "Link"
        for kid in element.kids
        if isinstance(kid, TaggedLink)
    }
    for link in dict.fromkeys(seen.tags.links):
        if link not in in_text:
            message = f"the link to {quoted(link.target)} stands in no Link of the text"
            yield found("pdf-link-untagged", link.page, message, "Build it again; look at your own templates/.")


def notes_identified(seen: Seen) -> Iterator[Finding]:
    """Every Note has an ID, no two have the same, and what a call leads to is one."""
    used: set[str] = set()
    for element in seen.root.walk():
        if element.type != "Note":
            continue
        if not element.id or element.id in used:
            what = f"has the identifier {element.id} of another" if element.id else "has no identifier"
            hint = "Build it again; in your own templates/note.html a note keeps its id."
            yield found("pdf-note-without-id", element.page, f"the note {quoted(element.text)} {what}", hint)
        used.add(element.id)
    for link in dict.fromkeys(seen.tags.links):
        if link.target.startswith("fl-note-") and link.target not in used:
            used.add(link.target)
            hint = "Build it again; in your own templates/note.html, keep the role and the id of the note."
            yield found("pdf-note-without-id", link.page, f"{link.target}, to which a link leads, is no Note", hint)


_BLOCK = re.compile(r"P|H[1-6]|L|LI|Lbl|LBody|Table|TR|T[HD]|Caption|BlockQuote|Sect|Part|Div")


def text_in_order(seen: Seen) -> Iterator[Finding]:
    """The text is read as it is drawn: from page to page, and from the head of each to its foot.

    Notes are not, nor are the marks of lists, which are drawn when the rest of their page is.
    """
    before = TaggedText(text="", page=0)
    for text in _texts(seen.root):
        if (text.page, text.place) < (before.page, before.place):
            message = f"{quoted(text.text)} is read after {quoted(before.text)} of page {before.page}"
            hint = "Build it again; in your own style sheets, look for what takes text out of its place."
            yield found("pdf-reading-order", text.page, message, hint)
        before = text


def _texts(element: TaggedElement) -> Iterator[TaggedText]:
    for kid in element.kids:
        if isinstance(kid, TaggedText) and kid.text.strip():
            yield kid
        elif isinstance(kid, TaggedElement) and kid.type not in ("Note", "Lbl"):
            yield from _texts(kid)


def notes_at_their_calls(seen: Seen) -> Iterator[Finding]:
    """No paragraph begins between a note and its call, unless notes are read at the end, or it is an endnote."""
    if seen.notes_read == "end":
        return
    begun: dict[str, int] = {}
    blocks = 0
    for element, around in _with_holder(seen.root):
        if element.type == "Reference":
            begun.setdefault(element.text.strip(), blocks)
        elif element.type == "Note":
            number = next(
                (kid.text.strip() for kid in element.kids if isinstance(kid, TaggedElement) and kid.type == "Lbl"), ""
            )
            if begun.get(number) == blocks or _holds_notes_alone(around):
                continue
            what = "is called nowhere before it" if number not in begun else "is not read where it is called"
            message = f"note {number or quoted(element.text)} {what}"
            yield found("pdf-note-astray", element.page, message, "Build it again; see `[notes] reading-order`.")
        elif _BLOCK.fullmatch(element.type):
            blocks += 1


def _holds_notes_alone(element: TaggedElement) -> bool:
    """Whether it is the section at the end for notes that are too tall for a page's foot."""
    kinds = [kid.type for kid in element.kids if isinstance(kid, TaggedElement)]
    return element.type == "Sect" and all(kind == "Note" or kind.startswith("H") for kind in kinds)


def _with_holder(root: TaggedElement) -> Iterator[tuple[TaggedElement, TaggedElement]]:
    """Each element outside of notes and each note, with what it is in, in the order of reading."""
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
    """What a programme that reads aloud would stumble over.

    `notes_read` is a value of `config.Reading`; `claims` tells whether the file calls itself PDF/UA: where it does
    not, the build has said why, and what is found here are warnings.
    """
    seen = Seen(tags=tags, root=tags.root or TaggedElement(type=""), notes_read=notes_read)
    severity = Severity.ERROR if claims else Severity.WARNING
    if tags.root is None:
        findings = [
            found("pdf-untagged", 0, "the file has no tags: nothing says what is to be read", "Build it again.")
        ]
    else:
        findings = [finding for rule in RULES for finding in rule(seen)]
    return tuple(replace(finding, severity=severity, file=shown) for finding in findings)
