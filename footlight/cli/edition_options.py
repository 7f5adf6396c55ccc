"""The editions that a command is about: those of its own options, else those of footlight.toml."""

import argparse

from footlight.settings.values import Config, Edition, edition_named


def add_editions(parser: argparse.ArgumentParser, verb: str) -> None:
    """The option that names them; `verb` is what is done with them."""
    words = f"{verb} only these ({', '.join(Edition)}); may be repeated"
    parser.add_argument("--edition", action="append", metavar="NAME", help=words)


def editions_of(args: argparse.Namespace, config: Config) -> tuple[Edition, ...]:
    """Those that are named, each once. Raises UsageError for one that there is not."""
    return tuple(dict.fromkeys(map(edition_named, args.edition))) if args.edition else config.editions
