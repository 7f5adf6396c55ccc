"""What a source may not bring into an edition: raw HTML, targets that run or leave the project, ids that collide."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from footlight.engines.web.lookalikes import disguise_of
from footlight.essay.document import SCHEME, Metadata, Source, is_markdown_file
from footlight.essay.siblings import OPENING_ID, SIBLING, Siblings
from footlight.essay.tree import (
    Node,
    Nodes,
    attr,
    children,
    classes,
    link,
    map_lists,
    map_outer_lists,
    nodes,
    plain,
    span,
    text,
)
from footlight.findings.finding import Finding, Severity
from footlight.markdown.hidden_html import hides
from footlight.markdown.mask import hidden_parts
from footlight.reading.box_kinds import parts_of_box, set_box
from footlight.reading.pictures import BadImage, Shelves, find_image
from footlight.textmatch.combining_marks import without_excess
from footlight.textmatch.places import Lines

if TYPE_CHECKING:  # importing it is put off
    from footlight.reading.raw_html import TagFinding

_ALLOWED_SCHEMES = frozenset({"http", "https", "ftp", "gopher", "mailto", "tel"})
_ALLOWED_KEYS = frozenset({"lang", "dir", "width", "height", "startFrom", "caption", "entry"})
_WEB = re.compile(r"https?://", re.IGNORECASE)
LONGEST_ADDRESS = 8_000
"""Characters of a link's address. A server need take no more (RFC 9110, 4.1), and pages of letters say nothing."""
LEFT_OUT = "fl-image-left-out"
"""The class of what stands in for a picture that cannot be set."""
_ENCODED_BY_PANDOC = re.compile(r"%(?:5B|5D|7B|7C|7D|5E|60|3C|3E|22)")
_OURS = "fl-"
"""Prefix of our identifiers and classes; the source's own that begin so are renamed."""
_ATTRIBUTES_AT = {
    "Span": 0,
    "Div": 0,
    "Link": 0,
    "Image": 0,
    "Code": 0,
    "CodeBlock": 0,
    "Figure": 0,
    "Table": 0,
    "Header": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Safe:
    """A tree that can be set, the files that it shows, and what was found on the way."""

    blocks: Nodes
    images: tuple[Path, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Pass:
    """One walk over one essay."""

    text: str
    shown: str
    shelves: Shelves
    meta: Metadata
    findings: list[Finding] = field(default_factory=list)
    images: dict[Path, None] = field(default_factory=dict)
    siblings: Siblings = field(default_factory=Siblings)
    """The other essays of the book."""
    ids: set[str] = field(default_factory=set)
    said: "list[TagFinding]" = field(default_factory=list)
    lines: Lines | None = None
    hidden: list[tuple[int, int]] | None = None
    """Where the text has HTML that no browser shows, and has not been come to yet; None until it is asked for."""
    in_link: int = 0
    """How many links are open."""
    seen: dict[str, int] = field(default_factory=dict)
    """Behind which offset words are sought that were found before: the walk is in the order of the text."""

    def find(self, finding: Finding, words: str) -> None:
        """Adds a finding, at the next place in the source where `words` stand, best as a target or an attribute."""
        start = self.seen.get(words, 0)
        found = (self.text.find(lead + words, start) + len(lead) for lead in ("](", "](<", '="', "{", "<", ""))
        at = next((at for at in found if words and self.text.startswith(words, at) and at >= start), -1)
        if at < 0:
            at = self.text.find(words) if words else -1
        if at < 0 and "%" in words:
            at = self.text.find(unquote(words))
        self.seen[words] = at + 1
        self.lines = self.lines or Lines(self.text)
        line, column = self.lines.at(at) if at >= 0 else (0, 0)
        self.findings.append(replace(finding, file=self.shown, line=line, column=column))

    def change(self, items: Nodes) -> Nodes:
        """A list of nodes made safe, in the order of the text, so that of two with one identifier the first has it."""
        out: Nodes = []
        for node in self._tamed(items):
            if node["t"] in ("Div", "Span") and self._hidden(node):
                continue
            if node["t"] == "Str":  # marks that the source writes as entities; the others are blanks by now
                out.append(node if node["c"].isascii() else {"t": "Str", "c": without_excess(node["c"])})
            else:
                out.extend(self._one(node))
        return out

    def _tamed(self, items: Nodes) -> Nodes:
        if not any(node["t"] in ("RawInline", "RawBlock") for node in items):
            return items
        from footlight.reading.raw_html import tame  # noqa: PLC0415 - a text without HTML does not wait for it

        return tame(items, self.said)

    def _hidden(self, node: Node) -> bool:
        """Whether a division or words are hidden on a web page, which is said then."""
        pairs = dict(node["c"][0][2])
        if not ("hidden" in pairs or "style" in pairs) or not hides(pairs):
            return False
        from footlight.reading.raw_html import hidden_words  # noqa: PLC0415 - as above

        name = node["t"].lower()
        if self.hidden is None:
            self.hidden = hidden_parts(self.text)
        tag = f"<{name}"
        at = next((at for at, (start, _) in enumerate(self.hidden) if self.text.startswith(tag, start)), None)
        if at is not None:
            start = self.hidden.pop(at)[0]
            tag = self.text[start : self.text.index(">", start) + 1]
        self.said.append(hidden_words(name, plain(node), tag))
        return True

    def _one(self, node: Node) -> Nodes:
        box = parts_of_box(node) if node["t"] == "Div" else None
        if node["t"] == "Image":
            node = _described(node)
        if node["t"] in _ATTRIBUTES_AT:
            node = self._attributes(node)
        if box:
            title, content = map(self.change, box)
            return [set_box(title, content, node["c"][0][0])]
        self.in_link += node["t"] == "Link"
        node = map_outer_lists(node, self.change)
        self.in_link -= node["t"] == "Link"
        match node["t"]:
            case "Image":
                return self._image(node)
            case "Para" if _is_only_pictures(node["c"]):
                return [{"t": "Figure", "c": [["", [], []], [None, []], [{"t": "Plain", "c": node["c"]}]]}]
            case "Figure":
                return _with_stand_in(node)
            case "Link":
                return self._link(node)
            case _:
                return [node]

    def _attributes(self, node: Node) -> Node:
        at = _ATTRIBUTES_AT[node["t"]]
        identifier, classes, pairs = node["c"][at]
        identifier = _not_ours(identifier)
        if identifier in self.ids:
            message = f"the identifier '{identifier}' stands more than once; the later ones were left out"
            finding = Finding(code="duplicate-id", severity=Severity.WARNING, message=message, hint="Rename one.")
            self.find(finding, f"{{#{identifier}")
            identifier = ""
        elif identifier:
            self.ids.add(identifier)
        kept = [[key, value] for key, value in pairs if key in _ALLOWED_KEYS]
        parts = list(node["c"])
        parts[at] = [identifier, [_not_ours(name) for name in classes], kept]
        return {"t": node["t"], "c": parts}

    def _image(self, node: Node) -> Nodes:
        attributes, alt, (target, title) = node["c"]
        found = find_image(target, self.shelves)
        if isinstance(found, BadImage):
            message = found.message.replace(target[:80], self.as_written(target)[:80])
            warning = Finding(code=found.code, severity=Severity.WARNING, message=message, hint=found.hint)
            self.find(warning, target)
            return [self._stand_in(alt, target)]
        if not plain(alt):
            message = f"the image {target} has no words for those who cannot see it"
            hint = "Write them between the brackets: ![what it shows](file)."
            self.find(Finding(code="image-no-alt", severity=Severity.WARNING, message=message, hint=hint), target)
        if found.left_out:
            message = f"of the drawing {target} something is left out: {', '.join(found.left_out)}"
            hint = "Save it as a plain SVG, with text as text or as outlines; or as PNG."
            self.find(Finding(code="image-simplified", severity=Severity.WARNING, message=message, hint=hint), target)
        self.images[found.path] = None
        return [{"t": "Image", "c": [attributes, alt, [found.path.as_uri(), title]]}]

    def _stand_in(self, alt: Nodes, target: str) -> Node:
        """What takes the place of a picture that cannot be set: its words, or its name, and where it was."""
        words = alt if plain(alt).strip() else text(unquote(target.rstrip("/").rpartition("/")[2])[:80] or "?")
        address = self._address(target)
        if _WEB.match(address) and not self.in_link:
            words = [{"t": "Link", "c": [["", [], []], words, [address, ""]]}]
        return span(words, ["", [LEFT_OUT], []])

    def _link(self, node: Node) -> Nodes:
        target = node["c"][2][0]
        if not target or self.in_link:  # an address within the words of a link, which some readers link once more
            return _words_of_link(node)
        if within := self.siblings.reference(target, self.shelves.folder, self.meta.web_address(target)):
            return [_of_sibling(node, within)]
        scheme = SCHEME.match(target)
        if scheme and scheme[1].lower() not in _ALLOWED_SCHEMES:
            message = f"a link to {target[:60]} does not belong in an edition; its words were kept, its target left out"
            finding = Finding(code="link-scheme", severity=Severity.WARNING, message=message, hint="Remove the link.")
            self.find(finding, target)
            return _words_of_link(node)
        if len(target) > LONGEST_ADDRESS:
            message = (
                f"an address of {len(target):,} characters, {target[:40]}…, is longer than any that leads anywhere"
            )
            finding = Finding(code="address-too-long", message=message, hint="Correct it. The link's words were kept.")
            self.find(finding, target)
            return _words_of_link(node)
        target = f"#{_not_ours(target[1:])}" if target.startswith("#") else self._address(target)
        if disguise := disguise_of(target):
            message = f"the address {target[:200]} can be taken for another: {disguise.why}"
            hint = f"In ASCII it is {disguise.in_ascii[:200]} ; correct it, if another was meant."
            self.find(Finding(code="address-lookalike", message=message, hint=hint), target)
        return [{"t": "Link", "c": [*node["c"][:2], [target, ""]]}]

    def _address(self, target: str) -> str:
        """The target as the source has it; a relative one as the address of the essay or of its site makes it."""
        return self.meta.web_address(_spelt(self.as_written(target)))

    def as_written(self, target: str) -> str:
        """Undo pandoc's percent-encoding of brackets and the like where the source does not have it: no other address
        is printed than the one that the source gives.
        """
        plain = _ENCODED_BY_PANDOC.sub(lambda match: unquote(match[0]), target)
        return plain if plain != target and target not in self.text and plain in self.text else target


def _described(image: Node) -> Node:
    """An image whose words are its attribute `alt`, where it has no others."""
    attributes, alt, target = image["c"]
    said = next((value for key, value in attributes[2] if key == "alt"), "")
    return {"t": "Image", "c": [attributes, alt if plain(alt).strip() or not said else text(said), target]}


def _is_only_pictures(inlines: Nodes) -> bool:
    """Whether a paragraph holds pictures, or links around them, and nothing else: it is set as a figure."""
    kinds = [node for node in inlines if node["t"] not in ("Space", "SoftBreak", "LineBreak")]
    return bool(kinds) and all(
        node["t"] == "Image" or (node["t"] == "Link" and _is_only_pictures(children(node) or [])) for node in kinds
    )


def _with_stand_in(figure: Node) -> Nodes:
    """A figure; where its picture was left out, what stands in for it, and the caption only if it says more."""
    _, (_, caption), content = figure["c"]
    left_out = [n for n in nodes(content) if n["t"] == "Span" and LEFT_OUT in n["c"][0][1]]
    if not left_out or any(n["t"] == "Image" for n in nodes(content)):
        return [figure]
    said = " ".join(plain(content).split())
    return [*content, *(block for block in caption if " ".join(plain([block]).split()) != said)]


def _not_ours(identifier: str) -> str:
    return f"x-{identifier}" if identifier.startswith(_OURS) else identifier


def _spelt(target: str) -> str:
    """The target with what no address may hold (blanks, quotes, angle brackets) percent-encoded; otherwise as it is."""
    return re.sub(r"[\s\"<>\\^`{|}]", lambda match: quote(match[0]), target)


def _as_written(markup: str, text: str) -> str:
    """A tag as the source has it, or what of it a dialect left as it was: its longest value, else its name."""
    if markup in text:
        return markup
    values = sorted(re.findall(r"[\"']([^\"']{6,})[\"']", markup), key=len, reverse=True)
    return next((words for words in (*values, markup.split(None, 1)[0].rstrip(">")) if words in text), markup)


def make_safe(blocks: Nodes, source: Source, shelves: Shelves) -> Safe:
    """The tree without raw HTML, dangerous targets and pictures that cannot be set; see the findings' codes.

    `shelves` are where its pictures may lie.
    """
    walk = _Pass(text=source.text, shown=source.shown, shelves=shelves, meta=source.meta, siblings=source.siblings)
    changed = _without_dead_ends(walk.change(blocks), walk)
    for said in walk.said:
        walk.find(said.finding, _as_written(said.markup, source.text))
    return Safe(blocks=changed, images=tuple(walk.images), findings=tuple(walk.findings))


def _without_dead_ends(blocks: Nodes, walk: _Pass) -> Nodes:
    """Links within the essay that lead nowhere, and those to other files, keep their words and lose their target."""
    ids = {node["c"][_ATTRIBUTES_AT[node["t"]]][0] for node in nodes(blocks) if node["t"] in _ATTRIBUTES_AT}

    def change(items: Nodes) -> Nodes:
        out: Nodes = []
        for node in items:
            out.extend(_followed(node, ids, walk))
        return out

    changed: Nodes = map_lists(blocks, change)
    return changed


def _followed(node: Node, ids: set[Any], walk: _Pass) -> Nodes:
    target = node["c"][2][0] if node["t"] == "Link" else ""
    if (
        SIBLING in classes(node)
        or not target
        or SCHEME.match(target)
        or (target.startswith("#") and unquote(target[1:]) in ids)
    ):
        return [node]
    what = "no place of the essay" if target.startswith("#") else "another file, which the edition does not hold"
    message = f"the link to {walk.as_written(target)[:80]} leads to {what}; its words were kept"
    finding = Finding(code="link-within", severity=Severity.WARNING, message=message, hint=_way_out(target))
    walk.find(finding, target)
    return _words_of_link(node)


def _way_out(target: str) -> str:
    """What makes a link lead somewhere that leads to a place or a file that the edition does not hold."""
    if target.startswith("#"):
        return "Correct or remove it."
    if is_markdown_file(target):
        return "A book holds both essays: `footlight book --new TITLE`. Or give the address of its page."
    if target.startswith("/"):
        return "Where that is a page of the essay's site, say the site: `url` under [project] in footlight.toml."
    return "Where that is a page of the essay's site, say the essay's own address: `url` in its front matter."


def _of_sibling(node: Node, within: str) -> Node:
    """A link to another essay of the book: to a place in it, or to its opening."""
    (identifier, _, _), words, _ = node["c"]
    key, _, place = within.partition("#")
    return link(words, f"#{key}{_not_ours(place) or OPENING_ID}", attr(identifier, SIBLING))


def _words_of_link(node: Node) -> Nodes:
    """A link's words without its target; what leads to the link itself still does."""
    words, identifier = list(children(node) or []), node["c"][0][0]
    return [span(words, attr(identifier))] if identifier else words
