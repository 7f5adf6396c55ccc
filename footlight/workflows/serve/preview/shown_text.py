"""What is shown of a text besides its pages: its HTML, its findings, and what its pictures change."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.web.inner_files import InnerPictures
from footlight.editions.web.web_document import Inside, web_document, whole_document
from footlight.findings.finding import Finding
from footlight.workflows.build.composition import EditionText
from footlight.workflows.build.essay_look import Look
from footlight.workflows.serve.preview.messages import PICTURE, ShownFinding
from footlight.workflows.serve.preview.source_words import words_of_lines


def picture_salt(images: Sequence[Path]) -> str:
    """A hash that changes with the files of pictures."""
    digest = sha256()
    for path in images:
        try:
            state = path.stat()
        except OSError:
            continue
        digest.update(f"{path}{state.st_mtime_ns}{state.st_size}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def shown_document(text: EditionText, look: Look) -> tuple[str, tuple[Path, ...]]:
    """The text as the web edition has it, without faces; and the files of its pictures, by their numbers in it."""
    paths = text.annotated.essay.images
    addresses = {path.as_uri(): f"{PICTURE}{number}" for number, path in enumerate(paths)}
    setup = BookSetup(annotated=text.annotated, colophon=text.colophon, house=text.house)
    inside = Inside(pictures=InnerPictures(addresses=addresses), faces=False, sources="'self'")
    folders = look.project.template_folders
    if text.book:
        from footlight.editions.books.web_book import web_book_content  # noqa: PLC0415 - most previews are of essays

        return whole_document(setup, partial(web_book_content, text.book, setup), folders, inside), paths
    return web_document(setup, text.fragments, folders, inside), paths


def shown_findings(findings: Sequence[Finding], sources: Mapping[str, str]) -> tuple[ShownFinding, ...]:
    """Findings with the words of their places; `sources` are texts by their files' paths, as findings write these."""
    finders: dict[str, Callable[[int, int], str]] = {}

    def words(finding: Finding) -> str:
        if finding.file not in sources:
            return ""
        if finding.file not in finders:
            finders[finding.file] = words_of_lines(sources[finding.file])
        return finders[finding.file](finding.line, finding.column)

    return tuple(ShownFinding(finding=finding.as_json(), words=words(finding)) for finding in findings)
