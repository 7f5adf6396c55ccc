"""Extracts: verse, epigraphs, block quotations with their sources, letters and dialogue, as a book sets them.

An extract is what stands apart from the text because it was spoken or written elsewhere. Each line of verse has an
element of its own, so that what turns over is indented and does not look like the next line.
"""

import re

from footlight.essay.tree import Node, Nodes, attr, classes, div, html, html_block, map_lists, plain, span

LINES = "fl-lines"
"""The class of a paragraph whose lines are the author's."""
EPIGRAPH = "epigraph"
_SOURCE = re.compile(r"\s*(?:[—―–]|-{2,3})\s*\S")
"""How the line begins that says whose words a quotation has."""
_LONGEST_SOURCE = 200
"""Characters of such a line."""
_LONGEST_EPIGRAPH = 900
"""Characters of a quotation at the head of a text that is set as an epigraph."""
_LONGEST_LINE = 100
"""Characters of a line of a quotation that is taken for verse, or for lines of an address."""
_KEPT = 12
"""Lines of a stanza that stand on one page; a longer stanza is divided."""
_PARTS = frozenset({"dateline", "salutation", "valediction", "signature", "postscript", "source"})
"""Classes of a span that is a paragraph by itself: the paragraph is set so."""
_SHORT = 60
"""Characters of a salutation, of a valediction and of a signature."""
_GREETS, _TAKES_LEAVE = (",", ":", "!", "，", "：", "、"), (",", "，", "、")


def set_extracts(blocks: Nodes) -> Nodes:
    """Set all extracts of a text, at any depth."""
    changed: Nodes = map_lists(blocks, lambda items: [out for node in items for out in _set(node)])
    return changed


def with_epigraphs(body: Nodes) -> Nodes:
    """Make epigraphs of the short quotations at the head of a text that end with their source."""
    start = opening_of(body)
    return [_epigraph(node) if node["t"] == "BlockQuote" else node for node in body[:start]] + body[start:]


def opening_of(body: Nodes) -> int:
    """The index of the block with which the text itself begins, behind its epigraphs; 0 where nothing follows them."""
    for index, node in enumerate(body):
        if not _heads_a_text(node):
            return index
    return 0


def _heads_a_text(node: Node) -> bool:
    match node["t"]:
        case "Div":
            return EPIGRAPH in classes(node)
        case "BlockQuote":
            return len(plain(node)) <= _LONGEST_EPIGRAPH
        case _:
            return False


def _epigraph(quotation: Node) -> Node:
    content = quotation["c"]
    named = content and content[-1]["t"] == "Para" and _split_source(content)[1]
    return div(content, attr("", EPIGRAPH)) if named else quotation


def _set(node: Node) -> Nodes:
    match node["t"]:
        case "LineBlock":
            return [div(_stanzas(node["c"]), attr("", "line-block"))]
        case "BlockQuote":
            return [{"t": "BlockQuote", "c": _sourced(node["c"])}]
        case "Para" if part := _part(node):
            return part
        case "Div":
            return _set_div(node)
        case _:
            return [node]


def _set_div(node: Node) -> Nodes:
    (identifier, names, pairs), content = node["c"]
    if EPIGRAPH in names:
        if len(content) == 1 and content[0]["t"] == "BlockQuote":
            content = content[0]["c"]
        start = f' id="{identifier}"' if identifier and re.fullmatch(r"[\w:.-]+", identifier) else ""
        opened = html_block(f'<div class="{EPIGRAPH}" role="doc-epigraph"{start}>')
        return [opened, *_sourced(content), html_block("</div>")]
    if "verse" in names:
        content = [block for stanza in content for block in _in_lines(stanza, least=1)]
        return [div(_sourced(content), [identifier, ["line-block", *names], pairs])]
    if "letter" in names:
        return [div(_letter(content), node["c"][0])]
    if "dialogue" in names:
        return [div([_speech(block) for block in content], node["c"][0])]
    return [node]


def _stanzas(lines: list[Nodes]) -> Nodes:
    """The stanzas of a line block, which empty lines divide."""
    stanzas: list[list[Nodes]] = [[]]
    for line in lines:
        if line:
            stanzas[-1].append(line)
        elif stanzas[-1]:
            stanzas.append([])
    return [block for stanza in stanzas if stanza for block in _stanza(stanza)]


