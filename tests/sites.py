"""A small archive of the first essay's site, as a web archive may hold it: pages made up for the tests but for what
shared facts say of two of them, their addresses, titles, dates and one sentence each.
"""

from pathlib import Path

from recording import warc
from workshop import REPOSITORY

NAME = "russia-and-us-missile-defence"
SITE = "https://patrickarmstrong.ca"
OWN = f"{SITE}/2011/02/25/{NAME}/"
TURN = f"{SITE}/2010/11/17/the-third-turn/"
TURN_OPEN = """\
[[link]]
id = "third-turn"
kind = "dangling"
exact = ""
prefix = "“third turn” in the West’s view of Russia;"
suffix = " But Moscow is no longer"
status = "candidate"
"""
"""How a ledger begins its entry of the place from which the essay once led there; the address follows."""
SITREP = f"{SITE}/2010/06/24/russian-federation-weekly-sitrep-24-june-2010/"

THIRD_TURN = """The image of Russia in the West has passed through two cycles and is entering a third. In the first
everything was possible; a democracy would be built in five hundred days. In the second nothing was: the country was
said to be going back to where it had come from.

Now the view is turning once more. Officials speak of a reset; the newspapers, which never apologise, have begun to
print what they would not print two years ago. Whether this turn will last depends on Washington more than on Moscow."""

WEEKLY = """The President spoke of modernisation again, and of corruption. A conference in Saint Petersburg brought
investors and few contracts. I think that we are seeing the beginning of a third turn in how Russia is looked at.

Belarus and gas: the tap was turned down on Monday and up again on Thursday. The debt is said to be paid."""

OTHERS: tuple[tuple[str, str, str], ...] = (
    ("2010/01/14", "Sitrep 14 January 2010", "Oil was delivered to Belarus after a quarrel over duties."),
    ("2010/02/11", "Ukraine Votes", "The election was fair, said the observers; the losers said otherwise."),
    ("2010/03/18", "Sitrep 18 March 2010", "Regional elections: the ruling party lost some mayors."),
    ("2010/04/08", "The Treaty in Prague", "Both presidents signed; the warheads are to be fewer."),
    ("2010/04/20", "After Katyn", "The two prime ministers stood side by side."),
    ("2010/07/15", "Spies in the Suburbs", "Ten people were exchanged for four in Vienna."),
    ("2010/08/12", "The Summer of Smoke", "Peat burned around the capital for weeks, and the wheat was not exported."),
    ("2010/09/30", "The Mayor Goes", "The mayor lost the confidence of the president."),
    ("2010/12/02", "Cables", "The telegrams show diplomats who read newspapers."),
    ("2011/01/27", "Sitrep 27 January 2011", "A bomb at the airport: thirty-five dead."),
)  # fmt: skip


def page(title: str, body: str, aside: str = "") -> str:
    """A page as the site's software would have written it; `body` is paragraphs, a blank line between two of them."""
    paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title} | Russia Observer</title></head><body>"
        f"<nav><a href={SITE}/>Home</a></nav><article><h1>{title}</h1>{paragraphs}</article>{aside}"
        "<footer><a href=/about/>About</a></footer></body></html>"
    )


def own_page(*, linked: bool) -> str:
    """The first essay's own page, without its links or with one of them still in place."""
    text = (REPOSITORY / "source" / f"{NAME}.md").read_text(encoding="utf-8").split(":::\n\n")[-1]
    if linked:
        text = text.replace("view of Russia;", f'view of Russia; <a href="{TURN}">{TURN}</a>).')
    return page("Russia and US Missile Defence", text)


def authors_site(path: Path, *, linked: bool = True) -> Path:
    """A WARC of the site: the essay's own page, what it pointed to, ten other posts, and the page that lists them."""
    pages = {
        OWN: ("20110301000000", own_page(linked=linked)),
        TURN: ("20101120000000", page("The Third Turn", THIRD_TURN)),
        SITREP: ("20100626000000", page("Russian Federation Weekly Sitrep 24 June 2010", WEEKLY)),
    }
    for day, title, body in OTHERS:
        slug = "-".join(title.lower().split())
        pages[f"{SITE}/{day}/{slug}/"] = ("20110410000000", page(title, body))
    home = "".join(f"<li><a href={url}>{url.rstrip('/').rsplit('/', 1)[1]}</a></li>" for url in pages)
    home = f"<html><head><title>Russia Observer</title></head><body><ul>{home}</ul></body></html>"
    return warc(path, {**pages, f"{SITE}/": ("20110410000000", home)})
