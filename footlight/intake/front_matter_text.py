"""Front matter as text: YAML that a person would have typed, with a comment where a value is doubtful."""

import re
from dataclasses import dataclass, field

_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n'\"]|:(?=\S)|#(?<=\S#)|['\"](?<=\S['\"]))*", re.UNICODE)
_WORDS_OF_YAML = re.compile(r"(?:y|yes|n|no|true|false|on|off|null|nan|inf)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>$^~@])")


@dataclass(frozen=True, slots=True)
class Field:
    """A key of the front matter."""

    key: str
    value: str | tuple[str, ...]
    doubt: str = ""
    """What a comment says of it."""


@dataclass(slots=True)
class FrontMatter:
    """The front matter of an essay, in the order in which it is written."""

    fields: list[Field] = field(default_factory=list)

    def put(self, key: str, value: str | tuple[str, ...], doubt: str = "") -> None:
        """Add a key, unless its value is empty."""
        if value:
            self.fields.append(Field(key, value, doubt))

    def text(self) -> str:
        """The block with the lines round it and an empty line behind."""
        return "---\n" + "".join(_lines(one) for one in self.fields) + "---\n\n"


def _lines(one: Field) -> str:
    comment = f"  # {_CONTROL.sub(' ', one.doubt)}" if one.doubt else ""
    if isinstance(one.value, str):
        return f"{one.key}: {scalar(one.value)}{comment}\n"
    if len(one.value) == 1:
        return f"{one.key}: {scalar(one.value[0])}{comment}\n"
    return f"{one.key}:{comment}\n" + "".join(f"  - {scalar(value)}\n" for value in one.value)


def scalar(text: str) -> str:
    """A text as YAML: as it is where that is no other thing, else between single quotes, in one line."""
    text = " ".join(_CONTROL.sub(" ", text).split())
    if _DAY.fullmatch(text):
        return text
    plain = (
        _PLAIN.fullmatch(text) and not _WORDS_OF_YAML.fullmatch(text) and not text.endswith(":") and " #" not in text
    )
    return text if plain else "'" + text.replace("'", "''") + "'"


def as_markdown(text: str) -> str:
    """Plain text for a key that holds Markdown: what would be markup there is escaped."""
    return _MARKDOWN.sub(r"\\\1", text) if _MARKDOWN.search(text) and _looks_like_markup(text) else text


def _looks_like_markup(text: str) -> bool:
    return bool(re.search(r"([*_`$~^]).*\1|\[.*\]|<\w|\\|(?:^|\s)@\w", text))