def _stanza(lines: list[Nodes]) -> Nodes:
    """A stanza: a paragraph, and in it an element for each line. Readers without style sheets see the breaks, and those
    who listen hear the space.
    """
    inlines: Nodes = []
    for number, line in enumerate(lines):
        inlines += [html("<br />")] if number else []
        space: Nodes = [{"t": "Space"}] if number + 1 < len(lines) else []
        inlines += [html('<span class="fl-verse-line">'), *line, *space, html("</span>")]
    long = "" if len(lines) <= _KEPT else " fl-long"
    return [html_block(f'<p class="{LINES}{long}">'), {"t": "Plain", "c": inlines}, html_block("</p>")]


def _in_lines(block: Node, least: int) -> Nodes:
    """A paragraph with at least so many breaks, none of its lines long, as a stanza; any other block as it is."""
    if block["t"] != "Para":
        return [block]
    lines: list[Nodes] = [[]]
    for node in block["c"]:
        if node["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append(node)
    if len(lines) <= least or any(len(plain(line)) > _LONGEST_LINE for line in lines):
        return [block]
    return _stanza(lines)


def _sourced(content: Nodes) -> Nodes:
    """The blocks of a quotation, with its last line marked where that gives the source."""
    if not content or content[-1]["t"] != "Para":
        return [block for each in content for block in _in_lines(each, least=2)]
    before, source = _split_source(content)
    blocks = [block for each in before for block in _in_lines(each, least=2)]
    return blocks + ([div([{"t": "Para", "c": source}], attr("", "fl-source"))] if source else [])


def _split_source(content: Nodes) -> tuple[Nodes, Nodes]:
    """The blocks before the source, and the source: a last paragraph, or the last line of one, behind a dash."""
    inlines = content[-1]["c"]
    breaks = [at for at, node in enumerate(inlines) if node["t"] == "LineBreak"]
    start = breaks[-1] + 1 if breaks else 0
    said = plain(inlines[start:])
    if not _SOURCE.match(said) or len(said) > _LONGEST_SOURCE or (not start and len(content) < 2):
        return content, []
    rest = [{"t": "Para", "c": inlines[: start - 1]}] if start else []
    return [*content[:-1], *rest], inlines[start:]


def _part(paragraph: Node) -> Nodes:
    """A paragraph that is one span with a class of a letter's part, such as `[Trinity House, 4 March]{.dateline}`."""
    inlines = [node for node in paragraph["c"] if node["t"] not in ("Space", "SoftBreak")]
    calls = [node for node in inlines if node["t"] == "RawInline"]
    spans = [node for node in inlines if node["t"] == "Span"]
    if len(spans) != 1 or len(spans) + len(calls) != len(inlines):
        return []
    names = [name for name in classes(spans[0]) if name in _PARTS]
    return _as_part(names[0], [*spans[0]["c"][1], *calls]) if names else []


def _as_part(name: str, inlines: Nodes) -> Nodes:
    if name == "source":
        return [div([{"t": "Para", "c": inlines}], attr("", "fl-source"))]
    return [html_block(f'<p class="fl-{name}">'), {"t": "Plain", "c": inlines}, html_block("</p>")]


def _letter(content: Nodes) -> Nodes:
    """The blocks of a letter. A greeting and a close that the author did not mark are told by their form."""
    first = next((at for at, block in enumerate(content) if block["t"] == "Para"), -1)
    named: dict[int, str] = {}
    if first >= 0 and _is_short(content[first]) and plain(content[first]).endswith(_GREETS):
        named[first] = "salutation"
    last = len(content) - 1
    if last > first + 1 and _is_short(content[last]) and not plain(content[last]).endswith((".", "!", "?", ",")):
        named[last] = "signature"
        last -= 1
    if last > first + 1 and _is_short(content[last]) and plain(content[last]).endswith(_TAKES_LEAVE):
        named[last] = "valediction"
    return [
        out for at, block in enumerate(content) for out in (_as_part(named[at], block["c"]) if at in named else [block])
    ]


def _is_short(block: Node) -> bool:
    return block["t"] == "Para" and 0 < len(plain(block)) <= _SHORT


def _speech(block: Node) -> Node:
    """A paragraph of a dialogue: the strong words at its head say who speaks."""
    if block["t"] != "Para" or not block["c"] or block["c"][0]["t"] != "Strong":
        return block
    return {"t": "Para", "c": [span(block["c"][0]["c"], attr("", "fl-speaker")), *block["c"][1:]]}
