"""The command line: a function of its arguments and its world. Only this package prints and ends the process."""

import signal
import sys


def main() -> None:
    """The `footlight` command."""
    try:
        from footlight.cli.dispatch import run  # noqa: PLC0415 - so that an interrupt here is caught as well
        from footlight.cli.world import World  # noqa: PLC0415 - as above
    except KeyboardInterrupt:
        sys.exit(130)  # as `dispatch.INTERRUPTED`, which may not be there yet
    code = run(sys.argv[1:], World.of_process())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done; what is left is to end
    sys.exit(code)
