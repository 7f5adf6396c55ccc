"""Settle every link of an article: its address, or why it goes; what is emptied is marked as a place for the ledger."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from footlight.intake.link_addresses import fragment_of, is_web_address, same_page, settle_address
from footlight.intake.link_fates import Fate, LinkFate
from footlight.intake.page_tree import Element
from footlight.intake.tree_builder import NOTE, PLACE_END, PLACE_START, TARGET

_PERMALINK_WORDS = re.compile(
    r"[\s#¶§∞🔗*_+⚓︎-]*(?:permalink|continue reading[\w ]*|skip [\w ]+|(?:back )?to (?:the )?top|jump to [\w ]+)?"
    r"[\s#¶§∞🔗*_+⚓︎-]*",
    re.IGNORECASE,
)
_SIGN_WORDS = re.compile(r"[\s\[#]*(?:link|anchor|edit|copy link)[\s\]#]*", re.IGNORECASE)
"""Words that are such a sign only beside a heading, or where a class says so."""
_SIGN_CLASS = re.compile(r"anchor|permalink|header-?link|heading-?link|hash-?link|copy|edit")
_LONGEST_PERMALINK = 80
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)(?:[?#]|$)", re.IGNORECASE)
_PICTURE_PAGE = re.compile(
    r"attachment_id=|/attachment/|wp-content/uploads/|blogspot\.com/.*/s\d+|bp\.blogspot|/File:|flickr\.com/photos/|substackcdn\.com/image|cdn-images|googleusercontent"
)
_BUTTON = re.compile(r"btn|button|toggle|close|more|share|comment|expand|play|modal|menu")
_EMPTY_SIGNS = frozenset({"href", "target", "rel", "title", "class", "style", "fl-link", "data-wpel-link"})
"""Attributes that a link keeps when its address was taken from it."""
NUMBER = "fl-link"
"""The attribute with the number of a link."""


@dataclass(slots=True)
class SettledLinks:
    """The links of an article by their numbers, in the order of the page."""

    fates: dict[int, LinkFate] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)
    """The addresses that have to stand in the Markdown, each as often as it has to."""


def number_links(root: Element) -> None:
    """Give each link of a page its number, by which it is found again wherever it is moved."""
    for number, link in enumerate(root.all("a", "area"), 1):
        link.attributes[NUMBER] = str(number)


def settle_links(
    article: Element, base: str, note_links: "list[tuple[Element, Element]]", redirects: Mapping[str, str]
) -> SettledLinks:
    """Settle the links of an article in place; `note_links` are those that were calls of notes or led back."""
    settled = SettledLinks()
    inside = {id(one) for one in article.walk()}
    for link, note in note_links:
        if id(note) in inside:
            _record(settled, link, Fate.NOTE)
    targets = _heading_targets(article)
    for link in article.all("a"):
        if link.get(NUMBER):
            _settle(link, base, targets, settled, redirects)
    settled.fates = dict(sorted(settled.fates.items()))
    return settled


def _heading_targets(article: Element) -> dict[str, Element]:
    """The headings of an article by the names under which links find them."""
    found: dict[str, Element] = {}
    for heading in article.all("h1", "h2", "h3", "h4", "h5", "h6"):
        before = heading.parent.children[: heading.index()] if heading.parent else []
        last = next((child for child in reversed(before) if not isinstance(child, str) or child.strip()), None)
        anchors = [
            *heading.walk(),
            *([last] if isinstance(last, Element) and not last.text() and last.tag in ("a", "span", "p") else []),
        ]
        for one in [inner for anchor in anchors for inner in anchor.walk()]:
            for name in (one.get("id"), one.get("name")):
                if name:
                    found.setdefault(name, heading)
    return found


def _settle(
    link: Element, base: str, targets: dict[str, Element], settled: SettledLinks, redirects: Mapping[str, str]
) -> None:
    href = link.get("href")
    if "href" not in link.attributes or not href.strip():
        _settle_without_address(link, settled)
        return
    picture = link.first("img")
    words = link.text()
    if not words and picture is None and link.first(NOTE) is None:
        fragment = fragment_of(href, base)
        _record(settled, link, Fate.PERMALINK if fragment else Fate.WORDLESS)
        link.unwrap()
        return
    fragment = fragment_of(href, base)
    if fragment and picture is not None and not words:  # shows the picture over the page
        _record(settled, link, Fate.PICTURE)
        link.unwrap()
        return
    if fragment and _settle_in_page(link, fragment, targets, settled):
        return
    done = settle_address(href, base, redirects)
    if not done.fate.stands:
        _record(settled, link, done.fate)
        _drop(link, keeps_words=done.fate is Fate.SCRIPT)
        return
    if picture is not None and not words and _shows_the_picture(picture, done.address, base):
        _record(settled, link, Fate.PICTURE)
        link.unwrap()
        return
    _record(settled, link, done.fate, address=done.address, capture=done.capture)
    if words == href.strip() != done.address and picture is None:
        link.children = [done.address]  # the words of the link are its address
    link.attributes = {"href": done.address, NUMBER: link.get(NUMBER)}
    settled.expected.append(done.address)


def _settle_without_address(link: Element, settled: SettledLinks) -> None:
    """A link without an address: an anchor, a button, or one whose address was lost."""
    words = link.text()
    if link.get("id") or link.get("name"):
        link.unwrap()  # the target of other links; it never led anywhere
        settled.fates.pop(int(link.get(NUMBER)), None)
        return
    if link.get("onclick") or link.get("role") == "button" or link.get("data-toggle") or _BUTTON.search(link.signs):
        _record(settled, link, Fate.SCRIPT)
        link.unwrap()
        return
    if not words and not set(link.attributes) <= {"href", NUMBER, "target", "rel"}:
        _record(settled, link, Fate.WORDLESS)
        link.unwrap()
        return
    if not set(link.attributes) <= _EMPTY_SIGNS or link.first("img") is not None:
        _record(settled, link, Fate.SCRIPT)
        link.unwrap()
        return
    _record(settled, link, Fate.EMPTIED)
    link.replace_with([PLACE_START, *link.children, PLACE_END])


def _settle_in_page(link: Element, fragment: str, targets: dict[str, Element], settled: SettledLinks) -> bool:
    """Settle a link into the page itself; whether it is done."""
    heading = targets.get(fragment)
    if heading is None:
        if _is_permalink(link) or fragment.lower() in ("top", "content", "main"):
            _record(settled, link, Fate.PERMALINK)
            link.remove()
            return True
        return False
    if heading in set(link.ancestors()):  # the sign beside the heading, or the heading as a link to itself
        _record(settled, link, Fate.PERMALINK)
        if _is_permalink(link):
            link.remove()
        else:
            link.unwrap()
        return True
    name = re.sub(r"[^\w-]+", "-", fragment).strip("-").lower() or "section"
    name = name if name[0].isalpha() else f"section-{name}"
    heading.attributes[TARGET] = name
    _record(settled, link, Fate.IN_PAGE, address=f"#{name}")
    link.attributes = {"href": f"#{name}", NUMBER: link.get(NUMBER)}
    settled.expected.append(f"#{name}")
    return True


def _is_permalink(link: Element) -> bool:
    """Whether a link into the page has nothing of the author's in it: a sign, or words that move the reader on."""
    if link.longer_than(_LONGEST_PERMALINK) or link.first("img") is not None:
        return False
    words = link.text()
    if _SIGN_WORDS.fullmatch(words):
        return link.inside("h1", "h2", "h3", "h4", "h5", "h6") or bool(_SIGN_CLASS.search(link.signs))
    return bool(_PERMALINK_WORDS.fullmatch(words))


