"""What kramdown adds to Markdown: attribute lists, extensions, tables of contents, abbreviations, mathematics.

(https://kramdown.gettalong.org/syntax.html)
"""

import re
from collections.abc import Iterator

from footlight.reading.box_kinds import kind_of_class
from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage, info

_LIST = re.compile(r"\{:(?!:|/)(?P<words>(?:\"[^\"\n]*\"|'[^'\n]*'|[^{}\"'\n]|\n(?![ \t]*\n)){0,400})\}")
_IDENTIFIER = re.compile(r"#([A-Za-z][\w:-]*)|\bid=[\"']?([A-Za-z][\w:-]*)")
_KEPT = re.compile(r"\b(width|height|lang)=(\"[^\"]*\"|'[^']*'|[^\s\"']+)")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)|\bclass=[\"']([^\"']*)")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")
_NO_WORDS = re.compile(r"[ \t>]*(?:\||<|```|~~~|[-*_=]{3,}[ \t]*$)")


def attribute_lists(passage: Passage) -> Iterator[Edit]:
    """Attribute lists: names of places stay, classes of boxes are boxes, the rest is for a site."""
    text = passage.text
    for match in passage.protected.find(_LIST):
        begin = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        if text[begin : match.start()].strip(" \t>") or text[match.end() : end].strip():
            yield from _of_words(text, match, begin)
        else:
            yield from _of_block(text, match, begin, end)


def _of_words(text: str, match: "re.Match[str]", begin: int) -> Iterator[Edit]:
    """A list behind words, in their line."""
    attributes = _for_pandoc(match["words"])
    start = match.start()
    if text[start - 1 : start] in (" ", "\t"):
        if not _HEADING.match(text, begin):
            attributes = ""
        start = len(text[:start].rstrip(" \t")) if not attributes else start
    yield Edit(start=start, end=match.end(), put=attributes)


def _for_pandoc(words: str) -> str:
    identifier = _IDENTIFIER.search(words)
    parts = [f"#{identifier[1] or identifier[2]}"] if identifier else []
    parts += [f"{key}={value}" for key, value in _KEPT.findall(words)]
    return f"{{{' '.join(parts)}}}" if parts else ""


def _of_block(text: str, match: "re.Match[str]", begin: int, end: int) -> Iterator[Edit]:
    """A list in a line of its own, which says something of the block before it, else of the one behind it."""
    above_start = text.rfind("\n", 0, max(0, begin - 1)) + 1 if begin else 0
    above = text[above_start : max(0, begin - 1)]
    words = match["words"].strip()
    if words.split(" ")[0] == "toc" and _ITEM.match(above):
        yield Edit(start=above_start, end=end)
        return
    classes = [name for pair in _CLASS.findall(words) for part in pair for name in part.split()]
    kind = next(filter(None, map(kind_of_class, classes)), "")
    identifier = _IDENTIFIER.search(words)
    name = (identifier[1] or identifier[2]) if identifier else ""
    if kind and above.strip() and not _HEADING.match(above) and not _ITEM.match(above):
        head = _block_start(text, above_start)
        yield Edit(start=head, end=head, put=f'<div class="admonition {kind}">\n\n')
        yield Edit(start=begin, end=end, put="\n</div>\n")
        return
    put = ""
    if name and above.strip() and not _NO_WORDS.match(above):
        yield Edit(start=begin - 1, end=begin - 1, put=f" {{#{name}}}" if _HEADING.match(above) else f" []{{#{name}}}")
    elif name and not above.strip() and _HEADING.match(text, end + 1):
        below = text.find("\n", end + 1)
        below = len(text) if below < 0 else below
        yield Edit(start=below, end=below, put=f" {{#{name}}}")
    yield Edit(start=begin, end=end, put=put)


def _block_start(text: str, at: int) -> int:
    """Where the lines without a blank one between them begin that a line belongs to."""
    blank = max(text.rfind("\n\n", 0, at + 1), text.rfind("\n \n", 0, at + 1))
    return blank + 2 if blank >= 0 else 0


_EXTENSION = re.compile(r"\{::(?P<name>[a-z]+)(?P<words>[^{}\n]{0,400}?)(?P<lone>/?)\}")
_END = re.compile(r"\{:/(?:[a-z]*)\}")


def extensions(passage: Passage) -> Iterator[Edit]:
    """`{::comment}`, `{::nomarkdown}`, `{::options /}`, each up to `{:/}`."""
    text, passed = passage.text, 0
    for match in passage.protected.find(_EXTENSION):
        if match.start() < passed:
            continue
        end = None if match["lone"] else _END.search(text, match.end())
        passed = end.end() if end else match.end()
        if not end or match["name"] == "comment":
            yield Edit(start=match.start(), end=passed)
            continue
        yield Edit(start=match.start(), end=match.end())
        yield Edit(start=end.start(), end=end.end())


_ABBREVIATION = re.compile(r"^ {0,3}\*\[([^\[\]\n]{1,100})\]:[^\n]*$", re.MULTILINE)


def abbreviations(passage: Passage) -> Iterator[Edit]:
    """Definitions of abbreviations, which are left out."""
    for match in passage.protected.find(_ABBREVIATION):
        message = f"a web page says what {match[1]} stands for when the pointer rests on it; that was left out"
        found = info("site-tag", message, "Say it in the text, if a reader needs it.")
        yield Edit(start=match.start(), end=match.end(), finding=found)


_DOLLARS = re.compile(r"(?<![\\$])\$\$(?!\$)([^$\n]{1,2000}?)\$\$(?!\$)")


def formulas(passage: Passage) -> Iterator[Edit]:
    """A formula within a line, which kramdown also writes with two dollar signs."""
    text = passage.text
    for match in _DOLLARS.finditer(text):
        if passage.protected.in_code(match.start()):
            continue
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t>")
        end = text.find("\n", match.end())
        behind = text[match.end() : len(text) if end < 0 else end].strip()
        if before or behind:
            yield Edit(start=match.start(), end=match.end(), put=f"${match[1].strip()}$")
