"""Ghost's editors as HTML: Lexical (since 5.0), Mobiledoc (1.0 to 4), and the cards of both.

Formats: Ghost's kg-default-nodes and mobiledoc-kit's renderer 0.3. A card that is not known becomes a remark.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from html import escape

from footlight.engines.markdown_it import rendered_html
from footlight.intake.exports.html_writing import link, picture, text_of

Data = Mapping[str, object]


class _Lost(list[str]):
    """The names of cards of which nothing was made."""


def lexical_html(text: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of a Lexical document, and remarks. Empty where it is none."""
    lost = _Lost()
    root = _object(text).get("root")
    html = "".join(_node(child, lost, 0) for child in _list(root, "children")) if isinstance(root, dict) else ""
    return html, tuple(_remark(name) for name in dict.fromkeys(lost))


def mobiledoc_html(text: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of a Mobiledoc document, and remarks. Empty where it is none."""
    lost = _Lost()
    document = _object(text)
    html = "".join(_section(section, document, lost) for section in _list(document, "sections"))
    return html, tuple(_remark(name) for name in dict.fromkeys(lost))


def _remark(name: str) -> str:
    return f"The card “{name}” is not known; nothing of it is in the text."


def _object(text: str) -> Data:
    try:
        data = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _list(data: object, key: str) -> list[object]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, list) else []


# ------------------------------------------------------------------------------------------------------------ Lexical

_DEEPEST = 50
_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"), (128, "mark"))
"""Bits of a text's format, and what they mean."""
_ELEMENTS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}


def _node(node: object, lost: _Lost, depth: int) -> str:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return ""
    kind = text_of(node, "type")
    if kind in _WORDS:
        return _formatted(node)
    if kind in _SIGNS:
        return _SIGNS[kind]
    inner = "".join(_node(child, lost, depth + 1) for child in _list(node, "children"))
    start, end = _tags(kind, node)
    if start:
        return f"{start}{inner}{end}"
    return inner or _card(kind, node, lost)


_WORDS = frozenset(("text", "extended-text", "code-highlight"))
_SIGNS = {"linebreak": "<br>", "tab": " "}


def _tags(kind: str, node: Data) -> tuple[str, str]:
    """The tags of a node; empty for a card, and for a link without an address."""
    if kind in ("link", "autolink", "at-link") and text_of(node, "url"):
        return f'<a href="{escape(text_of(node, "url"))}">', "</a>"
    if kind in ("heading", "extended-heading"):
        tag = text_of(node, "tag") if re.fullmatch(r"h[1-6]", text_of(node, "tag")) else "h2"
    elif kind == "list":
        tag = "ol" if text_of(node, "listType") == "number" else "ul"
        start = node.get("start")
        if tag == "ol" and isinstance(start, int) and start > 1:
            return f'<ol start="{start}">', "</ol>"
    else:
        tag = _ELEMENTS.get(kind, "")
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


def _formatted(node: Data) -> str:
    bits = node.get("format")
    text = escape(text_of(node, "text"), quote=False).replace("\n", "<br>")
    for bit, tag in _FORMATS:
        if isinstance(bits, int) and bits & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


# ---------------------------------------------------------------------------------------------------------- Mobiledoc

_MARKUP, _IMAGE, _LIST, _CARD = 1, 2, 3, 10
"""Types of sections."""
_TAGS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "ul", "ol"))


def _section(section: object, document: Data, lost: _Lost) -> str:
    match section:
        case [int(kind), str(tag), list(markers), *_] if kind == _MARKUP:
            name = "blockquote" if tag == "aside" else tag if tag in _TAGS else "p"
            return f"<{name}>{_markers(markers, document)}</{name}>"
        case [int(kind), str(tag), list(items), *_] if kind == _LIST:
            name = tag if tag in ("ul", "ol") else "ul"
            written = (f"<li>{_markers(item, document)}</li>" for item in items if isinstance(item, list))
            return f"<{name}>{''.join(written)}</{name}>"
        case [int(kind), str(address), *_] if kind == _IMAGE:
            return picture(address)
        case [int(kind), int(number), *_] if kind == _CARD:
            return _numbered_card(number, document, lost)
        case _:
            return ""


def _numbered_card(number: int, document: Data, lost: _Lost) -> str:
    cards = _list(document, "cards")
    match cards[number] if 0 <= number < len(cards) else None:
        case [str(name), dict(data), *_]:
            return _card(name, data, lost)
        case [str(name), *_]:
            return _card(name, {}, lost)
        case _:
            return ""


def _markers(markers: list[object], document: Data) -> str:
    """Text with its markups: each marker opens some, by number, and closes as many of the innermost."""
    pieces: list[str] = []
    opened: list[str] = []
    for marker in markers:
        match marker:
            case [int(kind), list(opens), int(closes), value, *_]:
                for number in opens:
                    start, end = _markup(number, document)
                    pieces.append(start)
                    opened.append(end)
                pieces.append(escape(str(value), quote=False) if kind == 0 else _atom(value, document))
                pieces.extend(opened.pop() for _ in range(min(closes, len(opened))))
            case _:
                pass
    return "".join([*pieces, *reversed(opened)])


