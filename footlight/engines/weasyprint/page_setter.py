"""WeasyPrint: HTML and style sheets to pages, and pages to PDF.

It is given a tree that was parsed as XML, so that notes may hold paragraphs and lists inside a paragraph, where an
HTML parser would close it; and a fetcher that serves the files of the project and nothing else.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from footlight.engines.lazy_imports import deferred_imports
from footlight.engines.pillow import is_16_bit_png, to_8_bit_png

with deferred_imports():
    import cssselect2
    import pydyf
    import weasyprint
from weasyprint import pdf as written
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import FootnoteAreaBox
from weasyprint.images import RasterImage
from weasyprint.layout import LayoutContext
from weasyprint.text.fonts import FontConfiguration, get_hb_object_data
from weasyprint.urls import URLFetcher, URLFetcherResponse

from footlight.engines.weasyprint.box_structure import PT_PER_PX, read_structure
from footlight.engines.weasyprint.footnote_layout import FootnoteContext, adopt_context, heights_agree
from footlight.engines.weasyprint.log_capture import captured_warnings
from footlight.engines.weasyprint.running_text import page_starts
from footlight.engines.weasyprint.structure_order import arrange_structure
from footlight.engines.weasyprint.structure_writer import write_structure
from footlight.engines.weasyprint.text_layer_spaces import install
from footlight.errors import EngineError, EnvironmentProblem
from footlight.essay.layout import NO_GLYPH, Box, LaidPage, Layout, NotePlace

VERSION: str = weasyprint.__version__
_VARIANT = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}
_KNOWN = "70."


def _page_references(pdf: Any) -> tuple[bytes, ...]:  # noqa: ANN401 - pydyf is untyped
    """The references of a PDF's pages, made once for as many pages.

    pydyf makes all of them anew at each call, and the outline asks once a heading: time that grows with the square of
    a book's length.
    """
    kids = pdf.pages["Kids"]
    held: tuple[int, tuple[bytes, ...]] = pdf.__dict__.get("_held_references", (-1, ()))
    if held[0] != len(kids):
        held = len(kids), tuple(f"{number} 0 R".encode() for number in kids[::3])
        pdf.__dict__["_held_references"] = held
    return held[1]


pydyf.PDF.page_references = property(_page_references)


def _add_tags(pdf: Any, document: Any, _version: str, streams: Sequence[Any]) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """Our tags in the place of WeasyPrint's, which follow boxes and leave notes at the end of their page."""
    structure = read_structure(document.pages, [stream._tags for stream in streams], document.metadata.lang or "")  # noqa: SLF001 - as theirs
    arrange_structure(structure, document.notes_read)
    write_structure(pdf, structure, streams)


if not VERSION.startswith(_KNOWN):
    raise EnvironmentProblem(
        f"WeasyPrint {VERSION} is not {_KNOWN}x, whose tags and ends of lines Footlight puts right",
        hint=f"Install {_KNOWN}x: pip install 'weasyprint=={_KNOWN}*'",
    )
written.add_tags = _add_tags
install()


class _ProjectFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Serves files below the given folders and data: addresses; a build touches no network and no other file."""

    def __init__(self, base: Path, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self._base = base.resolve()
        self._folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = self._nearest(Path(unquote(parts.path)).resolve())
            url = path.as_uri()
            if parts.netloc or not any(path.is_relative_to(folder) for folder in self._folders):
                raise ValueError(f"outside the project: {url}")
            if path.suffix.lower() == ".png" and is_16_bit_png((data := path.read_bytes())[:32]):
                # Not under its own name: WeasyPrint reads the bytes of a file: response from the disk again.
                return URLFetcherResponse("data:image/png,", to_8_bit_png(data), {"Content-Type": "image/png"})
        return super().fetch(url, headers)

    def _nearest(self, path: Path) -> Path:
        """The file that a style sheet means: the project's own of that name before the house's."""
        if not path.is_relative_to(self._base):
            return path
        own = [folder / path.relative_to(self._base) for folder in self._folders[::-1]]
        return next((there.resolve() for there in own if there.is_file()), path)


class _Tree(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint is untyped
    """A document from a tree that is already parsed; `weasyprint.HTML` takes only text."""

    context: FootnoteContext

    def __init__(self, root: ET.Element, base: Path, fetcher: URLFetcher, *, exact: bool) -> None:  # super's parses
        self.base_url = base.resolve().as_uri() + "/"
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.exact = exact
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _Pages(Document):  # type: ignore[misc]  # WeasyPrint is untyped
    """A document that is laid out in such a context."""

    notes_read = "call"
    """Where a note is read: a key of `arranging.ORDERS`."""

    @classmethod
    def _build_layout_context(cls, *args: Any) -> LayoutContext:  # noqa: ANN401 - WeasyPrint is untyped
        tree: _Tree = args[0]
        tree.context = adopt_context(super()._build_layout_context(*args), exact=tree.exact)
        return tree.context


class Typesetter:
    """Style sheets, parsed once, with the faces that they name; it lays out any number of documents."""

    def __init__(self, styles: Sequence[str], base: Path, folders: Sequence[Path]) -> None:
        """`base` is what the style sheets' addresses are relative to; `folders` are all that may be read."""
        self._fonts = FontConfiguration()
        self._fetcher = _ProjectFiles(base, [base, *folders])
        self._base = base
        with captured_warnings() as said:
            self._styles = [
                weasyprint.CSS(
                    string=style, base_url=base.as_uri() + "/", font_config=self._fonts, url_fetcher=self._fetcher
                )
                for style in styles
            ]
        self._said = list(said)

    def lay_out(self, html: str, *, exact: bool = False) -> "LaidOutDocument":
        """The pages of a document, which is well-formed XML; `exact` measures notes together on every page.

        Raises EngineError where it is not well formed, or cannot be set.
        """
        try:
            root = ET.fromstring(html)  # noqa: S314 - no DTD gets there: templates and pandoc wrote it
        except ET.ParseError as error:
            line = html.splitlines()[error.position[0] - 1][:200] if html else ""
            raise EngineError(f"the page's HTML is not well formed: {error}: {line!r}") from None
        with captured_warnings() as said:
            try:
                images: dict[str, Any] = {}
                options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": self._styles, "cache": images, **_VARIANT}
                tree = _Tree(root, self._base, self._fetcher, exact=exact)
                document = _Pages._render(tree, self._fonts, None, None, options)  # noqa: SLF001 - `render` is this call
                if not heights_agree(tree.context, document.pages):
                    tree.exact = True
                    document = _Pages._render(tree, self._fonts, None, None, options)  # noqa: SLF001 - as above
            except RecursionError:
                raise EngineError("the text is nested too deeply to be laid out") from None
        for number, image in enumerate(images.values()):
            if isinstance(image, RasterImage):
                image.id = str(number)  # its name in the file, which WeasyPrint makes of where the picture lies
        for page in document.pages:
            # Every box inside a link counts as a link of its own: an address in parts would be as many links.
            page.links = [link for link in page.links if link[3].element_tag == "a"]
        return LaidOutDocument(document, root, tuple(dict.fromkeys([*self._said, *said])))


