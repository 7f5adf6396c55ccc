"""The structure tree of laid-out pages, read from their boxes.

WeasyPrint builds its own tree box by box and page by page: a paragraph that goes over a page break becomes two, and
notes stand at the end of their page. This tree follows the HTML elements: one element of the HTML is one structure
element, on however many pages its boxes are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from footlight.engines.weasyprint.foreign_types import Box, HtmlElement, Page, Tags
from footlight.engines.weasyprint.structure import (
    BLOCKS,
    DRAWN,
    GROUPS,
    LINK_PARENT_TYPES,
    LIST_NUMBERINGS,
    TYPES_BY_ROLE,
    TYPES_BY_TAG,
    AnnotationReference,
    MarkedContent,
    Structure,
    StructureElement,
)

PT_PER_PX = 0.75


def read_structure(pages: Sequence[Page], tags: Sequence[Tags], lang: str) -> Structure:
    """Read the structure of a document; `tags` are the marked-content sequences of each page, by box."""
    structure = Structure(root=StructureElement(type="Document", parent=None, lang=lang))
    reader = _BoxReader(structure)
    for number, (page, drawn) in enumerate(zip(pages, tags, strict=True)):
        structure.marked_contents.append(len(drawn))
        structure.artifacts.append({})
        reader.page = _PageState(number=number, height=page.height, unread=drawn)
        reader.read(page._page_box, structure.root, None)  # noqa: SLF001 - there is no public way to a page's boxes
        structure.artifacts[number].update({tag["mcid"]: "" for tag in drawn.values()})
    return structure


@dataclass(slots=True, kw_only=True)
class _PageState:
    """The page that is being read."""

    number: int
    """0-based."""
    height: float
    """px."""
    unread: Tags
    """Sequences whose box was not read yet. What is left at the end of the page is an artifact."""


class _BoxReader:
    """Reads the boxes of page after page into one structure."""

    def __init__(self, structure: Structure) -> None:
        self.page = _PageState(number=0, height=0, unread={})
        self._structure = structure
        self._elements: dict[HtmlElement, StructureElement] = {}
        """The structure element in which the text of an HTML element goes."""
        self._first_page: dict[HtmlElement, int] = {}
        """The page on which a table's header or footer group was first."""

    def read(self, box: Box, holder: StructureElement, block: HtmlElement) -> None:
        """Read a box and its descendants; `holder` is the element round it, `block` the nearest block of the HTML."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - the placeholder stands where the box was taken out of the flow
        if "is_place" in box.__dict__:
            return  # of a figure that stands at the head of the next page: see `figure_floats`
        if "home" in box.__dict__:
            holder = self._elements.get(box.home, holder)
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
                self._image(box, holder)
            # Not `box.descendants`: each level needs to know the structure element round it.
            for child in getattr(box, "children", ()):
                self.read(child, holder, block)

    def _repeated(self, box: Box) -> bool:
        """Whether a box is a table's header or footer group again, on a further page of the table."""
        if not (isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)):
            return False
        return self._first_page.setdefault(box.element, self.page.number) != self.page.number

    def _artifact(self, box: Box, kind: str) -> None:
        """Make all that is drawn in a box an artifact."""
        for inner in box.descendants(placeholders=True):
            if tag := self.page.unread.pop(inner, None):
                self._structure.artifacts[-1][tag["mcid"]] = kind

    def _text(self, box: Box, holder: StructureElement, block: HtmlElement) -> None:
        tag = self.page.unread.get(box)
        if tag is None or not _is_content(box):
            return  # it stays unread, and so becomes an artifact
        if not box.text.strip() and not _open_paragraph(holder, block):
            return  # white space between two blocks
        del self.page.unread[box]
        if box.element_tag == "li::marker":
            holder = self._list_label(box, holder)
        _paragraph(holder, block).kids.append(MarkedContent(page=self.page.number, mcid=tag["mcid"]))

    def _list_label(self, box: Box, body: StructureElement) -> StructureElement:
        """The `Lbl` of a list item, which a marker's text goes into; `body` is the item's `LBody`."""
        # The marker's box is inside the item's box, whose element is the body. In the tree `Lbl` is the first kid of
        # `LI`, before `LBody` (14.8.4.3.3).
        item = body.parent
        if item is None or item.type != "LI":
            return body
        if item.kids[0] is body:
            StructureElement(type="Lbl", parent=None, source=box.element).move(item, 0)
        label = item.kids[0]
        return label if isinstance(label, StructureElement) else body

    def _image(self, box: Box, figure: StructureElement) -> None:
        tag = self.page.unread.get(box)
        if tag is None or figure.type not in DRAWN:
            return
        del self.page.unread[box]
        # CSS measures in px from the top, PDF in pt from the bottom of the page.
        left, top = box.content_box_x() * PT_PER_PX, (self.page.height - box.content_box_y()) * PT_PER_PX
        right, bottom = left + box.width * PT_PER_PX, top - box.height * PT_PER_PX
        figure.attributes["BBox"] = f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]"
        figure.attributes["Placement"] = "/Block" if figure.parent and figure.parent.type in GROUPS else "/Inline"
        figure.kids.append(MarkedContent(page=self.page.number, mcid=tag["mcid"]))

    def _element(self, box: Box, holder: StructureElement, block: HtmlElement) -> StructureElement:
        """The structure element for the content of a box."""
        source = box.element
        # One structure element for all boxes of an HTML element: lines, columns, and parts on further pages.
        inside = self._elements.get(source)
        if inside is None:
            inside = self._begin(box, holder, block)
            if inside is holder:
                return holder
            self._elements[source] = inside
        if box.link_annotation is not None:
            # A link over two lines has an annotation for each; ISO 14289-1, 7.18.5 wants words in all of them.
            box.link_annotation["Contents"] = pydyf.String(" ".join("".join(source.itertext()).split()))
            inside.kids.append(AnnotationReference(page=self.page.number, annotation=box.link_annotation))
        return inside

    def _begin(self, box: Box, holder: StructureElement, block: HtmlElement) -> StructureElement:
        """Make a structure element for a box; its holder where its HTML element has no structure type."""
        source, role = box.element, box.element.get("role")
        lang = source.get("lang", "")
        lang = lang if lang and lang != _language(holder) else ""
        type_ = TYPES_BY_ROLE.get(role) or TYPES_BY_TAG.get(source.tag, "")
        if box.link_annotation is not None:
            # Only boxes of links that were drawn have an annotation, which makes them `Link` (14.8.4.4.2); an `a`
            # without `href` has no row in `TYPES_BY_TAG`.
            type_ = "Link"
            holder = self._link_parent(box, role, _paragraph(holder, block))
        elif not type_ and lang and source.tag not in ("html", "body"):
            # An element only to hold the change of language.
            type_ = "Div" if isinstance(box, boxes.BlockLevelBox) else "Span"
        elif source.tag in _LIST_ITEMS:
            return _LIST_ITEMS[source.tag](holder, source, lang)
        if not type_ or (type_ in DRAWN and source.get("alt") == ""):
            return holder
        return self._added(box, type_, holder if type_ in BLOCKS else _paragraph(holder, block), lang)

    def _added(self, box: Box, type_: str, holder: StructureElement, lang: str) -> StructureElement:
        """A new element of a type, with the attributes that the type needs."""
        source = box.element
        element = StructureElement(type=type_, parent=None, source=source, lang=lang)
        if source.get("role") == "doc-footnote":
            # Its box is at the foot of the page; `structure_order` puts the element where the note is to be read.
            self._structure.notes.append(element)
        else:
            element.move(holder, len(holder.kids))
        if type_ == "Note":
            element.id = source.get("id", "")
        elif type_ in DRAWN:
            title = source.find("{http://www.w3.org/2000/svg}title")
            element.alt = source.get("alt") or (title.text if title is not None and title.text else "")
        elif type_ == "L":
            items = [child for child in source if child.tag == "li"]
            style = str(box.style["list_style_type"])
            element.attributes["ListNumbering"] = f"/{LIST_NUMBERINGS.get(style, 'None') if items else 'None'}"
        elif type_ in ("TH", "TD"):
            element.attributes.update(_cell_attributes(box, element))
        return element

    def _link_parent(self, box: Box, role: str, holder: StructureElement) -> StructureElement:
        """The element that a link is put into: for a note's call or backlink a new one, else the holder."""
        type_ = LINK_PARENT_TYPES.get(role)
        if type_ is None:
            return holder
        around = holder.add(type_)
        if type_ == "Reference":
            self._structure.calls.setdefault(box.element.get("href", "")[1:], around)
        return around


