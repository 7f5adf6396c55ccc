"""Raw HTML of a source: what means something in a book becomes pandoc's own nodes, the rest is left out and reported.

No raw HTML of the source's ever reaches a writer, so nothing in it can run, fetch, or break a product.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from urllib.parse import unquote, urlsplit

from footlight.essay.tree import Node, Nodes, attr, div, link, nodes, para, plain, span, text
from footlight.findings.finding import Finding, Severity
from footlight.markdown.hidden_html import hides
from footlight.reading.box_kinds import box
from footlight.reading.html_tables import table
from footlight.reading.html_tree import Element, Gap, Oddity, Piece, all_pieces, html_pieces, is_blank, raw_markup
from footlight.reading.html_words import word_nodes

_WEB = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_WHOLE = frozenset(
    [
        "video",
        "audio",
        "iframe",
        "embed",
        "object",
        "svg",
        "canvas",
        "math",
        "picture",
        "script",
        "style",
        "template",
        "select",
        "textarea",
        "button",
    ]
)
"""Elements of a line that are something by themselves, whatever stands in them."""
_APART = frozenset({"video", "audio", "iframe", "embed", "object"})
"""Those of them that are a paragraph of their own between blocks."""
_BLOCKS = frozenset(
    [
        "Para",
        "Plain",
        "LineBlock",
        "CodeBlock",
        "RawBlock",
        "BlockQuote",
        "OrderedList",
        "BulletList",
        "DefinitionList",
        "Header",
        "HorizontalRule",
        "Table",
        "Figure",
        "Div",
    ]
)


_LONGEST = 60
"""Characters of hidden words that a finding quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagFinding:
    """A finding on a tag, and the tag as it stands, for the finding's place."""

    markup: str
    finding: Finding


def hidden_words(name: str, words: str, markup: str) -> TagFinding:
    """What is said of an element that no browser shows; `markup` is its tag."""
    shown = " ".join(words.split())[:_LONGEST]
    quoted = f": “{shown}”" if shown else ""
    finding = Finding(
        code="hidden-words",
        severity=Severity.INFO,
        message=f"<{name}> is hidden on a web page, so that what it holds was left out{quoted}",
        hint="Take away what hides it, if readers are to see it.",
    )
    return TagFinding(markup=markup, finding=finding)


class _Lines:
    """Preformatted lines that stand one below the other and are one listing: some editors write each as an element."""

    def __init__(self, out: Nodes) -> None:
        self._out = out
        self._listing: Nodes = []
        self._empty = 0
        """Lines without words since its last one."""

    def apart(self, element: Element, made: Nodes) -> Nodes:
        """What an element became; nothing, where it is a further line of the listing before it and was put there."""
        if element.name != "pre":
            return made
        is_line = len(made) == 1 and "\n" not in made[0]["c"][1]
        if not self._listing or self._listing != self._out[-1:] or (made and not is_line):
            self._listing, self._empty = (made, 0) if is_line else ([], 0)
            return made
        self._empty += 1
        if made:
            self._out[-1]["c"][1] += "\n" * self._empty + made[0]["c"][1]
            self._empty = 0
        return []


