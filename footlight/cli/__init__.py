"""The command line: a function of its arguments and its world. Only this package prints and ends the process."""

import os
import sys
import threading


def main() -> None:
    """The `footlight` command."""
    try:
        from footlight.cli.dispatch import run  # noqa: PLC0415 - so that an interrupt here is caught as well
        from footlight.cli.world import World  # noqa: PLC0415 - as above
        from footlight.engines.operating_system import end_like_interrupt, ignore_interrupts  # noqa: PLC0415 - as above

        end_like_interrupt()
        code = run(sys.argv[1:], World.of_process())
        ignore_interrupts()  # all is done; what is left is to end
    except KeyboardInterrupt:
        code = 130  # as `dispatch.INTERRUPTED`, which may not be there yet
    if threading.active_count() > 1:  # they wait for answers that nobody needs any more; `sys.exit` would wait too
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
