"""`python -m footlight`: the same as the command `footlight`."""

import os
import sys

# Python puts the working folder first in the search path here, and a project's own argparse.py must not run.
sys.path[:] = [entry for entry in sys.path if entry and os.path.abspath(entry) != os.getcwd()]  # noqa: PTH100, PTH109 - pathlib is not imported yet

from footlight.cli import main  # noqa: E402 - after the search path is set right

if __name__ == "__main__":
    main()
