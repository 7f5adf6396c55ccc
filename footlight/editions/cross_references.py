"""Numbers of figures, tables and listings, and references to them: "see fig. 2", "see p. 41".

A figure, a table or a listing with a caption is numbered where there are several of its kind, or where the text refers
to one. Captions in which the author counts are left as they are. A reference is written in one of these ways:

    @fig:mill                as pandoc-crossref and Quarto (`@fig-mill`) have it; also [see @fig:mill; @tbl:rates]
    [](#fig:mill)            a link without words: it gets "fig. 1", or the words of a heading
    [](#fig:mill){.page}     the page in print, a link on screen

The numbers are given to the essay's tree, before its notes are numbered, so all editions have the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from footlight.essay.document import Essay
from footlight.essay.tree import Node, Nodes, attr, classes, link, map_outer_lists, nodes, plain, span, text
from footlight.findings.finding import Finding, Severity
from footlight.settings.wording import Wording
from footlight.textmatch.places import Lines

PAGE_REFERENCE, ON_SCREEN = "fl-page-ref", "fl-screen"
"""Classes of a reference to a page, and of the words that it has where there are no pages."""
LISTING = "fl-listing"
_KINDS = {"Figure": "figure", "Table": "table", "CodeBlock": "listing"}
_KEY = re.compile(r"(?:fig|tbl|tab|lst|sec|eq)[:-].", re.IGNORECASE)
"""How the key of a reference begins that is no citation (pandoc-crossref, Quarto)."""
_COUNTED = re.compile(
    r"\W*(?:fig(?:ure|ura)?|abb(?:ildung)?|table?|tabelle|tab|tableau|tabla|listing|рис(?:унок)?|табл(?:ица)?)\.?\s*[\dIVX]+"
    r"|\W*[图圖図表]\s*\d",
    re.IGNORECASE,
)
"""How a caption begins in which the author counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """What a reference can lead to."""

    words: Nodes
    """What the reference says: "fig. 1", or the words of a heading between quotation marks."""


def with_cross_references(essay: Essay, words: Wording) -> tuple[Essay, tuple[Finding, ...]]:
    """Number what has captions, and put words into the references; a warning for each that leads nowhere."""
    parts = (essay.abstract, essay.headnote, essay.body)
    pass_ = _Pass(essay=essay, words=words)
    pass_.count([node for part in parts for node in nodes(part)])
    abstract, headnote, body = (pass_.changed(part) for part in parts)
    return replace(essay, abstract=abstract, headnote=headnote, body=body), tuple(pass_.findings)


