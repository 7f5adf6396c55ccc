"""Pages that are laid out, read as one text: the tree of structure elements that their boxes stand for.

WeasyPrint's own tags follow the boxes, page by page. These follow the elements of the HTML: what is one there (a
paragraph, a list, a table) is one here, on however many pages; a note stands where it is called.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from footlight.engines.weasyprint.structure import (
    AROUND_LINKS,
    BLOCKS,
    GROUPS,
    NUMBERINGS,
    ROLES,
    TYPES,
    Annotation,
    Element,
    Mark,
)

PT_PER_PX = 0.75


@dataclass(slots=True, kw_only=True)
class Structure:
    """What was read."""

    root: Element
    notes: list[Element] = field(default_factory=list)
    """The notes at the feet of pages, not yet in the tree."""
    calls: dict[str, Element] = field(default_factory=dict)
    """The first reference to each note, by the note's identifier."""
    artifacts: list[dict[int, str]] = field(default_factory=list)
    """For each page the pieces of content that are no text: of what kind each is, in the syntax of PDF, or empty."""
    marks: list[int] = field(default_factory=list)
    """How many pieces of content each page has."""


def read_structure(pages: Sequence[Any], tags: Sequence[dict[Any, Any]], lang: str) -> Structure:
    """The structure of WeasyPrint's pages; `tags` are the pieces of content that each page's stream drew, by box."""
    structure = Structure(root=Element(type="Document", parent=None, lang=lang))
    reader = _Reader(structure)
    for number, (page, drawn) in enumerate(zip(pages, tags, strict=True)):
        structure.marks.append(len(drawn))
        structure.artifacts.append({})
        reader.page = _Page(number=number, height=page.height, drawn=drawn)
        reader.read(page._page_box, structure.root, None)  # noqa: SLF001 - there is no public way to the boxes
        structure.artifacts[number].update({tag["mcid"]: "" for tag in drawn.values()})
    return structure


@dataclass(slots=True, kw_only=True)
class _Page:
    number: int
    height: float
    """px."""
    drawn: dict[Any, Any]
    """What no box was found for yet."""


