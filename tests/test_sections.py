"""Long documents laid out section by section: what comes of them does not depend on how many processes did it."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from workshop import quick_rows

from footlight.engines.pdf.structure_tree import read_tags
from footlight.engines.pdfium import page_pixels, page_texts
from footlight.engines.weasyprint.sections.other_numbers import FirstState
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
        fonts = {(str(font.BaseFont), font.objgen) for page in pdf.pages for font in page.Resources.Font.values()}
        assert len(fonts) == len({name for name, _ in fonts}) > 1
        for page in pdf.pages:
            assert not page.obj.Resources.is_indirect
            content = page.Contents.read_bytes().decode("latin-1")
            assert all(f"{name} " in content for name in page.Resources.Font.keys()), "only those that it uses"  # noqa: SIM118 - pikepdf's
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


@pytest.mark.slow
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
        pytest.param(TINTED, {"draw_text": {0}, "finish": {1, 2, 3, 4}}, marks=pytest.mark.slow),
        pytest.param(
            SHADED, {"draw_text": {2}, "draw_margins": {*range(5)}, "finish": {*range(5)}}, marks=pytest.mark.slow
        ),
    ],
    ids=["heads and folios", "sides", "a drawing in the margin", "all pages", "tinted pages", "a shade in the margin"],
)
@pytest.mark.slow
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


def _quoting(number: int) -> str:
    """A section whose text, list and note quote the pages of others, which lie before and behind it."""
    targets = (number + 1) % 3, (number + 2) % 3
    near, far = (f'<a class="see" href="#k{target}">one more page</a>' for target in targets)
    note = NOTE.format(key=f"q{number}").replace("the\nreport", f"the report</a>, and {far}, <a>here")
    more = f"<p>{WORDS}{near}. {WORDS * 3}{note}</p><ul><li>{WORDS} {far}</li></ul><h1>{near}</h1><p>{WORDS * 5}</p>"
    return section(number, paragraphs=4 + number % 2, more=more)


def _answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What sections answer that are given other page numbers: whether they could be laid out from their boxes."""
    given: list[bool] = []
    whole = FirstState.give

    def give(state: FirstState, pages: dict[str, int]) -> bool:
        given.append(whole(state, pages))
        return given[-1]

    monkeypatch.setattr(FirstState, "give", give)
    return given


@pytest.mark.slow
def test_a_section_that_quotes_other_pages_is_laid_out_from_the_boxes_that_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its bytes are those of one that is made anew."""
    html = book(*map(_quoting, range(3)))
    given = _answers(monkeypatch)
    quick = laid(html, 1)
    assert given
    assert all(given)
    monkeypatch.setattr(FirstState, "give", lambda *_: False)
    anew = laid(html, 1)
    assert (quick.pdf, quick.layout) == (anew.pdf, anew.layout)
    numbers = [int(number) for text in page_texts(quick.pdf) for number in re.findall(r"one more page (\d+)", text)]
    assert len(set(numbers)) == 3


@pytest.mark.parametrize(
    ("style", "more"),
    [
        (".q { display: flex }", '<p class="q">Text <a class="see" href="#k3">there</a></p>'),
        ("p::first-letter { color: gray }", '<p>Text <a class="see" href="#k3">there</a></p>'),
        (".see::after { content: target-counter(attr(href), page, lower-roman) }", '<a class="see" href="#k3">it</a>'),
    ],
)
def test_what_cannot_be_laid_out_from_its_boxes_is_made_anew(
    style: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Layout changes the boxes of some texts; and a number that is not written in figures is not looked for."""
    given = _answers(monkeypatch)
    html = book(*(section(number, paragraphs=1, more=more if number == 1 else "") for number in range(4)))
    house = house_templates()
    job = LayoutJob(html=html, styles=(STYLE, style), base=house, folders=(house,))
    result = LocalSetter().lay_out(job)
    assert False in given
    assert any(re.search(r"(there|it)\s*(6|vi)\b", text) for text in page_texts(result.pdf)), page_texts(result.pdf)


EVEN = ".see::after { font-variant-numeric: oldstyle-nums tabular-nums }"


