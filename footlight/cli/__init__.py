"""The command line: a function of its arguments and its world. Only this package prints and ends the process."""

import os
import sys


def _elsewhere(entries: list[str]) -> list[str]:
    """The search path without the working folder, whose files are the project's and must not run: argparse.py, for one.

    Python puts that folder first for `-m` and `-c`, and where PYTHONPATH has an empty entry. It stays where it holds
    this program, as in a checkout.
    """
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib is not imported yet, and could be the project's
    except OSError:  # the folder was removed
        return [entry for entry in entries if entry]
    ours = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - as above
    return [entry for entry in entries if entry and (os.path.abspath(entry) != here or here == ours)]  # noqa: PTH100 - as above


sys.path[:] = _elsewhere(sys.path)

import gc  # noqa: E402 - after the search path is set right
from typing import NoReturn  # noqa: E402 - as above


def main() -> None:
    """The `footlight` command."""
    # Importing makes many objects that stay. Looking for cycles after each 700 of them, as Python does, costs a short
    # build one part in twenty-five of its time.
    gc.set_threshold(20_000, 50, 50)
    try:
        from footlight.engines.kept_code import keep_new_code, use_kept_code  # noqa: PLC0415 - as below

        use_kept_code()  # before all other imports, which compile
        from footlight.call_stack import with_room  # noqa: PLC0415 - as below
        from footlight.cli.dispatch import run  # noqa: PLC0415 - so that an interrupt here is caught as well
        from footlight.cli.world import World  # noqa: PLC0415 - as above
        from footlight.engines.operating_system import end_like_interrupt, ignore_interrupts  # noqa: PLC0415 - as above

        end_like_interrupt()
        code = with_room(run)(sys.argv[1:], World.of_process())
        ignore_interrupts()  # all is done; what is left is to end
        keep_new_code()
    except KeyboardInterrupt:
        # As `dispatch.INTERRUPTED`, and its words, which may not be there yet.
        sys.stderr.write("footlight: interrupted; nothing half-made was left\n")
        code = 130
    _end(code)


def _end(code: int) -> NoReturn:
    """Write out what is buffered, and end the process.

    Python's own clean-up takes all objects apart one by one, which is one part in twenty of a short build, and waits
    for threads whose answers nobody needs any more. Whatever has to be finished is finished in a `with` block before.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:  # as with `| head`
            continue
        except OSError as error:
            os.write(2, f"footlight: {stream.name}: {error.strerror}\n".encode())
            code = code or 3  # as `EnvironmentProblem.exit_code`, which may not be there yet
    os._exit(code)
