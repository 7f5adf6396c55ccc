"""What a Markdown source holds, counted on its own characters by a reader that makes no edition."""

from dataclasses import dataclass
from typing import Literal

Form = Literal["heading", "listing", ""]
"""What a block has to be in an edition, besides its words; a listing is one between fences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The words of a paragraph, a heading, a cell or a listing."""

    words: tuple[tuple[str, int], ...]
    """Each word with the line, 1-based, on which it stands."""
    in_note: bool = False
    form: Form = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address or a file's name that the source gives, as it is written there."""

    address: str
    line: int
    """1-based; that of the first line of its paragraph where the source is nested too deeply to tell more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything that has to be found again in an edition."""

    blocks: tuple[Block, ...]
    """In the order of the source, notes last."""
    links: tuple[Target, ...]
    pictures: tuple[Target, ...]
