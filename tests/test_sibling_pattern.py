"""A pattern of moved addresses is learnt where siblings agree, and none where they do not."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footlight.links.recovery.sibling_pattern import Move, learn_pattern

SITE = "http://example.org"
NAMES = ("the-pier", "two-ships", "a-wreck")
Pairs = Sequence[tuple[str, str]]
MOVED: Pairs = [(f"/2009/03/{name}.html", f"/posts/{name}") for name in NAMES]


def moves(pairs: Pairs) -> list[Move]:
    return [Move(old=f"{SITE}{old}", new=new if "://" in new else f"{SITE}{new}") for old, new in pairs]


@pytest.mark.parametrize(
    ("pairs", "url", "new"),
    [
        (MOVED, "/2009/03/old-harbour.html", "/posts/old-harbour"),
        ([(f"/{y}/{m}/{n}.html", f"/{y}/{n}/") for y, m, n in (("2008", "1", "a"), ("2009", "3", "b"))],
         "/2007/11/c.html", "/2007/c/"),
        ([(f"/story.php?id={n}&sec=news", f"/news/{n}.htm") for n in (12, 5, 977)],
         "/story.php?id=31&sec=news", "/news/31.htm"),
        ([(f"/2009-03-0{n}-a-{n}nd.html", f"/2009/03/0{n}/a-{n}nd") for n in (2, 4, 5)],
         "/2009-03-09-bridge.html", "/2009/03/09/bridge"),
        ([("/Docs/A_Big_Ship", "https://new.example/docs/a-big-ship/"), ("/Docs/Pier", "https://new.example/docs/pier/")],
         "/Docs/The_Old_Mill", "https://new.example/docs/the-old-mill/"),
        ([(f"/p/{n}/", f"/{n}/index.html") for n in ("x", "y")], "/p/z", "/z/index.html"),
        ([(f"/a/{n}.asp", f"/a/{n}.html") for n in "bcdef"] + [("/a/typo.asp", "/a/type.html")],
         "/a/g.asp", "/a/g.html"),
    ],
    ids=["folder", "two-years", "query", "date", "words", "slash", "one-of-six-renamed"],
)  # fmt: skip
def test_what_siblings_agree_on_is_learnt(pairs: Pairs, url: str, new: str) -> None:
    """Segments, dates, queries, endings, and the spelling of names."""
    pattern = learn_pattern(moves(pairs), f"{SITE}{url}")
    assert pattern is not None
    assert pattern.applied(f"{SITE}{url}") == (new if "://" in new else f"{SITE}{new}")
    assert all(pattern.applied(move.old) == move.new for move in pattern.moves)


@pytest.mark.parametrize(
    ("pairs", "url"),
    [
        (MOVED[:1], "/2009/03/old-harbour.html"),
        ([("/2009/03/a.html", "/posts/a"), ("/2009/03/b.html", "/archive/b")], "/2009/03/c.html"),
        ([*MOVED, ("/2009/03/more.html", "/elsewhere/more")], "/2009/03/c.html"),
        ([(f"/2009/03/{n}.html", "/") for n in NAMES], "/2009/03/c.html"),
        ([(f"/2009/03/{n}.html", "/error?from=old") for n in NAMES], "/2009/03/c.html"),
        ([(f"/2009/03/{n}.html", f"/posts/{at}-{n}") for at, n in enumerate(NAMES, 881)], "/2009/03/c.html"),
        ([(f"/2009/0{at}/{n}.html", f"/2009/0{at}/") for at, n in enumerate(NAMES, 1)], "/2009/04/c.html"),
        ([(f"/news/{n}.html", f"/news/items/{n}") for n in NAMES], "/blog/c.html"),
        ([(f"/2009/0{at}/0{at}/{n}", f"/{n}/0{at}") for at, n in enumerate(NAMES, 1)], "/2009/04/09/c"),
        (MOVED, "/2009/03/a/deeper.html"),
        (MOVED, "/2009/03/the-pier.html?print=1"),
        ([(old, f"HTTPS{new}") for old, new in MOVED], "/2009/03/c.html"),
        ([(f"/a/{n}", f"/a/{n}/") for n in NAMES], "/a/c"),
        (MOVED, "/2009/03/"),
        (MOVED, ""),
        ([], "/2009/03/c.html"),
    ],
    ids=[
        "one-only", "disagree", "a-fourth-disagrees", "home", "error-page", "number-from-nowhere", "page-not-named",
        "other-section", "day-or-month", "other-depth", "query-of-its-own", "no-address", "slash-only", "folder",
        "root", "none",
    ],
)  # fmt: skip
def test_what_shows_no_pattern_gives_nothing(pairs: Pairs, url: str) -> None:
    """No pattern rests on fewer than two siblings, or on half of the old address."""
    assert learn_pattern([Move(old=f"{SITE}{old}", new=new if "S/" in new else f"{SITE}{new}") for old, new in pairs],
                  f"{SITE}{url}") is None  # fmt: skip


@pytest.mark.parametrize(
    "new",
    [
        "javascript:alert(1)//{}", "http://who:word@example.org/{}", "http://[::1/{}", "http:///{}", "//{}",
        "http://example.org/\x1b[31m{}", "http://example.org/a b/{}", "http://example.org/../../{}",
        "http://example.org/{}/" + "x" * 2000, "http://example.org" + "/y" * 60 + "/{}", "ftp://example.org/{}",
        "http://example.org/\0*/{}", "http://ex..org/{}", "",
    ],
)  # fmt: skip
def test_hostile_addresses_are_no_pattern(new: str) -> None:
    """A redirect's target is any text of a server; an address that must not be requested is neither learnt nor made."""
    told = [Move(old=f"{SITE}/a/{name}", new=new.format(name)) for name in NAMES]
    assert learn_pattern(told, f"{SITE}/a/mill") is None
    turned = [Move(old=move.new, new=f"{SITE}/b/{name}") for move, name in zip(told, NAMES, strict=True)]
    assert learn_pattern(turned, new.format("mill")) is None


