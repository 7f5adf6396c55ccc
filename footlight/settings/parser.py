"""source/footlight.toml, parsed once and typed from then on; an unknown key is an error."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from footlight.errors import UsageError
from footlight.press.binding import Booklet, Cover, sheet_named
from footlight.press.job_ticket import PressStandard, Ticket
from footlight.press.paper import MM_PER_INCH, Page, page_of
from footlight.press.presets import PRESETS, Preset, Stock, Unwanted, plain
from footlight.settings.epub_options import CoverForm, Ebook, PagesOf, Variant
from footlight.settings.values import USUAL, Config, Reading, Standard, edition_named
from footlight.suggestions import did_you_mean


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
    for table, take in _TABLES.items():  # in this order: [print] begins from [page]
        config = take(config, raw.get(table, {}), path)
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
    names = value.get("editions", list(USUAL))
    return replace(config, editions=tuple(edition_named(str(name)) for name in names))


_NUMBERS = ("inner", "outer", "head", "foot", "type", "leading")


_OF_PAGE: dict[str, type | tuple[type, ...]] = {"size": str, **dict.fromkeys(_NUMBERS, (int, float))}


def _page(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, _OF_PAGE, path)
    return replace(config, page=_page_from(value, config.page, path))


def _page_from(value: dict[str, Any], default: Page, path: Path) -> Page:
    try:
        page = page_of(value["size"]) if "size" in value else default
        own: dict[str, Any] = {key: float(value[key]) for key in _NUMBERS if key in value}
        return replace(page, **own).checked()
    except ValueError as error:
        raise UsageError(f"{path.name}: {error}") from None


_CHOICES = {"bleed": bool, "colour": bool, "marks": bool}
_NAMES = {"preset": str, "paper": str, "standard": str}


def _print(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {**_OF_PAGE, **_CHOICES, **_NAMES}, path)
    preset = _one_of(PRESETS, "preset", value["preset"], path) if "preset" in value else None
    page = _page_from(value, page_of(preset.size) if preset else config.page, path)
    preset = preset or PRESETS.get(page.name.lower()) or plain(page.name)
    ticket = Ticket(
        preset=preset,
        page=page,
        stock=_stock(preset, value.get("paper", ""), path),
        standard=_word(PressStandard, "standard", value["standard"], path) if "standard" in value else None,
        **{key: value.get(key, False) for key in _CHOICES},
    )
    problem = _refused(ticket)
    if problem:
        raise UsageError(f"{path.name}: {problem}", hint="docs/printing.md says what each shop takes.")
    return replace(config, ticket=ticket)


_Row = TypeVar("_Row")


_Word = TypeVar("_Word", bound=StrEnum)


def _word(kind: type[_Word], key: str, word: str, path: Path) -> _Word:
    """One of a few words. Raises UsageError with all of them."""
    try:
        return kind(word)
    except ValueError:
        nearest = did_you_mean(word, kind)
        said = f"{path.name}: '{key}' takes {', '.join(kind)}, not '{word}'" + (f"; {nearest}" if nearest else "")
        raise UsageError(said) from None


def _one_of(rows: Mapping[str, _Row], what: str, name: str, path: Path) -> _Row:
    if name.lower() not in rows:
        raise _unknown(name, what, rows, path)
    return rows[name.lower()]


def _stock(preset: Preset, name: str, path: Path) -> Stock | None:
    stocks = {stock.name: stock for stock in preset.stocks}
    if name and not stocks:
        raise UsageError(f"{path.name}: {preset.title} computes the spine itself; leave 'paper' out")
    return _one_of(stocks, "paper", name, path) if name else next(iter(preset.stocks), None)


def _refused(ticket: Ticket) -> str:
    """Why a ticket contradicts itself or its shop; empty where it does not."""
    preset, page = ticket.preset, ticket.page
    if not (preset.narrowest <= page.width <= preset.widest and preset.lowest <= page.height <= preset.tallest):
        least, most = ((w / MM_PER_INCH, h / MM_PER_INCH) for w, h in (preset.least, preset.greatest))
        return f"{preset.title} takes {least[0]:g} × {least[1]:g} to {most[0]:g} × {most[1]:g} in, not {page.name}"
    if ticket.marks and Unwanted.MARKS in preset.unwanted:
        return f"{preset.title} refuses crop marks"
    if ticket.standard and Unwanted.METADATA in preset.unwanted:
        return f"{preset.title} refuses metadata, without which no file is a {ticket.standard.label}"
    if ticket.standard and ticket.colour:
        return f"only an edition in black can be a {ticket.standard.label} here; leave 'colour' or 'standard' out"
    return ""


def _notes(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"tallest": (int, float), "reading-order": str, "csl": str, "editor": str}, path)
    tallest = float(value.get("tallest", config.tallest_note))
    if not 0.1 <= tallest <= 0.8:
        raise UsageError(f"{path.name}: 'tallest' takes a share of the text block between 0.1 and 0.8")
    csl = value.get("csl", config.csl)
    if not re.fullmatch(r"[\w.-]+\.csl", csl):
        raise UsageError(f"{path.name}: 'csl' takes the name of a file in templates/csl/, such as notes.csl")
    order = _word(Reading, "reading-order", value.get("reading-order", config.notes_read), path)
    return replace(config, tallest_note=tallest, notes_read=order, csl=csl, editor=value.get("editor", ""))


def _reading(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"standard": str, "captures": bool}, path)
    standard = _word(Standard, "standard", value.get("standard", config.standard), path)
    captures = value.get("captures", False)
    if captures and standard is not Standard.A3A:
        hint = f'Write standard = "{Standard.A3A}" beside it.'
        raise UsageError(f"{path.name}: 'captures' travel only in a PDF/A-3", hint=hint)
    return replace(config, standard=standard, attach_captures=captures)


def _booklet(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"sheet": str, "paper": (int, float), "signature": int, "test-sheet": bool}, path)
    try:
        booklet = Booklet(
            sheet=sheet_named(value["sheet"]) if value.get("sheet") else None,
            paper=float(value.get("paper", Booklet().paper)),
            signature=value.get("signature", Booklet().signature),
            test_sheet=value.get("test-sheet", True),
        ).checked()
    except ValueError as error:
        raise UsageError(f"{path.name}: {error}") from None
    return replace(config, booklet=booklet)


def _cover(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"spine": (int, float), "spine-text": bool}, path)
    spine = value.get("spine")
    try:
        cover = Cover(
            spine=None if spine is None else float(spine),
            spine_text=value.get("spine-text"),
        ).checked()
    except ValueError as error:
        raise UsageError(f"{path.name}: {error}") from None
    return replace(config, cover=cover)


def _epub(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"variants": list, "onix": bool, "pages": str, "cover": str, "conforms-to": str,
                     "certified-by": str, "certifier-credential": str, "certifier-report": str}, path)  # fmt: skip
    own = Ebook()
    try:
        ebook = Ebook(
            pages=_word(PagesOf, "pages", value.get("pages", own.pages), path),
            cover=_word(CoverForm, "cover", value.get("cover", own.cover), path),
            variants=tuple(_word(Variant, "variants", str(name), path) for name in value.get("variants", [])),
            onix=value.get("onix", own.onix),
            certified_by=value.get("certified-by", ""),
            credential=value.get("certifier-credential", ""),
            report=value.get("certifier-report", ""),
            conforms_to=value.get("conforms-to", own.conforms_to),
        ).checked()
    except ValueError as error:
        raise UsageError(f"{path.name}: {error}") from None
    return replace(config, epub=ebook)


def _links(config: Config, value: dict[str, Any], path: Path) -> Config:
    _checked(value, {"archives": list, "contact": str, "allowed": list, "save": str, "pages": int}, path)
    contact, pages = value.get("contact", ""), value.get("pages", config.pages)
    if not re.fullmatch(r"[\x20-\x7e]{0,200}", contact) or set(contact) & set("();"):
        raise UsageError(f"{path.name}: 'contact' takes an address of mail or of a page, in plain characters")
    if not 1 <= pages <= 10_000:
        raise UsageError(f"{path.name}: 'pages' takes a number from 1 to 10000")
    save = value.get("save", "")
    if save and not re.fullmatch(r"https?://[^\s/]+/\S*", save):
        raise UsageError(f"{path.name}: 'save' takes an address, such as https://web.archive.org/save/")
    archives, allowed = (tuple(map(str, value.get(key, []))) for key in ("archives", "allowed"))
    return replace(config, archives=archives, allowed=allowed, contact=contact, save=save, pages=pages)


_TABLES = {
    "build": _build,
    "page": _page,
    "print": _print,
    "reading": _reading,
    "notes": _notes,
    "epub": _epub,
    "booklet": _booklet,
    "cover": _cover,
    "links": _links,
}
