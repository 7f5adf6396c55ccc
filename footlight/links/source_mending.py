"""Mends of a source: the Markdown that puts a recovered link back where it was lost.

Only the place itself changes. A link that has its words gets its address; a link whose words a capture of the essay
shows gets both; where an address stood bare in the text it stands there again, and the bracket that went with it is
closed.
"""

import re
from dataclasses import dataclass

from footlight.ledger.entries import Entry
from footlight.links.archives.url_key import loose_key
from footlight.links.evidence.original_link import OriginalLink
from footlight.links.present_links import PresentLink
from footlight.links.recovery import UNLINKED
from footlight.links.verdicts.verdict import DEAD
from footlight.markdown.link_syntax import plain_words

_INLINE = re.compile(
    r"\[(?P<words>.*)\](?:\(\s*(?:<[^<>\n]*>|[^\s\"']*?)(?P<title>\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)|\s?\[[^\[\]]*\]|)"
    r"(?P<attributes>\{[^{}\n]*\})?",
    re.DOTALL,
)
_ELEMENT = re.compile(r"(?P<open><a\b)(?P<attributes>[^<>]*)(?P<rest>>.*</a\s*>)", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"\s*\bhref\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
_MARKS = re.compile(r"[)\]»”\"]*[.,;:!?…]+|[)\]»”\"]+")
_STOP = re.compile(r"[.,;:!?…]+")
_EDGE = re.compile(r"^[\s\"“”«»‘’'(\[`*_]*|[\s.,;:!?…)\]\"“”«»`*_(]*$")
_ESCAPED = re.compile(r"[\\`*\[\]<]")
_BESIDE = 4
"""Characters between a place and a link that already leads to its address."""
_NEAR = 60
"""Characters in which words stand that a bare address followed."""
_NO_HOLE = "mentioned"
"""The kind of places that are sentences which speak of a link: nothing of the text is missing there."""
_BLOCK_MARK = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6})")
"""What begins a list item or a heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """`text[start:end]` becomes `put`, of which `put[link[0]:link[1]]` is the link."""

    entry: Entry
    start: int
    end: int
    put: str
    link: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMended:
    """An entry that the text cannot be mended by, and why."""

    entry: Entry
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MendingPlace:
    """The place of an entry in a source's text, and what is known of the link that stood there."""

    text: str
    start: int
    end: int
    entry: Entry
    since: int = 0
    """Where the place before this one ends: a bracket in front of that is its own."""
    original: OriginalLink | None = None
    """The link in a kept capture of the essay; None where there is none."""


def mend(place: MendingPlace, present: tuple[PresentLink, ...], *, captures: bool) -> Mend | NotMended | None:
    """Return the mend of a place; None where its link is there already.

    With `captures`, a link that counts as dead gets the address of its capture.
    """
    entry = place.entry
    inside = next(
        (one for one in present if one.start < max(place.end, place.start + 1) and one.end > place.start), None
    )
    if entry.kind in DEAD:
        if not captures or inside is None or inside.url == entry.archive_url:
            return None
        return (
            _replaced(place, entry.archive_url) if entry.archive_url else NotMended(entry=entry, why="no capture of it")
        )
    if any(_leads_there(one, place) for one in present):
        return None
    if entry.kind == _NO_HOLE:
        return NotMended(entry=entry, why="a sentence speaks of it, and nothing shows where in it the link stood")
    return _replaced(place, entry.url) or _linked_words(place) or _inserted(place)


def _leads_there(link: PresentLink, place: MendingPlace) -> bool:
    beside = link.start - _BESIDE <= place.end and place.start <= link.end + _BESIDE
    return beside and loose_key(link.url) == loose_key(place.entry.url)


def _replaced(place: MendingPlace, url: str) -> Mend | None:
    """The link's own markup, with its address."""
    markup = place.text[place.start : place.end]
    core = markup.strip()
    lead = len(markup) - len(markup.lstrip())
    if inline := _INLINE.fullmatch(core):
        words = inline["words"].strip() or (_escape(place.original.words) if place.original else "")
        if not words:
            return _whole(place, lead, core, f"<{url}>")
        put = f"[{inline['words'] if inline['words'].strip() else words}]({_target(url)}{inline['title'] or ''})"
        return _whole(place, lead, core, put + (inline["attributes"] or ""))
    if element := _ELEMENT.fullmatch(core):
        attributes = _HREF.sub("", element["attributes"]).rstrip()
        quoted = url.replace("&", "&amp;").replace('"', "%22")
        return _whole(place, lead, core, f'{element["open"]} href="{quoted}"{attributes}{element["rest"]}')
    return None


