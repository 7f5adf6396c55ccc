"""What a programme that reads aloud gets from a tagged PDF, and what it should get, by pandoc from the source."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from footlight.engines.pandoc import pandoc_path
from footlight.engines.pdf.structure_tree import TaggedElement, TaggedText, read_tags

_FILTER = Path(__file__).parent / "cases/print/spoken.lua"
_INLINE = frozenset({"Link", "Span", "Code", "Reference"})


def tree(data: bytes) -> TaggedElement:
    """The tags of a file that has them."""
    root = read_tags(data).root
    assert root is not None
    return root


def elements(root: TaggedElement, type_: str) -> list[TaggedElement]:
    """All of one type, in the order of reading."""
    return [element for element in root.walk() if element.type == type_]


def main_text(root: TaggedElement) -> TaggedElement:
    """The essay itself, without title, headnote and colophon."""
    (part,) = elements(root, "Part")
    return part


def heard(root: TaggedElement) -> list[str]:
    """The words of an element, a note's number and a list's mark left out."""
    return "".join(_spoken(root)).replace("\u00ad", "").replace("\u2060", "").split()


def _spoken(element: TaggedElement) -> Iterator[str]:
    for kid in element.kids:
        if isinstance(kid, TaggedText):
            yield kid.text
        elif isinstance(kid, TaggedElement) and kid.type not in ("Reference", "Lbl"):
            space = "" if kid.type in _INLINE else " "
            yield from (space, *_spoken(kid), space)
        elif isinstance(kid, TaggedElement) and element.type == "LI" and re.search(r"[^\W\d]{2}", kid.text):
            yield f"{kid.text} "  # a term; a number or a letter is a mark


def expected(source: Path) -> list[str]:
    """The words of a source as they should be heard: pandoc's plain text, each note behind its call."""
    command = [pandoc_path(), "-f", "markdown", "-t", "plain", "--wrap=none", f"--lua-filter={_FILTER}", str(source)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
