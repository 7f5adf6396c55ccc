"""The style sheet of the document: epub.css for the forms of a text, web.css for the window, a rule for each note."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from footlight.editions.epub.container_writer import File
from footlight.editions.epub.publication_resources import without_unused_bold, without_unused_families
from footlight.editions.special_styles import ON_SCREENS, special_styles
from footlight.engines.templates import Templates
from footlight.essay.document import Note

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_MARGIN = "@media screen and (min-width: 64em) {{ @supports (top: anchor(top)) {{\n{rules}\n}} }}"
"""Where notes stand beside the text; as in templates/web.css."""
_RAISED = "0.12em"
"""From the head of a call's box, which is that of its raised number, up to the head of its line, in em of a note."""
_BETWEEN = "0.7em"
"""Between two notes that follow each other in the margin."""
_SAFE_STYLE = re.compile(r"[\w\s:;.%#,()+-]*")


def document_styles(templates: Templates, html: str, notes: Sequence[Note]) -> str:
    """Join the style sheets that a text needs, without comments; faces are still named by their files."""
    forms = templates.styles("epub.css")
    text = [File(name="text", data=html.encode(), media="", id="text")]
    styles = without_unused_families(without_unused_bold(forms, text), forms[0])
    special = special_styles(templates, ON_SCREENS, html)
    joined = "\n".join((styles, *special, *templates.styles("web.css"), margin_rules(notes)))
    return _COMMENT.sub("", joined)


def margin_rules(notes: Sequence[Note]) -> str:
    """Place each note beside its call, or where that is taken below the note before it.

    Anchors of CSS Anchor Positioning (https://www.w3.org/TR/css-anchor-position-1/): a note is laid out after the one
    before it, so that it may ask where that ends.
    """
    rules = []
    before = ""
    for note in notes:
        call = f"anchor(--{note.call_id} top) - {_RAISED}"
        top = f"max({call}, anchor(--{before} bottom) + {_BETWEEN})" if before else f"calc({call})"
        rules.append(f"#{note.call_id}{{anchor-name:--{note.call_id}}}#{note.id}{{anchor-name:--{note.id};top:{top}}}")
        before = note.id
    return _MARGIN.format(rules="\n".join(rules)) if rules else ""


def classed_styles(roots: Sequence[ET.Element]) -> str:
    """Turn the style attributes of trees into classes, in place, and return the rules of these.

    pandoc writes some, as for the columns of a table. The document's policy allows no styles but those of its sheet. A
    value that is more than declarations of plain words and numbers is dropped.
    """
    names: dict[str, str] = {}
    for root in roots:
        for element in root.iter():
            value = element.attrib.pop("style", "").strip()
            if value and _SAFE_STYLE.fullmatch(value):
                name = names.setdefault(value, f"fl-style-{len(names) + 1}")
                element.set("class", f"{element.get('class', '')} {name}".strip())
    return "\n".join(f".{name} {{ {value} }}" for value, name in names.items())
