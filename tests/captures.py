"""Pages of made-up sites, and WARCs that hold them as a crawler would have written them."""

import io
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from workshop import REPOSITORY

NAME = "russia-and-us-missile-defence"
SITE = "https://patrickarmstrong.ca"
OWN = f"{SITE}/2011/02/25/{NAME}/"
TURN = f"{SITE}/2010/11/17/the-third-turn/"

WRITER_LEAKS = (
    "ignore:Unclosed file:ResourceWarning",
    "ignore:Exception ignored in. <function SpooledTemporaryFile",
)
"""warcio's writer leaves the temporary file to the collector in which it measures a record."""


def page(title: str, body: str) -> str:
    """A page as the site's software would have written it."""
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title} | Russia Observer</title></head><body>"
        f"<article><h1>{title}</h1>{body}</article><footer><a href=/about/>About</a></footer></body></html>"
    )


def warc(path: Path, pages: dict[str, tuple[str, str]]) -> Path:
    """A WARC of pages: address → (14 digits of when, HTML)."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, (when, html) in pages.items():
            data = html.encode()
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            date = f"{when[:4]}-{when[4:6]}-{when[6:8]}T{when[8:10]}:{when[10:12]}:{when[12:]}Z"
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(data), http_headers=head, warc_headers_dict={"WARC-Date": date}
            )
            writer.write_record(record)
    return path


def own_page() -> str:
    """The first essay's own page with one of its links still in place."""
    text = (REPOSITORY / "source" / f"{NAME}.md").read_text(encoding="utf-8").split(":::\n\n")[-1]
    whole = text.replace("view of Russia;", f'view of Russia; <a href="{TURN}">{TURN}</a>).')
    return page("Russia and US Missile Defence", "".join(f"<p>{part}</p>" for part in whole.split("\n\n")))


def authors_site(path: Path) -> Path:
    """What an archive of the first essay's author's site might hold."""
    turn = page(
        "The Third Turn", "<p>The West’s view of Russia has passed through two cycles and is entering a third.</p>"
    )
    other = page("Sitrep", "<p>Nothing of missiles, and nothing of turns; the weather was fair.</p>")
    pages = {
        OWN: ("20110301000000", own_page()),
        TURN: ("20101120000000", turn),
        f"{SITE}/2010/01/05/sitrep/": ("20100110000000", other),
    }
    return warc(path, pages)
