"""Other people's posts, as their generators keep them: how many become editions, and what of their sources is in those.

    python -m benchmarks.posts FOLDER [FOLDER …]     # each is taken as the source/ of a project

For each post it holds what stands on the disk against the source: every link to the web has to be printed in the PDF,
led to in the EPUB and listed in NAME.links.json, and every word has to be in both; what is not has to be named by a
finding with its line. What is neither is called silent. With `--write` the table goes to docs/posts.md.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import urljoin

from footlight.checking.source_completeness import (
    Product,
    check_links,
    check_words,
    epub_product,
    letters,
    same_address,
)
from footlight.engines.epub.publication_reader import open_publication
from footlight.engines.pdf.document_facts import pdf_facts
from footlight.engines.pdfium import page_texts
from footlight.essay.document import Source
from footlight.essay.inventory import Target
from footlight.essay_files import EssayFile, find_essays
from footlight.findings.finding import Finding
from footlight.reading.source_file import read_source
from footlight.reading.source_inventory import take_inventory

PAGE = Path(__file__).parents[1] / "docs" / "posts.md"
_TABLE = re.compile(r"(?<=<!-- made by benchmarks.posts -->\n).*?(?=<!-- end -->)", re.DOTALL)
_IN_DRAWING_ORDER = re.compile("[\u0590-\u08ff\u0900-\u0dff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of Hebrew, Arabic and the scripts of India: a PDF's text layer has their glyphs as they were drawn, so that
words of sources in them are looked for in the EPUB alone.
"""
_FIRST_IDEOGRAPH = "\u2e80"
"""From here on stand Chinese and Japanese characters, between any two of which a page may end."""
_QUOTED = re.compile(r"“(.*)”")


@dataclass(slots=True)
class Count:
    """What came of the posts of a folder."""

    name: str
    posts: int = 0
    skipped: int = 0
    """Drafts, and pages without text."""
    made: int = 0
    links: int = 0
    links_named: int = 0
    links_silent: list[str] = field(default_factory=list)
    words: int = 0
    words_named: int = 0
    words_silent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def row(self) -> str:
        """The row of the table."""
        cells = (
            self.name, self.posts, self.skipped, self.made, self.links, self.links_named, len(self.links_silent),
            self.words, self.words_named, len(self.words_silent),
        )  # fmt: skip
        return "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else cell for cell in cells) + " |"


def measure(folder: Path) -> Count:
    """Build the posts of a folder and count."""
    count = Count(name=folder.name)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        copytree(folder, root / "source")
        command = [sys.executable, "-c", "from footlight.cli import main; main()", "build", "--json", "--quiet"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        findings = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode:
            count.refused.append(f"{folder.name}: the build ended with {done.returncode}")
        for essay in find_essays(root / "source"):
            _count(
                count, essay, root, [one for one in findings if one["file"] in (essay.shown, f"source/{essay.shown}")]
            )
    return count


def _count(count: Count, essay: EssayFile, root: Path, findings: Sequence[dict[str, Any]]) -> None:
    count.posts += 1
    built = root / "build" / essay.name
    pdf, epub, listed = (built / f"{essay.name}{ending}" for ending in (".pdf", ".epub", ".links.json"))
    if not (pdf.is_file() and epub.is_file()):
        errors = [f"{one['message']} [{one['code']}]" for one in findings if one["severity"] == "error"]
        count.skipped += not errors
        count.refused += [f"{essay.shown}: {error}" for error in errors[:1]]
        return
    count.made += 1
    source, _ = read_source(essay)
    if source is None:
        return
    lines = frozenset(one["line"] for one in findings if one["line"])
    on_disk = (_pdf(pdf), epub_product(open_publication(epub.read_bytes())))
    in_order = len(_IN_DRAWING_ORDER.findall(source.text)) < len(source.text) // 20
    _compare(count, source, on_disk if in_order else on_disk[1:], lines)
    urls = {same_address(link["url"]) for link in json.loads(listed.read_bytes())["links"] if link["url"]}
    unlisted = [link for link in _links(source) if same_address(link.address) not in urls and link.line not in lines]
    printed = letters(on_disk[0].text)
    count.links_silent += [
        f"{essay.shown}:{link.line}: {link.address} [links.json]"
        for link in unlisted
        if not _divided(_bare(link), printed)  # a bare address is its own note
    ]


def _compare(count: Count, source: Source, products: tuple[Product, ...], lines: frozenset[int]) -> None:
    inventory = take_inventory(source.text, source.body_start)
    links = tuple(_links(source))
    count.links += len(links)
    count.words += sum(len(block.words) for block in inventory.blocks)
    lost_links: set[Target] = set()
    lost_words: dict[tuple[int, str], int] = {}
    for product in products:
        layer = letters(product.text)
        missing = [
            one
            for one in check_links(links, product, frozenset(), source.shown)
            if not any(_divided(_bare(link), layer) for link in links if link.address in one.message)
        ]
        named = {(one.line, link.address) for one in missing for link in links if link.address in one.message}
        lost_links |= {link for link in links if (link.line, link.address) in named}
        for one in check_words(inventory, product, frozenset(), source.shown):
            words = [word for word in _words(one) if not _divided(word, layer)]
            if words:
                lost_words[one.line, f"{product.name}: {' '.join(words)}"] = len(words)
    for link in lost_links:
        if link.line in lines:
            count.links_named += 1
        else:
            count.links_silent.append(f"{source.shown}:{link.line}: {link.address}")
    for (line, words_of_line), number in lost_words.items():
        if line in lines:
            count.words_named += number
        else:
            count.words_silent.append(f"{source.shown}:{line}: {words_of_line}")


def _words(finding: Finding) -> list[str]:
    quoted = _QUOTED.search(finding.message)
    return quoted[1].replace(" …", "").split() if quoted else []


def _divided(word: str, layer: str) -> bool:
    """Whether the word is there all the same: between calls of notes, or divided by a page's end and its furniture."""
    wanted = letters(word)
    least = 1 if max(wanted, default="") >= _FIRST_IDEOGRAPH else 2
    places = range(least, len(wanted) - least + 1)
    return wanted in layer or any(wanted[:at] in layer and wanted[at:] in layer for at in places)


def _bare(link: Target) -> str:
    """The address of a link as it is printed."""
    return link.address.partition("//")[2]


def _links(source: Source) -> Iterator[Target]:
    for link in take_inventory(source.text, source.body_start).links:
        address = urljoin(source.meta.url, link.address) if source.meta.url else link.address
        if address.startswith(("http://", "https://")) and not link.address.startswith("#"):
            yield Target(address=address, line=link.line)


def _pdf(path: Path) -> Product:
    data = path.read_bytes()
    targets = frozenset(same_address(target) for _, target in pdf_facts(data).links)
    return Product(name="the PDF", text="\n".join(page_texts(data)), addresses=targets, on_paper=True)


def main() -> None:
    """Print the table and what is silent; with `--write` the table goes into docs/posts.md."""
    counts = [measure(Path(name)) for name in sys.argv[1:] if name != "--write"]
    head = "| folder | posts | skipped | made | links | named | silent | words | named | silent |"
    table = "\n".join([head, "|---|" + "--:|" * 9, *(count.row() for count in counts), ""])
    sys.stdout.write(table)
    for count in counts:
        for line in (*count.refused, *count.links_silent, *count.words_silent):
            sys.stdout.write(f"{line}\n")
    if counts and "--write" in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_TABLE.sub(lambda _: table, page), encoding="utf-8")


if __name__ == "__main__":
    main()
