"""Places where a link is missing: `tests/cases/gaps/RULE/CASE/in.md` and `expected.jsonl`, a place a line.

Each case of a rule shows that rule's code, save those whose names begin with `fine`: sound text, in which nothing is
found. `pytest tests/test_gaps.py --accept` writes what cases give now over what they expected, once that holds.
"""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workshop import REPOSITORY

from footlight.links.gaps import find
from footlight.links.gaps.archive_rewritten import unwrapped
from footlight.links.gaps.phrasebook import LANGUAGES, guessed, phrasebook
from footlight.links.gaps.rule_table import HINTS, RULES
from footlight.links.markdown.manuscript import laid_out
from footlight.textmatch.places import Lines, Place, quote_at

GAPS = REPOSITORY / "tests" / "cases" / "gaps"
FOLDERS = sorted(path.parent for path in GAPS.glob("*/*/in.md"))
SEED = (REPOSITORY / "tests" / "cases" / "seed" / "essay.txt").read_text(encoding="utf-8")


def name(rule: object) -> str:
    """The code of a rule: its name with hyphens."""
    return getattr(rule, "__name__", "").replace("_", "-")


def shown(source: str, places: tuple[Place, ...]) -> str:
    """The places as they are kept: where each stands, what it is, and the words round it."""
    lines, out = Lines(source), []
    for place in places:
        quote = quote_at(source, place.start, place.end)
        (line, column), (end_line, end_column) = lines.at(place.start), lines.at(place.end)
        row = {
            "at": f"{line}:{column}-{end_line}:{end_column}",
            "code": place.code,
            "kind": place.kind,
            "confidence": place.confidence,
            "text": f"{quote.prefix[-24:]}‸{quote.exact}‸{quote.suffix[:16]}" if quote.exact else "",
            "point": "" if quote.exact else f"{quote.prefix[-24:]}‸{quote.suffix[:16]}",
            "anchor": place.anchor,
            "why": place.why,
        }
        out.append(json.dumps({key: value for key, value in row.items() if value}, ensure_ascii=False) + "\n")
    return "".join(out)


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.relative_to(GAPS).as_posix())
def test_case(case: Path, *, accept: bool) -> None:
    """A case gives the places that it expects; a sound one gives none."""
    source = (case / "in.md").read_text(encoding="utf-8")
    rule = case.parent.name
    places = find(source, mentioned=rule == "mentioned")
    if case.name.startswith("fine"):
        assert places == ()
    else:
        assert rule in {place.code for place in places}, places
    expected = case / "expected.jsonl"
    if accept:
        expected.write_text(shown(source, places), encoding="utf-8")
    assert shown(source, places) == expected.read_text(encoding="utf-8")


def test_every_rule_has_cases_of_both_kinds() -> None:
    """Each rule is shown by a case, and held back by a sound text."""
    folders = {folder.parent.name: set[bool]() for folder in FOLDERS}
    for folder in FOLDERS:
        folders[folder.parent.name].add(folder.name.startswith("fine"))
    assert {name(rule): {False, True} for rule in (*RULES, *HINTS)} | {"sound": {True}} == folders
    assert {name(rule) for rule in (*RULES, *HINTS)} == {rule.__globals__["CODE"] for rule in (*RULES, *HINTS)}


def seed_essay() -> str:
    title, _, body = SEED.partition("\n")
    return f"---\ntitle: {title}\nlang: en-GB\n---\n{body}"


def test_the_first_essay_without_hints() -> None:
    """Two places: the bracket that a sentence broke into, and “(See”."""
    essay = seed_essay()
    places = find(essay)
    assert [(p.kind, p.start == p.end, essay[p.start - 7 : p.start]) for p in places] == [
        ("dangling", True, "Russia;"),
        ("dangling", True, "). (See"),
    ]


def test_the_first_essay_with_hints() -> None:
    """A third, for “I have argued elsewhere” stands in the same bracket as the first."""
    essay = seed_essay()
    places = find(essay, mentioned=True)
    assert [p.kind for p in places] == ["mentioned", "dangling", "dangling"]
    assert essay[places[0].start : places[0].end] == "I have given links where I can find them."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_language_is_told_without_front_matter(lang: str) -> None:
    """The commonest words of a text say its language; its rows serve then."""
    case = {"en": "bare-article/fine-english", "ru": "bare-article/fine-russian"}.get(lang)
    texts = {
        "fr": "Le port est dans la ville, et les bateaux sont sur la mer pour nous qui ne les voyons pas.",
        "de": "Der Hafen ist nicht in der Stadt, und die Schiffe sind mit den Leuten auf dem Meer.",
        "es": "El puerto es de los que no se ven, y las barcas que van por el mar son una fiesta para todos.",
    }
    text = (GAPS / case / "in.md").read_text(encoding="utf-8").split("---")[-1] if case else texts[lang]
    assert guessed(laid_out(text).prose) == lang