@dataclass(slots=True)
class Html:
    """The HTML of one list of pandoc's nodes, while it is turned into nodes of pandoc's own."""

    said: list[TagFinding] = field(default_factory=list)

    # What a list becomes

    def blocks(self, pieces: list[Piece]) -> Nodes:
        """Pieces as blocks: what stands between blocks is paragraphs."""
        out: Nodes = []
        run: list[Piece] = []

        def flush() -> None:
            content = trimmed(self.inlines(run))
            run.clear()
            if content:
                out.append(para(content))

        lines = _Lines(out)
        for piece in pieces:
            if isinstance(piece, Element) and self._hidden(piece):
                continue
            if isinstance(piece, Element) and (row := _BLOCK_ROWS.get(piece.name)):
                flush()
                out.extend(lines.apart(piece, row(self, piece)))
            elif isinstance(piece, Gap):
                flush()
            elif isinstance(piece, Element) and piece.closed and piece.name in _APART:
                flush()
                run.append(piece)
                flush()
            elif isinstance(piece, Element) and not (piece.closed and piece.name in _WHOLE) and _holds_blocks(piece):
                flush()
                out.extend(self._around_blocks(piece))
            elif isinstance(piece, dict) and piece["t"] in _BLOCKS:
                flush()
                out.append(para(piece["c"]) if piece["t"] == "Plain" else piece)
            else:
                run.append(piece)
        flush()
        return out

    def inlines(self, pieces: list[Piece]) -> Nodes:
        """Pieces as inlines; of blocks among them the words."""
        out: Nodes = []
        for piece in pieces:
            match piece:
                case str():
                    out.extend(word_nodes(piece))
                case Oddity():
                    self._odd(piece)
                case Gap():
                    out.append({"t": "Space"})
                case Element():
                    out.extend(self._inline(piece))
                case _ if piece["t"] in _BLOCKS:
                    out.extend(_words_of(piece))
                case _:
                    out.append(piece)
        return out

    def _hidden(self, element: Element) -> bool:
        """Whether no browser shows an element, which is said then. One that is never closed is shown."""
        if not element.closed or not hides(element.attributes):
            return False
        self.said.append(hidden_words(element.name, plain(Html().blocks(element.children)), element.markup))
        return True

    def _inline(self, element: Element) -> Nodes:
        if self._hidden(element):
            return []
        row = _INLINE_ROWS.get(element.name)
        if row:
            return row(self, element)
        if element.name in _BLOCK_ROWS:
            return [{"t": "Space"}, *self.inlines(element.children), {"t": "Space"}]
        self.unknown(element)
        return self.inlines(element.children)

    def _around_blocks(self, element: Element) -> Nodes:
        """An element of a line around blocks: a link goes round the words of each, all else is passed over."""
        content = self.blocks(element.children)
        if element.name in _APART:
            sources: list[Piece] = [c for c in element.children if isinstance(c, Element) and c.name == "source"]
            shown = trimmed(self.inlines([Element(element.name, element.attributes, element.markup, sources)]))
            return [*([para(shown)] if shown else []), *content]
        if element.name not in _INLINE_ROWS or element.name in _WHOLE:
            self.unknown(element)
        if element.name != "a" or not element.value("href"):
            return content
        return [_linked(n, element.value("href")) for n in content]

    def _odd(self, oddity: Oddity) -> None:
        if oddity.markup.startswith("<!--"):
            hidden = " ".join(oddity.markup[4:].split())
            self.say(
                oddity.markup[:60],
                f"a comment that is never closed hides “{hidden[:60]}”",
                "Close it with -->.",
                Severity.WARNING,
            )
        else:
            shown = oddity.markup.strip()[:20]
            self.say(
                shown, f"raw markup {shown} was left out", "Say it in Markdown, or leave it out.", Severity.WARNING
            )

    # What is said

    def say(self, markup: str, message: str, hint: str, severity: Severity = Severity.INFO) -> None:
        """A finding on a tag."""
        self.said.append(
            TagFinding(markup=markup, finding=Finding(code="raw-html", severity=severity, message=message, hint=hint))
        )

    def unknown(self, element: Element) -> None:
        """A tag that says nothing to a book."""
        kept = "its words were kept" if element.children else "it was left out"
        hint = "Say it in Markdown, or leave it out."
        self.say(element.markup, f"<{element.name}> has no meaning in an edition; {kept}", hint, Severity.WARNING)


def tame(items: Nodes, said: list[TagFinding]) -> Nodes:
    """One list of nodes without raw HTML; findings on what was left out are added to `said`.

    A pair of tags is resolved only where both stand in the same list; the words between are always kept.
    """
    if not any(raw_markup(node) is not None for node in items):
        return items
    html = Html()
    pieces = html_pieces(items)
    changed = html.blocks(pieces) if any(node["t"] in _BLOCKS for node in items) else html.inlines(pieces)
    said += html.said
    return changed


def _linked(block: Node, address: str) -> Node:
    """A block whose words lead to an address, those of the divisions and quotations in it as well."""
    match block["t"]:
        case "Para" | "Plain":
            return {"t": block["t"], "c": [link(block["c"], address)]}
        case "Div":
            return {"t": "Div", "c": [block["c"][0], [_linked(inner, address) for inner in block["c"][1]]]}
        case "Header":
            level, attributes, words = block["c"]
            return {"t": "Header", "c": [level, attributes, [link(words, address)]]}
        case "BlockQuote":
            return {"t": "BlockQuote", "c": [_linked(inner, address) for inner in block["c"]]}
        case _:
            return block


