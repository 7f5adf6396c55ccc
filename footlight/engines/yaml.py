"""PyYAML: front matter as plain values, with the line of each key.

Everything is read as text (`BaseLoader`): a title `1984` or `No` stays what the author wrote. Aliases are expanded
within a bound, for a few lines of them can stand for gigabytes (the "billion laughs").
"""

from dataclasses import dataclass
from typing import Protocol

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 20
"""Levels of lists and maps in a front matter. References of CSL have five."""
_MOST_VALUES = 20_000
"""Values of one front matter, aliases expanded. The longest that was seen has some hundreds."""

_NULL = frozenset({"~", "null", "Null", "NULL"})
"""What says, without quotation marks, that there is nothing (https://yaml.org/spec/1.2.2/#1032-tag-resolution)."""

Value = str | list["Value"] | dict[str, "Value"]


class YamlProblem(Exception):  # noqa: N818 - it becomes a finding, not an error
    """The text is no YAML, or exceeds a bound; `line` and `column` (1-based) are places in the text."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """The top level of a front matter."""

    values: dict[str, Value]
    lines: dict[str, int]
    """The line of each top-level key, 1-based in the text that was given."""
    repeated: tuple[str, ...] = ()
    """Keys that occur more than once; the last value counts."""


def read_mapping(text: str) -> Mapping:
    """Read the top-level mapping of a YAML text; an empty text is an empty mapping.

    Raises YamlProblem where the text is broken, is nested deeper than 20, stands for too many values, or is no mapping.
    """
    try:
        _refuse_depth(text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _problem(error.problem or "this is not YAML", error.problem_mark or error.context_mark) from None
    except yaml.YAMLError as error:  # a control character: the reader knows only an offset
        raise YamlProblem(str(error).splitlines()[0], 1, 1) from None
    if node is None:
        return Mapping(values={}, lines={})
    if not isinstance(node, yaml.MappingNode):
        raise _problem("front matter is a list of `key: value` lines", node.start_mark)
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    repeated = []
    budget = _Budget()
    for key, value in node.value:
        name = str(key.value)
        if name in values:
            repeated.append(name)
        values[name], lines[name] = _plain(value, 0, budget), key.start_mark.line + 1
    return Mapping(values=values, lines=lines, repeated=tuple(repeated))


def _refuse_depth(text: str) -> None:
    """Raise YamlProblem for a text that is nested too deeply: composing one overflows the C library's stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _problem("nested too deeply", event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Budget:
    """Counts the values that may still be created."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def spend(self, node: yaml.Node) -> None:
        self._left -= 1
        if self._left < 0:
            raise _problem(f"the aliases (*name) stand for more than {_MOST_VALUES} values", node.start_mark)


def _plain(node: yaml.Node, depth: int, budget: _Budget) -> Value:
    budget.spend(node)
    if depth > _DEEPEST:  # an alias may stand inside what it names
        raise _problem("nested too deeply", node.start_mark)
    match node:
        case yaml.MappingNode():
            return {str(key.value): _plain(value, depth + 1, budget) for key, value in node.value}
        case yaml.SequenceNode():
            return [_plain(value, depth + 1, budget) for value in node.value]
        case yaml.ScalarNode(value=value) if value in _NULL and not node.style:
            return ""
        case _:
            return str(node.value)


class _Mark(Protocol):
    line: int
    column: int


def _problem(message: str, mark: _Mark | None) -> YamlProblem:
    return YamlProblem(message, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)
