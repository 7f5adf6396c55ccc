"""What Logseq adds to Markdown: properties, named blocks, macros, boxes (https://docs.logseq.com/#/page/markdown)."""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.logseq_keys import BOOKKEEPING
from footlight.reading.dialects.passage import Passage, warning
from footlight.reading.dialects.tag_results import address_link, box_head

_PROPERTY = re.compile(
    r"^(?P<lead>[ \t]*(?:[-*+][ \t]+)?)(?P<key>[A-Za-z][\w./-]{0,60}):: ?(?P<value>[^\n]*)$", re.MULTILINE
)
_EMPTY_BLOCK = re.compile(r"^(?P<lead>[ \t]*)-[ \t]*(?:\n|\Z)(?!(?P=lead)[ \t]+\S)", re.MULTILINE)
"""A block without words and without blocks in it, which an outliner leaves wherever one stopped to write."""
_LOGBOOK = re.compile(
    r"^[ \t]*:LOGBOOK:[ \t]*\n(?:[^\n]*\n){0,200}?[ \t]*:END:[ \t]*$|^[ \t]*(?:SCHEDULED|DEADLINE): <[^<>\n]*>[ \t]*$",
    re.MULTILINE,
)
_SIZE = re.compile(r"(?<=\))\{:(?:height|width)\b[^{}\n]{0,60}\}")
_BOX = re.compile(
    r"^(?P<lead>[ \t]*(?:[-*+][ \t]+)?)#\+(?P<end>BEGIN|END)_(?P<kind>[A-Z]+)\b(?P<words>[^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
_QUERY = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?#\+BEGIN_QUERY\b.*?^[ \t]*#\+END_QUERY[ \t]*$", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_MACRO = re.compile(r"\{\{(?P<name>[A-Za-z][\w-]*)(?P<words>[^{}\n]*(?:\{\{[^{}\n]*\}\}[^{}\n]*)*)\}\}")
_CALL = re.compile(
    r"(?P<words>\[[^\[\]\n]{1,400}\])?\(\((?P<name>[0-9a-f]{8}-[0-9a-f-]{27})\)\)|\[(?P<said>[^\[\]\n]{1,400})\]\(\(\((?P<target>[0-9a-f]{8}-[0-9a-f-]{27})\)\)\)"
)
_PAGE_LINK = re.compile(r"\[(?P<words>[^\[\]\n]{1,400})\]\(\[\[(?P<page>[^\[\]\n]{1,400})\]\]\)")
_ADDRESS = re.compile(r"https?://[^\s{}]+")
_LEFT_OUT = "What Logseq works out is in no file; write what it comes to."


def bookkeeping(passage: Passage) -> Iterator[Edit]:
    """What Logseq notes of blocks for itself; properties that it shows are lines with their names."""
    for match in passage.protected.find(_LOGBOOK):
        yield Edit(start=match.start(), end=match.end())
    for match in passage.protected.find(_SIZE):
        yield Edit(start=match.start(), end=match.end())
    for match in _EMPTY_BLOCK.finditer(passage.text):
        if not passage.protected.in_code(match.start()):
            yield Edit(start=match.start(), end=match.end())
    for match in passage.protected.find(_PROPERTY):
        value = match["value"].strip()
        if match["key"].lower() not in BOOKKEEPING and value:
            yield Edit(start=match.start("key"), end=match.end(), put=f"{match['key']}: {value}")
        elif match["lead"].strip():
            yield Edit(start=match.start("key"), end=match.end())
        else:
            yield Edit(start=match.start(), end=min(match.end() + 1, len(passage.text)))


def boxes(passage: Passage) -> Iterator[Edit]:
    """`#+BEGIN_NOTE` and its like; what a query would find was left out."""
    queries = [match.span() for match in passage.protected.find(_QUERY)]
    for start, end in queries:
        message = "a query that Logseq works out was left out"
        yield Edit(start=start, end=end, finding=warning("site-tag-unknown", message, _LEFT_OUT))
    for match in passage.protected.find(_BOX):
        if any(start <= match.start() < end for start, end in queries):
            continue
        kind, lead = match["kind"].lower(), match["lead"]
        indent = re.sub(r"[^\t]", " ", lead)
        mark = "</blockquote>" if kind == "quote" else "</div>"
        if match["end"].lower() == "begin":
            rows = ["<blockquote>"] if kind == "quote" else box_head(kind, kind.capitalize())
            rest = match["words"].strip()
            put = (
                lead + rows[0] + "".join(f"\n\n{indent}{row}" for row in (*rows[1:], *([rest] if rest else []))) + "\n"
            )
        else:
            put = f"\n{indent}{mark}\n"
        yield Edit(start=match.start(), end=match.end(), put=put)


def macros(passage: Passage) -> Iterator[Edit]:
    """`{{video …}}`, `{{embed …}}`, `{{query …}}`."""
    for match in passage.protected.find(_MACRO):
        words = match["words"].strip()
        address = _ADDRESS.search(words)
        if address:
            yield Edit(start=match.start(), end=match.end(), put=address_link(address[0].rstrip(")")))
        elif match["name"] in ("embed", "cloze") and words:
            said = words.strip("()[] ") if match["name"] == "embed" else words
            yield Edit(
                start=match.start(),
                end=match.end(),
                put=words if words.startswith(("((", "[[")) else said,
            )
        else:
            message = f"{match[0][:60]} is worked out by Logseq; it was left out"
            yield Edit(start=match.start(), end=match.end(), finding=warning("site-tag-unknown", message, _LEFT_OUT))


def block_calls(passage: Passage) -> Iterator[Edit]:
    """References to blocks and pages: the words of the block where it is in the text, else those of the reference."""
    for match in passage.protected.find(_PAGE_LINK):
        yield Edit(start=match.start(), end=match.end(), put=f"[[{match['page']}|{match['words']}]]")
    for match in passage.protected.find(_CALL):
        own = match["said"] or (match["words"] or "").strip("[]")
        name = match["name"] or match["target"]
        said = own or _words_of_block(passage.text, name)
        found = None
        if not said:
            message = f"(({name[:8]}…)) calls a block that is not in this file; it was left out"
            found = warning("wikilink", message, "Write what the block says.")
        yield Edit(start=match.start(), end=match.end(), put=said, finding=found)


def _words_of_block(text: str, name: str) -> str:
    """The first line of the block that a property names; empty where it is not in the text."""
    at = text.find(f"id:: {name}")
    if at < 0:
        return ""
    for row in reversed(text[:at].split("\n")[:-1]):
        if row.strip() and "::" not in row:
            return re.sub(r"^[ \t]*(?:[-*+][ \t]+)?(?:#{1,6}[ \t]+)?", "", row).strip()
        if not row.strip():
            break
    return ""