def trimmed(items: Nodes) -> Nodes:
    """Inlines without blanks and line ends at either end."""
    blank = ("Space", "SoftBreak", "LineBreak")
    start, end = 0, len(items)
    while start < end and items[start]["t"] in blank:
        start += 1
    while end > start and items[end - 1]["t"] in blank:
        end -= 1
    return items[start:end]


def _words_of(block: Node) -> Nodes:
    """The inlines of a block, those of each paragraph in it behind a blank; of a listing its words."""
    out: Nodes = []
    for node in nodes(block):
        match node["t"]:
            case "Para" | "Plain":
                out += [{"t": "Space"}, *node["c"]]
            case "Header":
                out += [{"t": "Space"}, *node["c"][2]]
            case "CodeBlock":
                out += [{"t": "Space"}, {"t": "Code", "c": node["c"]}]
            case _:
                pass
    return out


def _holds_blocks(element: Element) -> bool:
    return any(
        (isinstance(piece, Element) and piece.name in _BLOCK_ROWS)
        or (isinstance(piece, dict) and piece["t"] in _BLOCKS)
        for piece in all_pieces(element.children)
    )


def _attributes(element: Element, *names: str) -> list[object]:
    pairs = {key: element.value(key) for key in ("lang", "dir") if element.value(key)}
    return attr(element.value("id"), *names, **pairs)


Row = Callable[[Html, Element], Nodes]


# Rows: elements of a line


def _wrapped(kind: str) -> Row:
    def row(html: Html, element: Element) -> Nodes:
        content = html.inlines(element.children)
        return [{"t": kind, "c": content}] if element.closed and content else content

    return row


def _span(html: Html, element: Element) -> Nodes:
    content = html.inlines(element.children)
    return [span(content, _attributes(element, element.name))] if element.closed else content


def _passed_over(html: Html, element: Element) -> Nodes:
    return html.inlines(element.children)


def _link(html: Html, element: Element) -> Nodes:
    content = html.inlines(element.children)
    if not element.closed and not (element.value("id") or element.value("name")):
        return content
    if element.closed and element.value("href"):
        return [link(content, element.value("href"), attr(element.value("id")))]
    return [
        span(content if element.closed else [], attr(element.value("id") or element.value("name"))),
        *([] if element.closed else content),
    ]


def _quoted(html: Html, element: Element) -> Nodes:
    content = html.inlines(element.children)
    return [{"t": "Quoted", "c": [{"t": "DoubleQuote"}, content]}] if element.closed else content


def _code(html: Html, element: Element) -> Nodes:
    content = html.inlines(element.children)
    if not element.closed or any(n["t"] in ("Link", "Note", "Image") for n in nodes(content)):
        return content
    words = (
        plain(content)
        if not all(isinstance(c, str) for c in element.children)
        else " ".join("".join(map(str, element.children)).split())
    )
    return [{"t": "Code", "c": [attr(), words]}] if words else []


def _reading(html: Html, element: Element) -> Nodes:
    """What is written over characters, for readers to know how they are said: behind them, between brackets."""
    return [*text("("), *html.inlines(element.children), *text(")")]


def _break(_: Html, __: Element) -> Nodes:
    return [{"t": "LineBreak"}]


def _nothing(_: Html, __: Element) -> Nodes:
    return []


def _unseen(html: Html, element: Element) -> Nodes:
    """What does something on a site and shows nothing; where it was never closed, its words are the essay's."""
    html.say(
        element.markup,
        f"<{element.name}> works only on a web page; it was left out",
        "Delete it, if it is not needed elsewhere.",
    )
    return [] if element.closed else html.inlines(element.children)


def _control(html: Html, element: Element) -> Nodes:
    if element.name == "input" and element.value("type") == "checkbox":
        return [*text("☒" if "checked" in element.attributes else "☐")]
    kept = html.inlines(element.children) if element.name in ("button", "label") else []
    html.say(
        element.markup,
        f"<{element.name}> is a control of a web page; it was left out",
        "Say in words what it asks.",
    )
    return kept


