"""One HTML document of an essay: the fragments of pages and EPUB, notes, styles, and a policy that closes it."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from footlight.editions.epub.assembly import EVERYWHERE, styled_classes
from footlight.editions.epub.chapters import Heading, adapted, headings, name_headings, sectioned
from footlight.editions.epub.content_documents import BookSetup, captures_of, note_views, set_calls
from footlight.editions.epub.metadata import make_metadata
from footlight.editions.epub.xhtml import Adaptation, inner
from footlight.editions.fragments import Fragments
from footlight.editions.front_pages import front_pages
from footlight.editions.index_terms import by_number, index_html
from footlight.editions.special_styles import ON_SCREENS
from footlight.editions.web.description import linked_data, meta_entries, with_features
from footlight.editions.web.document_styles import classed_styles, document_styles
from footlight.editions.web.inner_files import InnerPictures, with_faces, without_faces
from footlight.engines.templates import markup
from footlight.essay.document import Note

_DATA = "data:"
_NOT_YET = "styles"
"""Stands in the element of the style sheet until it is known which letters the document has. No other element `style`
can stand before it, for words are escaped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What a document has inside, and where the rest may come from."""

    pictures: InnerPictures = field(default_factory=InnerPictures)
    faces: bool = True
    """Whether the faces stand in the style sheet; a preview does without."""
    sources: str = _DATA
    """Where pictures may come from: `data:`, or `'self'` where a server of ours gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trees:
    """The pieces of the text as trees, which are changed in place."""

    title: ET.Element
    subtitle: ET.Element
    abstract: ET.Element
    headnote: ET.Element
    body: ET.Element
    bibliography: ET.Element
    index: ET.Element
    sentences: tuple[ET.Element, ...]
    notes: tuple[ET.Element, ...]

    @property
    def roots(self) -> tuple[ET.Element, ...]:
        lead = (self.title, self.subtitle, self.abstract, self.headnote, self.body, self.bibliography, self.index)
        return (*lead, *self.sentences, *self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebContent:
    """What stands in a document, and what its description says of that."""

    template: str
    values: Mapping[str, Any]
    styles: str
    """Rules for what was said in attributes of its elements."""
    headings: bool
    contents: bool
    book: bool = False


def web_document(setup: BookSetup, fragments: Fragments, folders: Sequence[Path], inside: Inside) -> str:
    """Make the document of an annotated essay. Raises what `whole_document` raises."""
    return whole_document(setup, partial(_essay_content, setup, fragments), folders, inside)


def whole_document(
    setup: BookSetup, make_content: Callable[[Adaptation], WebContent], folders: Sequence[Path], inside: Inside
) -> str:
    """Make a document; the same text for the same input.

    `folders` are the project's template folders, where faces are looked up. Raises UsageError where a template or a
    face of the project is wrong, EngineError where a fragment is not well formed.
    """
    meta, templates = setup.annotated.essay.source.meta, setup.house.templates
    content = make_content(
        Adaptation(
            pictures=inside.pictures.addresses,
            clear=inside.pictures.clear,
            captures=captures_of(setup.annotated.notes),
            from_right=meta.direction == "rtl",
            styled=styled_classes(templates, "epub.css", *(name for name, _ in ON_SCREENS), "web.css"),
            packaged=False,
        )
    )
    metadata = make_metadata(setup, inside.pictures.files, headings=content.headings)
    metadata = with_features(metadata, contents=content.contents)
    html = setup.render(
        content.template,
        folder="web",
        policy="{policy}",
        meta=meta_entries(metadata, meta, setup.colophon.generator, book=content.book),
        linked_data=markup(linked_data(metadata, meta, book=content.book)),
        styles=_NOT_YET,
        byline=meta.byline,
        imprint=setup.colophon.imprint,
        publisher=meta.publisher,
        lost=setup.colophon.lost,
        book=content.book,
        **content.values,
    )
    styles = document_styles(templates, html, setup.annotated.notes) + content.styles
    if inside.faces:
        styles = with_faces(styles, frozenset(EVERYWHERE).union(html), folders, setup.house.packed_faces)
    else:
        styles = without_faces(styles)
    styles = styles.replace("<", "\\3c ")  # so that it cannot end its element
    html = html.replace("{policy}", _policy(styles, inside), 1)
    return html.replace(f"<style>{_NOT_YET}</style>", f"<style>{styles}</style>", 1)


def _essay_content(setup: BookSetup, fragments: Fragments, adaptation: Adaptation) -> WebContent:
    """What stands in the document of an essay."""
    trees, found = _trees(setup, fragments, adaptation)
    styles = classed_styles(trees.roots)
    notes, calls = rendered_notes(setup, setup.annotated.notes, trees.notes)
    front = front_pages(setup.annotated.essay.source.meta, fragments.body)
    contents = [line for line in found if line.level <= _DEEPEST] if front.contents else []
    values = {
        "title": set_calls(trees.title, calls),
        "subtitle": set_calls(trees.subtitle, {}),
        "contents": contents,
        "abstract": set_calls(trees.abstract, calls),
        "headnote": set_calls(trees.headnote, calls),
        "body": set_calls(trees.body, calls),
        "bibliography": set_calls(trees.bibliography, calls),
        "index": set_calls(trees.index, calls),
        "notes": notes,
        "sentences": [set_calls(sentence, calls) for sentence in trees.sentences],
    }
    return WebContent(template="page.html", values=values, styles=styles, headings=bool(found), contents=bool(contents))


def rendered_notes(setup: BookSetup, notes: Sequence[Note], trees: Sequence[ET.Element]) -> tuple[str, dict[int, str]]:
    """The HTML of notes that follow each other, and of their calls by the notes' numbers."""
    views = note_views(notes, [inner(tree) for tree in trees], setup.house.words)
    calls = {view.number: _rendered(setup, "call.html", note=view) for view in views}
    return markup("".join(_rendered(setup, "note.html", note=view) + "\n" for view in views)), calls


_DEEPEST = 3
"""The lowest rank of headings in the contents; the title has 1."""


def _rendered(setup: BookSetup, template: str, **values: object) -> str:
    return setup.render(template, folder="web", **values).strip()


def web_tree(fragment: str, adaptation: Adaptation) -> ET.Element:
    """Parse a fragment, and adapt it. Raises EngineError where it is not well formed."""
    root = adapted(fragment, adaptation)
    _widen(root)
    return root


def _trees(setup: BookSetup, fragments: Fragments, adaptation: Adaptation) -> tuple[_Trees, tuple[Heading, ...]]:
    """The trees of an essay, and the headings of its body."""

    def tree(fragment: str) -> ET.Element:
        return web_tree(fragment, adaptation)

    body = tree(fragments.body)
    name_headings(body)
    trees = _Trees(
        title=tree(fragments.title),
        subtitle=tree(fragments.subtitle),
        abstract=tree(fragments.abstract),
        headnote=tree(fragments.headnote),
        body=web_sections(body),
        bibliography=tree(fragments.bibliography),
        index=tree(index_html(fragments.index, by_number)),
        sentences=tuple(map(tree, setup.colophon.sentences)),
        notes=tuple(map(tree, fragments.notes)),
    )
    return trees, tuple(headings(body))


def web_sections(body: ET.Element) -> ET.Element:
    """Put each heading and the blocks below it into a `section` without a name.

    A named one is a landmark, and a window has few of these; headings of one name, as books have, would be two of one.
    """
    root = sectioned(body, chapter=False)
    for section in root.iter("section"):
        section.attrib.pop("aria-labelledby", None)
    return root


def _widen(root: ET.Element) -> None:
    """Put each table into an element that can be moved sideways, in place; the keyboard reaches it, too.

    A head without words is a plain cell: to a listener it would be the head of a column that has none.
    """
    for cell in list(root.iter("th")):
        if not len(cell) and not (cell.text or "").strip():
            cell.tag = "td"
            cell.attrib.pop("scope", None)
    for parent in list(root.iter()):
        for index, table in enumerate(list(parent)):
            if table.tag == "table" and parent.get("class") != "fl-scroll":
                frame = ET.Element("div", {"class": "fl-scroll", "tabindex": "0"})
                frame.tail, table.tail = table.tail, None
                parent[index] = frame
                frame.append(table)


def _policy(styles: str, inside: Inside) -> str:
    """The policy of a document that asks nothing of any other: https://www.w3.org/TR/CSP3/.

    It has one style sheet, which it is bound to by a hash, and no script.
    """
    digest = b64encode(sha256(styles.encode()).digest()).decode("ascii")
    rules = {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": inside.sources,
        "font-src": _DATA,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
