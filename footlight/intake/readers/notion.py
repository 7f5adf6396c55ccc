"""Notion: the zip of Export as Markdown & CSV or as HTML, with a file for each page, whose name ends in its number.

A large export is a zip of zips (`ExportBlock-…-Part-1.zip`). A page begins with its title and, in a database, with its
properties, a line each. The tables of databases (`.csv`) are no essays: their rows are pages.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from footlight.engines.html_pages import decode
from footlight.engines.markdown_it import rendered_html
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_as_written, day_in_english
from footlight.intake.exports.html_writing import inner_html
from footlight.intake.exports.pack import Pack, open_pack
from footlight.intake.exports.remarks import left_out, remarks
from footlight.intake.item import AttachedFile, Item, ItemKind
from footlight.intake.page_tree import Element, new_element, outermost, read_page_tree
from footlight.intake.parcel import Parcel

_PAGE = re.compile(
    r"(?:^|/)(?P<title>[^/]*?) ?(?P<id>[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:md|html)\Z"
)
_INNER = re.compile(r"(?:^|/)(?:ExportBlock-[\w-]+|Export-[\w-]+)\.zip\Z")
_PROPERTY = re.compile(r"([^\W\d_][\w /&()?-]{0,40}): ?(.*)")
_DATES = ("date", "published", "publish date", "publication date", "created", "created time", "date created")
_TAGS = ("tags", "tag", "keywords", "topics", "topic", "category", "categories")
_AUTHORS = ("author", "authors", "by", "written by", "created by")
_ADDRESSES = ("url", "link", "published url", "canonical", "userdefined:url")
_STATES = ("status", "state")
_UNPUBLISHED = frozenset(("draft", "idea", "not started", "in progress", "to do", "to-do", "writing", "review"))


def likeness(parcel: Parcel) -> int:
    """A zip or folder of pages named by 32 hexadecimal digits, or a zip of such zips."""
    if any(_PAGE.search(name) for name in parcel.members):
        return 90
    return 85 if any(_INNER.search(name) for name in parcel.members) else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The pages, in the order of their names."""
    with open_pack(parcel, inner=lambda name: bool(_INNER.search(name))) as pack:
        tables = sum(name.endswith(".csv") for name in pack.names)
        for name in pack.names:
            data = pack.read(name) if _PAGE.search(name) else None
            yield from pack.taken_findings()
            if data is not None:
                yield (_html_page if name.endswith(".html") else _markdown_page)(name, decode(data), pack)
        yield from left_out({"table of a database": tables}, parcel.name)


def _item(name: str, pack: Pack, properties: Mapping[str, str]) -> Item:
    """What the name of a page's file and its properties say."""
    match = _PAGE.search(name)
    title = match["title"] if match else name
    words = _valued(properties, _DATES).lstrip("@")
    known = {*_DATES, *_TAGS, *_AUTHORS, *_ADDRESSES, *_STATES}
    others = [key for key in properties if key.lower() not in known]
    state = _valued(properties, _STATES).lower()
    address = _valued(properties, _ADDRESSES)
    said = [f"Properties that have no place in the front matter: {', '.join(others)}."] if others else []
    origin = f"{pack.shown}, {name}"
    return Item(
        kind=ItemKind.FRAGMENT,
        content="",
        origin=origin,
        identity=f"notion:{match['id'].replace('-', '')}" if match else name,
        address=address if address.startswith("http") else "",
        title=title,
        authors=_list(_valued(properties, _AUTHORS)),
        date=day_in_english(words) or day_as_written(words.replace("/", "-")),
        keywords=_list(_valued(properties, _TAGS)),
        name=re.sub(r"\W+", "-", title.lower()).strip("-")[:80],
        draft=state in _UNPUBLISHED,
        findings=remarks(said, origin),
    )


def _valued(properties: Mapping[str, str], names: tuple[str, ...]) -> str:
    folded = {key.lower(): value for key, value in properties.items()}
    return next((folded[name] for name in names if folded.get(name)), "")


def _list(words: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in words.split(","))))


# ----------------------------------------------------------------------------------------------------------- Markdown


