"""rich: paragraphs in a terminal, wrapped at its width, in colour or without, in one column or two.

rich's markup is off, since text may come from anybody. Control characters have to be removed from it before
(`textmatch.clean_text`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

_GUTTER = 3
"""Cells between two columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Text in one style."""

    words: str
    style: str = ""
    """A style of rich's: bold, dim, reverse, cyan …; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Runs of text, wrapped at the terminal's width."""

    runs: tuple[Run, ...]
    indent: int = 0
    """Cells, at the left."""
    lead: str = ""
    """Text in the indent of the first line, at most as long."""


class Screen:
    """Writes paragraphs to a stream."""

    def __init__(self, out: TextIO, *, width: int, coloured: bool) -> None:
        """`width` is in cells."""
        self.width = width
        self._console = Console(
            file=out,
            width=width,
            force_terminal=coloured,
            no_color=not coloured,
            color_system="standard" if coloured else None,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Write paragraphs one below the other."""
        for paragraph in paragraphs:
            self._console.print(_set(paragraph))

    def show_beside(self, left: Sequence[Paragraph], right: Sequence[Paragraph]) -> None:
        """Write paragraphs in two columns of the same width."""
        grid = Table.grid(padding=(0, _GUTTER, 0, 0), expand=True)
        grid.add_column(ratio=1)
        grid.add_column(ratio=1)
        grid.add_row(Group(*map(_set, left)), Group(*map(_set, right)))
        self._console.print(grid)


def _set(paragraph: Paragraph) -> RenderableType:
    text = Text(overflow="fold")
    for run in paragraph.runs:
        text.append(run.words, style=run.style or None)
    if not paragraph.indent:
        return text
    grid = Table.grid(padding=0)
    grid.add_column(width=paragraph.indent, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(paragraph.lead, style=paragraph.runs[0].style or ""), text)
    return grid
