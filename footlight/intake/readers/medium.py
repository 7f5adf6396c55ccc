"""Medium: the zip of Settings → Security and apps → Download your information, with an HTML file for each story.

A file is an `article.h-entry` with the microformats of its metadata; `section[data-field=body]` has the text. Drafts
are `posts/draft_…html`. Responses to others' stories lie among the stories, and nothing says so but that they have no
title of their own: these are imported as drafts.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from footlight.engines.html_pages import decode
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_in_zone
from footlight.intake.exports.html_writing import inner_html
from footlight.intake.exports.pack import Pack, open_pack
from footlight.intake.exports.remarks import remarks
from footlight.intake.item import Item, ItemKind
from footlight.intake.page_tree import Element, new_element, outermost, read_page_tree
from footlight.intake.parcel import Parcel

_POST = re.compile(r"(?:^|/)posts/[^/]+\.html\Z")
_DRAFT = re.compile(r"(?:^|/)draft_[^/]*\Z")
_NAME = re.compile(r"_?(?P<slug>[^/]*?)-+(?P<id>[0-9a-f]{8,})(?:\.html)?\Z")
_RESPONSE = "It has no title of its own, as responses have none; it is imported as a draft."
_DATED = re.compile(r"\d{4}-\d\d-\d\d_")


def likeness(parcel: Parcel) -> int:
    """A zip or folder with posts named by date and by Medium's twelve hexadecimal digits; or one such file."""
    named = sum(bool(_POST.search(name) and _NAME.search(name)) for name in parcel.members)
    if named:
        return 90 if any(_DATED.match(name.rpartition("/")[2]) for name in parcel.members) else 70
    return 90 if 'class="h-entry"' in parcel.start and 'data-field="body"' in parcel.start else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The stories and drafts, in the order of their files' names, which begin with the day."""
    if not parcel.members:
        yield from _story(parcel.read(), parcel.name, Pack(shown=parcel.name))
        return
    with open_pack(parcel) as pack:
        for name in pack.names:
            data = pack.read(name) if _POST.search(name) else None
            yield from pack.taken_findings()
            if data is not None:
                yield from _story(data, name, pack)


def _story(data: bytes, name: str, pack: Pack) -> Iterator[Item | Finding]:
    root = read_page_tree(decode(data))
    body = _field(root, "body")
    if body is None:
        message = f"{name} has no part that is marked as the text of a story"
        yield Finding(code="import-item-damaged", message=message, file=pack.shown)
        return
    title = _text(root, "p-name")
    subtitle = (_field(root, "subtitle") or Element("p")).text()
    headed = _without_title(body, title, subtitle)
    _plain_embeds(body)
    address = next((one.get("href") for one in root.all("a") if "p-canonical" in one.classes), "")
    draft = bool(_DRAFT.search(name))
    found = _NAME.search(address) or _NAME.search(name)
    time = next((one.get("datetime") for one in root.all("time")), "")
    response = not headed and not draft and body.text().startswith(title.rstrip("….")[:40])
    origin = f"{pack.shown}, {name}" if pack.shown != name else name
    yield Item(
        kind=ItemKind.FRAGMENT,
        content=inner_html(body),
        origin=origin,
        identity=f"medium:{found['id']}" if found else f"medium:{name}",
        address="" if draft else address,
        title=title,
        subtitle="" if subtitle and subtitle in body.text()[: len(subtitle) + 5] else subtitle,
        authors=tuple(filter(None, [_text(root, "p-author")])),
        date=day_in_zone(time, "") if time else "",
        published_in="Medium" if urlsplit(address).hostname in ("medium.com", "www.medium.com") else "",
        keywords=tuple(one.text() for one in root.all("a") if "p-tag" in one.classes),
        name=_slug(name, found),
        draft=draft or response,
        findings=remarks([_RESPONSE] if response else [], origin),
    )


def _slug(name: str, found: re.Match[str] | None) -> str:
    if found and found["slug"]:
        return _DATED.sub("", found["slug"]).removeprefix("draft_").strip("-_").lower()
    return _DATED.sub("", name.rpartition("/")[2]).removesuffix(".html").lower()


def _field(root: Element, name: str) -> Element | None:
    return next((one for one in root.all("section") if one.get("data-field") == name), None)


def _text(root: Element, of_class: str) -> str:
    return next((one.text() for one in root.walk() if of_class in one.classes), "")


def _without_title(body: Element, title: str, subtitle: str) -> bool:
    """Take away the title and subtitle that the text repeats, and the line before the first section."""
    headed = False
    for one in list(body.walk()):
        said = one.text()
        if "graf--title" in one.classes or (one.tag in ("h3", "h1") and said == title and said):
            headed = True
            one.remove()
        elif "graf--subtitle" in one.classes and said in (subtitle, ""):
            one.remove()
    for divider in [one for one in body.all("hr") if "section-divider" in one.classes][:1]:
        divider.remove()
    return headed


_SIZED = re.compile(r"(?<=/max/)\d+(?=/)")


def _plain_embeds(body: Element) -> None:
    """Cards become links, scripts of embedded code too, pictures are those of full width."""
    for card in outermost(body, lambda one: "graf--mixtapeembed" in one.classes):
        anchor = next((one for one in card.all("a") if "mixtapeimage" not in one.signs), None)
        if anchor is not None:
            words = anchor.first("strong") or anchor
            link = new_element("a", [words.text() or anchor.get("href")], href=anchor.get("href"))
            card.replace_with([new_element("p", [link])])
    for script in body.all("script"):
        address = script.get("src")
        if "gist.github.com" in address:
            address = address.removesuffix(".js")
            script.replace_with([new_element("p", [new_element("a", [address], href=address)])])
    for image in body.all("img"):
        width = image.get("data-width")
        if width.isdecimal():
            image.attributes["src"] = _SIZED.sub(width, image.get("src"))
    for listing in body.all("pre"):
        if listing.get("data-code-block-lang"):
            listing.attributes["class"] = f"language-{listing.get('data-code-block-lang')}"
