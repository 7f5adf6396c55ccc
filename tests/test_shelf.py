"""The catalogue: valid in both formats, every book reached from its root, nothing lost and nothing made up."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from shelving import ATOM, PUBLICATION, addresses_1, edition, editions, package, valid_feed, valid_json
from workshop import Workshop

BASE = "http://shelf.example/shelf/"


def file_of(build: Path, address: str) -> Path:
    return build / unquote(address.removeprefix("http://shelf.example/"))


def addresses_2(value: object, here: str) -> Iterator[str]:
    if isinstance(value, dict):
        if "href" in value:
            yield urljoin(here, value["href"])
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from addresses_2(item, here)


def walk(build: Path, start: str) -> tuple[set[str], set[str]]:
    """Every page that links lead to from a root, each valid, and every other file that they lead to."""
    pages, others, waiting = set(), set(), [urljoin(BASE, start)]
    while waiting:
        here = waiting.pop()
        path = file_of(build, here)
        if here in pages or here in others:
            continue
        assert path.is_file(), f"{here} leads nowhere"
        if path.suffix == ".xml":
            pages.add(here)
            waiting += addresses_1(valid_feed(path.read_bytes()), here)
        elif path.suffix == ".json" and "/book/" not in here:
            pages.add(here)
            waiting += addresses_2(valid_json(path.read_bytes()), here)
        else:
            others.add(here)
    return pages, others


@pytest.mark.parametrize("root", ["index.xml", "index.json"])
def test_every_page_is_valid_and_every_book_is_reached(project: Workshop, root: str) -> None:
    """From either root, over pages of lists and of books, to each file that a reader can take; no link is dead."""
    editions(project.build, 130)
    done = project.run("shelf")
    assert (done.code, done.out) == (0, "")
    pages, others = walk(project.build, root)
    written = {p for p in (project.build / "shelf").rglob("*") if p.suffix == Path(root).suffix}
    assert {file_of(project.build, page) for page in pages} == {p for p in written if p.parent.name != "book"}
    taken = {file_of(project.build, other).name for other in others}
    assert {f"essay-{n:04}.epub" for n in range(130)} < taken
    assert {f"essay-{n:04}.pdf" for n in range(130)} < taken
    assert {f"essay-{n:04}.png" for n in range(130)} < taken


def test_a_book_alone_is_a_publication(project: Workshop) -> None:
    """What the `self` link of a book in OPDS 2.0 leads to is that book."""
    editions(project.build, 3)
    project.run("shelf")
    shelf = project.build / "shelf"
    listed = valid_json((shelf / "titles/1.json").read_bytes())["publications"]
    for book in listed:
        here = urljoin(BASE, "titles/1.json")
        address = next(urljoin(here, link["href"]) for link in book["links"] if link["rel"] == "self")
        alone = json.loads(file_of(project.build, address).read_bytes())
        PUBLICATION.validate(alone)
        assert alone["metadata"] == book["metadata"]
        assert {*addresses_2(alone, address)} == {*addresses_2(book, here)}


def test_the_first_essay_on_the_shelf(seed: Workshop, tmp_path: Path) -> None:
    """An edition that was really built: its title, author, year and files, in both formats."""
    root = Workshop(tmp_path)
    root.source.mkdir()
    root.build.mkdir()
    name = "russia-and-us-missile-defence"
    (root.build / "linked").symlink_to(seed.build / name)  # a folder elsewhere is not on the shelf
    for file, data in seed.products(name).items():
        root.write(f"build/{name}/{file}", data)
    assert root.run("shelf").codes == []
    shelf = root.build / "shelf"
    feed = valid_feed((shelf / "author/patrick-armstrong/1.xml").read_bytes())
    assert feed.findtext(f"{ATOM}title") == "Patrick Armstrong"
    assert [e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")] == ["Russia and US Missile Defence"]
    book = valid_json((shelf / "year/2011/1.json").read_bytes())["publications"][0]
    assert book["metadata"]["author"] == [{"name": "Patrick Armstrong", "sortAs": "Armstrong, Patrick"}]
    assert book["metadata"]["published"] == "2011-02-25"
    assert {link["type"] for link in book["links"][1:]} == {"application/epub+zip", "application/pdf"}
    assert not any("print" in link["href"] for link in book["links"]), "what goes to a print shop is on no shelf"


def test_lists_are_in_their_orders(project: Workshop) -> None:
    """Titles without regard to case and quotation marks, the newest first, authors by the names that they sort by."""
    refined = '<dc:creator id="c">Zoë Ash</dc:creator><meta refines="#c" property="file-as">Ash, Zoë</meta>'
    edition(project.build, "b", package("b", "“Banks” of Summer", "Bea Young", "2009"))
    edition(project.build, "a", package("a", "apples", "", "2012-05", more=refined))
    edition(project.build, "c", package("c", "Cures", "Bea Young"))
    project.run("shelf")
    shelf = project.build / "shelf"

    def titles(path: str) -> list[str | None]:
        return [e.findtext(f"{ATOM}title") for e in valid_feed((shelf / path).read_bytes()).iter(f"{ATOM}entry")]

    assert titles("titles/1.xml") == ["apples", "“Banks” of Summer", "Cures"]
    assert titles("new/1.xml") == ["apples", "“Banks” of Summer", "Cures"]
    assert titles("authors/1.xml") == ["Zoë Ash", "Bea Young"]
    assert titles("years/1.xml") == ["2012", "2009"]
    assert len(list((shelf / "author").glob("zoe-ash-*/1.xml"))) == 1


def test_pages_follow_each_other(project: Workshop) -> None:
    """A list of 120 books has three pages, which lead forward and back, and together hold each book once."""
    editions(project.build, 120)
    project.run("shelf")
    shelf = project.build / "shelf"
    path, count = "titles/1.json", 0
    names: Counter[str] = Counter()
    while path:
        value = valid_json((shelf / path).read_bytes())
        count += 1
        assert (value["metadata"]["numberOfItems"], value["metadata"]["currentPage"]) == (120, count)
        names.update(book["metadata"]["identifier"] for book in value["publications"])
        turned = next((link["href"] for link in value["links"] if link["rel"] == "next"), "")
        path = urljoin(path, turned) if turned else ""
    assert (count, len(names), set(names.values())) == (3, 120, {1})


def test_facets_lead_to_parts_of_the_list(project: Workshop) -> None:
    """Beside all titles stand authors and years with the number of their books; on an author's page hers is active."""
    editions(project.build, 12)
    project.run("shelf")
    shelf = project.build / "shelf"
    groups = valid_json((shelf / "titles/1.json").read_bytes())["facets"]
    assert [group["metadata"]["title"] for group in groups] == ["Author", "Year"]
    for group in groups:
        for way in group["links"]:
            part = valid_json((shelf / urljoin("titles/1.json", way["href"])).read_bytes())
            assert part["metadata"]["title"] == way["title"]
            assert part["metadata"]["numberOfItems"] == way["properties"]["numberOfItems"] == len(part["publications"])
    own = valid_feed((shelf / "author/author-1/1.xml").read_bytes())
    active = [x for x in own.iter(f"{ATOM}link") if x.get("{http://opds-spec.org/2010/catalog}activeFacet")]
    assert [link.get("title") for link in active] == ["Author 1"]


