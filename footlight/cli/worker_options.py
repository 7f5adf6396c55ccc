"""Who works: so many processes of this machine, or the workers of a cluster."""

import argparse
from collections.abc import Callable

from footlight.cli.numbers import whole_number
from footlight.engines.operating_system import core_count

DASK = "dask://"
"""What the address of a Dask scheduler begins with."""


def add_workers(parser: argparse.ArgumentParser, *, on_cluster: bool = False) -> None:
    """Add the option that says how many processes work; with `on_cluster` it takes the address of a cluster too."""
    number = whole_number(1, 1024)
    words = "how many processes work; default: one for each core"
    parser.add_argument(
        "--workers",
        "--jobs",
        dest="workers",
        type=_number_or_address(number) if on_cluster else number,
        default=0,
        metavar="N|dask://HOST:PORT" if on_cluster else "N",
        help=f"{words}; or the scheduler of a Dask cluster" if on_cluster else words,
    )


def _number_or_address(number: Callable[[str], int]) -> Callable[[str], int | str]:
    def workers(said: str) -> int | str:
        return said if said.startswith(DASK) and len(said) > len(DASK) else number(said)

    return workers


def local_workers(args: argparse.Namespace) -> int:
    """How many processes of this machine work on one document, or on several."""
    return args.workers or core_count() if isinstance(args.workers, int) else 1
