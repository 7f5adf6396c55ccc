"""Addresses that a reader takes for another one: a host in mixed scripts, credentials before it, what cannot be seen.

The rules are Unicode's (UTS 39, 5.2, “Highly Restrictive”; UTR 36, 2), one function each. None is ever
changed, so such an address is printed as it is; a finding shows what a program reads there, all in ASCII.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from footlight.engines.web.url import ascii_host, in_ascii

_PARTS = re.compile(r"(https?://)([^/?#\\]*)(.*)", re.IGNORECASE | re.DOTALL)
_SUSPECT = re.compile(r"[@\\]|xn--", re.IGNORECASE)
"""What an address in ASCII has if one of the rules may know it."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                     "\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
                     "\ud800-\udfff\U000e0000-\U000e0fff]")  # fmt: skip
"""Characters without a glyph, and those that turn the direction round (Unicode, Default_Ignorable_Code_Point)."""
_EMOJI_SELECTOR = re.compile("(?<=[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff])\ufe0f|(?<=[0-9#*])\ufe0f\u20e3")
_SLASHES = frozenset("\u2044\u2215\u29f8\uff0f\u2571\u3033\u0337\u0338\u1735\u2cc6\u30ce")
_POINTS = frozenset("\u0660\u06d4\u0701\u0702\u2024\ua4f8\ua60e\u3002\uff0e\uff61\u05c3\ufe52\u00b7")
_OTHER_MARKS = frozenset(
    "\uff1a\ua789\u2236\u02d0\u0589\ufe55\uff1f\uff03\ufe5f\uff20\ufe6b\u2010\u2011\u2012\u2013\u2212"
)
_LATIN_LIKE = frozenset("асԁеһіјӏорԛѕԝхуѵѡҽαορνικυχτηωաոսցհօզլ")
"""Small letters of the Cyrillic, Greek and Armenian scripts that look like Latin ones (UTS 39, confusables.txt)."""
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
"""Scripts that are written together (UTS 39, 5.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguise:
    """Why an address is taken for another, and what it is."""

    why: str
    """Continues “the address can be taken for another: ”."""
    in_ascii: str
    """The address as a program asks for it: the host's ASCII form, all else percent-encoded."""


def disguise_of(url: str) -> Disguise | None:
    """Tell why a web address can be taken for another one; None where it cannot."""
    found = _PARTS.match(url)
    if not found or (url.isascii() and url.isprintable() and not _SUSPECT.search(url)):
        return None
    user, _, host = found[2].rpartition("@")
    host = re.sub(r":\d*\Z", "", host)
    for rule in _RULES:
        if why := rule(url, user, host):
            return Disguise(why=why, in_ascii=_ascii(found, user, host))
    return None


def _credentials(_url: str, user: str, host: str) -> str:
    return f"what stands before the @ is no host; it leads to {_read(host)}" if user else ""


def _backslash(url: str, _user: str, _host: str) -> str:
    return "it holds a backslash, which browsers read as a slash" if "\\" in url.partition("?")[0] else ""


def _unseen(url: str, _user: str, _host: str) -> str:
    hidden = _UNSEEN.search(_EMOJI_SELECTOR.sub("", url))
    return f"it holds a character that cannot be seen (U+{ord(hidden[0]):04X})" if hidden else ""


def _marks(_url: str, _user: str, host: str) -> str:
    mark = next((one for one in host if one in _SLASHES | _POINTS | _OTHER_MARKS), "")
    return f"its host holds {mark} (U+{ord(mark):04X}), which looks like another mark" if mark else ""


def _scripts(_url: str, _user: str, host: str) -> str:
    for label in _labels(host):
        scripts = {_script(one) for one in label if one.isalpha()}
        if len(scripts) > 1 and not any(scripts <= group for group in _TOGETHER):
            return f"letters of different scripts stand in its host ({', '.join(sorted(map(str.capitalize, scripts)))})"
        alike = scripts and "LATIN" not in scripts and all(one in _LATIN_LIKE for one in label.lower() if one.isalpha())
        if alike and host.rpartition(".")[2].isascii():  # a country's own letters at the end say which script it is
            return f"all letters of “{label}” look like Latin ones and are {scripts.pop().capitalize()}"
    return ""


_RULES: tuple[Callable[[str, str, str], str], ...] = (_credentials, _backslash, _unseen, _marks, _scripts)


def _labels(host: str) -> Iterator[str]:
    """The parts of a host's name as people read them."""
    for label in host.split("."):
        if label[:4].lower() != "xn--":
            yield label
            continue
        try:
            yield label[4:].encode("ascii").decode("punycode")
        except UnicodeError:
            continue


def _script(letter: str) -> str:
    """The script of a letter, from its Unicode name, such as CYRILLIC; fullwidth letters are a script of their own."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


def _read(host: str) -> str:
    try:
        return ascii_host(host)
    except ValueError:
        return in_ascii(host.encode("utf-8", "replace").decode())


def _ascii(found: re.Match[str], user: str, host: str) -> str:
    before = f"{user}@" if "@" in found[2] else ""
    behind = found[2][len(before) + len(host) :] + found[3]
    rest = [part.encode("utf-8", "replace").decode() for part in (before, behind)]
    return f"{found[1]}{in_ascii(rest[0])}{_read(host)}{in_ascii(rest[1])}"
