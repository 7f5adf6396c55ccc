"""The words of a book itself, which are Markdown: title, subtitle, dedication, epigraph."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from footlight.editions.fragments import Fragments, make_fragments
from footlight.editions.quotation_marks import with_quotation_marks
from footlight.engines.pandoc import ReaderOptions, read_markdown
from footlight.essay.book import Book
from footlight.essay.document import Annotated, Essay
from footlight.essay.tree import Nodes, attr, div, inlines_of, map_lists, para, plain, text
from footlight.findings.finding import Finding, Severity
from footlight.notes.annotation import WEB, is_address
from footlight.notes.note_content import address
from footlight.reading.pictures import FoundImage, Shelves, find_image
from footlight.reading.safety import make_safe
from footlight.reading.word_runs import gather
from footlight.settings.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMatter:
    """The words of a book, read and written."""

    title: Nodes
    subtitle: Nodes
    fragments: Fragments
    """`abstract` is the dedication, `headnote` the epigraph; there is no body."""
    cover: Path | None
    """The picture that the book names for its cover."""
    findings: tuple[Finding, ...]

    @property
    def plain_title(self) -> str:
        """The title without markup."""
        return plain(self.title)


def book_matter(book: Book, words: Wording, root: Path) -> BookMatter:
    """Read and write what a book's settings say in Markdown. Raises EngineError where pandoc refuses it."""
    said = {
        "title": book.meta.title,
        "subtitle": book.meta.subtitle,
        "dedication": book.dedication and f"{book.dedication}\n",
        "epigraph": book.epigraph and f"{book.epigraph}\n",
    }
    given = {name: value for name, value in said.items() if value}
    meta = gather(read_markdown("", options=ReaderOptions(metadata=given), joined=True)["meta"])
    source = replace(book.source, text="\n".join(said.values()))
    shelves = Shelves(folder=book.path.parent, root=root)
    safe = make_safe([div(_blocks(meta.get(name)), attr()) for name in said], source, shelves)
    title, subtitle, dedication, epigraph = (map_lists(block["c"][1], _without_notes) for block in safe.blocks)
    essay = Essay(
        source=source,
        title=inlines_of(title) or text(book.name),
        subtitle=inlines_of(subtitle),
        abstract=dedication,
        headnote=epigraph,
        body=[],
    )
    essay = with_quotation_marks(essay, words)
    annotated = Annotated(
        essay=essay,
        title=essay.title,
        subtitle=essay.subtitle,
        abstract=essay.abstract,
        headnote=essay.headnote,
        body=[],
        notes=(),
    )
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        fragments = make_fragments(annotated, words, Path(folder, "none.csl"), bibliography=False)
    cover, found = _cover(book, shelves)
    return BookMatter(
        title=essay.title,
        subtitle=essay.subtitle,
        fragments=fragments,
        cover=cover,
        findings=(*(replace(finding, line=0, column=0) for finding in safe.findings), *found),
    )


def _cover(book: Book, shelves: Shelves) -> tuple[Path | None, tuple[Finding, ...]]:
    """The picture of the cover, where the book names one; a name that leads to none is a warning."""
    if not book.meta.cover_image:
        return None, ()
    found = find_image(book.meta.cover_image, shelves)
    if isinstance(found, FoundImage):
        return found.path, ()
    message = f"{found.message}; the house draws the cover"
    return None, (
        Finding(code=found.code, severity=Severity.WARNING, message=message, hint=found.hint, file=book.shown),
    )


def _without_notes(items: Nodes) -> Nodes:
    """These pages have no notes: a note stands in brackets, the address of a link to the web behind its words."""
    out: Nodes = []
    for node in items:
        match node["t"]:
            case "Note":
                out += [*text(" ["), *inlines_of(node["c"]), *text("]")]
            case "Link" if WEB.match(target := node["c"][2][0]) and not is_address(node["c"][1], target):
                out += [node, *text(" ("), address(target), *text(")")]
            case _:
                out.append(node)
    return out


def _blocks(value: object) -> Nodes:
    match value:
        case {"t": "MetaBlocks", "c": list(content)}:
            return content
        case {"t": "MetaInlines", "c": list(content)}:
            return [para(content)]
        case {"t": "MetaString", "c": str(words)}:
            return [para(text(words))]
        case _:
            return []
