"""Hold the finished editions against the inventory of their source: what is in none of them is named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from footlight.checking.layout_gate import ExpectedNote
from footlight.checking.source_completeness import (
    Product,
    check_forms,
    check_links,
    check_words,
    epub_product,
    same_address,
)
from footlight.checking.web_gate import open_page, web_product
from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication_reader import open_publication
from footlight.engines.pdf.document_facts import Links
from footlight.essay.document import LinksAsNotes, Metadata, Source
from footlight.essay.inventory import Inventory, Target
from footlight.essay.layout import Layout
from footlight.findings.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What a build made of an essay."""

    products: Mapping[str, bytes]
    """By their names in build/NAME/."""
    layout: Layout | None
    """Of the reading edition."""
    links: Links
    """Of the reading edition."""
    notes: Sequence[ExpectedNote]


def source_findings(
    source: Source, inventory: Inventory, made: Finished, so_far: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Words and links of the source that an edition lacks and that no finding so far names."""
    links = tuple(web_links(inventory, source.meta))
    return lost_of(source.shown, inventory, links, _products(source, made), so_far)


def lost_of(
    shown: str,
    inventory: Inventory,
    links: Sequence[Target],
    products: Iterable[Product],
    so_far: Sequence[Finding],
) -> tuple[Finding, ...]:
    """What of an inventory, and of the addresses that it comes to, any of the products lacks. `shown` is its source."""
    named = frozenset(finding.line for finding in so_far if finding.file == shown and finding.line)
    found: dict[tuple[str, int, str], Finding] = {}
    for product in products:
        findings = check_words(inventory, product, named, shown)
        findings += check_forms(inventory, product, named | {each.line for each in findings}, shown)
        findings += check_links(links, product, named, shown)
        for finding in findings:
            found.setdefault((finding.code, finding.line, finding.message.replace(product.name, "")), finding)
    return tuple(found.values())


def web_links(inventory: Inventory, meta: Metadata) -> Iterator[Target]:
    """The links that lead to the web, relative ones by the address of the essay or of its site."""
    for link in inventory.links:
        address = meta.web_address("%20".join(link.address.split()))  # as it is printed
        if address.lower().startswith(("http://", "https://")):
            yield Target(address=address, line=link.line)


def _products(source: Source, made: Finished) -> Iterator[Product]:
    products, layout, notes = made.products, made.layout, made.notes
    if layout and f"{source.name}.pdf" in products:
        yield Product(
            name="the PDF",
            text="\n".join([layout.text, *(words for note in notes for words in note.words)]),
            addresses=frozenset(same_address(target) for _, target in made.links),
            on_paper=source.meta.links_as_notes is not LinksAsNotes.NONE,
        )
    if epub := products.get(f"{source.name}.epub"):
        with suppress(DamagedEpubError):  # the gate says so
            yield epub_product(open_publication(epub))
    if page := products.get(f"{source.name}.html"):
        yield web_product(open_page(page))