class _Reader:
    """Reads one page after the other into one structure."""

    def __init__(self, structure: Structure) -> None:
        self.page = _Page(number=0, height=0, drawn={})
        self._to = structure
        self._inside: dict[Any, Element] = {}
        """Where the text of an element of the HTML goes, by that element."""
        self._first: dict[Any, int] = {}
        """The page on which the head or the foot of a table stood first."""

    def read(self, box: Any, holder: Element, block: Any) -> None:  # noqa: ANN401 - WeasyPrint is untyped
        """A box and all in it; `holder` is the element that it is in, `block` the nearest block of the HTML."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - what it stands for
        if isinstance(box, boxes.TextBox):
            self._text(box, holder, block)
        elif isinstance(box, boxes.MarginBox):
            where = "Header" if box.at_keyword.startswith("@top") else "Footer"
            self._artifact(box, f"<</Type/Pagination/Subtype/{where}>>")
        elif self._repeated(box):
            self._artifact(box, "<</Type/Pagination>>")
        else:
            if box.element is not None:
                holder = self._element(box, holder, block)
                block = box.element if isinstance(box, boxes.BlockLevelBox) else block
            if isinstance(box, boxes.ReplacedBox):
                self._picture(box, holder)
            for child in getattr(box, "children", ()):
                self.read(child, holder, block)

    def _repeated(self, box: Any) -> bool:  # noqa: ANN401 - WeasyPrint is untyped
        """Whether it is the head or the foot of a table once more, at the top or the foot of a further page."""
        if not (isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)):
            return False
        return self._first.setdefault(box.element, self.page.number) != self.page.number

    def _artifact(self, box: Any, kind: str) -> None:  # noqa: ANN401 - WeasyPrint is untyped
        for inner in box.descendants(placeholders=True):
            if tag := self.page.drawn.pop(inner, None):
                self._to.artifacts[-1][tag["mcid"]] = kind

    def _text(self, box: Any, holder: Element, block: Any) -> None:  # noqa: ANN401 - WeasyPrint is untyped
        tag = self.page.drawn.get(box)
        if tag is None or not _is_read(box):
            return  # an artifact, like all that is left over
        if not box.text.strip() and not _open_paragraph(holder, block):
            return  # the space between two blocks
        del self.page.drawn[box]
        if box.element_tag == "li::marker":
            holder = self._label(box, holder)
        _paragraph(holder, block).kids.append(Mark(page=self.page.number, mcid=tag["mcid"]))

    def _label(self, box: Any, body: Element) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
        item = body.parent
        if item is None or item.type != "LI":
            return body
        if item.kids[0] is body:
            Element(type="Lbl", parent=None, source=box.element).move(item, 0)
        label = item.kids[0]
        return label if isinstance(label, Element) else body

    def _picture(self, box: Any, figure: Element) -> None:  # noqa: ANN401 - WeasyPrint is untyped
        tag = self.page.drawn.get(box)
        if tag is None or figure.type != "Figure":
            return
        del self.page.drawn[box]
        left, top = box.content_box_x() * PT_PER_PX, (self.page.height - box.content_box_y()) * PT_PER_PX
        right, bottom = left + box.width * PT_PER_PX, top - box.height * PT_PER_PX
        figure.attributes["BBox"] = f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]"
        figure.attributes["Placement"] = "/Block" if figure.parent and figure.parent.type in GROUPS else "/Inline"
        figure.kids.append(Mark(page=self.page.number, mcid=tag["mcid"]))

    def _element(self, box: Any, holder: Element, block: Any) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
        """The structure element that holds what is in a box."""
        source = box.element
        inside = self._inside.get(source)
        if inside is None:
            inside = self._begin(box, holder, block)
            if inside is holder:
                return holder
            self._inside[source] = inside
        if box.link_annotation is not None:
            box.link_annotation["Contents"] = pydyf.String(" ".join("".join(source.itertext()).split()))
            inside.kids.append(Annotation(page=self.page.number, held=box.link_annotation))
        return inside

    def _begin(self, box: Any, holder: Element, block: Any) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
        """A new element for a box, or its holder where it is no structure of its own."""
        source, role = box.element, box.element.get("role")
        lang = source.get("lang", "")
        lang = lang if lang and lang != _language(holder) else ""
        type_ = ROLES.get(role) or TYPES.get(source.tag, "")
        if box.link_annotation is not None:
            type_ = "Link"
            holder = self._around_link(box, role, _paragraph(holder, block))
        elif not type_ and lang and source.tag not in ("html", "body"):
            type_ = "Div" if isinstance(box, boxes.BlockLevelBox) else "Span"
        elif source.tag in _ITEMS:
            return _ITEMS[source.tag](holder, source, lang)
        if not type_ or (type_ == "Figure" and source.get("alt") == ""):
            return holder
        return self._made(box, type_, holder if type_ in BLOCKS else _paragraph(holder, block), lang)

    def _made(self, box: Any, type_: str, holder: Element, lang: str) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
        source = box.element
        element = Element(type=type_, parent=None, source=source, lang=lang)
        if source.get("role") == "doc-footnote":
            self._to.notes.append(element)
        else:
            element.move(holder, len(holder.kids))
        if type_ == "Note":
            element.id = source.get("id", "")
        elif type_ == "Figure":
            title = source.find("{http://www.w3.org/2000/svg}title")
            element.alt = source.get("alt") or (title.text if title is not None and title.text else "")
        elif type_ == "L":
            items = [child for child in source if child.tag == "li"]
            style = str(box.style["list_style_type"])
            element.attributes["ListNumbering"] = f"/{NUMBERINGS.get(style, 'None') if items else 'None'}"
        elif type_ in ("TH", "TD"):
            element.attributes.update(_cell(box, element))
        return element

    def _around_link(self, box: Any, role: str, holder: Element) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
        """The element in which a link stands."""
        type_ = AROUND_LINKS.get(role)
        if type_ is None:
            return holder
        around = holder.add(type_)
        if type_ == "Reference":
            self._to.calls.setdefault(box.element.get("href", "")[1:], around)
        return around


def _is_read(box: Any) -> bool:  # noqa: ANN401 - WeasyPrint is untyped
    """Whether a text is drawn, and is text: a row of asterisks between paragraphs, or a word joiner, is not."""
    if box.style["visibility"] != "visible":
        return False
    if not box.text.strip():
        return "space_drawn" in box.__dict__
    return not box.element_tag.endswith(("::before", "::after")) or any(map(str.isalnum, box.text))


def _open_paragraph(holder: Element, block: Any) -> Element | None:  # noqa: ANN401 - WeasyPrint is untyped
    """Where text of a block goes on: in its holder, or in the last paragraph there where that is the block's."""
    if holder.type not in GROUPS:
        return holder
    last = holder.kids[-1] if holder.kids else None
    return last if isinstance(last, Element) and last.type == "P" and last.source is block else None


def _paragraph(holder: Element, block: Any) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
    """The same, or a new paragraph."""
    return _open_paragraph(holder, block) or holder.add("P", block)


def _language(element: Element | None) -> str:
    while element is not None:
        if element.lang:
            return element.lang
        element = element.parent
    return ""


def _cell(box: Any, cell: Element) -> dict[str, str]:  # noqa: ANN401 - WeasyPrint is untyped
    spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan} if isinstance(box, boxes.TableCellBox) else {}
    found = {key: str(span) for key, span in spans.items() if span != 1}
    if cell.type == "TH":
        row = cell.parent
        group = row.parent if row else None
        scopes = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}
        default = "Column" if group is not None and group.type == "THead" else "Row"
        found["Scope"] = f"/{scopes.get(cell.source.get('scope'), default)}"
    return found


def _item(list_: Element, source: Any, lang: str) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
    """The body of a new item."""
    item = list_.add("LI")
    item.lang = lang
    return item.add("LBody", source)


def _term(list_: Element, source: Any, lang: str) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
    """The label of a new item, for a term that is defined."""
    item = list_.add("LI")
    item.lang = lang
    return item.add("Lbl", source)


def _definition(list_: Element, source: Any, lang: str) -> Element:  # noqa: ANN401 - WeasyPrint is untyped
    """The body of the item that its term began; one body for all definitions of the term."""
    item = list_.kids[-1] if list_.kids else None
    if not isinstance(item, Element) or item.type != "LI":
        return _item(list_, source, lang)
    last = item.kids[-1] if item.kids else None
    body = last if isinstance(last, Element) and last.type == "LBody" else item.add("LBody", source)
    return body.add("Div", source) if lang else body


_ITEMS = {"li": _item, "dt": _term, "dd": _definition}
