"""What a style sheet may make of a few words, bounded before WeasyPrint reads it.

Custom properties that stand for each other double with each row (`--a: var(--b) var(--b); --b: var(--c) var(--c); …`):
forty rows are a million million values, which WeasyPrint would write out. A string of half a megabyte, as `content`, is
700 pages.
"""

import re

from footlight.errors import EngineError

MOST_VALUES = 20_000
"""Values that a custom property of a style sheet may stand for, those that it refers to written out; ours have ten."""
LONGEST_STRING = 10_000
"""Characters of a string in a style sheet, addresses apart. It is text that no reader of the source knows of."""
_DEEPEST = 100
_DEFINITION = re.compile(r"(--[\w-]+)\s*:([^;{}]*)")
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")

_STRING = re.compile(
    r"""/\*.*?(?:\*/|\Z)                                       # a comment, in which an apostrophe begins no string
      | url\(\s*(?:"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)   # an address, which may hold a whole picture
      | "(?P<double>(?:[^"\\\n]|\\.)*)"?
      | '(?P<single>(?:[^'\\\n]|\\.)*)'?""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)


def refuse_boundless_style(style: str) -> None:
    """Raise EngineError where a style sheet makes too much: properties that multiply, endless strings."""
    _refuse_multiplied_properties(style)
    for found in _STRING.finditer(style):
        if (length := len(found["double"] or found["single"] or "")) > LONGEST_STRING:
            message = f"a string of the style sheet has {length:,} characters; {LONGEST_STRING:,} are the most"
            raise EngineError(message, hint="Text belongs in the essay, where it can be checked.")


def _refuse_multiplied_properties(style: str) -> None:
    """Raise EngineError where a custom property stands for more than `MOST_VALUES` values, or for a chain of 100."""
    references: dict[str, list[str]] = {}
    for name, value in _DEFINITION.findall(style):
        used = _REFERENCE.findall(value)
        if len(used) > len(references.get(name, ())):
            references[name] = used
    counted: dict[str, int] = {}

    def count(name: str, above: int) -> int:
        if name not in counted:
            counted[name] = 1  # what leads back to itself is invalid, and stands for nothing
            deeper = references.get(name, ()) if above < _DEEPEST else ()
            counted[name] = total = 1 + sum(count(used, above + 1) for used in deeper)
            if total > MOST_VALUES or above == _DEEPEST:
                message = f"the custom property {name[:60]} stands for over {MOST_VALUES:,} values, or a long chain"

                raise EngineError(message, hint="Look for properties that name each other twice.")
        return counted[name]

    for name in references:
        count(name, 0)
