"""Long documents laid out section by section: what comes of them does not depend on how many processes did it."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from footlight.engines.pdf.structure_tree import read_tags
from footlight.engines.pdfium import page_pixels, page_texts
from footlight.engines.weasyprint.sections.section_layout import SectionReport
from footlight.engines.weasyprint.sections.sectioned_text import SectionedText
from footlight.project import house_templates
from footlight.workflows.processes.build_store import BuildStore, canonical
from footlight.workflows.processes.setter import LayoutJob, LayoutResult, LocalSetter

STYLE = """
@page { size: 90mm 120mm; margin: 12mm 10mm 12mm 16mm; @top-center { content: string(title, first-except) }
  @bottom-center { content: counter(page) } }
@page :left { margin-left: 10mm; margin-right: 16mm }
@page :first { @bottom-center { content: none } }
:root { --note-rule: 30% } body { font: 10pt/14pt 'Literata Footlight'; text-align: justify }
.fl-heads { string-set: title attr(data-title) }
.fl-begins-page { break-before: page } .fl-begins-recto { break-before: recto }
li a::after, .see::after { content: " " target-counter(attr(href), page) }
.note { float: footnote; display: block } .note::footnote-call, .note::footnote-marker { content: none }
h1 { bookmark-level: 1; font-size: 1em }
"""
WORDS = "The lamp of the harbour was lit before the storm came over the hill and the keeper went down to the wall. "
NOTE = """<a id="{key}-call" href="#{key}-note" role="doc-noteref">1</a><span class="note" id="{key}-note"
role="doc-footnote"><p><a role="doc-backlink" href="#{key}-call">1</a> See <a href="https://example.org/{key}">the
report</a>.</p></span>"""


def section(number: int, *, begins: str = "page", paragraphs: int = 5, more: str = "") -> str:
    """A section with a title, a note in its first paragraph, and paragraphs of several lines."""
    key = f"k{number}"
    text = "".join(f"<p>{WORDS * 4}{NOTE.format(key=key) if at == 0 else ''}</p>" for at in range(paragraphs))
    return (
        f'<section class="fl-section fl-begins-{begins}"><div class="fl-heads" data-title="Head {number}"></div>'
        f'<h1 id="{key}">Title {number}</h1>{text}{more}</section>'
    )


def book(*sections: str) -> str:
    """A document with contents, which quote the page of each section."""
    lines = "".join(f'<li><a href="#k{number}">Title {number}</a></li>' for number in range(len(sections)))
    return (
        '<html lang="en"><head><title>A Book</title></head><body class="fl-book">'
        f"<h1>A Book</h1><ol>{lines}</ol>{''.join(sections)}</body></html>"
    )


def laid(html: str, workers: int) -> LayoutResult:
    """The document, laid out by so many processes."""
    house = house_templates()
    styles = ((house / "fonts.css").read_text(encoding="utf-8"), STYLE)
    return LocalSetter(workers).lay_out(LayoutJob(html=html, styles=styles, base=house, folders=(house,)))


MIXED = book(
    section(0),
    section(1, paragraphs=3, more=f'<p class="see">{WORDS}<a class="see" href="#k3">See page</a>.</p>'),
    section(2, begins="recto", paragraphs=8),
    section(3, paragraphs=2),
    section(4, begins="recto"),
    section(5, begins="recto", paragraphs=1),
)


@pytest.fixture(scope="module")
def alone() -> LayoutResult:
    """A book of six sections, laid out by this process alone."""
    return laid(MIXED, 1)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_the_bytes_are_the_same_for_any_number_of_workers(alone: LayoutResult) -> None:
    """One process, two, or more than there are sections to a process: not a byte differs, nor the layout."""
    for workers in (2, 5):
        other = laid(MIXED, workers)
        assert other.pdf == alone.pdf
        assert replace(other, read={}) == replace(alone, read={})


def test_sections_are_laid_out_as_the_whole_is(alone: LayoutResult) -> None:
    """Pages, sides, folios, heads, notes, blank pages and the page numbers of the contents are those of a layout of the
    whole document.
    """
    whole = laid(MIXED.replace('class="fl-book"', 'class="fl-whole"'), 1)
    assert page_texts(alone.pdf) == page_texts(whole.pdf)
    assert alone.layout == whole.layout
    starts = [page.start for page in alone.layout.pages]
    assert len(set(starts)) < len(starts), "a blank page begins where the next one does"


def test_contents_quote_the_pages_on_which_titles_stand(alone: LayoutResult) -> None:
    """Each number of the contents, and of a reference in a section, is that of the page with the title."""
    texts = page_texts(alone.pdf)
    for number in range(6):
        page = next(at for at, text in enumerate(texts[1:], 2) if f"Title {number}" in text)
        assert re.search(rf"Title {number} {page}\b", texts[0])
        if number == 3:
            assert any(f"See page {page}" in text for text in texts)


def test_one_pdf_of_all_sections(alone: LayoutResult) -> None:
    """One outline, one subset of each font, links from one section to another, and one tree with every note."""
    with pikepdf.open(io.BytesIO(alone.pdf)) as pdf:
        fonts = {str(page.Resources.Font.objgen) for page in pdf.pages}
        assert len(fonts) == 1
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["A Book", *(f"Title {number}" for number in range(6))]
        names = pdf.Root.Names.Dests.Names
        assert {f"k{number}" for number in range(6)} <= {str(name) for name in list(names)[::2]}
        links = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
        assert sum("/Dest" in link and str(link.Dest) == "k3" for link in links) == 2
        assert all("/StructParent" in link for link in links)
    root = read_tags(alone.pdf).root
    assert root is not None
    kinds = [element.type for element in root.walk()]
    assert kinds.count("H1") == 7
    assert kinds.count("Note") == 6


def test_what_goes_over_sections_is_laid_out_as_a_whole(tmp_path: Path) -> None:
    """A style sheet that counts pages in its own way, or sets something on every page, makes the document one piece."""
    del tmp_path
    html = book(section(0), section(1))
    house = house_templates()
    for rule in ("@page { counter-increment: page 2 }", "h1 { position: fixed; top: 0 }"):
        styles = ((house / "fonts.css").read_text(encoding="utf-8"), STYLE, rule)
        job = LayoutJob(html=html, styles=styles, base=house, folders=(house,))
        whole = replace(job, html=html.replace("fl-book", "fl-else"))
        assert page_texts(LocalSetter().lay_out(job).pdf) == page_texts(LocalSetter().lay_out(whole).pdf)


def test_sections_of_an_earlier_build_are_taken_where_nothing_of_them_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes come of kept sections; a change in one section, a picture or the program is noticed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    house = house_templates()
    picture = tmp_path / "mill.svg"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="{}" height="9"/></svg>'
    picture.write_text(drawing.format(9), encoding="utf-8")
    shown = f'<p><img src="{picture.as_uri()}" alt="A mill"/></p>'
    styles = ((house / "fonts.css").read_text(encoding="utf-8"), STYLE)
    parts = (section(0), section(1, more=shown), section(2))
    job = LayoutJob(html=book(*parts), styles=styles, base=house, folders=(house, tmp_path), program="one")

    def made(job: LayoutJob) -> tuple[bytes, set[int]]:
        laid: set[int] = set()
        whole = SectionedText.paginate

        def paginate(text: SectionedText, number: int, pages: dict[str, int]) -> SectionReport:
            laid.add(number)
            return whole(text, number, pages)

        with monkeypatch.context() as patch:
            patch.setattr(SectionedText, "paginate", paginate)
            return LocalSetter().lay_out(job).pdf, laid

    first, laid = made(job)
    assert laid == {0, 1, 2, 3}
    assert made(job) == (first, set())
    assert made(replace(job, program="two")) == (first, {0, 1, 2, 3})
    changed = replace(job, html=book(parts[0], parts[1], section(2, more="<p>More.</p>")))
    other, laid = made(changed)
    assert laid == {3}
    assert other == made(replace(changed, program=""))[0] != first
    picture.write_text(drawing.format(20), encoding="utf-8")
    other, laid = made(job)
    assert laid == {2}
    assert other == made(replace(job, program=""))[0] != first


SPREAD = """
@page :left { @top-left { content: counter(page) " of " string(title, start) } }
@page :right { @bottom-right { content: string(title, last); font-weight: bold } @top-right { content: counter(see) } }
.see { counter-increment: see }
"""
TOTAL = "@page { @top-left { content: counter(pages) } }"
TINTED = "@page :left { background: #ddd }"
DRAWN = "@page { @top-left { content: url(mill.svg) } }"
SHADED = "@page { @top-left { content: 'x'; background: linear-gradient(#000, #fff) } }"


@pytest.mark.parametrize(
    ("more", "drawn"),
    [
        pytest.param("", {"draw_text": {0, 2}, "draw_margins": {2, 3, 4}}, marks=pytest.mark.slow),
        (SPREAD, {"draw_text": {0, 2}, "draw_margins": {2, 3, 4}}),
        pytest.param(DRAWN, {"draw_text": {0, 2}, "draw_margins": {2, 3, 4}}, marks=pytest.mark.slow),
        pytest.param(TOTAL, {"draw_text": {0, 2}, "draw_margins": {0, 1, 2, 3, 4}}, marks=pytest.mark.slow),
        (TINTED, {"draw_text": {0}, "finish": {1, 2, 3, 4}}),
        pytest.param(SHADED, {"draw_margins": {*range(5)}, "finish": {*range(5)}}, marks=pytest.mark.slow),
    ],
    ids=["heads and folios", "sides", "a drawing in the margin", "all pages", "tinted pages", "a shade in the margin"],
)
def test_sections_that_others_move_are_renumbered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str, drawn: dict[str, set[int]]
) -> None:
    """A section grows by a page: what is behind it, and changes sides, gets new margins, and is not laid out again.

    The bytes are those of a build that knows nothing of it. Where pages draw more than text and margins, a section is
    drawn as a whole for its place.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    house = house_templates()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    (tmp_path / "mill.svg").write_text(drawing, encoding="utf-8")
    figure = f'<p><img src="{(tmp_path / "mill.svg").as_uri()}" alt="A mill"/></p>'
    sheets = (
        (house / "fonts.css").read_text(encoding="utf-8"),
        STYLE,
        more.replace("mill.svg", f"{tmp_path}/mill.svg"),
    )
    parts = [section(0), section(1), section(2, more=figure), section(3, begins="recto")]
    job = LayoutJob(html=book(*parts), styles=sheets, base=house, folders=(house, tmp_path), program="one")
    done: dict[str, set[int]] = {}

    def counted(name: str) -> None:
        whole = getattr(SectionedText, name)

        def count(text: SectionedText, number: int, given: object) -> object:
            done.setdefault(name, set()).add(number)
            return whole(text, number, given)

        monkeypatch.setattr(SectionedText, name, count)

    first = LocalSetter().lay_out(job)
    for name in ("paginate", "draw_text", "draw_margins", "finish"):
        counted(name)
    parts[1] = section(1, paragraphs=8, more='<p class="see">More.</p>')
    moved = replace(job, html=book(*parts))
    again = LocalSetter().lay_out(moved)
    paginated = done.pop("paginate")
    assert done == drawn
    assert paginated == {0, 2} | drawn.get("finish", set()), "the contents quote pages"
    fresh = LocalSetter().lay_out(replace(moved, program=""))
    assert (again.pdf, again.layout) == (fresh.pdf, fresh.layout)
    assert len(again.layout.pages) > len(first.layout.pages)
    whole = LocalSetter().lay_out(replace(moved, program="", html=moved.html.replace("fl-book", "fl-else")))
    assert page_texts(again.pdf) == page_texts(whole.pdf)
    assert [seen(again.pdf, number) for number in range(3)] == [seen(whole.pdf, number) for number in range(3)]
    for one, other in zip(again.layout.notes, whole.layout.notes, strict=True):
        assert (one.page, one.note_id) == (other.page, other.note_id)
        assert one.box.x == pytest.approx(other.box.x)


def seen(pdf: bytes, number: int) -> bytes:
    """A page as it looks, coarsely."""
    _, pixels = page_pixels(pdf, 200, number)
    return bytes(pixel // 64 for pixel in pixels)


def test_a_damaged_entry_of_the_store_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is damaged, or was made of files that are others now, is not there."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    store, file = BuildStore(), tmp_path / "file"
    file.write_text("a")
    digest = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    store.put("key", ("value",), {file: digest})
    assert BuildStore().get("key") == ("value",)
    file.write_text("b")
    assert BuildStore().get("key") is None
    file.write_text("a")
    (path,) = (tmp_path / "footlight").rglob("key")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert BuildStore().get("key") is None
    assert BuildStore().get("another") is None


def test_equal_values_have_one_text() -> None:
    """In whatever order a set or a mapping was filled."""
    assert canonical({"b": frozenset({"x", "y"}), "a": (1, None)}) == canonical({"a": (1, None), "b": {"y", "x"}})
    assert canonical(("1",)) != canonical((1,))
