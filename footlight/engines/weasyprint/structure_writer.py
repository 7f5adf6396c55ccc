"""A structure tree written into the PDF that WeasyPrint makes, in place of WeasyPrint's own (ISO 32000-1, 14.7)."""

from collections.abc import Sequence

import pydyf

from footlight.engines.weasyprint.foreign_types import ContentStream, Pdf
from footlight.engines.weasyprint.serialized_objects import SerializedObject
from footlight.engines.weasyprint.structure import (
    ATTRIBUTE_OWNERS,
    AnnotationReference,
    MarkedContent,
    Structure,
    StructureElement,
)


def write_structure(pdf: Pdf, structure: Structure, streams: Sequence[ContentStream]) -> None:
    """Add the tree, and the catalog's entries for it, to a PDF; `streams` are the content streams of its pages."""
    for stream, artifacts in zip(streams, structure.artifacts, strict=True):
        mark_artifacts(stream, artifacts)
    write_tree(pdf, structure)


def write_tree(pdf: Pdf, structure: Structure) -> None:
    """Add the tree to a PDF in whose content streams artifacts are marked already."""
    writer = _TreeWriter(pdf, structure.marked_contents)
    writer.write(structure.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def mark_artifacts(stream: ContentStream, artifacts: dict[int, str]) -> None:
    """Turn marked-content sequences into artifacts.

    WeasyPrint gives every text and picture that it draws an MCID, since it cannot tell yet which of them are artifacts.
    `pydyf.Stream.begin_marked_content` appends three items: the tag, the property list with the MCID, and `BDC`.
    """
    items = stream.stream
    for at, item in enumerate(items if artifacts else ()):
        if isinstance(item, pydyf.Dictionary) and (kind := artifacts.get(item.get("MCID"))) is not None:
            items[at - 1] = b"/Artifact"
            items[at : at + 2] = [kind.encode(), b"BDC"] if kind else [b"", b"BMC"]


class _TreeWriter:
    """Writes one structure tree."""

    def __init__(self, pdf: Pdf, marked_contents: Sequence[int]) -> None:
        self._pdf = pdf
        self._pages: tuple[bytes, ...] = pdf.page_references
        # The parent tree's values: for each page an array by MCID, and for each annotation its element.
        self._parents_on_pages: list[list[bytes]] = [[b"null"] * count for count in marked_contents]
        self._parents_of_annotations: list[bytes] = []
        self._ids: dict[bytes, bytes] = {}

    def write(self, root: StructureElement) -> None:
        """Write the structure tree root and all elements below it."""
        tree, elements = SerializedObject(), list(root.walk())
        # All objects are added first: an element refers to its kids and to its parent by their numbers.
        objects = {element: SerializedObject() for element in elements}
        for item in (tree, *objects.values()):
            self._pdf.add_object(item)
        for element, item in objects.items():
            parent = objects[element.parent] if element.parent is not None else tree
            item.bytes = self._element(element, item.reference, parent.reference, objects)
        tree.bytes = (
            b"<</Type/StructTreeRoot/K[%s]/ParentTree %s/ParentTreeNextKey %d"
            % (objects[root].reference, self._parent_tree(), len(self._pages) + len(self._parents_of_annotations))
        ) + (b"/IDTree %s>>" % self._id_tree() if self._ids else b">>")
        self._pdf.catalog["StructTreeRoot"] = tree.reference

    def _element(
        self,
        element: StructureElement,
        own: bytes,
        parent: bytes,
        objects: dict[StructureElement, SerializedObject],
    ) -> bytes:
        """One element's dictionary; `own` and `parent` are references."""
        page = next((kid.page for kid in element.kids if isinstance(kid, MarkedContent)), None)
        parts = [b"<</Type/StructElem/S/%s/P %s" % (element.type.encode(), parent)]
        if page is not None:
            parts.append(b"/Pg " + self._pages[page])
        for key, text in (("Lang", element.lang), ("Alt", element.alt), ("ID", element.id)):
            if text:
                parts.append(b"/%s%s" % (key.encode(), pydyf.String(text).data))
        if element.id:
            self._ids[element.id.encode()] = own
        if element.attributes:
            values = " ".join(f"/{key} {value}" for key, value in element.attributes.items())
            parts.append(f"/A<</O/{ATTRIBUTE_OWNERS[element.type]}{values}>>".encode())
        kids = [self._kid(kid, page, own, objects) for kid in element.kids]
        return b"".join([*parts, b"/K[", b" ".join(kids), b"]>>"])

    def _kid(
        self,
        kid: StructureElement | MarkedContent | AnnotationReference,
        page: int | None,
        own: bytes,
        objects: dict[StructureElement, SerializedObject],
    ) -> bytes:
        """An entry of an element's `K`; `page` is what the element's `Pg` says."""
        match kid:
            case StructureElement():
                reference: bytes = objects[kid].reference
                return reference
            case MarkedContent():
                self._parents_on_pages[kid.page][kid.mcid] = own
                if kid.page == page:
                    return b"%d" % kid.mcid
                return b"<</Type/MCR/Pg %s/MCID %d>>" % (self._pages[kid.page], kid.mcid)
            case AnnotationReference():
                kid.annotation["StructParent"] = len(self._pages) + len(self._parents_of_annotations)
                self._parents_of_annotations.append(own)
                return b"<</Type/OBJR/Pg %s/Obj %s>>" % (self._pages[kid.page], kid.annotation.reference)

    def _parent_tree(self) -> bytes:
        """The number tree from a page's or an annotation's `StructParent(s)` to elements (14.7.4.4).

        WeasyPrint gives each page its index as `StructParents`; annotations get the numbers after these.
        """
        pages = [b"[" + b" ".join(parents) + b"]" for parents in self._parents_on_pages]
        found: list[bytes] = pages + self._parents_of_annotations
        return self._added(b"<</Nums[%s]>>" % b" ".join(b"%d %s" % pair for pair in enumerate(found)))

    def _id_tree(self) -> bytes:
        """The name tree from an element's `ID` to the element."""
        pairs = [pydyf.String(name.decode()).data + b" " + own for name, own in sorted(self._ids.items())]
        return self._added(b"<</Names[%s]>>" % b" ".join(pairs))

    def _added(self, content: bytes) -> bytes:
        item = SerializedObject(content)
        self._pdf.add_object(item)
        reference: bytes = item.reference
        return reference