def _whole(place: MendingPlace, lead: int, core: str, put: str) -> Mend:
    start = place.start + lead
    return Mend(entry=place.entry, start=start, end=start + len(core), put=put, link=(0, len(put)))


def _linked_words(place: MendingPlace) -> Mend | None:
    """The words that stayed, linked again; marks around them stay outside, as on the page as it was."""
    markup = place.text[place.start : place.end]
    if place.entry.kind != UNLINKED or not any(c.isalnum() for c in markup):
        return None
    words = place.original.words if place.original else ""
    standing = re.search(r"\s+".join(map(re.escape, words.split())), markup) if words else None
    if standing:
        start, end = place.start + standing.start(), place.start + standing.end()
    else:
        head, tail = _EDGE.match(markup), _EDGE.search(markup, len(markup.rstrip(' .,;:!?…)]"“”«»')))
        start = place.start + (head.end() if head else 0)
        end = place.start + (tail.start() if tail else len(markup))
    put = f"[{place.text[start:end]}]({_target(place.entry.url)})"
    return Mend(entry=place.entry, start=start, end=end, put=put, link=(0, len(put)))


def _inserted(place: MendingPlace) -> Mend:
    """The link in the hole, with the blanks that belong to it."""
    text, entry, original = place.text, place.entry, place.original
    start = end = place.end
    while start > 0 and text[start - 1] in " \t\u00a0" and text[:start].rstrip(" \t\u00a0")[-1:] not in ("", "\n"):
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    before, after = text[start - 1 : start], text[end : end + 1]
    bare = original is None or _stood_bare(place, original, start)
    link = f"<{entry.url}>" if bare or original is None else f"[{_escape(original.words)}]({_target(entry.url)})"
    at_margin = before in ("", "\n")
    left = "" if at_margin or before in "([{«\"“‘'’" else " "
    if original and not bare:
        left = "" if at_margin or (original.before and not original.before[-1:].isspace()) else " "
        right = " " if original.after[:1].isspace() else ""
        right = right or (" " if after.isalnum() else "")
        tail = ""
    else:
        tail = _tail(place, start, after)
        right = " " if after not in ("", "\n") and (after.isalnum() or after in '([“«"—–-*_‘') else ""
    if _BLOCK_MARK.fullmatch(text, text.rfind("\n", 0, start) + 1, start):
        left = " "  # without it, no item and no heading begins there
    if after in ("", "\n"):
        right = ""
    lead, _, rest = _supplied(entry.supplied) if entry.supplied else (left, "", tail)
    put = f"{lead}{link}{rest}{right}"
    return Mend(entry=entry, start=start, end=end, put=put, link=(len(lead), len(lead) + len(link)))


def _supplied(words: str) -> tuple[str, str, str]:
    """What an editor supplied, in front of the link that the dots stand for, and behind it."""
    lead, dots, rest = words.partition("…")
    return (lead, dots, rest) if dots else (" ", "", words)


def _tail(place: MendingPlace, at: int, after: str) -> str:
    """What went with a bare address: the bracket that closes, and the mark that the page as it was has there."""
    if place.original and _ADDRESS.match(place.original.words):
        marks = _MARKS.match(place.original.after)
        return marks[0] if marks and not _MARKS.match(after or " ") else ""
    closing = ")" if _opened(place, at) and after != ")" else ""
    stop = _STOP.match(place.original.after) if place.original else None
    if stop and not _STOP.match(after or " "):
        return closing + stop[0]
    over = after in ("", "\n") or after.isupper()
    return closing + ("." if closing and over and not place.original else "")


def _stood_bare(place: MendingPlace, original: OriginalLink, at: int) -> bool:
    """Whether an address stood here: the link's words stand in front of it, or a bracket that only the text opens."""
    if (
        _ADDRESS.match(original.words)
        or original.words.casefold() in plain_words(place.text[max(0, at - _NEAR) : at]).casefold()
    ):
        return True
    return _opened(place, at) and not original.before.count("(") > original.before.count(")")


def _opened(place: MendingPlace, at: int) -> bool:
    """Whether a bracket is open at an offset, in its paragraph and behind the place before this one."""
    block = place.text[max(place.text.rfind("\n\n", 0, at), min(place.since, at), 0) : at]
    return block.count("(") > block.count(")")


def _target(url: str) -> str:
    """An address as an inline link has it: in angle brackets where its own brackets are not in pairs."""
    depth = 0
    for character in url:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            break
    return f"<{url}>" if depth or re.search(r"[\s<>\\]", url) else url


def _escape(words: str) -> str:
    return _ESCAPED.sub(lambda mark: "\\" + mark[0], words)
