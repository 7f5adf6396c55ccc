"""The archives that a command asks: those that its options name, else those of footlight.toml."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from footlight.settings.values import Config

if TYPE_CHECKING:  # imported when it is needed
    from footlight.links.archives.archive_specs import ArchiveSpec


def add_archives(parser: argparse.ArgumentParser, words: str) -> None:
    """Add the option that names archives; `words` are its help."""
    parser.add_argument("--archive", action="append", default=[], metavar="SPEC", help=f"{words}; repeatable")


def archives_for(args: argparse.Namespace, config: Config, cwd: Path) -> "tuple[ArchiveSpec, ...]":
    """Give the archives. Raises UsageError for an unknown form."""
    from footlight.links.archives.archive_specs import parse_archive_spec  # noqa: PLC0415 - engines

    return tuple(parse_archive_spec(spec, cwd) for spec in args.archive or config.links.archives)