def _drop(link: Element, *, keeps_words: bool) -> None:
    """Take a link away that leads nowhere; the words of one that stood in a sentence stay."""
    parent = link.parent
    alone = parent is None or not parent.longer_than(len("".join(link.raw_text().split())))
    if keeps_words and not alone:
        link.unwrap()
        return
    if keeps_words and link.all("p", "h1", "h2", "h3", "img"):
        link.unwrap()
        return
    link.remove()


def _shows_the_picture(picture: Element, address: str, base: str) -> bool:
    """Whether a link round a picture leads to the same picture, or to the page that shows nothing else."""
    source = settle_address(picture.get("src"), base).address
    if _PICTURE_FILE.search(address) and is_web_address(address):
        same = _stem(address) == _stem(source)
        if same:
            picture.attributes["src"] = address
        return same
    if same_page(address, source):
        return True
    return bool(_PICTURE_PAGE.search(address)) and bool(_stem(source)) and _stem(source) in _stem(address)


def _stem(address: str) -> str:
    """The name of a picture's file without size and ending, so that forms of one picture have the same."""
    try:
        name = posixpath.basename(unquote(urlsplit(address).path))
    except ValueError:
        return ""
    return re.sub(
        r"(?:[-_](?:\d{2,4}x\d{2,4}|scaled|e\d{10,}|thumb(?:nail)?|small|medium|large|[smlb]))+$",
        "",
        posixpath.splitext(name)[0].lower(),
    )


def _record(settled: SettledLinks, link: Element, fate: Fate, address: str = "", capture: str = "") -> None:
    picture = link.first("img")
    words = link.text() or (picture.get("alt") if picture is not None else "")
    settled.fates[int(link.get(NUMBER) or 0)] = LinkFate(
        href=link.get("href")[:2000], words=words[:200], fate=fate, address=address, capture=capture
    )