@dataclass(slots=True, kw_only=True)
class _Pass:
    """One essay whose captions are numbered."""

    essay: Essay
    words: Wording
    findings: list[Finding] = field(default_factory=list)
    _numbers: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Kind and number of what is numbered, by its place among all that has a caption."""
    _targets: dict[str, _Target] = field(default_factory=dict)
    _place: int = 0
    """How many that have a caption the change has met."""

    def count(self, all_nodes: Sequence[Node]) -> None:
        """Count what has captions, and learn where references can lead."""
        captioned = [node for node in all_nodes if _caption(node) is not None]
        referred = set(_references(all_nodes))
        for type_, kind in _KINDS.items():
            own = [(place, node) for place, node in enumerate(captioned) if node["t"] == type_]
            if any(_COUNTED.match(_said(node)) for _, node in own):
                continue
            if len(own) < 2 and not any(_identifier(node) in referred for _, node in own):
                continue
            for number, (place, node) in enumerate(own, 1):
                self._numbers[place] = kind, number
                self._learn(_identifier(node), text(self.words.say(f"ref-{kind}", number=number)))
        left, right = self.words.quotes[:2]
        for node in all_nodes:
            if node["t"] == "Header":
                said = [n for n in node["c"][2] if n["t"] != "Note"]
                self._learn(node["c"][1][0], [{"t": "Str", "c": left}, *said, {"t": "Str", "c": right}])
            elif identifier := _identifier(node):
                self._learn(identifier, text(self.words.say("ref-here")))

    def _learn(self, identifier: str, words: Nodes) -> None:
        if identifier:
            self._targets.setdefault(identifier, _Target(words=words))

    def changed(self, blocks: Nodes) -> Nodes:
        """Blocks with numbers and references."""
        return [out for node in blocks for out in self._one(node)]

    def _one(self, node: Node) -> Nodes:
        # Numbers are counted off from the outside in, as `nodes` yields what has a caption.
        counted = None
        if _caption(node) is not None:
            counted = self._numbers.get(self._place)
            self._place += 1
        node = map_outer_lists(node, self.changed)
        match node["t"]:
            case "Link" if words := self._words_of_link(node):
                return [words]
            case "Cite":
                return self._cited(node)
            case "Figure" | "Table" | "CodeBlock" if _caption(node) is not None:
                return [self._captioned(node, counted)]
            case _:
                return [node]

    def _captioned(self, node: Node, counted: tuple[str, int] | None) -> Node:
        if node["t"] == "CodeBlock":
            node = _framed(node)
        if counted is None:
            return node
        kind, number = counted
        label = span(text(self.words.say(f"caption-{kind}", number=number)), attr("", "fl-caption-number"))
        attributes, (short, blocks), *rest = node["c"]
        first = {"t": blocks[0]["t"], "c": [label, {"t": "Space"}, *blocks[0]["c"]]}
        return {"t": node["t"], "c": [attributes, [short, [first, *blocks[1:]]], *rest]}

    def _words_of_link(self, node: Node) -> Node | None:
        """A link within the essay that has no words, or that asks for the page; None for any other."""
        target = node["c"][2][0]
        found = self._targets.get(target[1:]) if target.startswith("#") else None
        if found is None:
            return None
        words = node["c"][1] if plain(node["c"][1]).strip() else found.words
        if "page" in classes(node):
            before, _, after = self.words.say("ref-page", page="\0").partition("\0")
            attributes = attr(node["c"][0][0], PAGE_REFERENCE, before=before, after=after)
            return link([span(words, attr("", ON_SCREEN))], target, attributes)
        return link(words, target, node["c"][0]) if words is found.words else None

    def _cited(self, node: Node) -> Nodes:
        """A citation whose keys are identifiers of the essay, as links; any other as it is."""
        found = [(one, self._target_of(one["citationId"])) for one in node["c"][0]]
        if not all(target for _, target in found):
            lost = [one["citationId"] for one, target in found if not target and _KEY.match(one["citationId"])]
            self.findings += [self._nowhere(key) for key in lost if key not in self._known_references()]
            return [node]
        out: Nodes = []
        for one, target in found:
            out += [{"t": "Str", "c": ","}, {"t": "Space"}] if out else []
            out += [*one["citationPrefix"], {"t": "Space"}] if one["citationPrefix"] else []
            words = self._targets[target].words
            if one["citationId"][:1].isupper():
                words = _capitalised(words)
            out += [link(words, f"#{target}"), *one["citationSuffix"]]
        return out

    def _target_of(self, key: str) -> str:
        """The identifier that a key means: pandoc-crossref begins a key with a capital where a sentence begins."""
        names = (key, key[:1].lower() + key[1:])
        return next((name for name in names if _KEY.match(name) and name in self._targets), "")

    def _known_references(self) -> frozenset[str]:
        return frozenset(plain(r["c"].get("id", {})) for r in self.essay.references if r.get("t") == "MetaMap")

    def _nowhere(self, key: str) -> Finding:
        source = self.essay.source
        line, column = Lines(source.text).at(max(0, source.text.find(f"@{key}", source.body_start)))
        return Finding(
            code="cross-reference-undefined",
            severity=Severity.WARNING,
            message=f"@{key} refers to a figure, a table, a listing or a section that the essay does not have",
            hint=f"Give it the identifier: {{#{key}}} behind the picture, the caption or the heading.",
            file=source.shown,
            line=line,
            column=column,
        )


def _caption(node: Node) -> Nodes | None:
    """The blocks of a caption that says something; None where there is none."""
    match node["t"]:
        case "Figure" | "Table":
            blocks: Nodes = node["c"][1][1]
            return blocks if blocks and blocks[0]["t"] in ("Plain", "Para") and plain(blocks).strip() else None
        case "CodeBlock":
            said = [value for key, value in node["c"][0][2] if key == "caption" and value.strip()]
            return [{"t": "Plain", "c": text(said[0])}] if said else None
        case _:
            return None


def _said(node: Node) -> str:
    return plain(_caption(node) or [])


def _identifier(node: Node) -> str:
    match node["t"]:
        case "Figure" | "Table" | "CodeBlock" | "Span" | "Div" | "Code" | "Image":
            return str(node["c"][0][0])
        case _:
            return ""


def _references(all_nodes: Sequence[Node]) -> Iterator[str]:
    """The identifiers that the text refers to."""
    for node in all_nodes:
        if node["t"] == "Link" and node["c"][2][0].startswith("#") and not plain(node["c"][1]).strip():
            yield node["c"][2][0][1:]
        elif node["t"] == "Cite":
            for one in node["c"][0]:
                yield one["citationId"]
                yield one["citationId"][:1].lower() + one["citationId"][1:]


def _framed(listing: Node) -> Node:
    """A listing with a caption, as a figure."""
    (identifier, names, pairs), code = listing["c"]
    caption = _caption(listing) or []
    bare = {"t": "CodeBlock", "c": [["", names, [pair for pair in pairs if pair[0] != "caption"]], code]}
    return {"t": "Figure", "c": [attr(identifier, LISTING), [None, caption], [bare]]}


def _capitalised(words: Nodes) -> Nodes:
    first, *rest = words
    return [{"t": "Str", "c": first["c"][:1].upper() + first["c"][1:]}, *rest] if first["t"] == "Str" else words