class LaidOutDocument:
    """A document laid out: its layout as a value, and its PDF."""

    def __init__(self, document: Any, root: ET.Element, said: tuple[str, ...]) -> None:  # noqa: ANN401 - as below
        self._document = document
        self._root = root
        self.said = said
        """What WeasyPrint complained of."""

    def layout(self) -> Layout:
        """The pages, the anchors on them, where each begins in the text, and the boxes of the notes at their feet."""
        boxes = [page._page_box for page in self._document.pages]  # noqa: SLF001 - no public way to a note's box
        notes = [note for number, box in enumerate(boxes, 1) for note in _notes(box, number)]
        text, starts = page_starts(boxes, self._root, frozenset(note.note_id for note in notes))
        pages = []
        for number, (page, box, start) in enumerate(zip(self._document.pages, boxes, starts, strict=True), 1):
            block = _scaled(box.content_box_x(), box.content_box_y(), box.width, box.height)
            pages.append(
                LaidPage(
                    number=number,
                    width=page.width * PT_PER_PX,
                    height=page.height * PT_PER_PX,
                    block=block,
                    anchors=tuple(page.anchors),
                    start=start,
                )
            )
        return Layout(pages=tuple(pages), notes=tuple(notes), text=text)

    def faces(self) -> dict[str, bytes]:
        """The whole of each font in the written PDF, by its name there, but of variable ones and collections."""
        whole = [font for font in self._document.fonts.values() if not font.index and "fvar" not in font.tables]
        return {font.name.decode().lstrip("/"): get_hb_object_data(font.hb_face) for font in whole if not font.bitmap}

    def pdf(self, *, notes_read: str = "call") -> bytes:
        """Tagged, PDF/A-2a by its own account, which the checks then test; notes are read where `notes_read` says.

        Characters that no face has are added to `said`. Raises EngineError where it complains of anything else.
        """
        self._document.notes_read = notes_read
        with captured_warnings() as said:
            data: bytes = self._document.write_pdf(**_VARIANT)
        missing = [words for words in said if words.startswith(NO_GLYPH)]
        self.said = (*self.said, *dict.fromkeys(missing))
        if len(missing) < len(said):
            broken = next(words for words in said if words not in missing)
            raise EngineError(f"WeasyPrint could not write the PDF: {broken}")
        return data


def _scaled(x: float, y: float, width: float, height: float) -> Box:
    return Box(x=x * PT_PER_PX, y=y * PT_PER_PX, width=width * PT_PER_PX, height=height * PT_PER_PX)


def _notes(page: Any, number: int) -> Iterator[NotePlace]:  # noqa: ANN401 - WeasyPrint is untyped
    """The notes at the foot of a page."""
    areas = [child for child in page.children if isinstance(child, FootnoteAreaBox)]
    yield from filter(None, (_note(child, number) for area in areas for child in area.children))


def _note(box: Any, page: int) -> NotePlace | None:  # noqa: ANN401 - WeasyPrint is untyped
    identifier = box.element.get("id") if box.element is not None else None
    if not identifier:
        return None
    place = _scaled(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
    return NotePlace(note_id=identifier, page=page, box=place)
