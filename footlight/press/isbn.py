"""ISBN: what is one, by its check digit (ISBN Users' Manual, 7th edition, appendix 1; ISO 2108)."""

import re

_WRAPPING = re.compile(r"(?i)\A(urn:)?isbn(-1[03])?[:\s]*|[\s\u2010\u2011\u2013-]")


def bare(text: str) -> str:
    """The digits of what is written as an ISBN: no hyphens, no blanks, no `ISBN` or `urn:isbn:` before them."""
    return _WRAPPING.sub("", text.strip()).upper()


def is_isbn(digits: str) -> bool:
    """Whether ten or thirteen characters, bare, are an ISBN."""
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    return re.fullmatch(r"97[89][0-9]{10}", digits) is not None and check_digit(digits[:12]) == digits[12]


def check_digit(digits: str) -> str:
    """The thirteenth digit of an EAN for its first twelve (GS1 General Specifications, 7.9.1)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, (1, 3) * 6, strict=True))
    return str(-total % 10)


def isbn_13(text: str) -> str:
    """The thirteen digits of an ISBN in any writing, an ISBN-10 converted; empty where it is none."""
    digits = bare(text)
    if not is_isbn(digits):
        return ""
    if len(digits) == 13:
        return digits
    twelve = f"978{digits[:9]}"
    return twelve + check_digit(twelve)
