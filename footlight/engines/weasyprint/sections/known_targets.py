"""Page numbers that a section quotes: they are known from the document as a whole, not from the section.

WeasyPrint finds the page of a target while it lays the target out. A section is laid out without the others, and
without its own place in the document: so the numbers are given to it, and it is laid out again where they were wrong.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from weasyprint.css.targets import TargetCollector, TargetLookupItem, anchor_name_from_token

GUESS = 100
"""Stands for a page number that is not known yet: most have three figures where it matters."""


class KnownTargets(TargetCollector):  # type: ignore[misc]  # WeasyPrint is untyped
    """Targets, with the numbers of their pages."""

    pages: Mapping[str, int]
    outside: frozenset[str]
    """The identifiers of other sections."""
    asked: dict[str, int]
    """The number that was given for each target that was asked for."""

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
            item.target_box.cached_counter_values = {**item.target_box.cached_counter_values, "page": [number]}
        return item


def adopt_targets(collector: Any, pages: Mapping[str, int], outside: frozenset[str]) -> None:  # noqa: ANN401 - as above
    """Turn a fresh collector of WeasyPrint's, which makes it itself, into one that knows pages."""
    collector.__class__ = KnownTargets
    collector.pages, collector.outside, collector.asked = pages, outside, {}


def _name(token: Any, box: Any) -> str | None:  # noqa: ANN401 - WeasyPrint is untyped
    if token[0] == "attr()":
        value = box.element.get(token[1][0], "")
        return value[1:] if value.startswith("#") else None
    name: str | None = anchor_name_from_token(token)
    return name
