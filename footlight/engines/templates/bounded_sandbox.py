"""A Jinja2 sandbox in which a template also has an end: steps, and characters, are counted.

Jinja2's own sandbox keeps templates from Python's insides. It lets them loop in loops, double a text sixty times and
multiply one by a milliard: a slip of the pen, and the end of a machine. So each loop, call, filter and
operator is charged to an account, before it is carried out, by the most that can come of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sized
from functools import wraps
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

MOST_STEPS = 1_000_000
"""Of one rendering: rounds of loops, calls, filters. An essay of 300 notes takes 373 of them."""
MOST_CHARACTERS = 100_000_000
"""That one step may make. A book of a thousand pages has two million."""
_CHARACTERS_A_STEP = 1_000
"""So many characters are charged as one more step."""
_LONG = 5_000
"""Items of a list that is not looked through each time it is used."""
_WIDE = re.compile(r"[%{:.][^%{}]{0,20}?\d{6}")
_MOST_BITS = 4_096
"""Of a number. A date has some thirty."""


class _Charging(NodeTransformer):
    """Changes a template's tree so that loops and `~` are charged."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja2's name
        """Count the rounds of a loop."""
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, _LOOP, [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - Jinja2's name
        """Count the characters that `~` joins."""
        self.generic_visit(node)
        return nodes.Filter(nodes.List(node.nodes), _JOIN, [], [], None, None, lineno=node.lineno)


_LOOP, _JOIN = "counted loop", "counted join"
"""Names that no template can write."""


class BoundedSandbox(ImmutableSandboxedEnvironment):
    """The environment of templates. `begin` opens the account of a rendering."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja2's own
        super().__init__(**options)
        del self.globals["lipsum"]  # words without sense, as many as one asks for
        self._left = MOST_STEPS
        self._safe: dict[tuple[type, str], bool] = {}
        self.filters = {name: self._charged(function) for name, function in self.filters.items()}
        self.filters |= {_LOOP: self._counted, _JOIN: self._joined}
        self.concat = self._whole  # type: ignore[method-assign]  # a class attribute there, taken as a function

    def _generate(self, source: nodes.Template, *rest: Any, **named: Any) -> str:  # noqa: ANN401 - Jinja2's hook
        source = _Charging().visit(source)
        source.set_environment(self)
        return super()._generate(source, *rest, **named)

    def begin(self) -> None:
        """Open a new account."""
        self._left = MOST_STEPS

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - Jinja2's own
        """Tell whether a template may see an attribute. Jinja2's answer goes by kind and name alone, and is kept."""
        known = type(obj), attr
        if known not in self._safe:
            self._safe[known] = super().is_safe_attribute(obj, attr, value)
        return self._safe[known]

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja2's own
        """Carry out an operator. Raises SecurityError where the account, or a bound, does not allow it."""
        if isinstance(left, int) and isinstance(right, int):
            bits = (
                left.bit_length() * max(1, abs(right)) if operator == "**" else left.bit_length() + right.bit_length()
            )
            if bits > _MOST_BITS:
                raise SecurityError("a number has more digits than anything can be counted by")
        elif operator == "+":
            self._spend(_size(left) + _size(right))
        else:
            _refuse_wide(left)
            self._spend(_most((left, *(right if isinstance(right, tuple) else (right,)))))
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, called: Any, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - Jinja2's own
        """Call a function or a method of a template. Raises SecurityError as `call_binop` does."""
        whose = getattr(getattr(called, "__wrapped__", called), "__self__", None)  # Jinja2 wraps `str.format`
        _refuse_wide(whose)
        self._spend(_most((whose, *args, *named.values())), steps=2)
        return super().call(context, called, *args, **named)

    def _charged(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def charged(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - a filter takes what it takes
            if function.__name__ == "do_format":
                _refuse_wide(args[0])
            self._spend(_most((*args, *named.values())))
            return function(*args, **named)

        return charged

    def _counted(self, items: Iterable[Any]) -> Iterable[Any]:
        if isinstance(items, Sized):
            self._spend(0, steps=len(items))
            return items
        return self._one_by_one(items)

    def _one_by_one(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._spend(0)
            yield item

    def _joined(self, parts: list[Any]) -> Any:  # noqa: ANN401 - a text, marked as safe or not
        self._spend(sum(map(_size, parts)))
        return markup_join(parts)

    def _whole(self, parts: Iterable[str]) -> str:
        """Join what a template, a macro or a block wrote."""
        written = list(parts)
        self._spend(sum(map(len, written)))
        return "".join(written)

    def _spend(self, characters: int, *, steps: int = 1) -> None:
        if characters > MOST_CHARACTERS:
            raise SecurityError(f"a template makes more than {MOST_CHARACTERS:,} characters at once")
        self._left -= steps + characters // _CHARACTERS_A_STEP
        if self._left < 0:
            raise SecurityError(
                f"a template takes more than {MOST_STEPS:,} steps; does a loop, or a macro, call itself?"
            )


def _refuse_wide(text: Any) -> None:  # noqa: ANN401 - any value of a template
    """Refuse to fill in a text whose places are hundreds of thousands of characters wide (`{:>999999}`)."""
    if isinstance(text, str) and len(text) < MOST_CHARACTERS and ("%" in text or "{" in text) and _WIDE.search(text):
        raise SecurityError("a place of a format is wider than any page")


def _most(values: Iterable[Any]) -> int:
    """The most characters, or items, that an operation on these values can make: each may repeat the others."""
    texts, numbers = 1, 1
    for value in values:
        if isinstance(value, int):
            numbers = max(numbers, abs(value))
        else:
            texts *= max(1, _size(value))
    return texts * numbers


def _size(value: Any) -> int:  # noqa: ANN401 - any value of a template
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, list | tuple | set | dict):
        if len(value) > _LONG:
            return len(value) * _CHARACTERS_A_STEP
        return sum(len(one) if isinstance(one, str) else 1 for one in value)
    return 1