def _drawing(html: Html, element: Element) -> Nodes:
    title = next((p for p in all_pieces(element.children) if isinstance(p, Element) and p.name == "title"), None)
    words = plain(html.inlines(title.children)) if title else element.value("aria-label")
    name = f" of “{words}”" if words else ""
    html.say(
        element.markup,
        f"a drawing{name} in the text itself was left out",
        "Save it as a file and show that.",
        Severity.WARNING,
    )
    return []


_MATHML = frozenset(
    {"mi", "mn", "mo", "mrow", "mtext", "ms", "mfrac", "msup", "msub", "msubsup", "mtable", "semantics"}
)
"""Elements that a formula in MathML has; one without any is none."""


def _formula(html: Html, element: Element) -> Nodes:
    for piece in all_pieces(element.children):
        if isinstance(piece, Element) and piece.name == "annotation" and "tex" in piece.value("encoding").lower():
            tex = plain(html.inlines(piece.children))
            kind = "DisplayMath" if element.value("display") == "block" else "InlineMath"
            return [{"t": "Math", "c": [{"t": kind}, tex]}]
    if element.value("alttext"):
        return [{"t": "Math", "c": [{"t": "InlineMath"}, element.value("alttext")]}]
    if not any(isinstance(piece, Element) and piece.name in _MATHML for piece in all_pieces(element.children)):
        return html.inlines(element.children)  # a component of that name
    html.say(
        element.markup,
        "a formula in MathML was set as its words",
        "Write it as TeX between dollar signs.",
        Severity.WARNING,
    )
    out: Nodes = []
    for piece in all_pieces(element.children):
        out += [piece] if isinstance(piece, dict) else word_nodes(piece) if isinstance(piece, str) else []
    return out


def _image(_: Html, element: Element) -> Nodes:
    source = element.value("src")
    if not source or source.startswith("data:"):
        source = next(
            (element.value(key) for key in ("data-src", "data-original", "data-lazy-src") if element.value(key)), source
        )
    if not source and element.value("srcset"):
        source = element.value("srcset").split(",")[0].split()[0]
    size = [[key, element.value(key)] for key in ("width", "height") if re.fullmatch(r"\d+(px|%)?", element.value(key))]
    words = element.value("alt")
    return [
        {
            "t": "Image",
            "c": [
                [element.value("id"), [], size],
                word_nodes(words) if words else [],
                [source, element.value("title")],
            ],
        }
    ]


def _picture(html: Html, element: Element) -> Nodes:
    images = [p for p in all_pieces(element.children) if isinstance(p, Element) and p.name == "img"]
    return [node for image in images[:1] for node in _image(html, image)] or html.inlines(element.children)


def address_words(element: Element, address: str, *, named: bool) -> Nodes:
    """The words of a link to what cannot be shown: its title, else the name of the file or of the host."""
    title = element.value("title") or element.value("aria-label") or element.value("alt")
    if title:
        return word_nodes(title)
    parts = urlsplit(address)
    name = unquote(parts.path.rpartition("/")[2])
    return text(name if named and name else parts.netloc.removeprefix("www.") or name)


def _is_link(piece: Piece) -> bool:
    if isinstance(piece, Element):
        return piece.name == "a"
    return isinstance(piece, dict) and any(node["t"] == "Link" for node in nodes(piece))


def _embedded(html: Html, element: Element) -> Nodes:
    """A page within the page: its address."""
    address = next((element.value(key) for key in ("src", "data-src", "data") if element.value(key)), "")
    address = f"https:{address}" if address.startswith("//") else address
    if not _WEB.match(address):
        html.unknown(element)
        return html.inlines(element.children)
    html.say(
        element.markup,
        f"<{element.name}> cannot be shown in an edition; a link to its address stands in its place",
        "Say in words what it shows.",
    )
    shown = link(address_words(element, address, named=False), address)
    if any(_is_link(piece) for piece in all_pieces(element.children)):
        # Words for who cannot see the frame that say whose it is, as CodePen gives them.
        return [shown, {"t": "Space"}, *html.inlines(element.children)]
    return [shown]


