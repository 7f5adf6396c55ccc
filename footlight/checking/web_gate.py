"""The gate of the web edition: notes are whole and linked both ways, links lead somewhere, nothing is loaded.

It reads the finished file, so a project's own templates are checked as ours are. `NOTE_RULES` and `PAGE_RULES` give the
order.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from footlight.checking.epub_gate import GateResult, faulty_address, missing_words
from footlight.checking.layout_gate import ExpectedNote
from footlight.checking.source_completeness import Product, documents_product
from footlight.engines.epub.publication_reader import XHTML, Document
from footlight.engines.html_document import HtmlDocument, parse_document
from footlight.findings.finding import Finding, Severity

_HINT = "Look at your own templates/web/ first."
_DATA = re.compile(r"(data:[\w/+.-]+;base64,)[A-Za-z0-9+/=]+")
_OUTSIDE = re.compile(r"""@import|url\(\s*(?!["']?(?:data:|#))""", re.IGNORECASE)
_NAMED = 5
"""Places that are no valid HTML, of which findings speak."""
_LOADED = {
    # The attributes by which an element loads something.
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "link": ("href",),
    **dict.fromkeys(("audio", "track", "embed", "iframe", "input", "script"), ("src",)),
    "video": ("src", "poster"),
    "object": ("data",),
}
_PROGRAM = frozenset({"", "module", "importmap", "speculationrules", "text/javascript", "application/javascript"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A web edition, parsed as browsers parse it."""

    document: HtmlDocument
    size: int
    """Bytes of the file."""

    def all(self, *names: str) -> Iterator[ET.Element]:
        """Its elements with some names, in document order."""
        wanted = {XHTML + name for name in names}
        return (element for element in self.document.root.iter() if element.tag in wanted)

    def note(self, item: ExpectedNote) -> ET.Element | None:
        """The element of a note."""
        return self.document.ids.get(item.note.id)


def open_page(data: bytes) -> WebPage:
    """Parse a web edition; what pictures and faces hold is left out."""
    return WebPage(document=parse_document(_DATA.sub(r"\1", data.decode("utf-8", "replace"))), size=len(data))


def check_page(data: bytes, notes: Sequence[ExpectedNote], shown: str) -> GateResult:
    """Check a web edition; `shown` is the path that findings name. A note's place is its identifier."""
    return check_opened_page(open_page(data), notes, shown)


def check_opened_page(page: WebPage, notes: Sequence[ExpectedNote], shown: str) -> GateResult:
    """Check a web edition that is parsed already."""
    found: list[Finding] = []
    for item in notes:
        problems = (rule(item, page) for rule in NOTE_RULES)
        found += [problem for problem in problems if problem][:1]
    found += [finding for rule in PAGE_RULES for finding in rule(page)]
    places = {item.note.id: item.note.id for item in notes if page.note(item) is not None}
    return GateResult(
        findings=tuple(dict.fromkeys(replace(finding, file=finding.file or shown) for finding in found)), places=places
    )


def web_product(page: WebPage) -> Product:
    """What a web edition shows."""
    document = Document(path="", name="", root=page.document.root, ids=page.document.ids)
    return documents_product([document], "the web edition")


def section_product(page: WebPage, opening: str) -> Product:
    """What a book's web edition shows of the section that is labelled by an identifier."""
    named = (section for section in page.all("section") if section.get("aria-labelledby") == opening)
    section = next(named, ET.Element("section"))
    ids = {element.attrib["id"]: element for element in section.iter() if element.get("id")}
    return documents_product([Document(path="", name="", root=section, ids=ids)], "the web edition")


# Rules on one note; the first that fails is reported


def _of_note(code: str, item: ExpectedNote, message: str) -> Finding:
    where = f" ('{item.note.entry.id}' of the ledger)" if item.note.entry else ""
    words = f"note {item.note.number}{where} {message} in the web edition"
    return Finding(code=code, message=words, hint=_HINT, file=item.shown)


def present(item: ExpectedNote, page: WebPage) -> Finding | None:
    """The note stands in the document, with all its words in their order."""
    note = page.note(item)
    if note is None:
        return _of_note("web-note-missing", item, "stands nowhere")
    lost = missing_words(note, item)
    return _of_note("web-note-missing", item, f"does not say “{lost[:60]}”") if lost else None


def called(item: ExpectedNote, page: WebPage) -> Finding | None:
    """The call stands in the text, leads to its note and shows its number; a button in it lifts the note."""
    call = page.document.ids.get(item.note.call_id)
    if call is None:
        return _of_note("web-call-astray", item, "has no call")
    links = list(call.iter(f"{XHTML}a"))
    if not any(_inside(link.get("href", "")) == item.note.id for link in links):
        return _of_note("web-call-astray", item, "has a call that does not lead to it")
    if "".join(call.itertext()).strip() != str(item.note.number):
        return _of_note("web-call-astray", item, "has a call that does not show its number")
    if any(button.get("popovertarget") != item.note.id for button in call.iter(f"{XHTML}button")):
        return _of_note("web-call-astray", item, "has a button that lifts another note")
    return None


def backlinked(item: ExpectedNote, page: WebPage) -> Finding | None:
    """The note leads back to its call."""
    note = page.note(item)
    links = note.iter(f"{XHTML}a") if note is not None else ()
    if any(_inside(link.get("href", "")) == item.note.call_id for link in links):
        return None
    return _of_note("web-call-astray", item, "has no link back to its call")


def addresses_intact(item: ExpectedNote, page: WebPage) -> Finding | None:
    """Each address, also that of the archived copy, is shown without a change and is a link to itself."""
    note = page.note(item)
    unlinked, unshown = faulty_address(note, item) if note is not None else ("", "")
    if unlinked:
        return _of_note("web-address-broken", item, f"has no link to {unlinked}")
    return _of_note("web-address-broken", item, f"does not show {unshown} whole") if unshown else None


NOTE_RULES: tuple[Callable[[ExpectedNote, WebPage], Finding | None], ...] = (
    present,
    called,
    backlinked,
    addresses_intact,
)


# Rules on the document


def _inside(href: str) -> str:
    """The identifier that a link within the document leads to; empty for any other link."""
    return unquote(href[1:]) if href.startswith("#") else ""


def links_lead(page: WebPage) -> Iterator[Finding]:
    """Each link within the document has a target."""
    for link in page.all("a", "area"):
        href = link.get("href", "")
        if href.startswith("#") and href != "#" and _inside(href) not in page.document.ids:
            message = f"a link in the web edition leads nowhere: {href}"
            yield Finding(code="web-link-dead", message=message, hint=_HINT)


def asks_nothing(page: WebPage) -> Iterator[Finding]:
    """Nothing is loaded from anywhere, no program stands in the document, and its policy says so."""
    asked = [
        (f"<{element.tag.removeprefix(XHTML)}>", element.get(name, ""))
        for tag, names in _LOADED.items()
        for element in page.all(tag)
        for name in names
        if element.get(name) and not element.get(name, "").startswith("data:")
    ]
    asked += [("a style sheet", found[0]) for sheet in page.all("style") for found in _OUTSIDE.finditer(_text(sheet))]
    for what, address in asked:
        message = f"the web edition loads something from elsewhere, by {what}: {address[:80]}"
        yield Finding(code="web-reaches-out", message=message, hint=_HINT)
    for script in page.all("script"):
        if script.get("type", "").strip().lower() in _PROGRAM:
            yield Finding(code="web-reaches-out", message="a script stands in the web edition", hint=_HINT)
    handlers = {name for element in page.document.root.iter() for name in element.attrib if name.startswith("on")}
    for name in sorted(handlers):
        yield Finding(code="web-reaches-out", message=f"a script stands in an attribute `{name}`", hint=_HINT)
    if not any("default-src 'none'" in meta.get("content", "") for meta in _policies(page)):
        message = "the web edition has no policy that closes it (Content-Security-Policy)"
        yield Finding(code="web-reaches-out", message=message, hint=_HINT)


def _policies(page: WebPage) -> Iterator[ET.Element]:
    return (m for m in page.all("meta") if m.get("http-equiv", "").lower() == "content-security-policy")


def _text(element: ET.Element) -> str:
    return "".join(element.itertext())


def valid(page: WebPage) -> Iterator[Finding]:
    """What https://html.spec.whatwg.org asks of a document, as far as a parser and its tree show it."""
    faults = [f"{mended.error} (line {mended.line})" for mended in page.document.mended]
    faults += _faults_of_tree(page)
    for fault in faults[:_NAMED]:
        yield Finding(code="web-not-valid", severity=Severity.WARNING, message=f"the web edition: {fault}", hint=_HINT)


def _faults_of_tree(page: WebPage) -> Iterator[str]:
    root = page.document.root
    counted = Counter(element.attrib["id"] for element in root.iter() if element.get("id"))
    yield from (f"two elements have the id {name}" for name, count in counted.items() if count > 1)
    yield from (f"the id “{name}” has a blank" for name in counted if re.search(r"\s", name))
    for name in ("aria-labelledby", "aria-describedby", "popovertarget", "for", "headers"):
        wanted = (word for element in root.iter() for word in element.get(name, "").split())
        yield from (f"{name} names {word}, which is nowhere" for word in wanted if word not in counted)
    yield from ("a picture has no attribute alt" for picture in page.all("img") if picture.get("alt") is None)
    if not root.get("lang"):
        yield "the document does not say its language"
    if not any(_text(title).strip() for title in page.all("title")):
        yield "the document has no title"
    if len(list(page.all("main"))) != 1:
        yield "the document has no main part, or two"
    if len(list(page.all("h1"))) != 1 and not any(
        "fl-book" in main.get("class", "").split() for main in page.all("main")
    ):
        yield "the document has no heading of the first rank, or two"
    yield from _nested(root)


_ALONE = frozenset({"a", "button"})
"""What may not stand within another of these: https://html.spec.whatwg.org/#interactive-content."""


def _nested(root: ET.Element) -> Iterator[str]:
    open_elements = [(root, "")]
    while open_elements:
        element, within = open_elements.pop()
        name = str(element.tag).removeprefix(XHTML)  # that of a comment is a function
        if name in _ALONE:
            if within:
                yield f"<{name}> stands within <{within}>"
            within = name
        open_elements += [(child, within) for child in element]


PAGE_RULES: tuple[Callable[[WebPage], Iterator[Finding]], ...] = (links_lead, asks_nothing, valid)
