"""tinycss2: the declarations of a style sheet, and colours as numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

import tinycss2
from tinycss2.color4 import parse_color


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of a style sheet; rules in @media and @supports are included."""

    selector: str
    line: int
    declarations: tuple[tuple[str, str], ...]
    """Names, in lower case, and values, as they are written."""
    media: str = ""
    """The conditions of the @media rules round it."""


def rules(text: str) -> Iterator[Rule]:
    """Iterate over the rules with declarations, in order. What cannot be parsed is ignored, as browsers do."""
    yield from _rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), "")


def _rules(nodes: list[object], media: str) -> Iterator[Rule]:
    for node in nodes:
        kind = getattr(node, "type", "")
        if kind == "qualified-rule":
            yield Rule(
                selector=" ".join(tinycss2.serialize(node.prelude).split()),  # type: ignore[attr-defined]  # untyped
                line=node.source_line,  # type: ignore[attr-defined]  # as above
                declarations=tuple(_declarations(node.content)),  # type: ignore[attr-defined]  # as above
                media=media,
            )
        elif kind == "at-rule" and node.content is not None:  # type: ignore[attr-defined]  # as above
            inner = tinycss2.parse_blocks_contents(node.content)  # type: ignore[attr-defined]  # as above
            condition = tinycss2.serialize(node.prelude).strip()  # type: ignore[attr-defined]  # as above
            is_media = node.lower_at_keyword == "media"  # type: ignore[attr-defined]  # as above
            yield from _rules(inner, f"{media} {condition}".strip() if is_media else media)


def _declarations(content: list[object]) -> Iterator[tuple[str, str]]:
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration":
            yield item.lower_name, tinycss2.serialize(item.value).strip()


def colour(value: str) -> tuple[float, float, float] | None:
    """The first colour in a value as sRGB, components from 0 to 1; None without one, and for `currentcolor`."""
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        parsed = parse_color(token)
        if parsed is not None and parsed != "currentcolor" and parsed.alpha > 0:
            red, green, blue = parsed.to("srgb").coordinates[:3]
            return _within(red), _within(green), _within(blue)
    return None


def _within(value: float) -> float:
    return min(1.0, max(0.0, value))
