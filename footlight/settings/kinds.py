"""Kinds of values that a key of footlight.toml takes. Each parses what `tomllib` gives, or says what the key takes.

Each also says the same as a JSON Schema (draft 7, which editors read), from which `footlight schema` is made.

They are plain classes, because every command imports them, and a frozen dataclass takes half a millisecond to make.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from footlight.textmatch.suggestions import did_you_mean

_Value_co = TypeVar("_Value_co", covariant=True)
_Value = TypeVar("_Value")
_Word = TypeVar("_Word", bound=StrEnum)
_LONGEST = 60
Schema = dict[str, Any]
"""A JSON Schema."""


class Refused(ValueError):  # noqa: N818 - it becomes a UsageError
    """A value, or several together, that cannot be taken; the message says what can."""

    def __init__(self, message: str, *, key: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.key = key
        """The key at fault, where the message is about several; its place goes before the message."""
        self.hint = hint


class Kind(Protocol[_Value_co]):
    """A kind of value."""

    def parse(self, name: str, value: object) -> _Value_co:
        """Give the typed value of the key that is called `name`. Raises Refused."""

    def schema(self) -> Schema:
        """Say which values are taken."""


def in_any_case(word: str) -> str:
    """A regular expression for a word whose letters may be capitals; JSON Schema has no flag for that."""
    return "".join(f"[{c.upper()}{c.lower()}]" if c.lower() != c.upper() else re.escape(c) for c in word)


def shown(value: object) -> str:
    """A value as a message quotes it, cut where it is long."""
    try:
        text = repr(value)
    except ValueError:  # Python does not write numbers of more than 4,300 digits
        return "a number of thousands of digits"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class Text:
    """A text, of a form if there is one: a regular expression for the whole text.

    An empty text is the same as no text, and is taken unless `empty` is false.
    """

    def __init__(self, *, form: str = "", empty: bool = True, takes: str = "a text") -> None:
        self.form, self.empty, self.takes = form, empty, takes

    def parse(self, name: str, value: object) -> str:
        """Give the text."""
        if isinstance(value, str) and (self._has_form(value) if value else self.empty):
            return value
        raise Refused(f"'{name}' takes {self.takes}, not {shown(value)}")

    def schema(self) -> Schema:
        """Say which texts."""
        if not self.form:
            return {"type": "string"} if self.empty else {"type": "string", "minLength": 1}
        return {"type": "string", "pattern": f"^(?:{self.form}){'?' if self.empty else ''}$"}

    def _has_form(self, value: str) -> bool:
        return not self.form or re.fullmatch(self.form, value) is not None


class Number:
    """A number between two others, themselves included; `takes` and `unit` are for messages."""

    def __init__(self, *, least: float, greatest: float, takes: str = "a number", unit: str = "") -> None:
        self.least, self.greatest, self.takes, self.unit = least, greatest, takes, unit

    def parse(self, name: str, value: object) -> float:
        """Give the number."""
        if isinstance(value, int | float) and self._holds(value):
            return float(value)
        raise self._refusal(name, value)

    def schema(self) -> Schema:
        """Say which numbers."""
        return {"type": "number", "minimum": self.least, "maximum": self.greatest}

    def _holds(self, value: float) -> bool:
        """NaN is between no numbers, and bool is an int to Python but not to a writer."""
        return not isinstance(value, bool) and self.least <= value <= self.greatest

    def _refusal(self, name: str, value: object) -> Refused:
        bounds = f"between {self.least:g} and {self.greatest:g}{self.unit}"
        return Refused(f"'{name}' takes {self.takes} {bounds}, not {shown(value)}")


class Whole(Number):
    """A whole number between two others, themselves included."""

    def parse(self, name: str, value: object) -> int:
        """Give the number."""
        if isinstance(value, int) and self._holds(value):
            return value
        raise self._refusal(name, value)

    def schema(self) -> Schema:
        """Say which numbers."""
        return {**super().schema(), "type": "integer"}


class Flag:
    """True or false."""

    def parse(self, name: str, value: object) -> bool:
        """Give the value."""
        if isinstance(value, bool):
            return value
        raise Refused(f"'{name}' takes true or false, not {shown(value)}")

    def schema(self) -> Schema:
        """Say that it is a truth value."""
        return {"type": "boolean"}


class Choice(Generic[_Word]):
    """One of a few words, the members of an enumeration."""

    def __init__(self, words: type[_Word]) -> None:
        self.words = words

    def parse(self, name: str, value: object) -> _Word:
        """Give the word's member."""
        word = value if isinstance(value, str) else ""
        try:
            return self.words(word)
        except ValueError:
            nearest = did_you_mean(word, self.words)
            message = f"'{name}' takes {', '.join(self.words)}, not {shown(value)}"
            raise Refused(f"{message}; {nearest}" if nearest else message) from None

    def schema(self) -> Schema:
        """Say which words."""
        return {"enum": [word.value for word in self.words]}


class Each(Generic[_Value]):
    """A list of values of one kind."""

    def __init__(self, kind: Kind[_Value]) -> None:
        self.kind = kind

    def parse(self, name: str, value: object) -> tuple[_Value, ...]:
        """Give the values."""
        if isinstance(value, list):
            return tuple(self.kind.parse(name, item) for item in value)
        raise Refused(f"'{name}' takes a list, not {shown(value)}; write it between [ and ]")

    def schema(self) -> Schema:
        """Say which values stand in it."""
        return {"type": "array", "items": self.kind.schema()}


class OneOrMore(Each[_Value]):
    """A value of a kind, or a list of such values."""

    def parse(self, name: str, value: object) -> tuple[_Value, ...]:
        """Give the values; none for an empty text."""
        if isinstance(value, list):
            return super().parse(name, value)
        return (self.kind.parse(name, value),) if value != "" else ()

    def schema(self) -> Schema:
        """Say which value, or which values stand in a list."""
        return {"anyOf": [self.kind.schema(), {"const": ""}, super().schema()]}


class Named(Generic[_Value]):
    """A text that names a value.

    `read` gives the value of a name, and raises ValueError with a message that says which names there are. For editors,
    `names` are all names that there are, and `form` is what else is read: regular expressions for whole texts. Capitals
    count where `exact` is true.
    """

    def __init__(
        self,
        read: Callable[[str], _Value],
        *,
        names: Callable[[], Iterable[str]] = tuple,
        form: str = "",
        exact: bool = False,
    ) -> None:
        self.read, self.names, self.form, self.exact = read, names, form, exact

    def parse(self, name: str, value: object) -> _Value:
        """Give the value that is named."""
        word = Text().parse(name, value)
        try:
            return self.read(word)
        except ValueError as error:
            raise Refused(str(error)) from None

    def schema(self) -> Schema:
        """Say which names."""
        names = [str(name) for name in self.names()]
        forms = [self.form] if self.form else []
        if self.exact:
            return {"enum": names}
        pattern = "|".join([*map(in_any_case, names), *forms])
        spelt: Schema = {"type": "string", "pattern": f"^(?:{pattern})$"} if pattern else {"type": "string"}
        return {"anyOf": [{"enum": names}, spelt]} if names else spelt
