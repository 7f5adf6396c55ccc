"""Undo what databases and feeds do to texts: UTF-8 that was read as windows-1252, and HTML escaped twice."""

import re
from html import unescape

_RUN = re.compile(
    "[\u00c2-\u00f4\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
)
"""What a character of two to four bytes looks like when each byte is read as a character of windows-1252."""
_FEWEST = 3
_TAGS = re.compile(r"<(?:p|br|div|a|em|i|b|strong|h[1-6]|ul|ol|li|img|blockquote|table|span)\b[^<>]*>", re.IGNORECASE)
_ESCAPED_TAGS = re.compile(r"&lt;(?:p|br|div|a|h[1-6]|ul|ol|img|blockquote)\b(?:[^&]|&(?!gt;|lt;))*&gt;", re.IGNORECASE)


def undone_encoding(text: str) -> tuple[str, int]:
    """The text with `â€™` as ’ and `Ã©` as é, and how many characters these were; one or two may be the subject."""
    count = 0

    def undone(match: re.Match[str]) -> str:
        nonlocal count
        try:
            character = b"".join(_byte(one) for one in match[0]).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return match[0]
        count += 1
        return character

    mended = _RUN.sub(undone, text) if not text.isascii() else text
    return (mended, count) if count >= _FEWEST else (text, 0)


def _byte(character: str) -> bytes:
    """The byte that windows-1252 reads as a character; the five that it does not know are read as controls."""
    return bytes([ord(character)]) if ord(character) < 0x100 else character.encode("cp1252")


def unescaped_html(html: str) -> str:
    """HTML that was escaped once too often, as some feeds have it; other HTML as it is."""
    return unescape(html) if not _TAGS.search(html) and _ESCAPED_TAGS.search(html) else html
