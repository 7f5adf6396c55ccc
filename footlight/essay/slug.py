"""The name of a file, made of a title."""

import re
import unicodedata

_LONGEST = 80


def slug(title: str) -> str:
    """Make a file's name of a title: letters and digits of any script, in lower case, joined by hyphens."""
    folded = unicodedata.normalize("NFKD", title.casefold())
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", kept.replace("’", "").replace("'", "")))
    return "-".join(words)[:_LONGEST].strip("-")
