"""Custom properties of a style sheet that stand for each other, bounded before WeasyPrint resolves them.

`--a: var(--b) var(--b); --b: var(--c) var(--c); …` doubles with each row: forty rows are a million million values,
which WeasyPrint would write out.
"""

import re

from footlight.errors import EngineError

MOST_VALUES = 20_000
"""Values that a custom property of a style sheet may stand for, those that it refers to written out; ours have ten."""
_DEEPEST = 100
_DEFINITION = re.compile(r"(--[\w-]+)\s*:([^;{}]*)")
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")


def refuse_multiplied_properties(style: str) -> None:
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
