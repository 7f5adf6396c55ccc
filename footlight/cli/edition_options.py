"""The editions that a command is about: those that its options name, else those of footlight.toml."""

import argparse

from footlight.errors import UsageError
from footlight.settings.values import Config, Edition, edition_named


def add_editions(parser: argparse.ArgumentParser, verb: str) -> None:
    """Add the option that names editions; `verb` says what the command does with them."""
    words = f"{verb} only these ({', '.join(Edition)}); may be repeated"
    parser.add_argument("--edition", action="append", metavar="NAME", help=words)


def editions_of(args: argparse.Namespace, config: Config) -> tuple[Edition, ...]:
    """Give the editions, each once. Raises UsageError for an unknown name."""
    if not args.edition:
        return config.build.editions
    try:
        return tuple(dict.fromkeys(map(edition_named, args.edition)))
    except ValueError as error:
        raise UsageError(str(error)) from None
