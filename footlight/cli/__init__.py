"""The command line: a function of its arguments and its world. Only this package prints and ends the process."""

import sys

from footlight.cli.world import World


def main() -> None:
    """The `footlight` command."""
    from footlight.cli.running import run  # noqa: PLC0415 - so that an interrupt while importing is caught as well

    sys.exit(run(sys.argv[1:], World.of_process()))
