"""A cleaned article as pandoc's document tree, from which pandoc writes Markdown with every escape in its place.

The meaning of elements counts, not their attributes: `em`, `i` and `font-style: italic` are one emphasis. What has no
meaning in Markdown (`span`, `font`, `div`) gives way to what is in it. pandoc's types:
https://hackage.haskell.org/package/pandoc-types/docs/Text-Pandoc-Definition.html.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from footlight.essay.tree import Node, Nodes, attr
from footlight.intake.code_languages import language_of
from footlight.intake.page_tree import BLOCKS, Element
from footlight.intake.table_builder import build_table
from footlight.intake.tree_contents import in_one_line

NOTE = "fl-note"
"""The tag of a footnote whose call stood where it is now (`footnotes`)."""
MATH = "fl-math"
"""The tag of a formula; its text is TeX, and it is set by itself where it has the attribute `display`."""
TARGET = "fl-target"
"""The attribute of a heading to which a link of the text leads, with its name."""
PLACE_START, PLACE_END = "\U0010fff0", "\U0010fff1"
"""Characters round the words of a link that was emptied, so that they are found again in the Markdown."""
PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
"""Private characters of sources, which would be taken for marks."""

_WHITE = re.compile(r"[ \t\n\r\f]+")
_AROUND_NBSP = re.compile("[ \u00a0]{2,}")
_EMPHASIS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var", "u", "address"), "Emph"),
    **dict.fromkeys(("strong", "b"), "Strong"),
    **dict.fromkeys(("del", "s", "strike"), "Strikeout"),
    "sup": "Superscript",
    "sub": "Subscript",
}
_CODE = frozenset({"code", "tt", "kbd", "samp"})
_PREFORMATTED = frozenset({"pre", "xmp", "listing", "plaintext"})
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_UPRIGHT = re.compile(r"font-style\s*:\s*normal", re.IGNORECASE)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_LIST_STYLES = {"1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
_PROSE_WIDTH = 45
"""Characters of a line that was broken because it was full."""
_LONGEST_TITLE = 80
"""Characters of the title of a work."""
_SCENE_BREAK = re.compile(r"⁂|(?:[*•·~_=–—-] ?){3,}|(?:# ?){3}|[*•·~] [*•·~]")
"""A line that only sets two parts of a text apart."""
_FILE_NAME = re.compile(r"^\S+\.(?:jpe?g|png|gif|webp|bmp|tiff?|svg)$", re.IGNORECASE)
"""A description that is none, but the name of the file."""
_BULLETS = frozenset("+-*•·–—▪►»✓‣◦●■★")
"""Marks that people type before the lines of a list."""
_VERSE = re.compile(r"verse|poem|poetry|stanza")
LINE_BREAK: Node = {"t": "LineBreak"}
SPACE: Node = {"t": "Space"}


def build_blocks(element: Element) -> Nodes:
    """The blocks of an element's content. Text between blocks is a paragraph of its own."""
    blocks: Nodes = []
    line: list[Element | str] = []

    def end_line() -> None:
        blocks.extend(_paragraphs(build_inlines(line)))
        line.clear()

    for child in element.children:
        if isinstance(child, Element) and is_block(child):
            end_line()
            blocks.extend(_block(child))
        else:
            line.append(child)
    end_line()
    return blocks


def is_block(element: Element) -> bool:
    """Whether an element stands in lines of its own, itself or for what is in it."""
    return element.tag in BLOCKS or any(one.tag in BLOCKS and not one.inside(NOTE) for one in element.walk())


def _paragraph(inlines: Nodes) -> Node:
    if len(inlines) == 1 and inlines[0]["t"] == "Image":
        return {"t": "Para", "c": [_described(inlines[0])]}
    return {"t": "Para", "c": inlines}


def _described(image: Node) -> Node:
    """A picture in a line of its own: its description is no caption, which it would be in the place of one."""
    attributes, alt, target = image["c"]
    words = _plain(alt)
    return {"t": "Image", "c": [[attributes[0], attributes[1], [["alt", words]] if words else []], [], target]}


