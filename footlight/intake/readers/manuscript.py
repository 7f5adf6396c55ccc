"""Manuscripts that pandoc reads: Word (.docx), OpenDocument (.odt), RTF, EPUB, Jupyter notebooks and LaTeX."""

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from footlight.engines.html_pages import decode
from footlight.engines.pandoc import Manuscript, read_manuscript
from footlight.errors import EngineError
from footlight.essay.tree import Nodes
from footlight.findings.finding import Finding
from footlight.intake.exports.document_tree import plain_blocks, raw_pieces, with_bold_headings, with_breaks, words_of
from footlight.intake.exports.manuscript_facts import (
    DocumentFacts,
    docx_facts,
    merged,
    meta_facts,
    odt_facts,
    rtf_facts,
)
from footlight.intake.exports.pack import Pack, open_pack
from footlight.intake.exports.remarks import remarks
from footlight.intake.item import AttachedFile, Item, ItemKind
from footlight.intake.parcel import Parcel
from footlight.real_path import real_path

_UNPACKED = 512 * 2**20
"""Bytes that all parts of a packed document have together; a book with photographs has a fifth of it."""
_XML_PARTS = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html")
_TITLE_WORDS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    reader: str
    """Pandoc's name."""
    ending: str
    called: str
    """What a person calls it."""


_DOCX = _Format(reader="docx", ending=".docx", called="Word document")
_ODT = _Format(reader="odt", ending=".odt", called="OpenDocument text")
_EPUB = _Format(reader="epub", ending=".epub", called="EPUB")
_RTF = _Format(reader="rtf", ending=".rtf", called="RTF document")
_IPYNB = _Format(reader="ipynb", ending=".ipynb", called="notebook")
_TEX = _Format(reader="latex", ending=".tex", called="LaTeX document")
_PACKED = (_DOCX, _ODT, _EPUB)


def likeness(parcel: Parcel) -> int:
    """By the parts of a packed document and the beginnings of others; a damaged one is known by its name."""
    return 90 if _format(parcel) else 0


def _format(parcel: Parcel) -> _Format | None:
    if parcel.head.startswith(b"PK"):
        return _packed_format(parcel)
    start = parcel.start.lstrip()
    for kind, found in (
        (_RTF, start.startswith("{\\rtf")),
        (_IPYNB, start.startswith("{") and ('"nbformat"' in start or parcel.suffix == ".ipynb")),
        (_TEX, bool(re.search(r"^\s*\\documentclass\b|\\begin\{document\}", start, re.MULTILINE))),
    ):
        if found:
            return kind
    return None


def _packed_format(parcel: Parcel) -> _Format | None:
    """By the parts of the zip, by the part that says what it is, else by the name: its end may be lost."""
    names, head = frozenset(parcel.members), parcel.head[:200]
    for kind, found in (
        (_DOCX, "word/document.xml" in names),
        (_EPUB, b"mimetypeapplication/epub+zip" in head or "META-INF/container.xml" in names),
        (_ODT, b"mimetypeapplication/vnd.oasis.opendocument.text" in head or {"content.xml", "meta.xml"} <= names),
        *((kind, parcel.suffix == kind.ending) for kind in _PACKED),
    ):
        if found:
            return kind
    return None


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The manuscript, as one essay."""
    kind = _format(parcel) or _DOCX
    facts = DocumentFacts()
    if kind in _PACKED:
        with open_pack(parcel) as pack:
            bad = next(iter(pack.taken_findings()), None) or _hostile(pack, parcel)
            if bad is None and kind is not _EPUB:
                facts = _packed_facts(kind, pack)
        if bad is not None:
            yield bad if bad.code != "import-archive" else _damaged(kind, parcel, bad.message.partition(": ")[2])
            return
    data = parcel.read()
    if kind is _RTF:
        facts = rtf_facts(data[:200_000].decode("latin-1"))
        data = data.replace(b"{\\*\\footnote", b"{\\footnote")  # pandoc passes over what may be passed over
    elif kind is _TEX:
        data = _PANDOCS_BOX.sub("", decode(data)).replace("\\pandocbounded{", "{").encode()
    try:
        if kind is _IPYNB:
            yield _notebook(read_manuscript(data, kind.reader, "html"), data, parcel)
        else:
            document = read_manuscript(data, kind.reader)
            yield _item(document, facts, parcel)
    except EngineError as error:
        yield _damaged(kind, parcel, str(error))


_PANDOCS_BOX = re.compile(r"^\\newcommand\*\\pandocbounded.*?^\}\s*$", re.MULTILINE | re.DOTALL)
"""The macro by which pandoc's own LaTeX fits a picture to the page; read as a macro it hides the picture."""


