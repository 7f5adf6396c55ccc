"""Page numbers that a section quotes: they are known from the document as a whole, not from the section.

WeasyPrint finds the page of a target while it lays the target out. A section is laid out without the others, and
without its own place in the document: so the numbers are given to it, and it is laid out again where they were wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from weasyprint.css.targets import TargetCollector, TargetLookupItem, anchor_name_from_token

GUESS = 100
"""Stands for a page number that is not known yet: most have three figures where it matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A place that quotes a page number."""

    element: Any
    tag: str
    """As in `Box.element_tag`: with the element, it tells which box has the words."""
    target: str
    """The identifier of the element whose page it is."""
    number: int
    """The number that was given."""
    plain: bool
    """Whether it is the only thing looked up in what the box says, and written in common figures."""


class KnownTargets(TargetCollector):  # type: ignore[misc]  # WeasyPrint is untyped
    """Targets, with the numbers of their pages."""

    pages: Mapping[str, int]
    outside: frozenset[str]
    """The identifiers of other sections."""
    asked: dict[str, int]
    """The number that was given for each target that was asked for."""
    quotes: dict[tuple[int, str, str], Quote]
    """The places that were given one, by element, tag and target."""

    def lookup_target(self, anchor_token: Any, source_box: Any, css_token: Any, parse_again: Any) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
        """Give a target with its page."""
        name = _name(anchor_token, source_box)
        if name in self.outside:
            item = TargetLookupItem("up-to-date")
            item.target_box = SimpleNamespace(cached_counter_values={})
        else:
            item = super().lookup_target(anchor_token, source_box, css_token, parse_again)
        if name is not None and item.state == "up-to-date":
            number = self.pages.get(name, GUESS)
            self.asked[name] = number
            element, tag = source_box.element, source_box.element_tag
            plain = css_token == "content" and _is_plain(source_box.style["content"])  # noqa: S105 - no password
            self.quotes[id(element), tag, name] = Quote(
                element=element, tag=tag, target=name, number=number, plain=plain
            )
            item.target_box.cached_counter_values = {**item.target_box.cached_counter_values, "page": [number]}
        return item

    def differs(self, pages: Mapping[str, int]) -> bool:
        """Whether other numbers were given than these."""
        return any(pages.get(name, number) != number for name, number in self.asked.items())

    def give(self, pages: Mapping[str, int]) -> None:
        """Take other page numbers: the places that quote them have been given them."""
        self.pages = pages
        self.asked = {name: pages.get(name, number) for name, number in self.asked.items()}
        self.quotes = {
            key: replace(quote, number=pages.get(quote.target, quote.number)) for key, quote in self.quotes.items()
        }


def _is_plain(content: Any) -> bool:  # noqa: ANN401 - a property of WeasyPrint's
    kinds = [kind for kind, _ in content]
    found = [value for kind, value in content if kind == "target-counter()"]
    plain = set(kinds) <= {"string", "attr()", "target-counter()"} and len(found) == 1
    return plain and tuple(found[0][1:]) == ("page", "decimal")


def adopt_targets(collector: Any, pages: Mapping[str, int], outside: frozenset[str]) -> None:  # noqa: ANN401 - as above
    """Turn a fresh collector of WeasyPrint's, which makes it itself, into one that knows pages."""
    collector.__class__ = KnownTargets
    collector.pages, collector.outside, collector.asked, collector.quotes = pages, outside, {}, {}


def _name(token: Any, box: Any) -> str | None:  # noqa: ANN401 - WeasyPrint is untyped
    if token[0] == "attr()":
        value = box.element.get(token[1][0], "")
        return value[1:] if value.startswith("#") else None
    name: str | None = anchor_name_from_token(token)
    return name