def _referring(number: int, sections: int, *, paragraphs: int = 9) -> str:
    """A section whose text and note quote the page of another one."""
    link = f'<a class="see" href="#k{(number + 3) % sections}">another page</a>'
    note = NOTE.format(key=f"q{number}").replace("the\nreport", f"the report</a>, and {link}, <a>here")
    return section(number, paragraphs=paragraphs, more=f"<p>{WORDS}{link}. {WORDS * 3}{note}</p>")


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.slow
def test_page_numbers_are_written_into_what_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures of one width: a section that quotes pages which move is not laid out again while they have as many
    figures. It looks, and reads, as one that was laid out with these numbers; any number of workers makes the same.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    house, count = house_templates(), 6
    parts = [_referring(number, count) for number in range(count)]
    styles = ((house / "fonts.css").read_text(encoding="utf-8"), STYLE, EVEN)
    job = LayoutJob(html=book(*parts), styles=styles, base=house, folders=(house,), program="one")
    first = LocalSetter(2).lay_out(job)
    parts[1] = _referring(1, count, paragraphs=14)
    moved = replace(job, html=book(*parts))
    made: list[int] = []
    whole = SectionedText.paginate

    def paginate(text: SectionedText, number: int, pages: dict[str, int]) -> SectionReport:
        made.append(number)
        return whole(text, number, pages)

    monkeypatch.setattr(SectionedText, "paginate", paginate)
    again = LocalSetter().lay_out(moved)
    assert {0, 2} <= set(made) < {*range(count + 1)}, "the contents, what changed, and where 9 became 10"
    assert again.pdf != first.pdf
    fresh = [LocalSetter(workers).lay_out(replace(moved, program="")) for workers in (1, 3)]
    assert {again.pdf} == {one.pdf for one in fresh}
    assert again.layout == fresh[0].layout == fresh[1].layout
    monkeypatch.setattr("footlight.engines.weasyprint.sections.sectioned_text.can_be_written", lambda *_: False)
    anew = LocalSetter().lay_out(replace(moved, program=""))
    assert again.layout == anew.layout
    assert page_texts(again.pdf) == page_texts(anew.pdf)
    for number in range(len(anew.layout.pages)):
        assert seen(again.pdf, number) == seen(anew.pdf, number)
    numbers = [int(said) for text in page_texts(again.pdf) for said in re.findall(r"another page (\d+)", text)]
    assert len(set(numbers)) == count
    assert max(numbers) > 9 > min(numbers)


def test_figures_of_several_widths_are_told_from_those_of_one() -> None:
    """Also where both stand in one section: styles of a document share what is known of them."""
    house = house_templates()
    even, uneven = (f'<p>{WORDS}<a class="{kind}" href="#k2">another page</a></p>' for kind in ("see", "see odd"))
    odd = ".odd::after { font-variant-numeric: proportional-nums }"
    styles = ((house / "fonts.css").read_text(encoding="utf-8"), STYLE, EVEN, odd)
    for more, writes in ((even, True), (even + uneven, False)):
        html = book(*(section(number, paragraphs=1, more=more if number == 0 else "") for number in range(3)))
        job = LayoutJob(html=html, styles=styles, base=house, folders=(house,))
        text = SectionedText(LocalSetter().typesetter_for(job), job.html, job.column, job.notes_read)
        number = text.names().index("k0")
        assert text.paginate(number, {"k2": 1}).writes is writes


@pytest.mark.parametrize(
    "style",
    quick_rows(
        (
            "p { opacity: 0.9 }",
            ".see::after { font-variant-numeric: proportional-nums }",
            ".see::after { font-variant-caps: all-small-caps }",
            ".see { string-set: title content(after) }",
            ".see::after { font-feature-settings: 'frac' }",
        ),
        ".see { string-set: title content(after) }",
    ),
)
def test_a_section_is_laid_out_with_numbers_that_cannot_be_written_into_it(style: str) -> None:
    """Figures that are drawn apart, are of several widths, are spoken in another way, or stand in a head, too."""
    count = 4
    html = book(*(_referring(number, count, paragraphs=7) for number in range(count)))
    house = house_templates()
    styles = ((house / "fonts.css").read_text(encoding="utf-8"), STYLE, EVEN, style)
    job = LayoutJob(html=html, styles=styles, base=house, folders=(house,))
    found = LocalSetter().lay_out(job)
    whole = LocalSetter().lay_out(replace(job, html=html.replace("fl-book", "fl-else")))
    assert found.layout.text == whole.layout.text
    assert page_texts(found.pdf) == page_texts(whole.pdf)


def test_a_draft_ends_where_the_text_does() -> None:
    """Its pages have the numbers of the whole's, whose tables, of however many pages, stand behind all of them."""
    tables = "".join(
        f'<section class="fl-apparatus" id="table{number}"><h1>Table {number}</h1>{f"<p>{WORDS * 4}</p>" * 9}</section>'
        for number in range(2)
    )
    last = '<section class="fl-book-colophon" id="fl-end"><h1>Colophon</h1><p>Set in Literata.</p></section>'
    between = f'<section class="fl-apparatus" id="between"><p>{WORDS}</p></section>'
    html = book(section(0), between, section(1, begins="recto"), tables, last)
    whole = laid(html, 1)
    house = house_templates()
    job = LayoutJob(
        html=html, styles=((house / "fonts.css").read_text(encoding="utf-8"), STYLE), base=house, folders=()
    )
    pages = LocalSetter().lay_out(replace(job, folders=(house,), draft=True)).layout
    anchors = whole.layout.pages_by_anchor()
    behind = {"table0", "table1", "fl-end"}
    assert pages.pages_by_anchor() == {name: page for name, page in anchors.items() if name not in behind}
    assert len(pages.pages) == anchors["table0"] - 1
    assert "between" in pages.pages_by_anchor(), "text stands behind that"
    assert len(whole.layout.pages) > len(pages.pages) + 3