def test_the_same_shelf_gives_the_same_bytes(project: Workshop) -> None:
    """Written twice, the catalogue is the same to the byte."""
    editions(project.build, 7)
    project.run("shelf")

    def now() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in (project.build / "shelf").rglob("*") if p.is_file()}

    first = now()
    project.run("shelf")
    assert now() == first
    assert not list(project.build.glob(".shelf.*"))


# What is wrong


def test_an_empty_build_folder(project: Workshop) -> None:
    """Nothing was built: a catalogue of nothing, valid, and a word about what to do."""
    done = project.run("shelf")
    assert (done.code, done.out) == (0, "")
    assert "footlight build" in done.err
    shelf = project.build / "shelf"
    for path in shelf.rglob("*.xml"):
        valid_feed(path.read_bytes())
    for path in shelf.rglob("*.json"):
        valid_json(path.read_bytes())


def test_an_essay_named_shelf_keeps_its_folder(project: Workshop) -> None:
    """Its editions are not written over."""
    epub = edition(project.build, "shelf", package("shelf", "The Shelf"))
    done = project.run("shelf")
    assert done.code == 2
    assert "another name" in done.err
    assert epub.is_file()


def test_markup_in_a_title_is_text(project: Workshop) -> None:
    """Names and titles from anywhere are escaped in both formats."""
    title, author = 'A <b>"bold"</b> & b', "O'Neil <script>"
    edition(project.build, "odd name", package("odd", title, author))
    project.run("shelf")
    shelf = project.build / "shelf"
    feed = valid_feed((shelf / "titles/1.xml").read_bytes())
    assert [e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")] == [title]
    assert [n.text for n in feed.iter(f"{ATOM}name")][1:] == [author]
    walk(project.build, "index.xml")
    walk(project.build, "index.json")
