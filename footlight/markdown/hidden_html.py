"""HTML that no browser shows, because its author hid it: `hidden`, `display: none`, `visibility: hidden`."""

import re
from collections.abc import Mapping
from typing import Final

_STYLE = r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
_HIDES: Final = re.compile(_STYLE, re.IGNORECASE)
_MAY_HIDE: Final = re.compile(rf"<[A-Za-z][^<>]{{0,2000}}?(?:\shidden\b|{_STYLE})", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:-]{0,40})(?P<rest>(?:\s[^<>]{0,4000})?)>")
_ATTRIBUTE: Final = re.compile(r"""([^\s"'>/=]{1,100})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?""")


def hides(attributes: Mapping[str, str]) -> bool:
    """Whether the attributes of an element, by their names in small letters, keep it from being shown.

    `hidden="until-found"` is shown to whoever searches it.
    """
    hidden = attributes.get("hidden")
    return (hidden is not None and hidden.strip().lower() != "until-found") or bool(
        _HIDES.search(attributes.get("style", ""))
    )


def hidden_elements(text: str) -> list[tuple[int, int]]:
    """Where hidden elements stand in a text whose code is masked: each with its tags, in order, none in another.

    One that is never closed is none: a browser hides the rest of the page, and no author means that.
    """
    if not _MAY_HIDE.search(text):
        return []
    spans: list[tuple[int, int]] = []
    opened: dict[str, list[tuple[int, bool]]] = {}
    for tag in _TAG.finditer(text):
        elements = opened.setdefault(tag["name"].lower(), [])
        if not tag["close"]:
            if not tag["rest"].rstrip().endswith("/"):
                elements.append((tag.start(), hides(_attributes(tag["rest"]))))
        elif elements:
            start, hidden = elements.pop()
            spans += [(start, tag.end())] if hidden else []
    outer: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def _attributes(words: str) -> dict[str, str]:
    return {name.lower(): double or single or bare for name, double, single, bare in _ATTRIBUTE.findall(words) if name}
