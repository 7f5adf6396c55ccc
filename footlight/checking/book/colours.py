"""Colours that can be read: enough contrast (WCAG 2.2, 1.4.3), and none that the reader's dark page swallows."""

from collections.abc import Iterator

from footlight.checking.book.opened import Book
from footlight.engines.css import Rule, colour, rules
from footlight.finding import Finding

LEAST_CONTRAST = 4.5
_BACKGROUNDS = ("background-color", "background")


def contrast(book: Book) -> Iterator[Finding]:
    """A rule whose own colour and background are too near to each other."""
    for name, rule in _rules(book):
        ink, paper = _colours(rule)
        if ink and paper and (ratio := _ratio(ink, paper)) < LEAST_CONTRAST:
            place = f"{name}, line {rule.line}"
            message = f"{place}: the contrast of `{rule.selector}` is {ratio:.1f}, less than {LEAST_CONTRAST}"
            yield book.finding("epub-contrast", message, hint="Take a darker ink or a lighter ground.")


def dark_pages(book: Book) -> Iterator[Finding]:
    """A rule that sets the ink and not the paper, or the paper and not the ink: on a dark page one of them is the
    reader's.
    """
    for name, rule in _rules(book):
        ink, paper = _colours(rule)
        if (ink is None) == (paper is None) or "prefers-color-scheme" in rule.media:
            continue
        what, other = ("a colour", "a background") if ink else ("a background", "a colour")
        message = f"{name}, line {rule.line}: `{rule.selector}` sets {what} without {other}"
        hint = "Leave colours to the reader, or set both, or put them into @media (prefers-color-scheme: …)."
        yield book.finding("epub-dark-page", message, hint=hint)


def _rules(book: Book) -> Iterator[tuple[str, Rule]]:
    return ((name, rule) for name, text in book.styles.items() for rule in rules(text))


_Colour = tuple[float, float, float] | None


def _colours(rule: Rule) -> tuple[_Colour, _Colour]:
    """The ink and the paper that a rule sets; its last declaration of each counts."""
    ink, paper = None, None
    for name, value in rule.declarations:
        if name == "color":
            ink = colour(value)
        elif name in _BACKGROUNDS:
            paper = colour(value)
    return ink, paper


def _ratio(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """WCAG's contrast ratio, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(parts: tuple[float, float, float]) -> float:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
