"""The site that stands behind every archive in the tests: whatever an archive may be asked of, one of each."""

import re
from pathlib import Path

from recording import Shot, brotlied, record, zipped

SITE = "http://harbour.example"
NOTHING = b"<html><head><title>Page not found</title></head><body><p>Sorry, nothing was found here.</p></body></html>"


def page(title: str, *paragraphs: str) -> bytes:
    """A page as a blog writes one."""
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>".encode()


REPORT = page("The Harbour Report", "What the harbour of the town cost, and who paid for the cranes in the end.")
LATER = page("The Harbour Report", "What the harbour of the town cost. Updated: the cranes have been sold.")


def site(path: Path) -> Path:
    """A WARC of it."""
    shots = [
        Shot(url=f"{SITE}/", when="20090101000000", body=page("Harbour", "Notes from the quay of a small town.")),
        Shot(url=f"{SITE}/2009/report", when="20090305101112", body=REPORT),
        Shot(url=f"{SITE}/2009/report", when="20090901000000", body=REPORT, repeats="20090305101112"),
        Shot(url=f"{SITE}/2009/report", when="20120101000000", body=LATER),
        Shot(url=f"{SITE}/2009/tides/", when="20090401000000", **zipped(page("Tides", "A table of tides."))),  # type: ignore[arg-type]
        Shot(url=f"{SITE}/2009/ferry", when="20090402000000", **brotlied(page("The Ferry", "It left at six."))),  # type: ignore[arg-type]
        Shot(url=f"{SITE}/2009-old", when="20090403000000", body=page("Old", "A page beside the folder, not in it.")),
        Shot(url=f"{SITE}/r?p=1&q=2", when="20090404000000", status="301 Moved Permanently",
             headers=(("Location", "/2009/report"),)),
        Shot(url=f"{SITE}/r?p=1&q=2", when="20090305121112", status="302 Found",
             headers=(("Location", f"{SITE}/2009/report"),)),
        Shot(url=f"{SITE}/lost", when="20090405000000", status="302 Found", headers=(("Location", f"{SITE}/"),)),
        Shot(url=f"{SITE}/gone", when="20090406000000", status="404 Not Found", body=NOTHING),
        *(Shot(url=f"{SITE}/soft/{n}", when=f"2009050{n}000000", body=NOTHING) for n in (1, 2, 3)),
        Shot(url="http://www.harbour.example:80/feed", when="20090407000000", mime="application/rss+xml",
             body=b"<rss version='2.0'><channel><title>Harbour</title></channel></rss>"),
        Shot(url=f"{SITE}/2010/own", when="20100301000000", body=own_page()),
        Shot(url="http://news.harbour.example/a", when="20090408000000", body=page("News", "Of the harbour.")),
        Shot(url="http://harbour.example.net/a", when="20090409000000", body=page("Another", "Site altogether.")),
    ]  # fmt: skip
    return record(path, shots)


def essays() -> dict[str, str]:
    """Two essays of the site that lost their links: `own` was captured with them, `other` never was."""
    head = "---\ntitle: {}\nauthor: A. Writer\ndate: 2010-02-01\nlang: en\nurl: {}\n---\n\n"
    return {
        "own": head.format("On Cranes", f"{SITE}/2010/own") + "\n\n".join(_OWN).format("", "") + "\n",
        "other": head.format("On Quays", f"{SITE}/2010/other")
        + "The town paid for its cranes twice, as [the harbour report]() of last March showed in every detail.\n",
    }


_OWN = (
    "The cranes on the quay were bought by the town, and nobody remembers any more who asked for them first.",
    "What they cost is written down in [the harbour report]({}), which the council did not want to be read by anyone.",
    "Ships came when the water allowed it, and [the table of tides]({}) said when that was, for a whole year ahead.",
    "In the end the ferry was sold as well, and the town went back to fishing as if there had been nothing at all.",
)


def own_page() -> bytes:
    """The first of them as it was captured."""
    html = [re.sub(r"\[(.*?)\]\((.*?)\)", r'<a href="\2">\1</a>', text) for text in _OWN]
    whole = "\n".join(html).replace("{}", f"{SITE}/2009/report", 1).replace("{}", "/2009/tides/", 1)
    return page("On Cranes", *whole.split("\n"))
