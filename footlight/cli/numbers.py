"""Options that take a whole number."""

import argparse
from collections.abc import Callable


def whole_number(least: int, greatest: int) -> Callable[[str], int]:
    """Make the `type` of an option that takes a whole number between two others, themselves included."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= greatest:
            raise argparse.ArgumentTypeError(f"it takes a whole number from {least} to {greatest}, not '{text[:40]}'")
        return number

    return read
