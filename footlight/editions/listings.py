"""Listings: numbered lines that keep their indents, words told apart by kind, long lines turned over with a mark."""

import re
import unicodedata
from html import escape, unescape

from footlight.engines.pygments import token_classes

_LISTING = re.compile(r'<pre(?: class="([^"]*)")?([^>]*)><code>(.*?)</code></pre>', re.DOTALL)
_LINE = re.compile(r'(<span class="fl-line">)(.*?)(</span><!--fl:line-->)', re.DOTALL)
_END = "<!--fl:line-->"
"""Marks the end of a line's element, for the spans in it end alike; taken out of what is set."""
_PIECE = re.compile(r"<[^>]*>|&[^;]+;|.", re.DOTALL)
_LONGEST = 200_000
"""Characters of a listing that is coloured; longer ones are set plain, for lexers may be slow."""
_SHORT = 8
"""Lines of a listing that stand on one page."""
_TURN = '<span class="fl-turn"></span>'
_SEARCHED = 16
"""Characters before the edge among which a blank is preferred for turning a line over."""
TURNED_INDENT = 4
"""Characters that a turned line is indented by, its mark included."""


def set_listings(html: str) -> str:
    """Give each line of a listing an element, and its words classes by what they are in the listing's language."""
    return _LISTING.sub(_listing, html) if "<pre" in html else html


def _listing(match: re.Match[str]) -> str:
    classes, attributes, code = match[1] or "", match[2], unescape(match[3])
    language = classes.split()[0] if classes else ""
    lines = [""]
    coloured = language and len(code) < _LONGEST
    for name, words in token_classes(code, language) if coloured else [("", code)]:
        for index, part in enumerate(words.split("\n")):
            if index:
                lines.append("")
            words_in_line = escape(part, quote=False)
            lines[-1] += f'<span class="fl-{name}">{words_in_line}</span>' if name and part else words_in_line
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    set_lines = "".join(f'<span class="fl-line">{line}\n</span>{_END}' for line in lines)
    names = " ".join(filter(None, [classes, "fl-short" if len(lines) <= _SHORT else ""]))
    label = f' class="{escape(names)}"' if names else ""
    return f"<pre{label}{attributes}><code>{set_lines}</code></pre>"


def turn_lines(html: str, columns: int) -> str:
    """Put a turn into each line of a listing that is longer than `columns` characters. Lines lose their end marks."""
    if _END not in html:
        return html
    return _LINE.sub(lambda match: match[1] + _turned(match[2], columns) + "</span>", html)


def without_marks(html: str) -> str:
    """A fragment for an edition whose width is its reader's: lines lose their end marks."""
    return html.replace(_END, "")


def _turned(line: str, columns: int) -> str:
    pieces = _PIECE.findall(line)
    widths = [0 if piece.startswith("<") else _width(unescape(piece)) for piece in pieces]
    out: list[str] = []
    used, room, begun = 0, columns, 0
    for piece, width in zip(pieces, widths, strict=True):
        if used + width > room and piece != "\n":
            at = next((i for i in range(len(out) - 1, max(begun, len(out) - _SEARCHED), -1) if out[i] == " "), None)
            at = len(out) if at is None else at + 1
            out.insert(at, _TURN)
            begun = at + 1
            used = sum(0 if p.startswith("<") else _width(unescape(p)) for p in out[begun:])
            room = columns - TURNED_INDENT
        out.append(piece)
        used += width
    return "".join(out)


def _width(character: str) -> int:
    """Columns of a character: two for a wide one, none for one that joins another."""
    if character == "\n" or unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
