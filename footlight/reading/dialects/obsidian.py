"""What Obsidian adds to Markdown: wikilinks, embeds, comments, marked words, block identifiers (https://help.obsidian.md/syntax)."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage, warning

_WIKILINK = re.compile(
    r"(?P<embed>!?)\[\[(?P<target>(?!\^)[^\[\]\n|]{0,400}?)(?:\\?\|(?P<alias>[^\[\]\n]{0,400}))?\]\](?![({])"
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)\Z", re.IGNORECASE)
_SIZE = re.compile(r"(\d{1,5})(?:x\d{1,5})?\Z")
_ALT_SIZE = re.compile(r"(?<=!\[)([^\[\]\n|]{0,300})\|\d{1,5}(?:x\d{1,5})?(?=\]\()")


def heading_identifier(words: str) -> str:
    """The identifier that a heading of these words gets (https://pandoc.org/MANUAL.html#extension-gfm_auto_identifiers)."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


def wikilinks(passage: Passage) -> Iterator[Edit]:
    """Links between notes, and embeds."""
    for match in passage.protected.find(_WIKILINK):
        target, alias = match["target"].rstrip("\\").strip(), (match["alias"] or "").strip()
        if not target and not alias:
            continue
        put = _embed(passage, target, alias) if match["embed"] else _link(passage, target, alias)
        found = None
        if put is None:
            words = alias if alias and not _SIZE.match(alias) else shown(target)
            put = words
            what = "what it shows was left out, its name was kept" if match["embed"] else "its words were kept"
            message = f"{match[0][:80]} leads to a note that the edition does not hold; {what}"
            hint = "Give that note its `url`, if it is published; or write what it says."
            found = warning("wikilink", message, hint)
        yield Edit(start=match.start(), end=match.end(), put=put, finding=found)
    for match in passage.protected.find(_ALT_SIZE):
        yield Edit(start=match.start(), end=match.end(), put=match[1])


def shown(target: str) -> str:
    """The words of a link that has none of its own: `Page > Heading`."""
    page, _, place = target.partition("#")
    places = [part for part in place.split("#") if part and not part.startswith("^")]
    return " > ".join([part for part in (page.strip(), *places) if part]).replace("<", "&lt;") or target


def _link(passage: Passage, target: str, alias: str) -> str | None:
    page, _, place = target.partition("#")
    words = alias or shown(target)
    if not page.strip():
        return words if place.startswith("^") else f"[{words}](#{heading_identifier(place.rpartition('#')[2])})"
    if re.match(r"https?://", page):
        return f"[{words}](<{target}>)"
    path = passage.post.file(page)
    address = passage.post.address(path) if path else ""
    return f"[{words}](<{address}>)" if address else None


def _embed(passage: Passage, target: str, alias: str) -> str | None:
    name = target.partition("#")[0].strip()
    if not _PICTURE.search(name):
        return None
    path = passage.post.file(name)
    size = _SIZE.match(alias)
    words = "" if size else alias
    words = words.partition("|")[0] or PurePosixPath(name).stem
    width = f"{{width={size[1]}px}}" if size else ""
    return f"![{words}](<{passage.post.relative(path) if path else name}>){width}"


_COMMENT = re.compile(r"%%(?!%).{0,20000}?%%", re.DOTALL)


def comments(passage: Passage) -> Iterator[Edit]:
    """Comments, which are not printed."""
    for match in passage.protected.find(_COMMENT):
        yield Edit(start=match.start(), end=match.end())


_MARKED = re.compile(r"(?<![=\\])==(?=[^\s=])([^\n]{1,600}?)(?<=[^\s=])==(?!=)")


def marked_words(passage: Passage) -> Iterator[Edit]:
    """Words between two pairs of equals signs."""
    for match in passage.protected.find(_MARKED):
        yield Edit(start=match.start(), end=match.start() + 2, put="<mark>")
        yield Edit(start=match.end() - 2, end=match.end(), put="</mark>")


_BLOCK_NAME = re.compile(r"[ \t]+\^[A-Za-z0-9-]{1,60}[ \t]*$|^\^[A-Za-z0-9-]{1,60}[ \t]*$", re.MULTILINE)


def block_names(passage: Passage) -> Iterator[Edit]:
    """Names of blocks, which only links use."""
    for match in passage.protected.find(_BLOCK_NAME):
        yield Edit(start=match.start(), end=match.end())
