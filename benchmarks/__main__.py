"""`python -m benchmarks [CORPUS [WORK]]`: figures of speed, and with a corpus of rotted links those of recovery."""

import sys

from benchmarks import book, linkrot, missing_links, peers, shelf, speed, tagging
from footlight.errors import UsageError


def main() -> None:
    """Prints the tables; without a corpus only those of speed, and what to give for the others."""
    folder, work = [*sys.argv[1:3], "", ""][:2]
    for bench in (speed, peers, tagging, book, shelf):
        bench.main()
        print()
    try:
        missing_links.measure(linkrot.corpora(folder, work or "build/bench"))
    except UsageError as error:
        print(f"Recovery of links is not measured: {error}")


if __name__ == "__main__":
    main()
