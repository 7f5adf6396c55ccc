"""An item becomes Markdown with front matter, and an account of its links, notes and pictures."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import assert_never
from urllib.parse import unquote_to_bytes

from footlight.essay.slug import slug
from footlight.essay.tree import Node, Nodes
from footlight.findings.finding import Finding
from footlight.intake.article_links import number_links, settle_links
from footlight.intake.article_markdown import markdown_of
from footlight.intake.article_shape import shape_article
from footlight.intake.footnotes import FoundNotes, number_notes, place_notes
from footlight.intake.front_matter_text import FrontMatter, as_markdown, scalar
from footlight.intake.furniture import is_script_only, show_embeds, take_furniture, take_plumbing
from footlight.intake.item import AttachedFile, Item, ItemKind
from footlight.intake.line_paragraphs import make_paragraphs
from footlight.intake.link_addresses import absolute, archived_page
from footlight.intake.link_fates import LinkAccount
from footlight.intake.main_text import find_main_text
from footlight.intake.other_pages import take_other_pages
from footlight.intake.page_formulas import mark_formulas
from footlight.intake.page_metadata import PageFacts, Stated, day_of, read_facts, words_of_address
from footlight.intake.page_pictures import picture_address, resolve_pictures
from footlight.intake.page_tree import Element, body_of, read_page_tree
from footlight.intake.threads import count_comments
from footlight.intake.tree_builder import PRIVATE, build_blocks
from footlight.intake.tree_contents import targets_of

_DATA_ADDRESS = re.compile(r"data:image/([\w.+-]+)[^,]{0,100},", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that the Markdown names."""

    address: str
    """As it stands in the Markdown."""
    capture: str = ""
    """The address of the capture in which the page had it."""
    attached: AttachedFile | None = None
    """The file that came with the item; None for one on the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What became of an item."""

    name: str
    """What its file may be called, without ending."""
    front_matter: str
    body: str
    places: tuple[tuple[int, int], ...]
    """The places of emptied links, as offsets in `body`."""
    links: LinkAccount
    notes: int
    """Footnotes of the page; as many stand in the Markdown."""
    pictures: tuple[Picture, ...]
    expected_links: tuple[str, ...]
    """The addresses that have to stand in the Markdown, each as often as it has to."""
    title: str = ""
    address: str = ""
    cover: Picture | None = None
    """The picture that stands for the essay, where its source names one."""
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """The whole file."""
        return self.front_matter + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The content of an item, read: its blocks and what was found in them."""

    blocks: Nodes
    facts: PageFacts = field(default_factory=PageFacts)
    account: LinkAccount = field(default_factory=LinkAccount)
    expected: tuple[str, ...] = ()
    notes: FoundNotes = field(default_factory=FoundNotes)
    note_count: int = 0
    pictures: tuple[Picture, ...] = ()
    findings: tuple[Finding, ...] = ()


def convert(item: Item) -> Conversion:
    """Convert an item. Raises EngineError where pandoc refuses its text; all else is a finding of the result."""
    read: _Read
    body: str
    places: tuple[tuple[int, int], ...]
    match item.kind:
        case ItemKind.PAGE | ItemKind.FRAGMENT:
            read = _read_html(item)
            body, places = markdown_of(read.blocks)
        case ItemKind.TREE:
            read = _read_tree(item)
            body, places = markdown_of(read.blocks)
        case ItemKind.MARKDOWN:
            read = _Read(blocks=[])
            body, places = PRIVATE.sub("\ufffd", item.content).strip("\n") + "\n", ()
        case _:
            assert_never(item.kind)
    title = item.title or read.facts.title.value
    address = item.address or read.facts.address
    return Conversion(
        name=_name(item, title, address),
        front_matter=_front_matter(item, read.facts),
        body=body,
        places=places,
        links=read.account,
        notes=read.note_count,
        pictures=read.pictures,
        expected_links=read.expected,
        title=title,
        address=address,
        cover=_cover(item),
        findings=(*item.findings, *read.findings),
    )


def _read_html(item: Item) -> _Read:
    root = read_page_tree(PRIVATE.sub("\ufffd", item.content))
    whole_page = item.kind is ItemKind.PAGE
    number_links(root)
    make_paragraphs(root)
    facts = read_facts(root, item.address) if whole_page else PageFacts()
    base = _base(root, item.address or facts.address)
    script_only = whole_page and is_script_only(root)
    resolve_pictures(root)
    mark_formulas(root)
    take_plumbing(root)
    show_embeds(root, base)
    notes = place_notes(root, base)
    title = item.title or facts.title.value
    comments = count_comments(root) if whole_page else 0
    article = find_main_text(root, title, item.description or facts.description) if whole_page else body_of(root)
    take_furniture(article)
    if whole_page:
        take_other_pages(article, base)
    comments = max(0, comments - count_comments(article))
    number_of_notes = number_notes(article, notes)
    shape_article(article, title, item.authors or tuple(one.value for one in facts.authors))
    settled = settle_links(article, base, notes.links, dict(item.redirects))
    pictures = _settle_pictures(article, base, item)
    blocks = build_blocks(article)
    return _Read(
        blocks=blocks,
        facts=facts,
        account=LinkAccount(fates=tuple(settled.fates.values())),
        expected=tuple(settled.expected),
        notes=notes,
        note_count=number_of_notes,
        pictures=pictures,
        findings=(
            *_orphan_findings(notes, article, item),
            *_page_findings(script_only, facts, blocks, item),
            *_comment_findings(comments, item),
            *_relative_findings(
                base, (*settled.expected, *(one.address for one in pictures if not one.attached)), item
            ),
        ),
    )


def _base(root: Element, address: str) -> str:
    """What relative addresses are resolved against: `<base>`, else the address; of a capture, the captured one."""
    stated = next((one.get("href") for one in root.all("base") if one.get("href")), "")
    whole = absolute(stated, address) if stated else address
    return archived_page(whole)[0] or whole


def _orphan_findings(notes: FoundNotes, article: Element, item: Item) -> tuple[Finding, ...]:
    """A warning for each call in the article whose note the page does not have."""
    inside = {id(one) for one in article.walk()}
    return tuple(
        Finding(
            code="import-note-missing",
            message=f"the page calls a note that it does not have: {link.text()[:40] or link.get('href')}",
            hint="The call stays as a link. Look for the note in another capture of the page.",
            file=item.origin,
        )
        for link in notes.orphans
        if id(link) in inside
    )


def _page_findings(script_only: bool, facts: PageFacts, blocks: Nodes, item: Item) -> Iterator[Finding]:  # noqa: FBT001
    if script_only:
        yield Finding(
            code="import-script-only",
            message="the page holds no text: a script would fetch it, in a browser",
            hint="Import a capture of it with --archive, or save the page from the browser, where its text is shown.",
            file=item.origin,
        )
    elif facts.paywalled and blocks:
        yield Finding(
            code="import-paywall",
            message="the page says that only those who pay read all of it; what it gave to everybody was imported",
            hint="Compare the end of the text. Save the page from a browser that may read it, and import the file.",
            file=item.origin,
        )


def _comment_findings(comments: int, item: Item) -> Iterator[Finding]:
    if comments:
        message = f"not imported, for others wrote them: {comments} comment{'' if comments == 1 else 's'} of readers"
        yield Finding(code="import-left-out", message=message, file=item.origin)


def _relative_findings(base: str, addresses: Iterable[str], item: Item) -> Iterator[Finding]:
    """A notice where addresses are relative and nobody knows to what."""
    relative = [one for one in addresses if not base and not re.match(r"#|[A-Za-z][\w+.-]*:|//", one)]
    if relative:
        yield Finding(
            code="import-no-address",
            message=f"where it was published is not known; {len(relative)} addresses lead nowhere: {relative[0][:60]}",
            hint="Import it again with --url ADDRESS.",
            file=item.origin,
        )


def _settle_pictures(article: Element, base: str, item: Item) -> tuple[Picture, ...]:
    """Give each picture the address that stands in the Markdown; those that came with the item are attached to it."""
    attached = {_relative(one.address): one for one in item.files}
    found: dict[str, Picture] = {}
    for picture in article.all("img"):
        source = picture.get("src")
        inline = _inline_picture(source)
        came = inline or attached.get(_relative(source)) or attached.get(_relative(absolute(source, base)))
        address, capture = (came.address, "") if came else picture_address(source, base)
        picture.attributes["src"] = address
        found.setdefault(address, Picture(address=address, capture=capture, attached=came))
    return tuple(found.values())


def _cover(item: Item) -> Picture | None:
    attached = next((one for one in item.files if _relative(one.address) == _relative(item.cover)), None)
    return Picture(address=item.cover, attached=attached) if item.cover else None


def _relative(address: str) -> str:
    return address.strip().removeprefix("./")


def _inline_picture(source: str) -> AttachedFile | None:
    """The picture of a `data:` address (RFC 2397), named by its content."""
    head = _DATA_ADDRESS.match(source)
    if not head:
        return None
    data = unquote_to_bytes(source[head.end() :])
    if ";base64" in head[0].lower():
        try:
            data = base64.b64decode(re.sub(rb"\s+", b"", data) + b"==")
        except (binascii.Error, ValueError):
            return None
    kind = head[1].lower().partition("+")[0]
    return AttachedFile(address=f"inline-{hashlib.sha256(data).hexdigest()[:8]}.{kind}", data=data) if data else None


def _read_tree(item: Item) -> _Read:
    """The blocks of a document that pandoc read, with its links, notes and pictures counted."""
    tree: Node = json.loads(item.content)
    blocks: Nodes = tree["blocks"]
    counted = targets_of(blocks)
    attached = {_relative(one.address): one for one in item.files}
    pictures = {
        address: Picture(address=address, attached=attached.get(_relative(address))) for address in counted.pictures
    }
    return _Read(
        blocks=blocks,
        account=LinkAccount(fates=counted.fates),
        expected=counted.links,
        note_count=counted.notes,
        pictures=tuple(pictures.values()),
    )


def _name(item: Item, title: str, address: str) -> str:
    for words in (item.name, title, words_of_address(address) if address else "", PurePath(item.origin).stem):
        if named := slug(words):
            return named
    return "essay"


def _front_matter(item: Item, facts: PageFacts) -> str:
    front = FrontMatter()

    def put(key: str, known: str, stated: Stated) -> None:
        front.put(key, *((known, item.doubts.get(key, "")) if known else (stated.value, stated.doubt)))

    title = facts.title if not item.title else Stated(item.title, item.doubts.get("title", ""))
    front.put("title", as_markdown(title.value), title.doubt)
    front.put("subtitle", as_markdown(item.subtitle))
    authors = item.authors or tuple(one.value for one in facts.authors)
    doubt = item.doubts.get("author", "") if item.authors else next((one.doubt for one in facts.authors), "")
    front.put("author", authors, doubt)
    put("date", day_of(item.date), facts.date)
    put("lang", item.lang, facts.lang)
    front.put(
        "url",
        item.address
        if item.address and not archived_page(item.address)[0]
        else archived_page(item.address)[0] or facts.address,
    )
    put("published-in", item.published_in, facts.published_in)
    front.put("description", item.description or facts.description)
    front.put("keywords", item.keywords or facts.keywords)
    front.put("rights", item.rights or facts.rights)
    front.put("cover-image", item.cover)
    if item.draft:
        front.put("draft", "true")
    return front.text()


def with_pictures_at(conversion: Conversion, places: dict[str, str]) -> Conversion:
    """The conversion with pictures at other addresses in its Markdown: those that were put into files of their own."""
    if not places:
        return conversion
    body = conversion.body
    pattern = re.compile(
        r"(?<=\]\()<?(" + "|".join(map(re.escape, sorted(places, key=len, reverse=True))) + r")>?(?=[)\s])"
    )
    moved: list[tuple[int, int, int]] = []  # where, how long before, how long after

    def put(found: re.Match[str]) -> str:
        new = places[found[1]]
        moved.append((found.start(), len(found[0]), len(new)))
        return new

    body = pattern.sub(put, body)

    def shifted(offset: int) -> int:
        return offset + sum(after - before for start, before, after in moved if start < offset)

    cover = conversion.cover
    front_matter = conversion.front_matter
    if cover is not None and cover.address in places:
        front_matter = front_matter.replace(
            f"cover-image: {scalar(cover.address)}", f"cover-image: {scalar(places[cover.address])}"
        )
    pictures = tuple(replace(one, address=places.get(one.address, one.address)) for one in conversion.pictures)
    spans = tuple((shifted(start), shifted(end)) for start, end in conversion.places)
    return replace(conversion, front_matter=front_matter, body=body, pictures=pictures, places=spans)
