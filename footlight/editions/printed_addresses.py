"""How an address is set: without `https://` where it stays unambiguous, and broken only where a reader is not misled.

It breaks after / ? & = and behind the dots of the host, never with a hyphen added, and never after a hyphen of its own,
which a reader (and a program that extracts text) takes for ours. A part too long for half a line may break in front
of a hyphen; only one longer than a line breaks anywhere, and then nothing is added.
"""

import re
from html import escape, unescape

_SELF_LINK = re.compile(r'<a href="(?P<href>[^"]*)"(?P<rest>[^>]*)>(?P<words>[^<]*)</a>')
_PARTS = re.compile(r"[^/?&=]*[/?&=]+|[^/?&=]+")
_LONG = 30


def shown(url: str) -> str:
    """The address as it is printed: without `https://`, which stays unambiguous; every other scheme stands."""
    bare = url.removeprefix("https://")
    return bare if bare != url and re.match(r"[\w-]+(\.[\w-]+)+(?::\d+)?(?:[/?#]|\Z)", bare) else url


def parts(words: str) -> list[str]:
    """The address in the pieces between which it may break."""
    pieces: list[str] = []
    for part in _PARTS.findall(words):
        pieces += _by_hyphens(part) if len(part) > _LONG else [part]
    return pieces


def _by_hyphens(part: str) -> list[str]:
    """A long part cut in front of hyphens and behind dots, each piece as near to half of `_LONG` as it can be."""
    pieces = [""]
    for bit in re.findall(r"[-_]?[^-_.]*\.?|.", part):
        if len(pieces[-1]) + len(bit) > _LONG // 2 and pieces[-1]:
            pieces.append("")
        pieces[-1] += bit
    return [piece for piece in pieces if piece]


def address_html(url: str) -> str:
    """An address as a link that is set as itself."""
    pieces = "<wbr/>".join(f'<span class="part">{escape(piece)}</span>' for piece in parts(shown(url)))
    return f'<a href="{escape(url)}" class="address">{pieces}</a>'


def set_addresses(fragment: str) -> str:
    """Every link of a fragment whose words are its own address, with the address set as one."""

    def change(match: re.Match[str]) -> str:
        href, words = unescape(match["href"]), unescape(match["words"])
        if not href.startswith(("http://", "https://")) or words not in (href, shown(href)):
            return match[0]
        return address_html(href)

    return _SELF_LINK.sub(change, fragment)
