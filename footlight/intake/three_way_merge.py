"""Merge two texts that were changed from one: lines that only one side changed are taken from it."""

from difflib import SequenceMatcher


def merge_texts(before: str, ours: str, theirs: str) -> str | None:
    """Merge two changed forms of a text, line by line; None where both changed the same lines, or lines side by side.

    The same change on both sides is one change. The method is that of diff3: lines that all three have in common divide
    the texts, and of each part between them at most one side may differ.
    """
    base, left, right = (text.splitlines(keepends=True) for text in (before, ours, theirs))
    merged: list[str] = []
    at_base = at_left = at_right = 0
    for base_line, left_line, right_line in [*_anchors(base, left, right), (len(base), len(left), len(right))]:
        part = _part(base[at_base:base_line], left[at_left:left_line], right[at_right:right_line])
        if part is None:
            return None
        merged += part
        if base_line < len(base):
            merged.append(base[base_line])
        at_base, at_left, at_right = base_line + 1, left_line + 1, right_line + 1
    return "".join(merged)


def _part(base: list[str], left: list[str], right: list[str]) -> list[str] | None:
    if left in (base, right):
        return right
    return left if right == base else None


def _anchors(base: list[str], left: list[str], right: list[str]) -> list[tuple[int, int, int]]:
    """The lines that all three texts have in common, by their numbers."""
    in_left, in_right = _matches(base, left), _matches(base, right)
    return [(line, in_left[line], in_right[line]) for line in sorted(in_left.keys() & in_right.keys())]


def _matches(base: list[str], changed: list[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, base, changed, autojunk=False).get_matching_blocks()
    return {block.a + i: block.b + i for block in blocks for i in range(block.size)}