def _paragraphs(inlines: Nodes) -> Nodes:
    """The paragraphs of a run of inlines, which two line breaks divide, as pages without `p` have it."""
    parts: list[Nodes] = [[]]
    for number, node in enumerate(_with_open_breaks(inlines)):
        doubled = number and parts[-1] and parts[-1][-1] is LINE_BREAK and node["t"] == "LineBreak"
        if doubled:
            parts.append([])
        elif node["t"] != "LineBreak" or parts[-1]:
            parts[-1].append(LINE_BREAK if node["t"] == "LineBreak" else node)
    blocks: Nodes = []
    for part in parts:
        words = _trimmed(part)
        if words and all(one["t"] in ("Str", "Space") for one in words) and _SCENE_BREAK.fullmatch(_plain(words)):
            blocks.append({"t": "HorizontalRule"})
        elif words:
            blocks.extend(_typed_list(words) or [_paragraph(words)])
    return blocks


def _with_open_breaks(inlines: Nodes) -> Nodes:
    """The inlines, with emphasis that spans paragraphs ended before each and begun again behind it."""
    done: Nodes = []
    for node in inlines:
        if node["t"] not in ("Emph", "Strong") or not _has_double_break(node["c"]):
            done.append(node)
            continue
        part: Nodes = []
        for inner in [*node["c"], LINE_BREAK]:
            if inner["t"] != "LineBreak":
                part.append(inner)
                continue
            words = _trimmed(part)
            done += [{"t": node["t"], "c": words}] if words else []
            done.append(LINE_BREAK)
            part = []
        done.pop()  # the break that was put behind the last part
    return done


def _has_double_break(inlines: Nodes) -> bool:
    kinds = [node["t"] for node in inlines]
    return any(pair == ("LineBreak", "LineBreak") for pair in pairwise(kinds))


