"""Printed form of addresses: without `https://` where that is unambiguous, with break points that do not mislead.

An address breaks after / ? & = and after the dots of the host. No hyphen is added, and it never breaks after a hyphen
of its own, because readers (and programs that extract text) would take that for an added one. A part longer than half
a line may break before a hyphen; only a part without such a place breaks anywhere.
"""

import re
from html import escape, unescape

_SELF_LINK = re.compile(r'<a href="(?P<href>[^"]*)"(?P<rest>[^>]*)>(?P<words>[^<]*)</a>')
_DOCUMENT = re.compile(r"(?:https?|ftp|gopher)://")
_PARTS = re.compile(r"[^/?&=]*[/?&=]+|[^/?&=]+")
_LONG = 30
"""Greatest length of a part that is kept together."""


def shown(url: str) -> str:
    """The printed form of an address: without `https://` where it begins with a host name; other schemes are kept."""
    bare = url.removeprefix("https://")
    return bare if bare != url and re.match(r"[\w-]+(\.[\w-]+)+(?::\d+)?(?:[/?#]|\Z)", bare) else url


def parts(words: str) -> list[str]:
    """Split an address into the parts between which it may break."""
    pieces: list[str] = []
    for part in _PARTS.findall(words):
        pieces += _by_hyphens(part) if len(part) > _LONG else [part]
    return pieces


def _by_hyphens(part: str) -> list[str]:
    """Split a long part before hyphens and after dots, into pieces of about half of `_LONG`."""
    pieces = [""]
    for bit in re.findall(r"[-_]?[^-_.]*\.?|.", part):
        if len(pieces[-1]) + len(bit) > _LONG // 2 and pieces[-1]:
            pieces.append("")
        pieces[-1] += bit
    return [piece for piece in pieces if piece]


def address_html(url: str) -> str:
    """Link an address under its printed form; `fl-part` marks the parts in which no line breaks."""
    pieces = "<wbr/>".join(
        f'<span class="fl-part">{escape(piece)}</span>' if len(piece) <= _LONG else escape(piece)
        for piece in parts(shown(url))
    )
    return f'<a href="{escape(url)}" class="fl-address">{pieces}</a>'


def set_addresses(fragment: str) -> str:
    """Replace each link of a fragment whose text is its own address by `address_html`."""

    def change(match: re.Match[str]) -> str:
        href, words = unescape(match["href"]), unescape(match["words"])
        if not _DOCUMENT.match(href) or words not in (href, shown(href)):
            return match[0]
        return address_html(href)

    return _SELF_LINK.sub(change, fragment)
