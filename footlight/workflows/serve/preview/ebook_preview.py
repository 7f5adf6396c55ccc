"""The e-book of a preview: what a build would pack, without what waits for pages or a cover."""

import re
from hashlib import sha256
from html import unescape

from footlight.editions.epub.container_writer import ROOT, File
from footlight.editions.epub.content_documents import TITLE_PAGE
from footlight.project import Project
from footlight.settings.epub_options import EpubOptions
from footlight.workflows.build.composition import EditionText
from footlight.workflows.build.epub_edition import draft
from footlight.workflows.serve.preview.messages import EbookDocument, EbookReady

_HEADING = re.compile(rb"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>")


def ebook_preview(name: str, revision: int, text: EditionText, project: Project, options: EpubOptions) -> EbookReady:
    """Make the e-book of a text. Raises what `draft_epub` raises."""
    made = draft(text, project, options)
    looks = sha256(b"".join(file.data for file in made.others if file.media == "text/css")).digest()
    documents = tuple(
        EbookDocument(
            path=f"{ROOT}{file.name}",
            title=_title(file),
            digest=sha256(looks + file.data).hexdigest()[:16],
        )
        for file in made.documents
    )
    files = {f"{ROOT}{file.name}": (file.media, file.data) for file in (*made.documents, *made.others)}
    return EbookReady(name=name, revision=revision, documents=documents, files=files)


def _title(document: File) -> str:
    """What a document is called in a list: its heading; empty where it has none."""
    if document.name == TITLE_PAGE:
        return "Title page"
    found = _HEADING.search(document.data)
    words = unescape(_MARKUP.sub(" ", found[1].decode("utf-8", "replace"))) if found else ""
    return " ".join(words.split())[:80]
