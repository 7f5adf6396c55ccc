"""WeasyPrint's warnings as findings: characters that no font has are counted, one finding a script."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from footlight.essay.layout import NO_GLYPH
from footlight.findings.finding import Finding, Severity

_INSTALL = "sudo apt-get install -y --no-install-recommends"
"""The same on every machine: findings of a build are announced in NAME.links.json."""
_SHOWN = 5
"""How many of the missing characters a finding names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fonts:
    """Characters that one package has fonts for."""

    called: str
    """What they are, in front of the word "characters"."""
    names: str
    """Matches the beginnings of their names in Unicode's list, or their category's two letters."""
    package: str
    """Debian's and Ubuntu's; empty where none can be expected to have them."""


_FONTS = (
    # The first row that matches. By the packages' own lists of files: fonts-noto-core has a font for each living script
    # but those of East Asia, which fonts-noto-cjk has, and for symbols.
    _Fonts(called="private", names=r"Co ", package=""),
    _Fonts(called="unassigned", names=r"Cn ", package=""),
    _Fonts(
        called="Chinese, Japanese or Korean",
        names=r".. (CJK|HIRAGANA|KATAKANA|HANGUL|BOPOMOFO|IDEOGRAPHIC|FULLWIDTH|HALFWIDTH|KANGXI)\b",
        package="fonts-noto-cjk",
    ),
    _Fonts(called="symbol", names=r"[SPNZC]. ", package="fonts-noto-core"),
)
_OTHER = "fonts-noto-core"
_PICTURES = range(0x1F000, 0x20000)
"""Blocks of emoji and pictographs."""
_SCRIPT = re.compile(
    r"(.+?) (?:(?:CAPITAL|SMALL|INDEPENDENT|DEPENDENT|SUBJOINED|FINAL) )*"
    r"(?:LETTER|SYLLABLE|SYLLABICS|VOWEL|CONSONANT|SIGN|MARK|ACCENT|HIEROGLYPH|IDEOGRAM)\b"
)
"""The script at the head of a letter's name, such as DEVANAGARI LETTER NA."""
_CHARACTER = re.compile(r"\(U\+([0-9A-F]{4,6})\)\Z")


def warning_findings(said: Sequence[str], shown: str) -> tuple[Finding, ...]:
    """Turn WeasyPrint's warnings into findings."""
    others = (words for words in said if not words.startswith(NO_GLYPH))
    return (*(_layout(words, shown) for words in others), *missing_glyphs(missing_characters(said), shown))


def missing_characters(said: Sequence[str]) -> list[str]:
    """Return the characters that no font has, in the order of the warnings."""
    missing = (words for words in said if words.startswith(NO_GLYPH))
    return [chr(int(match[1], 16)) for words in missing if (match := _CHARACTER.search(words))]


def _layout(words: str, shown: str) -> Finding:
    hint = "Look at the page, and at your own templates/ first."
    message = f"WeasyPrint: {words[:300]}"
    return Finding(code="layout", severity=Severity.WARNING, message=message, hint=hint, file=shown)


def missing_glyphs(characters: Sequence[str], shown: str) -> Iterator[Finding]:
    """Yield a finding for each script of which characters have no font, in the order of their first ones."""
    by_fonts: dict[tuple[str, str], list[str]] = {}
    for character in dict.fromkeys(characters):
        by_fonts.setdefault(_fonts(character), []).append(character)
    for (called, package), some in by_fonts.items():
        message = f"no font on this machine has {_listed(called, some)} in the PDF"
        get = f"Install one that has them, on Debian or Ubuntu `{_INSTALL} {package}`, and build again."
        hint = (
            get
            if package
            else "No package can be expected to have them: name a font of your own, or write it otherwise."
        )
        yield Finding(code="missing-glyph", severity=Severity.WARNING, message=message, hint=hint, file=shown)


def _listed(called: str, characters: Sequence[str]) -> str:
    first = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in characters[:_SHOWN])
    if len(characters) == 1:
        return f"the {called} character {first}; an empty box stands for it"
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    return f"{len(characters)} {called} characters, {first}{more}; empty boxes stand for them"


def _fonts(character: str) -> tuple[str, str]:
    """Return what characters of this kind are called, and the package that has fonts for them."""
    if ord(character) in _PICTURES:
        return "pictorial", "fonts-noto-color-emoji"
    name = unicodedata.name(character, "")
    for row in _FONTS:
        if re.match(row.names, f"{unicodedata.category(character)} {name}"):
            return row.called, row.package
    script = _SCRIPT.match(name)
    return (script[1] if script else name.partition(" ")[0]).title(), _OTHER
