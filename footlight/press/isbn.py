"""ISBN: the check digit and the two lengths (ISBN Users' Manual, 7th edition, appendix 1; ISO 2108)."""

import re

_WRAPPING = re.compile(r"(?i)\A(urn:)?isbn(-1[03])?[:\s]*|[\s\u2010\u2011\u2013-]")


def bare(text: str) -> str:
    """Return the digits of a written ISBN, without hyphens, spaces, and `ISBN` or `urn:isbn:` in front."""
    return _WRAPPING.sub("", text.strip()).upper()


def is_isbn(digits: str) -> bool:
    """Tell whether characters without hyphens are an ISBN of ten or thirteen digits."""
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    return re.fullmatch(r"97[89][0-9]{10}", digits) is not None and check_digit(digits[:12]) == digits[12]


def check_digit(digits: str) -> str:
    """Return the thirteenth digit of an EAN from its first twelve (GS1 General Specifications, 7.9.1)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, (1, 3) * 6, strict=True))
    return str(-total % 10)


def isbn_13(text: str) -> str:
    """Return the thirteen digits of a written ISBN, also of an ISBN-10; empty for any other text."""
    digits = bare(text)
    if not is_isbn(digits):
        return ""
    if len(digits) == 13:
        return digits
    twelve = f"978{digits[:9]}"
    return twelve + check_digit(twelve)
