"""What the EPUB says of itself: what the source says, whole, and nothing that is not so."""

from epubs import XHTML, Epubs


def test_metadata_says_what_the_source_says(epubs: Epubs) -> None:
    """Identifiers, titles, people with roles, dates, subjects; a clear name gets a sort name."""
    book = epubs("rich")
    assert book.values("identifier") == ["urn:isbn:9783161484100", "https://doi.org/10.1000/182"]
    assert book.values("identifier-type") == ["15", "06"]
    assert book.values("title") == ["The Harbour and its “Lights”", "What a rich essay holds"]
    assert book.values("title-type") == ["main", "subtitle"]
    assert book.values("creator") == ["Anna Writer", "Ben Second"]
    assert book.values("contributor") == ["Carla Third"]
    assert book.values("role") == ["aut", "aut", "edt"]
    assert book.values("file-as") == ["Harbour and its “Lights”, The", "Writer, Anna", "Second, Ben", "Third, Carla"]
    assert book.values("date") == ["2009-03"]
    assert book.values("subject") == ["harbours", "lights"]
    assert book.values("source") == ["https://example.org/2009/03/harbour"]
    assert book.values("rights") == ["© 2009 Anna Writer"]
    assert book.values("publisher") == ["A Small Press"]
    assert book.values("description") == [
        "An essay that holds one of everything, with <angle brackets> & an ampersand."
    ]
    assert book.values("dcterms:modified") == ["2009-03-01T00:00:00Z"]


def test_an_identifier_is_made_of_the_address(epubs: Epubs) -> None:
    """Version 5 of the address of first publication; of the name and the title where there is none."""
    assert epubs("seed").values("identifier") == ["urn:uuid:1167da70-7e92-5ebd-bff3-a50717d9b710"]
    assert epubs("russian").values("identifier")[0].startswith("urn:uuid:")
    assert epubs("russian").values("identifier") != epubs("arabic").values("identifier")


def test_accessibility_metadata_is_true(epubs: Epubs) -> None:
    """A picture without words is not called described, and no conformance is claimed."""
    rich, seed = epubs("rich"), epubs("seed")
    assert rich.values("schema:accessMode") == ["textual", "visual"]
    assert rich.values("schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in rich.values("schema:accessibilityFeature")
    assert "structuralNavigation" in rich.values("schema:accessibilityFeature")
    assert seed.values("schema:accessMode") == seed.values("schema:accessModeSufficient") == ["textual"]
    assert seed.values("schema:accessibilityFeature") == ["displayTransformability", "readingOrder", "tableOfContents"]
    assert seed.values("schema:accessibilityHazard") == ["none"]
    assert "conformsTo" not in seed.text("package.opf") + rich.text("package.opf")


def test_a_title_of_any_characters_stands_whole(epubs: Epubs) -> None:
    """Quotes, slashes, emoji, Arabic, angle brackets; an author like that as well."""
    book = epubs("marks")
    title = "“Either/Or” <&> ‘quoted’ 🚢 — مرحبا 50%"
    assert book.values("title")[0] == title
    assert book.values("creator") == ["O'Brien & Söhne <GmbH>"]
    heading = "".join(next(book.tree("titlepage.xhtml").iter(f"{XHTML}h1")).itertext())
    assert heading.replace("\u00a0", " ") == title
    assert book.values("date") == []
    assert 'role="doc-endnotes"' not in book.text("text.xhtml")
