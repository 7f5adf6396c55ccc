"""source/footlight.toml, parsed once and typed from then on; an unknown key is an error."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from footlight.ebook import USUAL, Ebook, PagesOf, Variant
from footlight.errors import UsageError
from footlight.paper import SIZES, Page, page_of
from footlight.suggest import did_you_mean


class Edition(StrEnum):
    """What `build` can make of an essay."""

    READING = "reading"
    PRINT = "print"
    EPUB = "epub"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a project decides. The defaults build a folder that has no footlight.toml."""

    editions: tuple[Edition, ...] = tuple(Edition)
    page: Page = SIZES["A5"]
    """The reading edition's."""
    print_page: Page | None = None
    """The print edition's, where it differs."""
    tallest_note: float = 0.4
    """A note taller than this share of the text block is set at the end, and announced."""
    csl: str = "notes.csl"
    """A style in templates/csl/."""
    editor: str = ""
    """Whose the editor's notes are; named in the colophon."""
    epub: Ebook = USUAL
    archives: tuple[str, ...] = ()
    """Where `links recover` looks, in the form of `--archive`."""


def load_config(path: Path) -> Config:
    """The configuration at `path`; the defaults where there is no file.

    Raises UsageError where the file is broken, a key is unknown or a value is of the wrong kind.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Config()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(
            f"{path.name} cannot be read: {error}", hint="Mend it; docs/configuration.md shows one."
        ) from None
    config = Config()
    for table, value in raw.items():
        if table not in _TABLES:
            raise _unknown(table, "table", _TABLES, path)
        if not isinstance(value, dict):
            raise UsageError(f"{path.name}: '{table}' is a table; write [{table}] on a line of its own")
        config = _TABLES[table](config, value, path)
    return config


def _unknown(word: str, what: str, known: Any, path: Path) -> UsageError:  # noqa: ANN401 - any collection of words
    nearest = did_you_mean(word, known)
    hint = "docs/configuration.md lists them."
    return UsageError(f"{path.name}: unknown {what} '{word}'" + (f"; {nearest}" if nearest else ""), hint=hint)


_KINDS = {"str": "a text", "list": "a list", "number": "a number", "int": "a whole number", "bool": "true or false"}


def _checked(value: dict[str, Any], kinds: Mapping[str, type | tuple[type, ...]], path: Path) -> None:
    for key, item in value.items():
        if key not in kinds:
            raise _unknown(key, "key", kinds, path)
        kind = kinds[key]
        if not isinstance(item, kind) or (isinstance(item, bool) and kind is not bool):
            name = getattr(kind, "__name__", "number")
            word = _KINDS.get(name, name)
            raise UsageError(f"{path.name}: '{key}' takes {word}, not {item!r}")


def _build(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"editions": list}, path)
    names = value.get("editions", list(Edition))
    return replace(config, editions=tuple(edition_named(str(name)) for name in names))


def edition_named(name: str) -> Edition:
    """The edition of a name. Raises UsageError with the nearest name."""
    try:
        return Edition(name)
    except ValueError:
        nearest = did_you_mean(name, Edition) or f"there are {', '.join(Edition)}"
        raise UsageError(f"unknown edition '{name}'; {nearest}") from None


_NUMBERS = ("inner", "outer", "head", "foot", "type", "leading")


def _page(config: Config, value: dict[str, Any], path: Path) -> Config:
    return replace(config, page=_page_from(value, config.page, path))


def _print(config: Config, value: dict[str, Any], path: Path) -> Config:
    return replace(config, print_page=_page_from(value, config.page, path))


def _page_from(value: dict[str, Any], default: Page, path: Path) -> Page:
    _checked(value, {"size": str, **dict.fromkeys(_NUMBERS, (int, float))}, path)
    try:
        page = page_of(value["size"]) if "size" in value else default
        own: dict[str, Any] = {key: float(value[key]) for key in _NUMBERS if key in value}
        return replace(page, **own).checked()
    except ValueError as error:
        raise UsageError(f"{path.name}: {error}") from None


def _notes(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"tallest": (int, float), "csl": str, "editor": str}, path)
    tallest = float(value.get("tallest", config.tallest_note))
    if not 0.1 <= tallest <= 0.8:
        raise UsageError(f"{path.name}: 'tallest' takes a share of the text block between 0.1 and 0.8")
    csl = value.get("csl", config.csl)
    if not re.fullmatch(r"[\w.-]+\.csl", csl):
        raise UsageError(f"{path.name}: 'csl' takes the name of a file in templates/csl/, such as notes.csl")
    return replace(config, tallest_note=tallest, csl=csl, editor=value.get("editor", ""))


def _epub(config: Config, value: dict[str, Any], path: Path) -> Config:
    texts = ("pages", "conforms-to", "certified-by", "certifier-credential", "certifier-report")
    _checked(value, {"variants": list, "onix": bool, **dict.fromkeys(texts, str)}, path)
    own = Ebook()
    try:
        ebook = Ebook(
            pages=_choice(PagesOf, "pages", value.get("pages", own.pages)),
            variants=tuple(_choice(Variant, "variants", str(name)) for name in value.get("variants", [])),
            onix=value.get("onix", own.onix),
            certified_by=value.get("certified-by", ""),
            credential=value.get("certifier-credential", ""),
            report=value.get("certifier-report", ""),
            conforms_to=value.get("conforms-to", own.conforms_to),
        ).checked()
    except ValueError as error:
        raise UsageError(f"{path.name}: {error}") from None
    return replace(config, epub=ebook)


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(choices: type[_Choice], key: str, word: str) -> _Choice:
    """The choice of a name. Raises ValueError with those that there are."""
    try:
        return choices(word)
    except ValueError:
        raise ValueError(f"'{key}' takes {', '.join(choices)}, not '{word}'") from None


def _links(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"archives": list}, path)
    return replace(config, archives=tuple(map(str, value.get("archives", []))))


_TABLES = {"build": _build, "page": _page, "print": _print, "notes": _notes, "epub": _epub, "links": _links}