def _film(html: Html, element: Element) -> Nodes:
    """A film or a recording: its picture, and its address."""
    inner = [p for p in all_pieces(element.children) if isinstance(p, Element) and p.name == "source"]
    address = element.value("src") or next((p.value("src") for p in inner if p.value("src")), "")
    address = f"https:{address}" if address.startswith("//") else address
    if not address:
        html.unknown(element)
        return html.inlines(element.children)
    words = address_words(element, address, named=True)
    html.say(
        element.markup,
        f"<{element.name}> cannot be played in an edition; a link to its address stands in its place",
        "Say in words what it shows.",
    )
    shown: Nodes = []
    if element.value("poster"):
        shown = [{"t": "Image", "c": [attr(), words, [element.value("poster"), ""]]}, {"t": "Space"}]
    return [*shown, link(words, address)]


# Rows: blocks


def _paragraph(html: Html, element: Element) -> Nodes:
    return _with_name(element, html.blocks(element.children))


def _with_name(element: Element, content: Nodes) -> Nodes:
    """Blocks that keep what the element says of itself: its name, its language."""
    names = element.value("class").split() if element.name in ("div", "aside", "section", "p") else []
    if names or any(element.value(key) for key in ("id", "lang", "dir")):
        return [div(content, _attributes(element, *names))]
    return content


def _division(html: Html, element: Element) -> Nodes:
    return _with_name(element, html.blocks(element.children))


def _heading(html: Html, element: Element) -> Nodes:
    content = trimmed(html.inlines(element.children))
    return [{"t": "Header", "c": [int(element.name[1]), _attributes(element), content]}] if content else []


def _items(html: Html, element: Element) -> list[Nodes]:
    items: list[Nodes] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "li":
            items.append(html.blocks(child.children))
        elif not is_blank(child):
            items[-1:] = [[*(items[-1] if items else []), *html.blocks([child])]]
    loose = any(isinstance(p, Element) and p.name == "p" for p in all_pieces(element.children))
    return (
        items if loose else [[{"t": "Plain", "c": n["c"]} if n["t"] == "Para" else n for n in item] for item in items]
    )


def _bullets(html: Html, element: Element) -> Nodes:
    items = _items(html, element)
    return [{"t": "BulletList", "c": items}] if items else []


def _numbers(html: Html, element: Element) -> Nodes:
    styles = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
    items = _items(html, element)
    style = {"t": styles.get(element.value("type"), "Decimal")}
    return [
        {"t": "OrderedList", "c": [[first, style, {"t": "DefaultDelim"}], run]} for first, run in _runs(element, items)
    ]


def _runs(element: Element, items: list[Nodes]) -> Iterator[tuple[int, list[Nodes]]]:
    """The items of a list in runs that count upwards by one, each with the number of its first item."""
    given = [child.value("value") for child in element.children if isinstance(child, Element) and child.name == "li"]
    step = -1 if "reversed" in element.attributes else 1
    number = _number(element.value("start"), len(items) if step < 0 else 1)
    numbers = []
    for value, _ in zip_longest(given[: len(items)], items, fillvalue=""):
        number = _number(str(value), number)
        numbers.append(number)
        number += step
    for _, run in groupby(enumerate(numbers), key=lambda place: place[1] - place[0]):
        places = [at for at, _ in run]
        yield numbers[places[0]], items[places[0] : places[-1] + 1]


def _number(written: str, otherwise: int) -> int:
    return int(written) if re.fullmatch(r"\d{1,6}", written) else otherwise


def _definitions(html: Html, element: Element) -> Nodes:
    out: list[list[object]] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "dt":
            out.append([trimmed(html.inlines(child.children)), []])
        elif not is_blank(child):
            if not out:
                out.append([[], []])
            content = html.blocks(child.children if isinstance(child, Element) else [child])
            definitions = out[-1][1]
            assert isinstance(definitions, list)  # noqa: S101 - as it was made
            definitions.append(content)
    return [{"t": "DefinitionList", "c": out}] if out else []


def _quotation(html: Html, element: Element) -> Nodes:
    content = html.blocks(element.children)
    return [{"t": "BlockQuote", "c": content}] if content else []


