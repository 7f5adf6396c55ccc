"""The figures of a document: how its word spaces spread, and all faults of its lines and pages."""

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from footlight.checking.typography.faults import Fault, Kind
from footlight.checking.typography.page_faults import inner_pages, overfull_lines, page_hyphens, short_pages
from footlight.checking.typography.paragraph_faults import (
    Paragraph,
    ladders,
    rivers,
    runts,
    stacks,
    uneven_lines,
    word_space,
)
from footlight.checking.typography.text_block import SetDocument, paragraphs
from footlight.settings.check_options import CheckOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a document is set."""

    pages: int
    lines: int
    """Of the paragraphs that were measured: those of two lines or more, in the body's size, in the block."""
    spaces: tuple[float, ...]
    """The word space of each justified line, as a ratio to the face's own space."""
    hyphenated: int
    """Lines but the last of a paragraph that end in a hyphen."""
    broken: int
    """Lines but the last of a paragraph."""
    inner: int
    """Pages that are to be full."""
    faults: tuple[Fault, ...]
    """In the order of the pages."""

    @property
    def mean(self) -> float:
        """The mean word space; 0 where no line is justified."""
        return statistics.fmean(self.spaces) if self.spaces else 0.0

    @property
    def spread(self) -> float:
        """The standard deviation of the word spaces."""
        return statistics.pstdev(self.spaces) if self.spaces else 0.0

    def count(self, kind: Kind) -> int:
        """How many faults there are of a kind."""
        return sum(fault.kind is kind for fault in self.faults)

    def as_json(self) -> dict[str, Any]:
        """The figures for programs; the faults are counted."""
        counts = Counter(str(fault.kind) for fault in self.faults)
        return {
            "pages": self.pages,
            "inner_pages": self.inner,
            "lines": self.lines,
            "justified": len(self.spaces),
            "space_mean": round(self.mean, 3),
            "space_spread": round(self.spread, 3),
            "hyphenated": self.hyphenated,
            **{str(kind): counts[kind] for kind in Kind},
        }


def figures_of(document: SetDocument, limits: CheckOptions) -> Figures:
    """Measure a document."""
    measured = tuple(paragraphs(document))
    space = document.block.space
    broken = [placed for paragraph in measured for placed in paragraph[:-1]]
    ratios = (word_space(placed, space) for placed in broken)
    faults = [fault for paragraph in measured for fault in _of_paragraph(paragraph, space, limits)]
    faults += [*overfull_lines(document, limits), *page_hyphens(document), *short_pages(document, limits)]
    return Figures(
        pages=len(document.pages),
        lines=sum(map(len, measured)),
        spaces=tuple(ratio for ratio in ratios if ratio is not None),
        hyphenated=sum(placed.line.hyphenated for placed in broken),
        broken=len(broken),
        inner=len(inner_pages(document)),
        faults=tuple(sorted(faults, key=lambda fault: (fault.page, fault.line, fault.kind, fault.words))),
    )


def _of_paragraph(paragraph: Paragraph, space: float, limits: CheckOptions) -> Iterator[Fault]:
    yield from uneven_lines(paragraph, space, limits)
    yield from ladders(paragraph, limits)
    yield from rivers(paragraph, space, limits)
    yield from stacks(paragraph, limits)
    yield from runts(paragraph, limits)
