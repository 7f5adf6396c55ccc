"""What becomes of a link, on a web of made-up hosts that lie as real ones do. One essay links to all of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from link_checker import LinkChecker
from livesite import Answer, Host, Missing, Web, bomb, page, prose, serving, to

from footlight.workflows.links.link_checks import CheckedLink

REPORT = page("The Harbour Report", prose(1), '<link rel="x" id="other">').body
WITH_PLACE = str(REPORT).replace("<p>", '<h2 id="findings">Findings</h2><p>')


def same_for_all(text: str) -> Missing:
    """A host's answer for everything: it names the path that was asked for, as such pages do."""
    return lambda path: page("Our site", f"{text} You asked for {path}.")


SORRY = "We are sorry, the article that you wanted has been retired, or was never written. Try the search above."
NOT_THERE = Answer(status=404)
SELLER = "harbourhistory.example. This domain name is for sale! Make us an offer for this domain today."

LIVE = Host(
    pages={
        "/report": Answer(body=WITH_PLACE),
        "/notes/harbour-report.html": to("/archive/2020/harbour-report/", 301),
        "/archive/2020/harbour-report/": page("Report", prose(2)),
        "/p/17": to("/renamed", 308),
        "/renamed": page("Tariff of the customs house", prose(3)),
        "/p/18": to("/other", 301),
        "/other": page("Lantern", prose(4)),
        "/for-now": to("/elsewhere", 302),
        "/elsewhere": page("Bell", prose(30)),
        "/slash": to("/slash/", 301),
        "/slash/": page("Slash", prose(5)),
        "/gone": Answer(status=410),
        "/long": to("/archive/long?" + "x" * 5000, 301),
        "/archive/long?" + "x" * 5000: page("Long", prose(33)),
        "/head-405": Answer(body=REPORT, head=405),
        "/head-404": Answer(body=REPORT, head=404),
        "/head-hangs-up": Answer(body=REPORT, head=-1),
        "/head-lies": Answer(status=404, body="Not here", head=200),
        "/500": Answer(status=500),
        "/503": Answer(status=503),
        "/400": Answer(status=400),
        "/403": Answer(status=403),
        "/429": Answer(status=429, headers={"Retry-After": "3600"}),
        "/challenge": Answer(status=404, headers={"cf-mitigated": "challenge"}),
        "/moment": page("Just a moment...", "Enable JavaScript and cookies to continue"),
        "/401": Answer(status=401),
        "/402": Answer(status=402),
        "/premium": page("Paid", prose(6, 60), '<script>{"isAccessibleForFree": false}</script>'),
        "/members": to("/login?next=/members"),
        "/login?next=/members": page("Log in", "Name and password."),
        "/loop-a": to("/loop-b"),
        "/loop-b": to("/loop-a"),
        "/private": to("http://10.1.2.3/admin"),
        "/file": to("file:///etc/passwd"),
        "/nowhere": Answer(status=302),
        "/refresh": page("Go", "You are being redirected.", '<meta http-equiv="refresh" content="0; url=/announced">'),
        "/announced": page("Fog", prose(31)),
        "/paper.pdf": Answer(body=b"%PDF-1.4 ...", kind="application/pdf"),
        "/picture.png": Answer(body=b"\x89PNG", kind="image/png"),
        "/lost.pdf": page("Downloads", "The document was not found."),
        "/big": Answer(body="<title>Big</title><p>" + prose(7) * 6000),
        "/bomb": bomb(),
        "/charset": Answer(body="<title>Café</title><p>".encode("latin-1") + prose(8).encode()),
        "/no-such-charset": Answer(body=f"<title>X</title><p>{prose(9)}", kind="text/html; charset=klingon"),
        "/empty": Answer(body=b""),
        "/cut": Answer(body=f"<p>{prose(10)}", claimed=90_000),
        "/cookie": Answer(status=302, headers={"Location": "/cookie-2", "Set-Cookie": "id=1; Path=/"}),
        "/cookie-2": page("Biscuit", prose(11)),
        "/about-404": page("Why pages answer 404 Not Found", prose(12)),
        "/short": page("Short", "Nothing found? Then look again."),
    }
)  # fmt: skip
WEB = {
    "live.example": LIVE,
    "soft.example": Host(pages={"/real": page("Real", prose(20))}, otherwise=same_for_all(SORRY)),
    "shop.example": Host(
        pages={"/shop/item/1": page("Rope", prose(40))},
        otherwise=lambda path: page("Shop", "This item could not be found.") if "/item/" in path else NOT_THERE,
    ),
    "astray.example": Host(
        pages={"/real": page("Real", prose(21)), "/sorry.html": page("Sorry", SORRY)},
        otherwise=lambda _: to("/sorry.html"),
    ),
    "script.example": Host(otherwise=lambda _: page("App", "", "<script src=/app.js></script>")),
    "app.example": Host(
        otherwise=lambda _: page("App", "Please enable JavaScript to run this app.", "<script></script>")
    ),
    "gated.example": Host(otherwise=lambda path: to(f"http://consent.gated.example/?then={path}")),
    "consent.gated.example": Host(otherwise=lambda _: page("Before you go on", "We value your privacy.")),
    "home.example": Host(pages={"/": page("Home", prose(22))}, otherwise=lambda _: to("/")),
    "langs.example": Host(pages={"/en/": page("Home", prose(23)), "/": to("/en/"), "/x/y": to("/en/", 301)}),
    "parked.example": Host(otherwise=lambda _: page("harbourhistory.example", SELLER)),
    "lapsed.example": Host(otherwise=lambda _: to("http://www.hugedomains.com/domain_profile.cfm?d=lapsed.example")),
    "www.hugedomains.com": Host(otherwise=lambda _: page("For sale", prose(24))),
    "many.example": Host(
        pages={"/all": page("All our articles", prose(25)), **{f"/{x}": to("/all", 301) for x in "abc"}}
    ),
    "bit.ly": Host(pages={"/abc": to("http://home.example/", 301)}),
    "web.archive.org": Host(
        pages={"/web/20060101000000/http://old.example/": page("Old", prose(26))},
        otherwise=lambda _: page("Old", prose(26)),
    ),
    "robots.example": Host(
        pages={
            "/robots.txt": Answer(body="User-agent: *\nDisallow: /private\n", kind="text/plain"),
            "/private": Answer(),
        }
    ),
    "tls.example": Host(pages={"/": page("Secure", prose(27))}),
}
KINDS = {
    "http://live.example/report": "alive",
    "http://live.example/report#findings": "alive",
    "http://live.example/notes/harbour-report.html": "moved",
    "http://live.example/p/17": "moved",
    "http://live.example/p/18": "unknown",
    "http://live.example/for-now": "alive",
    "http://live.example/slash": "alive",
    "http://live.example/gone": "gone",
    "http://live.example/never-was": "gone",
    "http://live.example/head-405": "alive",
    "http://live.example/head-404": "alive",
    "http://live.example/head-hangs-up": "alive",
    "http://live.example/head-lies": "gone",
    "http://live.example/500": "unknown",
    "http://live.example/503": "unknown",
    "http://live.example/400": "unknown",
    "http://live.example/403": "blocked",
    "http://live.example/429": "blocked",
    "http://live.example/challenge": "blocked",
    "http://live.example/moment": "blocked",
    "http://live.example/401": "paywall",
    "http://live.example/402": "paywall",
    "http://live.example/premium": "paywall",
    "http://live.example/members": "paywall",
    "http://live.example/loop-a": "unknown",
    "http://live.example/private": "unknown",
    "http://live.example/file": "unknown",
    "http://live.example/nowhere": "unknown",
    "http://live.example/refresh": "alive",
    "http://live.example/paper.pdf": "alive",
    "http://live.example/picture.png": "alive",
    "http://live.example/lost.pdf": "soft-404",
    "http://live.example/big": "alive",
    "http://live.example/bomb": "alive",
    "http://live.example/charset": "alive",
    "http://live.example/no-such-charset": "alive",
    "http://live.example/empty": "unknown",
    "http://live.example/cut": "unknown",
    "http://live.example/cookie": "alive",
    "http://live.example/about-404": "alive",
    "http://live.example/short": "alive",
    "http://soft.example/real": "alive",
    "http://soft.example/2009/harbour-report": "soft-404",
    "http://shop.example/shop/item/1": "alive",
    "http://shop.example/shop/item/2": "soft-404",
    "http://astray.example/real": "alive",
    "http://astray.example/2009/harbour": "soft-404",
    "http://script.example/page/1": "unknown",
    "http://app.example/page/1": "unknown",
    "http://gated.example/1": "blocked",
    "http://gated.example/2": "blocked",
    "http://gated.example/3": "blocked",
    "http://home.example/": "alive",
    "http://home.example/2009/report": "home-redirect",
    "http://langs.example/": "alive",
    "http://langs.example/x/y": "home-redirect",
    "http://parked.example/": "parked",
    "http://parked.example/2009/report": "parked",
    "http://lapsed.example/2009/report": "parked",
    "http://many.example/a": "soft-404",
    "http://many.example/b": "soft-404",
    "http://many.example/c": "soft-404",
    "http://bit.ly/abc": "alive",
    "http://web.archive.org/web/20060101000000/http://old.example/": "alive",
    "http://web.archive.org/web/20070101000000/http://old.example/page": "alive",
    "http://robots.example/private": "unknown",
    "https://tls.example/": "unknown",
    "http://no-such-host.example/page": "no-such-host",
    "http://127.0.0.1:1/": "unknown",
    "http://[::1]/": "unknown",
    "http://[::bad/": "unknown",
    "http://live.example/ü": "gone",
    "http://live.example/long": "moved",
    "http://user:word@live.example/report": "unknown",
}
WORDS = {"http://live.example/p/17": "the customs tariff"}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The web, up."""
    with serving(Web(hosts=WEB), tmp_path_factory.mktemp("keys")) as up:
        yield up


@pytest.fixture(scope="module")
def links(web: Web, tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckedLink]:
    """What became of every link, by its address."""
    checker = LinkChecker(web=web, folder=tmp_path_factory.mktemp("checker"))
    text = "\n\n".join(f"See [{WORDS.get(url, 'here')}]({url}) for it." for url in KINDS)
    (checked,) = checker.check([checker.essay(text)])
    return {one.link.url: one for one in checked.links}


@pytest.mark.parametrize("url", KINDS)
def test_each_link_is_judged_by_what_its_host_does(links: dict[str, CheckedLink], url: str) -> None:
    """And the reason is said, for all but what leads where it led."""
    assert (links[url].seen.kind, links[url].seen.why) == (KINDS[url], links[url].seen.why)
    assert links[url].seen.why or KINDS[url] == "alive"


def test_one_vote_is_said_and_decides_nothing(links: dict[str, CheckedLink]) -> None:
    """A short page that speaks of something not found, on a host that says 404 for what it has not."""
    assert links["http://live.example/short"].seen.why == "though it is short and says that something was not found"


def test_one_failure_makes_nothing_dead(links: dict[str, CheckedLink]) -> None:
    """Everything was asked once; nothing counts as dead, and what failed says when the next failure counts."""
    assert not any(one.counts_as_dead for one in links.values())
    gone = links["http://live.example/gone"].history
    assert (gone.tries, len(gone.failed), gone.next is not None) == (1, 1, True)


def test_what_the_client_refuses_is_never_requested(web: Web, links: dict[str, CheckedLink]) -> None:
    """A redirect to a private address, a file, robots.txt: the reason is given, and no request is sent."""
    assert "10.1.2.3" in links["http://live.example/private"].seen.why
    assert "robots.txt" in links["http://robots.example/private"].seen.why
    assert web.asked("robots.example") == []


def test_no_cookie_comes_back(web: Web, links: dict[str, CheckedLink]) -> None:
    """What a server sets is forgotten at once."""
    assert links["http://live.example/cookie"].seen.kind == "alive"
    assert "/cookie-2" in web.asked("live.example")
    assert web.cookies == []


def test_a_host_is_probed_once_and_an_archive_never(web: Web, links: dict[str, CheckedLink]) -> None:
    """One sibling for all of a host's links of one kind; none beside a capture."""
    assert len(links) == len(KINDS)
    known = {url.partition("soft.example")[2] for url in KINDS if "soft.example" in url}
    assert len({path for path in web.asked("soft.example") if path not in known}) == 2  # at the root and in /2009/
    assert all(path.startswith("/web/200") for path in web.asked("web.archive.org"))


def test_a_place_that_a_page_does_not_name_is_said(web: Web, tmp_path: Path) -> None:
    """`#findings` is there, `#method` is not; a route, the top and a text fragment need no name."""
    body = " ".join(f"[{f}](http://live.example/report#{f})" for f in ("findings", "method", "top", "!/x", ":~:text=a"))
    found = LinkChecker(web=web, folder=tmp_path).links(body)
    assert {words: one.names_fragment for words, one in found.items()} == {
        "findings": True, "method": False, "top": True, "!/x": True, ":~:text=a": True,
    }  # fmt: skip
    assert {one.seen.kind for one in found.values()} == {"alive"}
