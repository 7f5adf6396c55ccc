"""A listing written into the text as a fence, wherever the tag stood that held it."""

import re

from footlight.reading.dialects.passage import Passage

_RUNS = re.compile(r"`+")


def line_prefix(passage: Passage, start: int) -> str:
    """What a new line begins with so that it stays in the quotes and lists that an offset stands in."""
    text = passage.text
    before = text[text.rfind("\n", 0, start) + 1 : start]
    match = re.match(r"[ \t>]*", before)
    return match[0] if match else ""


def listing(passage: Passage, start: int, language: str, body: str) -> str:
    """The fence of a listing in the place of a tag at `start`; code within the line where it has no line end."""
    text = passage.text
    alone = not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>")
    fence = "`" * max(3, max((len(run) for run in _RUNS.findall(body)), default=0) + 1)
    if "\n" not in body.strip("\n") and not alone:
        mark = "`" * max(1, max((len(run) for run in _RUNS.findall(body)), default=0) + 1)
        gap = " " if len(mark) > 1 else ""
        return f"{mark}{gap}{body.strip()}{gap}{mark}"
    word = re.sub(r"[^\w#+.-]", "", language)
    prefix = line_prefix(passage, start)
    rows = body.strip("\n").split("\n")
    if prefix and not alone:
        rows = [prefix + row for row in rows]
    elif prefix and rows and not rows[0].startswith(prefix):
        rows[0] = prefix + rows[0]
    lead = "" if alone else f"\n\n{prefix}"
    return f"{lead}{fence}{word}\n" + "\n".join(rows) + f"\n{prefix}{fence}\n"
