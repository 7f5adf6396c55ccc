"""Parts of a page tree as HTML again, for exports in which a page is wrapped round each text."""

from collections.abc import Mapping
from html import escape

from footlight.intake.exports.name_sets import names
from footlight.intake.page_tree import Element

_EMPTY = names("area base br col embed hr img input link meta source track wbr")


def inner_html(element: Element) -> str:
    """What is in an element, as HTML."""
    return "".join(_written(child) for child in element.children)


def _written(child: Element | str) -> str:
    if isinstance(child, str):
        return escape(child, quote=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.attributes.items())
    if child.tag in _EMPTY:
        # libxml2 takes some of these for elements with content, which then stands behind them
        return f"<{child.tag}{attributes}>{inner_html(child)}"
    content = "".join(_raw(one) for one in child.children) if child.tag in ("script", "style") else inner_html(child)
    return f"<{child.tag}{attributes}>{content}</{child.tag}>"


def _raw(child: Element | str) -> str:
    return child if isinstance(child, str) else _written(child)


def link(address: str, words: str = "") -> str:
    """A link as a paragraph; without words the address is them."""
    return f'<p><a href="{escape(address)}">{escape(words.strip() or address)}</a></p>'


def picture(address: str, alt: str = "", caption: str = "") -> str:
    """A picture as a figure; the caption is HTML."""
    below = f"<figcaption>{caption}</figcaption>" if caption.strip() else ""
    return f'<figure><img src="{escape(address)}" alt="{escape(alt)}">{below}</figure>'


def text_of(data: Mapping[str, object], key: str) -> str:
    """A text of a JSON object; empty where it is none."""
    value = data.get(key)
    return value if isinstance(value, str) else ""
