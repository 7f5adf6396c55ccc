"""Marks of boxes before layout: two boxes with the same mark are laid out alike.

A mark is a number. It stands for all that a box is made of: its kind, its element with its attributes, its text, its
style and the marks of its children and its notes. A style is known by what declares it, and by the style that it
inherits from. What is not understood gets a number of its own, so that it is like nothing else.
"""

from collections.abc import Hashable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

from weasyprint.images import RasterImage

from footlight.engines.weasyprint.boxes_before_layout import CHANGED_BY_LAYOUT
from footlight.engines.weasyprint.foreign_types import Box, Style

_MARK = "footlight_mark"
"""The entry of the `__dict__` of a style with its mark."""
_MOST = 100_000
"""Marks that are kept."""
_APART = frozenset({
    "style", "children", "element", "element_tag", "first_letter_style", "first_line_style", "footnote", "replacement",
    "cached_counter_values",
})  # fmt: skip
"""Attributes of boxes that are looked at apart; the last is for what quotes counters of other places only."""
_PLAIN = (str, int, float, bool, type(None))


class BoxMarks:
    """Marks, the same for all trees that are marked by it."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}
        self._count = 0
        self._held: dict[int, object] = {}
        """Values that are known by their identity, which no other has while they are held."""
        self._declarations: dict[int, tuple[object, Hashable]] = {}
        """Values of declarations, by identity, and what they are in a mark."""

    @property
    def full(self) -> bool:
        """Whether there are so many that one begins anew."""
        return len(self._known) + len(self._held) + len(self._declarations) > _MOST

    def of(self, box: Box) -> int:
        """The mark of a box with all that is in it."""
        children = tuple(self.of(child) for child in getattr(box, "children", ()))
        return self._number((self.own(box), children))

    def own(self, box: Box) -> int:
        """The mark of a box without its children."""
        first = box.first_letter_style, box.first_line_style
        if isinstance(box, CHANGED_BY_LAYOUT) or any(first) or box.note is not None:
            return self._new()
        element = box.element
        about: list[Hashable] = [str(type(box)), box.element_tag, self._style(box.style)]
        if element is not None:
            about.append((element.tag, tuple(element.attrib.items())))
        for name, value in box.__dict__.items():
            if name not in _APART:
                about.append((name, self._value(value)))
        if box.footnote is not None:
            about.append(("footnote", self.of(box.footnote)))
        if "replacement" in box.__dict__:
            about.append(self._picture(box))
        return self._number(tuple(about))

    def _picture(self, box: Box) -> Hashable:
        picture = box.replacement
        if isinstance(picture, RasterImage):
            return self._identity(picture)
        # A drawing that stands in the text is read anew each time.
        return ET.tostring(box.element) if str(box.element.tag).endswith("}svg") else self._identity(picture)

    def _style(self, style: Style | None) -> int:
        if style is None:
            return 0
        known = style.__dict__.get(_MARK)
        if known is not None and known[0] is self:
            return int(known[1])
        cascaded = getattr(style, "cascaded", {})  # a style of anonymous boxes declares nothing
        declared = tuple((name, self._declared(value), weight) for name, (value, weight) in cascaded.items())
        about = type(style), self._style(style.parent_style), getattr(style, "pseudo_type", None), declared
        mark = self._number(about)
        style.__dict__[_MARK] = self, mark
        return mark

    def _declared(self, value: Any) -> Hashable:  # noqa: ANN401 - as below
        """The value of a declaration; those of style sheets are the same objects each time."""
        known = self._declarations.get(id(value))
        if known is None:
            known = self._declarations[id(value)] = value, self._value(value)
        return known[1]

    def _value(self, value: Any) -> Hashable:  # noqa: ANN401 - a value of any property
        """A value as part of a mark: two that are alike have the same."""
        if isinstance(value, _PLAIN):
            return type(value), value
        if isinstance(value, tuple | list):
            return type(value), tuple(map(self._value, value))
        if isinstance(value, set | frozenset) and not value:
            return "empty"
        if hasattr(value, "serialize"):  # a part of a declaration, as tinycss2 reads it
            return str(type(value)), value.serialize()
        return self._identity(value)

    def _identity(self, value: object) -> Hashable:
        self._held[id(value)] = value
        return "id", id(value)

    def _number(self, about: Hashable) -> int:
        if about not in self._known:
            self._known[about] = self._count = self._count + 1
        return self._known[about]

    def _new(self) -> int:
        self._count += 1
        return self._count


def notes_of(box: Box) -> Iterator[Box]:
    """The notes that are called in a box, in order."""
    if box.footnote is not None:
        yield box.footnote
        yield from notes_of(box.footnote)
    for child in getattr(box, "children", ()):
        yield from notes_of(child)