def _is_content(box: Box) -> bool:
    """Whether a text box is drawn and is text, not ornament.

    A row of asterisks between paragraphs and a word joiner are generated (`::before`, `::after`) and have no letters
    or digits: they are artifacts.
    """
    if box.style["visibility"] != "visible":
        return False
    if not box.text.strip():
        # WeasyPrint draws no blank text. `text_layer_spaces` does, and sets this attribute where it did.
        return "space_drawn" in box.__dict__
    return not box.element_tag.endswith(("::before", "::after")) or any(map(str.isalnum, box.text))


def _open_paragraph(holder: StructureElement, block: HtmlElement) -> StructureElement | None:
    """The element in which a block's text goes on: its holder, or the holder's last paragraph if it is the block's."""
    if holder.type not in GROUPS:
        return holder
    last = holder.kids[-1] if holder.kids else None
    return last if isinstance(last, StructureElement) and last.type == "P" and last.source is block else None


def _paragraph(holder: StructureElement, block: HtmlElement) -> StructureElement:
    """The same, or a new paragraph."""
    return _open_paragraph(holder, block) or holder.add("P", block)


def _language(element: StructureElement | None) -> str:
    while element is not None:
        if element.lang:
            return element.lang
        element = element.parent
    return ""


def _cell_attributes(box: Box, cell: StructureElement) -> dict[str, str]:
    spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan} if isinstance(box, boxes.TableCellBox) else {}
    found = {key: str(span) for key, span in spans.items() if span != 1}
    if cell.type == "TH":
        row = cell.parent
        group = row.parent if row else None
        scopes = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}
        # HTML leaves the scope of a header cell to the program: in a `thead` it is the column's, else the row's.
        default = "Column" if group is not None and group.type == "THead" else "Row"
        found["Scope"] = f"/{scopes.get(cell.source.get('scope'), default)}"
    return found


def _item(list_: StructureElement, source: HtmlElement, lang: str) -> StructureElement:
    """The body of a new list item, for `li`."""
    item = list_.add("LI")
    item.lang = lang
    return item.add("LBody", source)


def _term(list_: StructureElement, source: HtmlElement, lang: str) -> StructureElement:
    """The label of a new list item, for `dt`."""
    item = list_.add("LI")
    item.lang = lang
    return item.add("Lbl", source)


def _definition(list_: StructureElement, source: HtmlElement, lang: str) -> StructureElement:
    """The body of the term's list item, for `dd`; all definitions of a term share one body."""
    item = list_.kids[-1] if list_.kids else None
    if not isinstance(item, StructureElement) or item.type != "LI":
        return _item(list_, source, lang)
    last = item.kids[-1] if item.kids else None
    body = last if isinstance(last, StructureElement) and last.type == "LBody" else item.add("LBody", source)
    return body.add("Div", source) if lang else body


_LIST_ITEMS: dict[str, Callable[[StructureElement, HtmlElement, str], StructureElement]] = {
    "li": _item,
    "dt": _term,
    "dd": _definition,
}