def _typed_list(inlines: Nodes) -> Nodes:
    """A list whose marks somebody typed, an item a line, with the line above it; nothing for any other paragraph."""
    lines: list[Nodes] = [[]]
    for node in inlines:
        if node["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append(node)
    marks = [_typed_mark(line) for line in lines]
    first = next((number for number, mark in enumerate(marks) if mark), len(lines))
    if len(lines) - first < 2 or len(set(marks[first:])) != 1:
        return []
    above: Nodes = [node for line in lines[:first] for node in (*line, LINE_BREAK)][:-1]
    items = [[{"t": "Plain", "c": line[2:]}] for line in lines[first:]]
    return [*([_paragraph(above)] if above else []), {"t": "BulletList", "c": items}]


def _typed_mark(line: Nodes) -> str:
    """The mark that a line of a list begins with; empty for any other line."""
    typed = len(line) > 2 and line[0]["t"] == "Str" and line[1]["t"] == "Space" and line[0]["c"] in _BULLETS
    return str(line[0]["c"]) if typed else ""


def _block(element: Element) -> Nodes:
    tag = element.tag
    builder = _BUILDERS.get(tag)
    if tag in _PREFORMATTED:
        return _preformatted(element)
    if builder:
        return builder(element)
    if tag in ("p", "summary", "legend") and not any(is_block(child) for child in element.elements()):
        inlines = build_inlines(element.children)
        if tag != "p":
            inlines = [{"t": "Strong", "c": inlines}] if inlines else []
        return _paragraphs(inlines)
    if tag in ("a", *_EMPHASIS):  # an inline element round blocks: its meaning goes to the words in each of them
        return _meaning_inward(element)
    return build_blocks(element)


def _meaning_inward(element: Element) -> Nodes:
    """The blocks of an inline element that stands round blocks, each with the element round its own words."""
    done: Nodes = []
    line: list[Element | str] = []

    def end_line() -> None:
        again = _like(element, list(line))
        line.clear()
        inlines = build_inlines([again])
        done.extend(_paragraphs(inlines))

    for child in list(element.children):
        if isinstance(child, Element) and is_block(child):
            end_line()
            kept = [one for one in child.walk() if one.tag in ("img", NOTE)]
            if element.tag == "a" and (child.text() or kept) and child.tag not in ("table", "ul", "ol", "dl"):
                inlines = build_inlines([_like(element, [child.text(), *kept])])
                if child.tag in _HEADINGS:
                    done.append({"t": "Header", "c": [_HEADINGS[child.tag], attr(_name_of(child)), inlines]})
                else:
                    done.append(_paragraph(inlines))
            else:
                done.extend(_block(child))
        else:
            line.append(child)
    end_line()
    return done


def _like(element: Element, children: "list[Element | str]") -> Element:
    again = Element(element.tag, element.attributes)
    again.children = children  # their parent stays what it is: nothing walks upward from here
    return again


_HEADINGS = {f"h{n}": n for n in range(1, 7)}


def _name_of(heading: Element) -> str:
    """The name by which links of the text find a heading; empty for one to which none leads."""
    return heading.get(TARGET)


def _heading(element: Element) -> Nodes:
    inlines = [one for one in build_inlines(element.children) if one["t"] != "LineBreak"]
    if not inlines:
        return build_blocks(element) if any(is_block(child) for child in element.elements()) else []
    return [{"t": "Header", "c": [_HEADINGS[element.tag], attr(_name_of(element)), inlines]}]


def _quotation(element: Element) -> Nodes:
    last = next((child for child in reversed(element.children) if not isinstance(child, str) or child.strip()), None)
    if isinstance(last, Element) and last.tag in ("cite", "footer") and last.text() != element.text():
        said_by = in_one_line(build_blocks(last))
        last.remove()
        dash = [] if _plain(said_by)[:1] in "—–-" else [{"t": "Str", "c": "—"}, SPACE]
        quoted = build_blocks(element)
        return [{"t": "BlockQuote", "c": [*quoted, *([_paragraph([*dash, *said_by])] if said_by else [])]}]
    blocks = build_blocks(element)
    return [{"t": "BlockQuote", "c": blocks}] if blocks else []


def _list(element: Element) -> Nodes:
    items: list[Nodes] = []
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                items.append([_paragraph(build_inlines([child]))])
        elif child.tag == "li":
            items.append(build_blocks(child))
        else:  # a list straight in a list belongs to the item before it
            inner = _block(child) if is_block(child) else _paragraphs(build_inlines([child]))
            items[-1:] = [[*items[-1], *inner]] if items else [inner]
    items = [item for item in items if item]
    if not items:
        return []
    items = _tight(items)
    if element.tag != "ol":
        return [{"t": "BulletList", "c": items}]
    start = element.get("start")
    style = _LIST_STYLES.get(element.get("type"), "Decimal")
    first = int(start) if re.fullmatch(r"[1-9]\d{0,5}", start) else 1
    return [{"t": "OrderedList", "c": [[first, {"t": style}, {"t": "Period"}], items]}]


def _tight(items: list[Nodes]) -> list[Nodes]:
    """The items without blank lines between them, where none has more than one paragraph before a list."""
    plain = all(
        item[0]["t"] in ("Para", "BulletList", "OrderedList")
        and all(block["t"] in ("BulletList", "OrderedList") for block in item[1:])
        for item in items
    )
    if not plain:
        return items
    return [[{"t": "Plain", "c": block["c"]} if block["t"] == "Para" else block for block in item] for item in items]


def _definitions(element: Element) -> Nodes:
    rows: list[list[object]] = []
    terms: Nodes = []
    for child in _flat(element, ("dt", "dd")):
        if child.tag == "dt":
            inlines = in_one_line(build_blocks(child))
            terms = [*terms, LINE_BREAK, *inlines] if terms else inlines
            continue
        blocks = build_blocks(child)
        if len(blocks) == 1 and blocks[0]["t"] == "Para":
            blocks = [{"t": "Plain", "c": blocks[0]["c"]}]
        if terms or not rows:
            rows.append([terms, [blocks] if blocks else []])
            terms = []
        elif blocks:
            rows[-1][1].append(blocks)  # type: ignore[attr-defined]  # the list of definitions
    if not rows:
        return build_blocks(element)
    # dl was how pages of the 1990s indented text: without terms it is no list of definitions.
    if not any(row[0] for row in rows):
        return [{"t": "BlockQuote", "c": block} for row in rows for block in row[1] if block]  # type: ignore[attr-defined]
    tail: Nodes = [_paragraph(terms)] if terms else []
    return [{"t": "DefinitionList", "c": rows}, *tail]


def _inlines_of(block: Node) -> Nodes:
    return list(block["c"]) if block["t"] in ("Para", "Plain") else []


def _flat(element: Element, tags: tuple[str, ...]) -> list[Element]:
    """The children with these tags, those in a `div` between included."""
    found: list[Element] = []
    for child in element.elements():
        found += [child] if child.tag in tags else _flat(child, tags) if child.tag == "div" else []
    return found


def _preformatted(element: Element) -> Nodes:
    if _VERSE.search(element.signs):
        lines = element.raw_text().strip("\n").split("\n")
        return [{"t": "LineBlock", "c": [_verse_line(line.expandtabs().rstrip()) for line in lines]}]
    if any(link.get("href") for link in element.all("a")) or element.first("img", NOTE) is not None:
        return _lines_of_text(element)
    for line_break in element.all("br"):
        line_break.replace_with(["\n"])
    text = element.raw_text().replace("\r\n", "\n").replace("\u00a0", " ")
    language = language_of(element)
    return [{"t": "CodeBlock", "c": [attr("", *([language] if language else [])), text.strip("\n")]}]


def _lines_of_text(element: Element) -> Nodes:
    """Preformatted text with links, which no listing can hold: its lines; those of plain prose become paragraphs."""
    rows: list[list[Element | str]] = [[]]
    for child in element.children:
        if isinstance(child, str):
            first, *others = child.split("\n")
            rows[-1].append(first)
            rows += [[line] for line in others]
        else:
            rows[-1].append(child)
    paragraphs: list[list[Nodes]] = [[]]
    for row in rows:
        inlines = build_inlines(row)
        if inlines:
            paragraphs[-1].append(inlines)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [_prose_or_lines(lines) for lines in paragraphs if lines]


def _prose_or_lines(lines: list[Nodes]) -> Node:
    widths = [len(_plain(line)) for line in lines]
    if len(lines) > 1 and all(width > _PROSE_WIDTH for width in widths[:-1]):
        return _paragraph([node for line in lines for node in (*line, SPACE)][:-1])
    return {"t": "LineBlock", "c": lines} if len(lines) > 1 else _paragraph(lines[0])


def _verse_line(line: str) -> Nodes:
    """A line of verse; blanks that do not break keep its indent."""
    dent = len(line) - len(line.lstrip(" "))
    return [*([{"t": "Str", "c": "\u00a0" * dent}] if dent else []), *build_inlines([line.lstrip(" ")])]


def _figure(element: Element) -> Nodes:
    """A figure: its picture with its caption, or, of anything else, the content with the caption below it."""
    captions = [one for one in element.all("figcaption") if one is not element]
    for caption in captions:
        caption.remove()
    words = [inline for caption in captions for inline in _joined(caption)]
    pictures = element.all("img")
    content = build_blocks(element)
    if len(pictures) == 1 and words and not any(block["t"] in ("Table", "CodeBlock") for block in content):
        inlines = [one for block in content for one in _inlines_of(block)]
        image = _only_image(inlines)
        if image is not None:
            return [_picture_with_caption(image, words)]
    if words and len(content) == 1 and content[0]["t"] == "BlockQuote":
        content[0]["c"].append(_paragraph([{"t": "Str", "c": "—"}, SPACE, *words]))
        return content
    return [*content, *([_paragraph(words)] if words else [])]


def _joined(caption: Element) -> Nodes:
    """The inlines of a caption, whose paragraphs are lines."""
    inlines: Nodes = []
    for block in build_blocks(caption):
        inlines += [*([LINE_BREAK] if inlines else []), *in_one_line([block])]
    return inlines


def _only_image(inlines: Nodes) -> Node | None:
    """The picture, where there is nothing beside it; a link round it leads to the same picture or is set in words."""
    images = [one for one in inlines if one["t"] == "Image"]
    return images[0] if len(images) == 1 and len(inlines) == 1 else None


def _picture_with_caption(image: Node, caption: Nodes) -> Node:
    attributes, alt, target = image["c"]
    words = next((value for key, value in attributes[2] if key == "alt"), "") or _plain(alt)
    pairs = [["alt", words]] if words and words != _plain(caption) else []
    return {"t": "Para", "c": [{"t": "Image", "c": [[attributes[0], attributes[1], pairs], caption, target]}]}


def _plain(inlines: Nodes) -> str:
    words = []
    for one in inlines:
        if one["t"] == "Str":
            words.append(one["c"])
        elif one["t"] in ("Space", "LineBreak"):
            words.append(" ")
        elif one["t"] in ("Emph", "Strong", "Superscript", "Subscript", "Strikeout"):
            words.append(_plain(one["c"]))
        elif one["t"] == "Link":
            words.append(_plain(one["c"][1]))
    return "".join(words)


def _rule(_: Element) -> Nodes:
    return [{"t": "HorizontalRule"}]


def _table(element: Element) -> Nodes:
    return build_table(element, build_blocks)


_BUILDERS: dict[str, Callable[[Element], Nodes]] = {
    **dict.fromkeys(_HEADINGS, _heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    "blockquote": _quotation,
    "dl": _definitions,
    "figure": _figure,
    "hr": _rule,
    "table": _table,
}


def build_inlines(children: "list[Element | str]") -> Nodes:
    """The inlines of text and inline elements: single blanks, none at the ends, no empty emphasis."""
    raw: Nodes = []
    for child in children:
        raw += _words(child) if isinstance(child, str) else _inline(child)
    return _trimmed(_single_spaced(_merged(raw)))


def _words(text: str) -> Nodes:
    text = _AROUND_NBSP.sub(" ", _WHITE.sub(" ", text))
    nodes: Nodes = []
    for i, word in enumerate(text.split(" ")):
        if i:
            nodes.append(SPACE)
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


def _inline(element: Element) -> Nodes:  # noqa: PLR0911 - one return for each kind of element
    tag = element.tag
    if tag == "br":
        return [LINE_BREAK]
    if tag == "img":
        return [_image(element)]
    if tag == NOTE:
        if element.get("number"):  # a call that repeats a note, which has its number from pandoc's counting
            return [{"t": "RawInline", "c": ["markdown", f"[^{element.get('number')}]"]}]
        blocks = build_blocks(element)
        return [{"t": "Note", "c": blocks}] if blocks else []
    if tag == MATH:
        kind = "DisplayMath" if "display" in element.attributes else "InlineMath"
        return [{"t": "Math", "c": [{"t": kind}, element.raw_text().strip()]}]
    if tag in _CODE:
        return _code(element)
    if tag in ("rp", "rt"):
        return _reading(element)
    if tag == "q":
        return [{"t": "Str", "c": "“"}, *_inside(element), {"t": "Str", "c": "”"}]
    if tag == "a" and element.get("href"):
        inside = _inside(element)
        link = {"t": "Link", "c": [attr(), _trimmed(inside), [element.get("href"), ""]]}
        return _spaces_outside(inside, link)
    return _emphasised(element)


def _emphasised(element: Element) -> Nodes:
    """An element's words with the emphasis that its tag or its style gives them."""
    style = element.get("style")
    kinds = []
    tag = _EMPHASIS.get(element.tag)
    if element.tag == "cite" and (element.longer_than(_LONGEST_TITLE) or element.inside("blockquote", "figcaption")):
        tag = None  # a whole reference, or who said it
    if tag and not (tag == "Emph" and _UPRIGHT.search(style)) and not (tag == "Strong" and _LIGHT.search(style)):
        kinds.append(tag)
    if _ITALIC.search(style) and "Emph" not in kinds:
        kinds.append("Emph")
    if _BOLD.search(style) and "Strong" not in kinds:
        kinds.append("Strong")
    inside = _inside(element)
    for kind in kinds:
        kept = _trimmed(inside)
        if not kept:
            return inside
        inside = _spaces_outside(inside, {"t": kind, "c": _without(kept, kind)})
    return inside


def _without(inlines: Nodes, kind: str) -> Nodes:
    """The inlines without an emphasis of the same kind in them, which would double its marks."""
    return [inner for one in inlines for inner in (one["c"] if one["t"] == kind else [one])]


def _inside(element: Element) -> Nodes:
    """The inlines in an element; blocks among them are set off by blanks."""
    nodes: Nodes = []
    for child in element.children:
        if isinstance(child, str):
            nodes += _words(child)
        elif child.tag in BLOCKS:
            nodes += [SPACE, *_inside(child), SPACE]
        else:
            nodes += _inline(child)
    return _single_spaced(_merged(nodes))


def _code(element: Element) -> Nodes:
    """Code in a line; where it holds more than words, such as a link, those are kept and the look is not."""
    if any(one.tag in ("a", "img", NOTE) for one in element.walk()):
        return _inside(element)
    text = _WHITE.sub(" ", element.raw_text().replace("\u00a0", " "))
    if not text.strip():
        return [SPACE] if text else []
    node = {"t": "Code", "c": [attr(), text.strip()]}
    return [*([SPACE] if text[0] == " " else []), node, *([SPACE] if text[-1] == " " else [])]


def _reading(element: Element) -> Nodes:
    """The reading of a word, which pages set above it: behind it in brackets, whether the page has some or not."""
    words = _inside(element) if element.tag == "rt" else []
    opening, closing = ("（", "）") if not element.text().isascii() else (" (", ")")
    return [{"t": "Str", "c": opening}, *words, {"t": "Str", "c": closing}] if _trimmed(words) else []


def _image(element: Element) -> Node:
    said = " ".join(element.get("alt").split())
    alt = [] if _FILE_NAME.search(said) else _words(said)
    return {"t": "Image", "c": [attr(), alt, [element.get("src"), ""]]}


def _merged(nodes: Nodes) -> Nodes:
    """The nodes with neighbouring strings joined, and neighbouring emphasis of one kind, which pages split at will."""
    done: Nodes = []
    for node in nodes:
        last = done[-1] if done else None
        if last and node["t"] == last["t"] and node["t"] in ("Emph", "Strong", "Str"):
            done[-1] = {"t": node["t"], "c": last["c"] + node["c"]}
        else:
            done.append(node)
    return done


def _single_spaced(nodes: Nodes) -> Nodes:
    """The nodes with single blanks, none of them beside a line break."""
    done: Nodes = []
    for node in nodes:
        if node["t"] == "Space" and done and done[-1]["t"] in ("Space", "LineBreak"):
            continue
        if node["t"] == "LineBreak" and done and done[-1]["t"] == "Space":
            done.pop()
        done.append(node)
    return done


def _trimmed(nodes: Nodes) -> Nodes:
    """The nodes without blanks and line breaks at either end."""
    start, end = 0, len(nodes)
    while start < end and _is_blank(nodes[start]):
        start += 1
    while end > start and _is_blank(nodes[end - 1]):
        end -= 1
    kept = nodes[start:end]
    if kept and kept[-1]["t"] == "Str":
        kept[-1] = {"t": "Str", "c": kept[-1]["c"].rstrip("\u00a0")}
    return kept


def _is_blank(node: Node) -> bool:
    return node["t"] in ("Space", "LineBreak") or (node["t"] == "Str" and not node["c"].strip(" \u00a0\u200b\ufeff"))


def _spaces_outside(inside: Nodes, node: Node) -> Nodes:
    """A node with the blanks at the ends of its content outside of it."""
    if not _trimmed(inside):
        return [SPACE] if inside else []
    before = [inside[0]] if inside[0]["t"] in ("Space", "LineBreak") else []
    after = [inside[-1]] if inside[-1]["t"] in ("Space", "LineBreak") else []
    return [*before, node, *after]