def _preformatted(_: Html, element: Element) -> Nodes:
    words: list[str] = []
    for piece in all_pieces(element.children):
        if isinstance(piece, str):
            words.append(piece)
        elif isinstance(piece, dict):
            words.append(plain([piece]))
        elif isinstance(piece, Element) and piece.name == "br":
            words.append("\n")
    inner = [p for p in all_pieces(element.children) if isinstance(p, Element) and p.name == "code"]
    said = " ".join(part for e in (element, *inner) for part in (e.value("class"), e.value("lang")))
    language = re.search(r"\blang(?:uage)?-([\w+#-]+)|\bbrush:\s*(\w+)", said)
    names = [language[1] or language[2]] if language else []
    code = re.sub(r"\A\n|\n[ \t]*\Z", "", "".join(words)).rstrip("\n")
    return [{"t": "CodeBlock", "c": [attr("", *names), code]}] if code.strip() else []


def _figure(html: Html, element: Element) -> Nodes:
    captions = [p for p in all_pieces(element.children) if isinstance(p, Element) and p.name == "figcaption"]
    caption = [block for each in captions for block in html.blocks(each.children)]
    held = {id(each) for each in captions}
    content = html.blocks(_without(element.children, held))
    if not any(n["t"] == "Image" or "<img" in (raw_markup(n) or "") for n in nodes(content)):
        return content + caption
    whole = [{"t": "Plain", "c": n["c"]} if n["t"] == "Para" else n for n in content]
    if not caption:
        return content
    return [{"t": "Figure", "c": [_attributes(element), [None, caption], whole]}]


def _without(pieces: list[Piece], held: set[int]) -> list[Piece]:
    out: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Element):
            out.append(piece)
        elif id(piece) not in held:
            inner = _without(piece.children, held)
            out.append(Element(piece.name, piece.attributes, piece.markup, inner, piece.closed))
    return out


def _details(html: Html, element: Element) -> Nodes:
    """What a site unfolds: a box with its summary as title."""
    summary = next((p for p in element.children if isinstance(p, Element) and p.name == "summary"), None)
    rest = [p for p in element.children if p is not summary]
    title = trimmed(html.inlines(summary.children)) if summary else []
    return [box("details", title, html.blocks(rest), element.value("id"))]


def _table(html: Html, element: Element) -> Nodes:
    return table(element, html.blocks)


def _rule(_: Html, __: Element) -> Nodes:
    return [{"t": "HorizontalRule"}]


def _rows(**names: Row) -> dict[str, Row]:
    return {name: row for joined, row in names.items() for name in joined.split("_")}


_INLINE_ROWS: dict[str, Row] = {
    **_rows(
        em_i_cite_dfn_var=_wrapped("Emph"),
        strong_b=_wrapped("Strong"),
        u_ins=_wrapped("Underline"),
        s_del_strike=_wrapped("Strikeout"),
        sup=_wrapped("Superscript"),
        sub=_wrapped("Subscript"),
        small_kbd_abbr_acronym_mark_span_bdi_bdo_big=_span,
        font_time_data_label_ruby_rb_nobr_blink_output=_passed_over,
        code_samp_tt=_code,
        a=_link,
        q=_quoted,
        rt=_reading,
        rp_wbr_link_meta_source_track_param_title_col_base_area_map=_nothing,
        br=_break,
        img=_image,
        picture=_picture,
        video_audio=_film,
        iframe_embed_object=_embedded,
        script_style_template=_unseen,
        noscript=_passed_over,
        input_button_select_textarea_meter_progress=_control,
        svg_canvas=_drawing,
        math=_formula,
    )
}
_BLOCK_ROWS: dict[str, Row] = {
    **_rows(
        p=_paragraph,
        div_section_article_main_header_footer_aside_nav_center_address_form_fieldset_legend_hgroup_body_html_figcaption_summary=_division,
        h1_h2_h3_h4_h5_h6=_heading,
        ul_menu=_bullets,
        ol=_numbers,
        dl=_definitions,
        li_dt_dd_tbody_thead_tfoot_tr_td_th_caption=_division,
        blockquote=_quotation,
        pre_listing_xmp=_preformatted,
        figure=_figure,
        details=_details,
        table=_table,
        hr=_rule,
    ),
}
