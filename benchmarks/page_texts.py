r"""How well `import` finds the main text of pages, and how many of its links it keeps.

    python -m benchmarks.page_texts PAGES

PAGES is test/test-pages of https://github.com/mozilla/readability: source.html and expected.html in each folder. The
F1 of words (`\w+`, case apart) is that of the text of the Markdown against that of expected.html, averaged over the
pages. A link counts as kept if it stands in the Markdown, became a footnote's call or way back, or is the picture to
which it led. Links that edit a page of a wiki, answer a reader's comment or point at one are not counted. Every second
page, by name, was used while the method was made; the figures of the others count.

Where trafilatura, readability-lxml and resiliparse are installed they run on the same pages:

    python -m venv /tmp/extractors
    /tmp/extractors/bin/pip install -e . trafilatura readability-lxml lxml_html_clean resiliparse
    /tmp/extractors/bin/python -m benchmarks.page_texts readability/test/test-pages
"""

import importlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from footlight.engines.pandoc import read_document
from footlight.intake.conversion import Conversion, convert
from footlight.intake.link_addresses import absolute
from footlight.intake.link_fates import Fate
from footlight.intake.page_tree import Element, body_of, read_page_tree
from footlight.intake.parcel import Parcel
from footlight.intake.reader_table import reader_for
from footlight.intake.tree_contents import nodes_of

ADDRESS = "http://fakehost/test/page.html"
"""Where those pages say that they were."""
_HTML = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>", re.IGNORECASE | re.DOTALL)


_OF_THE_PROGRAM = re.compile(r"action=edit|[?&]replytocom=\d|#(?:comment|respond)\b")
"""Links that edit a page of a wiki, answer a reader's comment or point at one."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """One page."""

    f1: dict[str, float]
    """By the name of the extractor."""
    links: int
    """Links of expected.html to other pages."""
    kept: int
    within: int
    """Links of expected.html into the page itself."""
    kept_within: int


def f1(got: str, wanted: str) -> float:
    """The F1 of the words of two texts, counted as often as they stand there."""
    have, want = (Counter(re.findall(r"\w+", text.lower())) for text in (got, wanted))
    return 2 * (have & want).total() / max(1, have.total() + want.total())


def markdown_words(text: str) -> str:
    """The words of Markdown as a reader sees them, notes included, addresses not."""
    tree = read_document(text, "markdown")
    words = [
        " " if node["t"] in ("Space", "SoftBreak", "LineBreak", "Para", "Plain") else _string(node)
        for node in nodes_of(tree["blocks"])
    ]
    return "".join(words)


def _string(node: dict[str, object]) -> str:
    content = node.get("c")
    match node["t"]:
        case "Str":
            return str(content)
        case "Code" | "CodeBlock" | "Math" if isinstance(content, list):
            return f" {content[1]} "
    return ""


def expected_links(page: Element, base: str) -> Counter[str]:
    """The links of expected.html that lead somewhere, and do not edit the page or answer a comment."""
    hrefs = [one.get("href") for one in page.all("a") if one.get("href")]
    return Counter(
        compared(href, base)
        for href in hrefs
        if not re.match(r"\s*javascript:", href, re.IGNORECASE) and not _OF_THE_PROGRAM.search(href)
    )


def compared(href: str, base: str) -> str:
    """An address as it is compared: absolute, percent-encoding undone, the host in small letters."""
    parts = urlsplit(unquote(unquote(absolute(href.strip(), base))))
    return parts._replace(netloc=parts.netloc.lower(), path=re.sub("/+", "/", parts.path) or "/").geturl().rstrip("/")


def imported(path: Path) -> Conversion:
    """What `import` makes of a page."""
    parcel = Parcel(name=path.name, path=path, address=ADDRESS)
    reader = reader_for(parcel)
    item = next(iter(reader.items(parcel))) if reader else None
    if item is None or not hasattr(item, "kind"):
        raise SystemExit(f"{path} is not read as a page")
    return convert(item)  # type: ignore[arg-type]  # an item, as was just asked


def others() -> Iterator[tuple[str, Callable[[str], str]]]:
    """The extractors that are installed, as functions from HTML to text."""
    try:
        trafilatura = importlib.import_module("trafilatura")
        yield "trafilatura", lambda html: trafilatura.extract(html, include_comments=False, include_tables=True) or ""
        readability = importlib.import_module("readability")
        yield "readability-lxml", lambda html: text_of(readability.Document(html).summary())
        resiliparse = importlib.import_module("resiliparse.extract.html2text")
        yield "resiliparse", lambda html: resiliparse.extract_plain_text(html, main_content=True, alt_texts=False)
    except ImportError as missing:
        print(f"not compared: {missing}", file=sys.stderr)


def text_of(html: str) -> str:
    """The text of HTML, scripts apart."""
    return " ".join(body_of(read_page_tree(_HTML.sub(" ", html))).text().split())


def score(folder: Path) -> Score:
    """Measure one page."""
    source = (folder / "source.html").read_text(encoding="utf-8", errors="replace")
    wanted = (folder / "expected.html").read_text(encoding="utf-8")
    words = text_of(wanted)
    done = imported(folder / "source.html")
    results = {"footlight import": f1(markdown_words(done.body), words)}
    for name, extract in others():
        try:
            results[name] = f1(extract(source), words)
        except Exception as error:  # noqa: BLE001 - whatever another program does with the page
            print(f"{name} on {folder.name}: {error}", file=sys.stderr)
            results[name] = 0.0
    stated = next((one.get("href") for one in read_page_tree(source).all("base") if one.get("href")), "")
    base = absolute(stated, ADDRESS)
    links = expected_links(read_page_tree(wanted), base)
    kept = Counter(
        compared(one.href, base) for one in done.links.fates if one.fate.stands or one.fate in (Fate.NOTE, Fate.PICTURE)
    )
    within = Counter(
        {link: number for link, number in links.items() if link.partition("#")[0] == compared(ADDRESS, "")}
    )
    out = links - within
    return Score(
        f1=results,
        links=out.total(),
        kept=(out & kept).total(),
        within=within.total(),
        kept_within=(within & kept).total(),
    )


def main() -> None:
    """Print the table."""
    folders = sorted(path for path in Path(sys.argv[1]).iterdir() if (path / "expected.html").is_file())
    for title, half in (("the half that was not looked at", folders[::2]), ("the half of the work", folders[1::2])):
        scores = [score(folder) for folder in half]
        print(f"{title}: {len(scores)} pages")
        for name in scores[0].f1:
            print(f"  {name:<18} F1 {sum(one.f1[name] for one in scores) / len(scores):.3f}")
        links, kept = sum(one.links for one in scores), sum(one.kept for one in scores)
        print(f"  links kept         {kept} of {links} to other pages, {kept / links:.2%}")
        within, kept_within = sum(one.within for one in scores), sum(one.kept_within for one in scores)
        print(f"                     {kept_within} of {within} within the page")


if __name__ == "__main__":
    main()