_names = st.lists(st.from_regex(r"[a-z0-9A-Z][a-zA-Z0-9_-]{0,8}", fullmatch=True), min_size=4, max_size=7, unique=True)
_folders = st.lists(st.sampled_from(["2009", "03", "blog", "x-1", "{}"]), max_size=3)
_page = st.sampled_from(
    ["{}", "{}-7", "p{}", "2009-03-{}", "x.{}", "{}.html", "{}/", "{}/index.html", "a.php?id={}", "a"]
)


@given(_folders, _page, _folders, _page, _names)
def test_what_is_learnt_gives_back_its_own_pairs(
    old: list[str], old_page: str, new: list[str], new_page: str, names: list[str]
) -> None:
    """Whatever the addresses, a pattern gives the new address of each of its siblings byte for byte."""
    before, after = "/".join([SITE, *old, old_page]), "/".join([SITE, *new, new_page])
    told = [Move(old=before.replace("{}", name), new=after.replace("{}", name)) for name in names[1:]]
    pattern = learn_pattern(told, before.replace("{}", names[0]))
    if pattern is not None:
        assert len(pattern.moves) >= 2
        assert [pattern.applied(move.old) for move in pattern.moves] == [move.new for move in pattern.moves]


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=4), st.text(max_size=40))
def test_no_text_is_too_odd_to_learn_from(pairs: list[tuple[str, str]], url: str) -> None:
    """Anything may stand in an archive's index."""
    told = [Move(old=f"{SITE}/{old}", new=f"http://{new}") for old, new in pairs]
    pattern = learn_pattern(told, f"{SITE}/{url}")
    assert pattern is None or pattern.applied(f"{SITE}/{url}").startswith("http://")
