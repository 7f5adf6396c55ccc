"""Notes of Obsidian that another note shows in their place: `![[Note]]`, `![[Note#Heading]]`, `![[Note#^block]]`.

https://help.obsidian.md/embeds. What is shown is set where the embed stands, if it stands on a line of its own. Embeds
within it stay what they are, so that no note shows itself and no two grow through each other.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from footlight.essay.front_matter_block import find_front_matter
from footlight.input_record import read_input
from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage, info
from footlight.reading.dialects.protected import Protected

_EMBED = re.compile(
    r"^ {0,3}!\[\[(?P<page>[^\[\]\n|#]{1,300})(?:#(?P<place>[^\[\]\n|]{0,300}))?(?:\|[^\[\]\n]{0,300})?\]\][ \t]*$",
    re.MULTILINE,
)
_MARKDOWN = frozenset({".md", ".markdown"})
_MOST_BYTES = 1_000_000
"""Bytes of a note that is shown; a longer one is not shown."""
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_NOTE = re.compile(r"\[\^([^\]\[\s]{1,100})\]")
_DEFINITION = re.compile(r"^\[\^([^\]\[\s]{1,100})\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]{2,}\S)))*", re.MULTILINE)


def embeds(passage: Passage) -> Iterator[Edit]:
    """The text of other notes, where they are shown."""
    for match in passage.protected.find(_EMBED):
        path = passage.post.file(match["page"])
        if path is None or path.suffix.lower() not in _MARKDOWN or passage.post.root / path == passage.post.path:
            continue
        text = _shown(passage.post.root / path, match["place"] or "")
        if text is None:
            continue
        message = f"{match[0].strip()[:80]} shows another note; its text is set here"
        hint = f"Its source is {path.as_posix()}: what is wrong in it is mended there."
        found = info("note-embedded", message, hint)
        yield Edit(start=match.start(), end=match.end(), put=f"\n{text}\n", finding=found)


def _shown(path: Path, place: str) -> str | None:
    """What an embed shows of a note; None where that cannot be had."""
    try:
        data = read_input(path)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None
    if len(data) > _MOST_BYTES:
        return None
    block = find_front_matter(text)
    body = text[block.body_start :] if block else text
    part = _part(body, place)
    if part is None or not part.strip():
        return None
    return _with_own_notes(_lowered(part.strip("\n")), body, path.stem)


def _part(body: str, place: str) -> str | None:
    """The section below a heading, or the block of a name; all where no place is named."""
    place = place.rpartition("#")[2].strip()
    if not place:
        return body
    if place.startswith("^"):
        named = re.compile(rf"(?:^|[ \t]){re.escape(place)}[ \t]*$", re.MULTILINE)
        return next((block for block in re.split(r"\n[ \t]*\n", body) if named.search(block)), None)
    start = None
    for match in Protected(body).find(_HEADING):
        level = len(match[1])
        if start is not None and level <= start[1]:
            return body[start[0] : match.start()]
        if start is None and match[2].casefold() == place.casefold():
            start = match.start(), level
    return body[start[0] :] if start else None


def _lowered(text: str) -> str:
    """A text whose headings are all below the title of the essay that shows it."""
    headings = list(Protected(text).find(_HEADING))
    if not any(match[1] == "#" for match in headings):
        return text
    for match in reversed(headings):
        text = f"{text[: match.start(1)]}#{text[match.start(1) :]}"
    return text


def _with_own_notes(part: str, body: str, name: str) -> str:
    """A text with the definitions of the notes that it calls, under names that no other text has."""
    definitions = {match[1]: match[0] for match in Protected(body).find(_DEFINITION)}
    if not definitions:
        return part
    defined = {match[1] for match in Protected(part).find(_DEFINITION)}
    called = [match[1] for match in Protected(part).find(_NOTE)]
    missing = [label for label in dict.fromkeys(called) if label in definitions and label not in defined]
    whole = "\n\n".join([part, *(definitions[label] for label in missing)])
    own = re.sub(r"\W", "-", name)
    for match in reversed(list(Protected(whole).find(_NOTE))):
        if match[1] in definitions:
            whole = f"{whole[: match.start(1)]}{own}-{whole[match.start(1) :]}"
    return whole
