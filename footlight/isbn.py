"""International Standard Book Numbers (https://www.isbn-international.org/content/isbn-users-manual)."""

import re


def isbn_digits(text: str) -> str:
    """The digits of an ISBN-13 or ISBN-10 however it is written, `X` for 10; empty where its check digit is wrong."""
    digits = re.sub(r"(?i)\A\s*(urn:)?isbn(-1[03])?[:\s]*|[\s-]", "", text).upper()
    if re.fullmatch(r"97[89]\d{10}", digits):
        right = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", digits):
        right = sum((10 if d == "X" else int(d)) * (10 - i) for i, d in enumerate(digits)) % 11 == 0
    else:
        return ""
    return digits if right else ""