def _notebook(document: Manuscript, data: bytes, parcel: Parcel) -> Item:
    """A notebook as HTML, since its cells may hold HTML; pictures that are attached to cells are files."""
    notebook = _json_object(data)
    cells = notebook.get("cells")
    attached = [AttachedFile(address=f"attachment:{name}", data=data) for name, data in _attachments(cells)]
    about = notebook.get("metadata")
    title = about.get("title") if isinstance(about, dict) else None
    html = document.written
    first = re.search(r"<h1\b[^>]*>(.*?)</h1>", html, re.DOTALL)
    if not title and first and html.count("<h1") == 1:
        title = " ".join(unescape(re.sub(r"<[^>]*>", "", first[1])).split())
        html = html.replace(first[0], "", 1)
    return Item(
        kind=ItemKind.FRAGMENT,
        content=html,
        origin=parcel.name,
        identity=f"file:{parcel.name}",
        address=parcel.address,
        title=title if isinstance(title, str) else "",
        authors=_notebook_authors(about),
        name=Path(parcel.name).stem,
        findings=_passed_over(document, parcel),
        files=(*_pictures(document), *attached),
    )


def _json_object(data: bytes) -> dict[str, object]:
    """A JSON object; an empty one where pandoc reads what Python does not."""
    try:
        found = json.loads(decode(data), strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _notebook_authors(about: object) -> tuple[str, ...]:
    people = about.get("authors") if isinstance(about, dict) else None
    names = (person.get("name") for person in (people if isinstance(people, list) else ()) if isinstance(person, dict))
    return tuple(name for name in names if isinstance(name, str))


def _attachments(cells: object) -> Iterator[tuple[str, bytes]]:
    for cell in cells if isinstance(cells, list) else ():
        attached = cell.get("attachments") if isinstance(cell, dict) else None
        for name, kinds in (attached if isinstance(attached, dict) else {}).items():
            for value in (kinds if isinstance(kinds, dict) else {}).values():
                try:
                    yield name, b64decode(value if isinstance(value, str) else "".join(value))
                except (ValueError, TypeError):
                    continue


def _passed_over(document: Manuscript, parcel: Parcel) -> tuple[Finding, ...]:
    """What pandoc left out, the first of it."""
    return remarks((f"Pandoc says: {one.words}." for one in document.complaints[:5]), parcel.name)


def _damaged(kind: _Format, parcel: Parcel, why: str) -> Finding:
    message = f"the {kind.called} cannot be read: {why}"
    hint = "Open it in the program that wrote it, save it anew, and import that."
    return Finding(code="import-document", message=message, hint=hint, file=parcel.name)


def _hostile(pack: Pack, parcel: Parcel) -> Finding | None:
    """A finding where the parts are too large, or an XML part declares entities, which no such program writes."""
    archives = {file.archive for file in pack.files.values() if file.archive}
    size = sum(info.file_size for archive in archives for info in archive.zip.infolist())
    if size > _UNPACKED:
        message = f"its parts have {size // 2**20} MB when they are unpacked, and {_UNPACKED // 2**20} MB are read"
        return Finding(code="import-archive", message=message, file=parcel.name)
    for name in pack.names:  # all of them: a directory may say less than is there
        data = pack.read(name, _UNPACKED)
        if data is not None and name.endswith(_XML_PARTS) and b"<!ENTITY" in data[: 2**20]:
            message = f"{name} declares entities of its own; the document is not read"
            return Finding(code="import-entities", message=message, file=parcel.name)
    return next(iter(pack.taken_findings()), None)


def _packed_facts(kind: _Format, pack: Pack) -> DocumentFacts:
    def part(name: str) -> str:
        data = pack.read(name) if name in pack.files else b""
        return (data or b"").decode("utf-8", "replace")

    if kind is _DOCX:
        return docx_facts(
            _bare(part("docProps/core.xml")),
            part("word/styles.xml"),
            part("word/document.xml"),
            part("word/_rels/document.xml.rels"),
        )
    return odt_facts(_bare(part("meta.xml")), part("content.xml"))


def _bare(xml: str) -> str:
    """Without the declaration, which a text that is decoded cannot have."""
    return re.sub(r"\A\ufeff?\s*<\?xml[^>]*\?>", "", xml)


def _item(document: Manuscript, properties: DocumentFacts, parcel: Parcel) -> Item:
    stated = meta_facts(document.tree)
    facts = merged(stated, properties)
    blocks = _without_head(plain_blocks(document.tree["blocks"]), facts)
    known = len(blocks)
    title, blocks, said = _title(facts, blocks)
    doubts = _doubts(stated, facts, in_text=len(blocks) < known)
    blocks, bold = with_bold_headings(with_breaks(blocks))
    if bold:
        said = (*said, f"{bold} short lines that are bold were taken for headings.")
    raw = raw_pieces(document.tree)
    if raw:
        said = (*said, f"{raw} pieces of it are instructions for another program, and are not carried over.")
    said = (*said, *_left_in_shapes(document, facts))
    version = document.tree["pandoc-api-version"]
    shown = tuple(unescape(words) for words, role in facts.headings.items() if role == "author")
    return Item(
        kind=ItemKind.TREE,
        content=json.dumps({"pandoc-api-version": version, "meta": {}, "blocks": blocks}, ensure_ascii=False),
        origin=parcel.name,
        identity=f"file:{parcel.name}",
        address=parcel.address,
        title=title,
        subtitle=facts.subtitle or _text_by_role(facts, "subtitle"),
        authors=shown or facts.authors,
        date=_text_by_role(facts, "date") or facts.date,
        lang=facts.lang,
        keywords=facts.keywords,
        description=facts.description,
        name=Path(parcel.name).stem,
        doubts=doubts,
        findings=(*remarks(said, parcel.name), *_passed_over(document, parcel)),
        files=(*_pictures(document), *_beside(blocks, parcel)),
    )


def _left_in_shapes(document: Manuscript, facts: DocumentFacts) -> Iterator[str]:
    """What pandoc does not look for: pictures in text boxes and shapes, and what the program draws."""
    found = {name.rpartition("/")[2] for name in document.media}
    missing = sorted(facts.pictures - found)
    if missing:
        yield f"Pictures that stand in text boxes or shapes are not carried over: {', '.join(missing[:5])}."
    if facts.drawings:
        yield f"{facts.drawings} charts and diagrams are not carried over: save them as pictures."


def _doubts(stated: DocumentFacts, facts: DocumentFacts, *, in_text: bool) -> dict[str, str]:
    """The values that neither the text nor its styles say: properties are those of a file that was begun as another."""
    roles = set(facts.headings.values())
    known = {
        "title": bool(stated.title) or "title" in roles or in_text or not facts.title,
        "author": bool(stated.authors) or "author" in roles,
        "date": bool(stated.date) or "date" in roles,
        "lang": bool(stated.lang),
    }
    return {key: "from the document's properties" for key, is_known in known.items() if not is_known}


def _pictures(document: Manuscript) -> Iterator[AttachedFile]:
    return (AttachedFile(address=name, data=data) for name, data in document.media.items())


def _beside(blocks: Nodes, parcel: Parcel) -> Iterator[AttachedFile]:
    """Pictures that a TeX file takes from its folder."""
    if parcel.path is None or parcel.suffix != ".tex":
        return
    folder = real_path(parcel.path.parent)
    for block in blocks:
        for one in block["c"] if block["t"] in ("Para", "Plain") else ():
            if one["t"] == "Image":
                address = one["c"][2][0]
                found = next((path for path in _candidates(folder, address) if path.is_file()), None)
                if found is not None and real_path(found).is_relative_to(folder):
                    yield AttachedFile(address=address, path=found)


def _candidates(folder: Path, address: str) -> Iterator[Path]:
    r"""The files that `\includegraphics` may mean, which names them without an ending."""
    return (folder / f"{address}{ending}" for ending in ("", ".png", ".jpg", ".jpeg", ".svg", ".webp"))


def _text_by_role(facts: DocumentFacts, role: str) -> str:
    return next((unescape(words) for words, one in facts.headings.items() if one == role), "")


def _without_head(blocks: Nodes, facts: DocumentFacts) -> Nodes:
    """The text without the paragraphs at its head that are title, author and date."""
    known = {unescape(words) for words in facts.headings}
    at = 0
    while at < min(len(blocks), 6) and blocks[at]["t"] in ("Para", "Plain") and words_of(blocks[at]["c"]) in known:
        at += 1
    return blocks[at:]


def _title(facts: DocumentFacts, blocks: Nodes) -> tuple[str, Nodes, tuple[str, ...]]:
    """The title, the text without it, and a remark where the first line was taken for it."""
    title = _text_by_role(facts, "title") or facts.title
    first = blocks[0] if blocks else None
    if first is None:
        return title, blocks, ()
    levels = [block["c"][0] for block in blocks if block["t"] == "Header"]
    if first["t"] == "Header" and first["c"][0] == min(levels):
        words = words_of(first["c"][2])
        alone = levels.count(min(levels)) == 1
        if words == title or (not title and alone):
            return words, blocks[1:], ()
        return title, blocks, ()
    if first["t"] in ("Para", "Plain") and not any(one["t"] == "Image" for one in first["c"]):
        words = words_of(first["c"])
        if words and words.casefold() == title.casefold():
            return title, blocks[1:], ()
        if not title and _is_all_bold(first["c"]) and len(words.split()) <= _TITLE_WORDS:
            return words, blocks[1:], ("The first line, which is bold, was taken for the title.",)
    return title, blocks, ()


def _is_all_bold(inlines: Nodes) -> bool:
    return all(one["t"] in ("Strong", "Space", "LineBreak", "SoftBreak") for one in inlines)
