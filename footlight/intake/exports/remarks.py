"""Findings of a reader of exports: how it understood an item, and what of the export it left out."""

from collections.abc import Iterable, Mapping

from footlight.findings.finding import Finding


def remarks(sentences: Iterable[str], file: str) -> tuple[Finding, ...]:
    """A finding for each sentence on how an item was understood; `file` is the item's origin."""
    return tuple(Finding(code="import-remark", message=_lowered(one.rstrip(".")), file=file) for one in sentences)


def _lowered(sentence: str) -> str:
    """The sentence as messages begin, with a small letter."""
    return sentence[:1].lower() + sentence[1:]


def left_out(counted: Mapping[str, int], file: str) -> Iterable[Finding]:
    """The finding that some of an export is no essay: how many of what. None where nothing was counted."""
    numbers = ", ".join(f"{name}: {number}" for name, number in sorted(counted.items()) if number)
    if numbers:
        yield Finding(code="import-left-out", message=f"not imported, for they are no essays: {numbers}", file=file)
