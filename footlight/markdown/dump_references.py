"""The numbered references of a text dump: “[3]the words” in the text, and “3. https://…” at its end.

So lynx (“References”, a number and a full stop) and w3m (“References:”, a number in brackets) list the links of a page
that they write as plain text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_LISTED = re.compile(
    r"^[ \t]*(?:\[(?P<bracket>\d{1,4})\]|(?P<stop>\d{1,4})\.)[ \t]+(?P<url>(?:https?|ftp|file|mailto):\S+)[ \t]*$",
    re.MULTILINE,
)
_CALLED = re.compile(r"\[(?P<number>\d{1,4})\](?=\S|[ \t]*\n[ \t]*\S)")
"""A number before its words, from which w3m may break it off at the end of a line."""
_FEWEST = 3


@lru_cache(maxsize=4)
def listed_addresses(source: str) -> dict[int, str]:
    """Return the addresses that a dump lists, by number; empty where the text is no such dump."""
    found = {int(row["bracket"] or row["stop"]): row["url"] for row in _LISTED.finditer(source)}
    called = {int(call["number"]) for call in _CALLED.finditer(source)}
    return found if len(called & found.keys()) >= min(_FEWEST, len(found)) and found else {}


def listed_calls(source: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield each number in the text whose address the dump lists: start, end, address, and the line of the list.

    Numbers of addresses that are no web addresses, such as those of the dump's own page, are left out.
    """
    listed = listed_addresses(source)
    if not listed:
        return
    lines = {
        number: row[0].strip() for row in _LISTED.finditer(source) if (number := int(row["bracket"] or row["stop"]))
    }
    for call in _CALLED.finditer(source):
        number = int(call["number"])
        if listed.get(number, "").startswith(("http://", "https://")):
            yield call.start(), call.end(), listed[number], lines[number]


def is_numbered_dump(source: str) -> bool:
    """Tell whether a text is a dump with numbered references."""
    return bool(listed_addresses(source))
