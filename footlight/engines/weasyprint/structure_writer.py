"""A structure written into a PDF that WeasyPrint makes, in the place of its own tags (ISO 32000-1, 14.7)."""

from collections.abc import Sequence
from typing import Any

import pydyf

from footlight.engines.weasyprint.box_structure import Structure
from footlight.engines.weasyprint.structure import OWNERS, Annotation, Element, Mark


class _Written(pydyf.Object):  # type: ignore[misc]  # pydyf is untyped
    """An object whose bytes are ready."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes = b""

    @property
    def data(self) -> bytes:
        return self.bytes


def write_structure(pdf: Any, structure: Structure, streams: Sequence[Any]) -> None:  # noqa: ANN401 - pydyf is untyped
    """Adds the tree, and all that the catalog says of it, to a PDF; `streams` are the pages' contents."""
    for stream, artifacts in zip(streams, structure.artifacts, strict=True):
        _mark_artifacts(stream, artifacts)
    writer = _Writer(pdf, structure.marks)
    writer.write(structure.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _mark_artifacts(stream: Any, artifacts: dict[int, str]) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """Says of pieces of content that they are no text: they are marked as text when they are drawn."""
    items = stream.stream
    for at, item in enumerate(items if artifacts else ()):
        if isinstance(item, pydyf.Dictionary) and (kind := artifacts.get(item.get("MCID"))) is not None:
            items[at - 1] = b"/Artifact"
            items[at : at + 2] = [kind.encode(), b"BDC"] if kind else [b"", b"BMC"]


class _Writer:
    """Writes one tree."""

    def __init__(self, pdf: Any, marks: Sequence[int]) -> None:  # noqa: ANN401 - pydyf is untyped
        self._pdf = pdf
        self._pages: tuple[bytes, ...] = pdf.page_references
        self._of_marks: list[list[bytes]] = [[b"null"] * count for count in marks]
        self._of_annotations: list[bytes] = []
        self._ids: dict[bytes, bytes] = {}

    def write(self, root: Element) -> None:
        """Writes the tree's root and all below it."""
        tree, elements = _Written(), list(root.walk())
        objects = {element: _Written() for element in elements}
        for item in (tree, *objects.values()):
            self._pdf.add_object(item)
        for element, item in objects.items():
            parent = objects[element.parent] if element.parent is not None else tree
            item.bytes = self._element(element, item.reference, parent.reference, objects)
        tree.bytes = (
            b"<</Type/StructTreeRoot/K[%s]/ParentTree %s/ParentTreeNextKey %d"
            % (objects[root].reference, self._parents(), len(self._pages) + len(self._of_annotations))
        ) + (b"/IDTree %s>>" % self._names() if self._ids else b">>")
        self._pdf.catalog["StructTreeRoot"] = tree.reference

    def _element(self, element: Element, own: bytes, parent: bytes, objects: dict[Element, _Written]) -> bytes:
        page = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
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
            parts.append(f"/A<</O/{OWNERS[element.type]}{values}>>".encode())
        kids = [self._kid(kid, page, own, objects) for kid in element.kids]
        return b"".join([*parts, b"/K[", b" ".join(kids), b"]>>"])

    def _kid(
        self, kid: Element | Mark | Annotation, page: int | None, own: bytes, objects: dict[Element, _Written]
    ) -> bytes:
        match kid:
            case Element():
                reference: bytes = objects[kid].reference
                return reference
            case Mark():
                self._of_marks[kid.page][kid.mcid] = own
                if kid.page == page:
                    return b"%d" % kid.mcid
                return b"<</Type/MCR/Pg %s/MCID %d>>" % (self._pages[kid.page], kid.mcid)
            case Annotation():
                kid.held["StructParent"] = len(self._pages) + len(self._of_annotations)
                self._of_annotations.append(own)
                return b"<</Type/OBJR/Pg %s/Obj %s>>" % (self._pages[kid.page], kid.held.reference)

    def _parents(self) -> bytes:
        """The tree that leads from a page's content, or an annotation, to its element."""
        found: list[bytes] = [b"[" + b" ".join(marks) + b"]" for marks in self._of_marks] + self._of_annotations
        return self._added(b"<</Nums[%s]>>" % b" ".join(b"%d %s" % pair for pair in enumerate(found)))

    def _names(self) -> bytes:
        """The tree that leads from an identifier to its element."""
        pairs = [pydyf.String(name.decode()).data + b" " + own for name, own in sorted(self._ids.items())]
        return self._added(b"<</Names[%s]>>" % b" ".join(pairs))

    def _added(self, content: bytes) -> bytes:
        item = _Written()
        item.bytes = content
        self._pdf.add_object(item)
        reference: bytes = item.reference
        return reference