def _markup(number: object, document: Data) -> tuple[str, str]:
    markups = _list(document, "markups")
    match markups[number] if isinstance(number, int) and 0 <= number < len(markups) else None:
        case ["a", [*pairs]]:
            named = dict(zip(pairs[::2], pairs[1::2], strict=False))
            return f'<a href="{escape(str(named.get("href", "")))}">', "</a>"
        case [str(tag), *_] if re.fullmatch(r"[a-z]{1,6}", tag):
            return f"<{tag}>", f"</{tag}>"
        case _:
            return "", ""


def _atom(number: object, document: Data) -> str:
    atoms = _list(document, "atoms")
    match atoms[number] if isinstance(number, int) and 0 <= number < len(atoms) else None:
        case ["soft-return", *_]:
            return "<br>"
        case [_, str(text), *_]:
            return escape(text, quote=False)
        case _:
            return ""


# -------------------------------------------------------------------------------------------------------------- cards


def _card(kind: str, data: Data, lost: _Lost) -> str:
    row = _CARDS.get(kind)
    if row is None:
        lost.append(kind)
        return ""
    return row(data)


def _image(data: Data) -> str:
    shown = picture(text_of(data, "src"), text_of(data, "alt") or text_of(data, "altText"), text_of(data, "caption"))
    address = text_of(data, "href")
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def _gallery(data: Data) -> str:
    images = "".join(_image(one) for one in _list(data, "images") if isinstance(one, dict))
    caption = text_of(data, "caption")
    return images + (f"<p>{caption}</p>" if caption else "")


def _markdown(data: Data) -> str:
    text = text_of(data, "markdown")
    return rendered_html(text, f"{zlib.crc32(text.encode()):x}")


def _code(data: Data) -> str:
    language = text_of(data, "language")
    marked = f' class="language-{escape(language)}"' if language else ""
    caption = text_of(data, "caption")
    listing = f"<pre><code{marked}>{escape(text_of(data, 'code'), quote=False)}</code></pre>"
    return listing + (f"<p>{caption}</p>" if caption else "")


def _bookmark(data: Data) -> str:
    about = data.get("metadata")
    known = about if isinstance(about, dict) else {}
    return link(text_of(data, "url") or text_of(known, "url"), text_of(known, "title")) if data.get("url") else ""


def _embed(data: Data) -> str:
    return (link(text_of(data, "url")) if data.get("url") else "") + _caption_below(data)


def _caption_below(data: Data) -> str:
    caption = text_of(data, "caption")
    return f"<p>{caption}</p>" if caption else ""


def _callout(data: Data) -> str:
    return f"<blockquote><p>{text_of(data, 'calloutText')}</p></blockquote>"


def _toggle(data: Data) -> str:
    return f"<p><strong>{text_of(data, 'heading')}</strong></p>{text_of(data, 'content')}"


def _button(data: Data) -> str:
    return link(text_of(data, "buttonUrl"), text_of(data, "buttonText")) if data.get("buttonUrl") else ""


def _file(data: Data) -> str:
    words = text_of(data, "fileTitle") or text_of(data, "title") or text_of(data, "fileName")
    return (link(text_of(data, "src"), words) if data.get("src") else "") + _caption_below(data)


def _html(data: Data) -> str:
    return text_of(data, "html")


def _product(data: Data) -> str:
    title = link(text_of(data, "productUrl"), text_of(data, "productTitle")) if data.get("productUrl") else ""
    image = picture(text_of(data, "productImageSrc")) if data.get("productImageSrc") else ""
    return image + (title or f"<p>{text_of(data, 'productTitle')}</p>") + text_of(data, "productDescription")


def _header(data: Data) -> str:
    parts = (text_of(data, "header"), text_of(data, "subheader"))
    return "".join(f"<{tag}>{part}</{tag}>" for tag, part in zip(("h2", "p"), parts, strict=True) if part)


def _rule(_: Data) -> str:
    return "<hr>"


def _nothing(_: Data) -> str:
    return ""


def _rows() -> Iterator[tuple[str, Callable[[Data], str]]]:
    for row, names in (
        (_image, "image"),
        (_gallery, "gallery"),
        (_markdown, "markdown card-markdown"),
        (_code, "code codeblock"),
        (_bookmark, "bookmark"),
        (_embed, "embed"),
        (_callout, "callout"),
        (_toggle, "toggle"),
        (_button, "button"),
        (_file, "file audio video"),
        (_html, "html"),
        (_product, "product"),
        (_header, "header"),
        (_rule, "hr horizontalrule"),
        (_nothing, "signup paywall email email-cta call-to-action nft transistor"),
    ):
        for name in names.split():
            yield name, row


_CARDS = dict(_rows())