def test_a_language_without_rows_has_an_empty_phrasebook() -> None:
    """Its patterns match nothing, and structure alone speaks."""
    assert phrasebook("tlh") == phrasebook("")
    assert [p.code for p in find("nuqneH , [jIH]()", lang="tlh")] == ["spaced-stop", "hollow"]
    assert guessed("nuqneH jIH Daneh") == ""


def test_unwrapped_gives_the_address_inside() -> None:
    """An address that an archive rewrote gives the one that was meant; others stay as they are."""
    assert unwrapped("/web/20060102030405id_/http:/example.org/a?b=/c") == "http://example.org/a?b=/c"
    assert unwrapped("https://web.archive.org/web/2006/https://example.org/") == "https://example.org/"
    assert unwrapped("https://example.org/web/2006") == "https://example.org/web/2006"


SIGNS = (
    "](",
    "[x]()",
    "(see ",
    "the ",
    " has",
    "\r\n",
    "  ",
    "\n\n",
    "- ",
    "```\n",
    "available at ",
    "<a>",
    "</a>",
    "<!--",
)
WORDS = ("-->", "[^1]", "]: x", "/web/2006/http://a", "I have argued elsewhere", "Ж", "(", "“", "”")
PIECES = st.sampled_from([*"()[]<>`*_ \n.,;:–—-\"“”'#$\\!|{}~^>\r\t", *SIGNS, *WORDS])
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([*LANGUAGES, "", "pl"]), st.booleans())
def test_any_text_gives_places_in_order_within_it(source: str, lang: str, mentioned: bool) -> None:  # noqa: FBT001
    """No text is too odd: places lie inside it, in order, apart, and each says what was seen."""
    places = find(source, lang=lang, mentioned=mentioned)
    at = 0
    for place in places:
        assert at <= place.start <= place.end <= len(source)
        assert place.why
        assert place.kind
        at = place.end
    assert places == find(source, lang=lang, mentioned=mentioned)
    assert len({(p.start, p.end) for p in places}) == len(places)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_kinds_of_newline_change_nothing(source: str) -> None:
    """The same text with carriage returns gives the same places."""
    plain = re.sub(r"\r\n?", "\n", source)
    windows = plain.replace("\n", "\r\n")
    expected = [
        (p.start + plain.count("\n", 0, p.start), p.end + plain.count("\n", 0, p.end), p.code) for p in find(plain)
    ]
    assert [(p.start, p.end, p.code) for p in find(windows)] == expected
    assert [(p.start, p.end) for p in find(plain.replace("\n", "\r"))] == [(p.start, p.end) for p in find(plain)]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_views_keep_their_length(source: str) -> None:
    """An offset means the same in every view of a text."""
    text = laid_out(source.replace("\r", ""))
    assert len(text.source) == len(text.markup) == len(text.prose)
    for block in text.blocks:
        assert 0 <= block.start <= block.end <= len(text.source)


COSTLY = (
    "(",
    "[",
    "](",
    "( ",
    "(see ",
    "[x][",
    "[x]()",
    "` ",
    "<!--",
    "<pre>",
    "<a ",
    "$a ",
    " ",
    "\n",
    " \n",
    "a: is ",
    " ,",
)
COSTLIER = (
    "[^a",
    "http://a(",
    "**** ",
    "| a  |\n",
    "```\n",
    "\\(",
    "- \n",
    "the ",
    "a  a ",
    '[a](b "',
    "[x](/web/2006/http://a ",
)


def cost(piece: str, characters: int) -> float:
    """Seconds of this process for a text of one sign over and over."""
    source = piece * (characters // len(piece))
    began = time.process_time()
    find(source, lang="en", mentioned=True)
    return time.process_time() - began


@pytest.mark.parametrize("piece", [*COSTLY, *COSTLIER])
def test_cost_grows_in_proportion(piece: str) -> None:
    """Nothing costs the square of its length: a quarter of a million characters of one sign end at once."""
    assert cost(piece, 250_000) < 8


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["(", "[", "( ", "[x]("])
def test_five_megabytes_end_in_seconds(piece: str) -> None:
    """An essay of five megabytes made to hurt costs seconds, on a busy machine too."""
    assert cost(piece, 5_000_000) < 40
