"""Raw HTML of a source: what means something in a book becomes pandoc's own nodes, the rest is kept out and reported.

No raw HTML of the source's ever reaches a writer, so nothing in it can run, fetch, or break a product.
"""

import re
from html.parser import HTMLParser

from footlight.essay.tree import Node, Nodes, attr, link, span

_WRAPPED_IN = {
    "em": "Emph",
    "i": "Emph",
    "cite": "Emph",
    "dfn": "Emph",
    "strong": "Strong",
    "b": "Strong",
    "u": "Underline",
    "ins": "Underline",
    "s": "Strikeout",
    "del": "Strikeout",
    "strike": "Strikeout",
    "sup": "Superscript",
    "sub": "Subscript",
}
_SPANS = frozenset({"small", "kbd", "abbr", "mark", "q", "font", "span", "bdi", "bdo", "tt", "samp", "var", "big"})
_TRANSPARENT = frozenset({"p", "center", "section", "article", "main", "header", "footer", "aside", "nav", "figure"})
_DROPPED_WITH_CONTENT = re.compile(
    r"<(script|style|iframe|object|embed|noscript|template|svg|math)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"\s*<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>[^>]*)>\s*\Z", re.DOTALL)
_COMMENT = re.compile(r"\s*<!--.*?-->\s*\Z", re.DOTALL)


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        self.found = {name: value or "" for name, value in attrs}


def _attributes(markup: str) -> dict[str, str]:
    parser = _Attributes()
    parser.feed(markup)
    return parser.found


def _raw(node: Node) -> str | None:
    """The markup of a raw node; None for every other."""
    return str(node["c"][1]) if node["t"] in ("RawInline", "RawBlock") else None


def tame(nodes: Nodes, dropped: list[str]) -> Nodes:
    """One list of nodes without raw HTML; the names of what was left out are added to `dropped`.

    A pair of tags is resolved only where both stand in the same list; the words between are always kept. Words that
    stand between tags of blocks are paragraphs, else two of them would run together.
    """
    out: Nodes = []
    torn = any(node["t"] == "RawBlock" for node in nodes)
    open_tags: list[tuple[str, dict[str, str], int]] = []
    swallowing = ""
    for node in nodes:
        markup = _raw(node)
        tag = _TAG.match(markup) if markup is not None else None
        if swallowing:
            if tag and tag["close"] and tag["name"].lower() == swallowing:
                swallowing = ""
            continue
        if markup is None:
            out.append({"t": "Para", "c": node["c"]} if torn and node["t"] == "Plain" else node)
        elif tag is None:
            _whole(markup, dropped)
        elif tag["close"]:
            _close(tag["name"].lower(), open_tags, out)
        elif tag["name"].lower() in ("script", "style") and node["t"] == "RawInline":
            swallowing = tag["name"].lower()
            dropped.append(swallowing)
        else:
            _open(tag["name"].lower(), str(markup), (open_tags, out, dropped))
    return out


def _whole(markup: str, dropped: list[str]) -> None:
    """A raw node that is more, or less, than one tag: a comment goes in silence, all else is reported."""
    if _COMMENT.match(markup):
        return
    match = _DROPPED_WITH_CONTENT.search(markup)
    name = re.search(r"<\s*([A-Za-z][\w-]*)", markup)
    dropped.append(match[1].lower() if match else name[1].lower() if name else markup.strip()[:20])


def _open(name: str, markup: str, state: tuple[list[tuple[str, dict[str, str], int]], Nodes, list[str]]) -> None:
    open_tags, out, dropped = state
    match name:
        case "br":
            out.append({"t": "LineBreak"})
        case "wbr":
            pass
        case "hr":
            out.append({"t": "HorizontalRule"})
        case "img":
            found = _attributes(markup)
            size = [[key, found[key]] for key in ("width", "height") if re.fullmatch(r"\d+(px|%)?", found.get(key, ""))]
            alt = [{"t": "Str", "c": found["alt"]}] if found.get("alt") else []
            out.append({"t": "Image", "c": [["", [], size], alt, [found.get("src", ""), ""]]})
        case _ if name == "a" or name in _WRAPPED_IN or name in _SPANS:
            open_tags.append((name, _attributes(markup), len(out)))
        case _ if name in _TRANSPARENT:
            pass
        case _:
            dropped.append(name)


def _close(name: str, open_tags: list[tuple[str, dict[str, str], int]], out: Nodes) -> None:
    """Wraps what stands after the matching open tag; a stray closing tag means nothing and is passed over."""
    for i in range(len(open_tags) - 1, -1, -1):
        if open_tags[i][0] == name:
            break
    else:
        return
    _, found, start = open_tags[i]
    del open_tags[i:]
    content = out[start:]
    del out[start:]
    if name == "a":
        out.append(link(content, found["href"]) if found.get("href") else span(content, attr(found.get("id", ""))))
    elif name in _WRAPPED_IN:
        out.append({"t": _WRAPPED_IN[name], "c": content})
    else:
        lang = {"lang": found["lang"]} if found.get("lang") else {}
        out.append(span(content, attr("", name, **lang)))
