"""Read source/footlight.toml once, into frozen values; what is wrong in it is an error with its line."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footlight.errors import UsageError
from footlight.input_record import note_absent
from footlight.settings.keys import keys_of
from footlight.settings.kinds import Refused
from footlight.settings.values import BOOK, TABLES, Config
from footlight.textmatch.suggestions import did_you_mean

if TYPE_CHECKING:  # see load_config
    from footlight.settings.book_options import BookOptions
    from footlight.settings.toml_file import TomlFile

_HINT = "docs/configuration.md lists them."


def load_config(path: Path) -> Config:
    """Read the configuration at `path`; the defaults where there is no file.

    Raises UsageError where the file is faulty, a key is unknown or a value is of the wrong kind.
    """
    if not os.path.lexists(path):
        note_absent(path)
        return Config()
    from footlight.settings.toml_file import toml_file  # noqa: PLC0415 - what has no file needs no TOML

    file = toml_file(path, f"{path.parent.name}/{path.name}")
    for name, given in file.tables.items():
        if name == BOOK:
            continue
        if name not in TABLES and not isinstance(given, dict):
            raise file.problem(f"'{name}' stands in no table{_table_of(name)}", table=name, hint=_HINT)
        if name not in TABLES:
            raise file.problem(f"unknown table [{name}]{_nearest(name, [*TABLES, BOOK])}", table=name, hint=_HINT)
    options = {name: table_options(name, table, file) for name, table in TABLES.items()}
    config = Config(page_options=options.pop("page"), print_options=options.pop("print"), **options)
    if BOOK in file.tables:
        from footlight.settings.book_options import BookOptions  # noqa: PLC0415 - few projects have a book

        config = replace(config, book=table_options(BOOK, BookOptions, file))
    _check_pages(config, file)
    return config


def _table_of(key: str) -> str:
    """Where a key belongs, to end a message with."""
    from footlight.settings.book_options import BookOptions  # noqa: PLC0415 - only a faulty file waits for it

    tables = [f"[{name}]" for name, table in {**TABLES, BOOK: BookOptions}.items() if key in keys_of(table)]
    return f"; write it below {' or '.join(tables)}" if tables else ""


def _check_pages(config: Config, file: "TomlFile") -> None:
    """Raise UsageError where no page or no ticket comes of [page] and [print]."""
    table = "page"
    try:
        if file.tables.get("page"):
            config.page  # noqa: B018 - worked out when it is asked for
        table = "print"
        if file.tables.keys() & {"page", "print"}:
            config.ticket  # noqa: B018 - as above
    except ValueError as error:
        raise _refusal(error, table, file) from None


def table_options(name: str, table: type, file: "TomlFile") -> Any:  # noqa: ANN401 - an instance of `table`
    """The values of one table of a file. Raises UsageError with the line at fault."""
    given = file.tables.get(name, {})
    if not isinstance(given, dict):
        raise file.problem(f"'{name}' is a table; write [{name}] on a line of its own", table=name)
    keys, values = keys_of(table), {}
    for word, value in given.items():
        if word not in keys:
            raise file.problem(f"unknown key '{word}'{_nearest(word, keys)}", table=name, key=word, hint=_HINT)
        try:
            values[keys[word].field] = keys[word].kind.parse(word, value)
        except Refused as error:
            raise file.problem(str(error), table=name, key=word, hint=error.hint, of_value=True) from None
    options = table(**values)
    check = getattr(options, "check", None)
    if check:
        try:
            check()
        except Refused as error:
            raise _refusal(error, name, file) from None
    return options


def _refusal(error: ValueError, table: str, file: "TomlFile") -> UsageError:
    """An error about several values of a table."""
    key, hint = (error.key, error.hint) if isinstance(error, Refused) else ("", "")
    return file.problem(str(error), table=table, key=key, hint=hint, of_value=True)


def _nearest(word: str, known: Iterable[str]) -> str:
    nearest = did_you_mean(word, known)
    return f"; {nearest}" if nearest else ""


def load_book(path: Path, shown: str) -> "BookOptions":
    """Read a book's own file, which has the keys of [book] without the table.

    Raises UsageError as `load_config` does.
    """
    from footlight.settings.book_options import BookOptions  # noqa: PLC0415 - as above
    from footlight.settings.toml_file import toml_file  # noqa: PLC0415 - as above

    file = toml_file(path, shown)
    tables = file.tables.get("book", file.tables) if file.tables.keys() == {"book"} else file.tables
    options: BookOptions = table_options("book", BookOptions, replace(file, tables={"book": tables}))
    if not options.title:
        raise file.problem("a book has a title", hint='Write title = "…" into it.')
    return options
