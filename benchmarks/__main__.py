"""`python -m benchmarks [CORPUS [WORK]]`: figures of speed, and with a corpus of rotted links those of recovery."""

import sys

from benchmarks import linkrot, missing_links, speed
from footlight.errors import UsageError


def main() -> None:
    """Prints the tables; without a corpus only the first, and what to give for the second."""
    folder, work = [*sys.argv[1:3], "", ""][:2]
    speed.main()
    print()
    try:
        missing_links.measure(linkrot.corpus(folder, work or "build/bench"))
    except UsageError as error:
        print(f"Recovery of links is not measured: {error}")


if __name__ == "__main__":
    main()