def _markdown_page(name: str, text: str, pack: Pack) -> Item:
    lines = text.replace("\r\n", "\n").lstrip("\ufeff\n").split("\n")
    title = ""
    if lines and lines[0].startswith("# "):
        title = lines.pop(0)[2:].strip()
        while lines and not lines[0].strip():
            lines.pop(0)
    properties = _properties(lines)
    item = _item(name, pack, properties)
    body = rendered_html("\n".join(_quoted_asides(lines[len(properties) :])), "n")
    return replace(item, content=body, title=title or item.title, files=tuple(_files(body, name, pack)))


def _properties(lines: list[str]) -> dict[str, str]:
    """The lines before the first empty one, if each of them is a property."""
    found: dict[str, str] = {}
    for line in lines:
        if not line.strip():
            return found
        match = _PROPERTY.fullmatch(line)
        if not match:
            break
        found[match[1]] = match[2].strip()
    return {} if len(lines) > len(found) else found


def _quoted_asides(lines: list[str]) -> Iterator[str]:
    """Boxes, which Notion writes as `<aside>`, are quotations; the sign in front of their words goes."""
    inside, first = False, False
    for line in lines:
        if line.strip() == "<aside>":
            inside = first = True
        elif line.strip() == "</aside>":
            inside = False
        elif inside:
            shown = re.sub(r"\A\s*[^\w\s\"'“‘(\[*_<`$-]+\s+", "", line) if first else line
            first = first and not line.strip()
            yield f"> {shown}".rstrip()
        else:
            yield line


_TARGET = re.compile(r'\b(?:src|href)="(?!https?:|mailto:|data:|#)([^"]+)"')


def _files(content: str, name: str, pack: Pack) -> Iterator[AttachedFile]:
    """The files that a page refers to, as it does."""
    folder = name.rpartition("/")[0]
    for address in dict.fromkeys(_TARGET.findall(content)):
        path = unquote(unescape(address))
        held = f"{folder}/{path}" if folder else path
        if held in pack.files and not _PAGE.search(held) and not held.endswith(".csv"):
            yield pack.attached(held, unescape(address))


# --------------------------------------------------------------------------------------------------------------- HTML


def _html_page(name: str, text: str, pack: Pack) -> Item:
    root = read_page_tree(text)
    title = next((one.text() for one in root.all("h1") if "page-title" in one.classes), "")
    properties = {}
    for row in root.all("tr"):
        if "property-row" in row.classes:
            head, cell = row.first("th"), row.first("td")
            if head is not None and cell is not None:
                values = [one.text() for one in cell.walk() if "selected-value" in one.classes]
                properties[head.text()] = ", ".join(values) or cell.text()
    body = next((one for one in root.walk() if "page-body" in one.classes), None) or root.first("body") or root
    _plain_blocks(body)
    content = inner_html(body)
    item = _item(name, pack, properties)
    return replace(
        item,
        kind=ItemKind.FRAGMENT,
        content=content,
        title=title or item.title,
        files=tuple(_files(content, name, pack)),
    )


def _plain_blocks(body: Element) -> None:
    """Boxes, bookmarks and formulas as the elements that they mean."""
    for one in outermost(body, lambda one: "callout" in one.classes):
        for icon in [inner for inner in one.walk() if "icon" in inner.classes]:
            icon.remove()
        one.replace_with([new_element("blockquote", list(one.children))])
    for anchor in outermost(body, lambda one: one.tag == "a" and "bookmark" in one.classes):
        words = next((inner.text() for inner in anchor.walk() if "bookmark-title" in inner.classes), "")
        link = new_element("a", [words or anchor.get("href")], href=anchor.get("href"))
        anchor.replace_with([new_element("p", [link])])
    for formula in outermost(
        body, lambda one: "equation" in one.classes or "notion-text-equation-token" in one.classes
    ):
        source = next((one for one in formula.all("annotation")), None)
        if source is not None:
            shown = formula.tag == "figure"
            marks = ("\\[", "\\]") if shown else ("\\(", "\\)")
            kind = f"math {'display' if shown else 'inline'}"
            math = new_element("span", [f"{marks[0]}{source.raw_text().strip()}{marks[1]}"], **{"class": kind})
            formula.replace_with([new_element("p", [math]) if shown else math])
    for figure in body.all("figure"):
        linked, image = figure.first("a"), figure.first("img")
        if linked is not None and image is not None and unquote(linked.get("href")) == unquote(image.get("src")):
            linked.unwrap()
