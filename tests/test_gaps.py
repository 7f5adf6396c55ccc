"""Places where a link is missing: `tests/cases/gaps/RULE/CASE/in.md` and `expected.jsonl`, a place a line.

Each case of a rule shows that rule's code, save those whose names begin with `fine`: sound text, in which nothing is
found. `pytest tests/test_gaps.py --accept` writes what cases give now over what they expected, once that holds.
"""

import json
import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workshop import REPOSITORY, expected_text, quick_rows

from footlight.findings.codes import CODES
from footlight.links.gaps import find
from footlight.links.gaps.archive_rewritten import original_address
from footlight.links.gaps.phrasebook import LANGUAGES, Phrasebook, guess_language, phrasebook
from footlight.links.gaps.rule_table import HINTS, RULES
from footlight.markdown.markdown_text import markdown_text
from footlight.textmatch.places import Lines, Place, quote_at

GAPS = REPOSITORY / "tests" / "cases" / "gaps"
PHRASES = REPOSITORY / "footlight" / "links" / "gaps" / "phrases"
FOLDERS = sorted(path.parent for path in GAPS.glob("*/*/in.md"))
SEED = (REPOSITORY / "tests" / "cases" / "seed" / "essay.txt").read_text(encoding="utf-8")


def name(rule: object) -> str:
    """The code of a rule: its name with hyphens."""
    return getattr(rule, "__name__", "").replace("_", "-")


def shown(source: str, places: tuple[Place, ...]) -> str:
    """The places as `expected.jsonl` keeps them: position, rule, kind, and the words around."""
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
        assert places == (), "a sound text, in which no rule may find anything"
    else:
        assert rule in {place.code for place in places}, f"{rule} does not find anything here"
    now = shown(source, places)
    assert now == expected_text(case / "expected.jsonl", now, accept=accept)


NO_RULES = {"__init__", "phrasebook", "rule_table"}
"""The modules of links/gaps that are not rules."""


def test_each_rule_is_a_module_and_a_row() -> None:
    """A rule is a function in a module of the same name, has the name as its CODE, and stands in the table once."""
    modules = {path.stem for path in (REPOSITORY / "footlight" / "links" / "gaps").glob("*.py")} - NO_RULES
    rows = [rule.__name__ for rule in (*RULES, *HINTS)]
    assert modules - set(rows) == set(), "RULES in footlight/links/gaps/rule_table.py needs a row for each module"
    assert len(rows) == len(set(rows)), "a rule stands twice in rule_table.py"
    for rule in (*RULES, *HINTS):
        module = rule.__module__.rpartition(".")[2]
        assert rule.__name__ == module, f"the rule of {module}.py is to be called {module}"
        assert rule.__globals__["CODE"] == name(rule), (
            f"CODE of {module}.py is to be {name(rule)}, as its file is named"
        )


@pytest.mark.parametrize("rule", [name(rule) for rule in (*RULES, *HINTS)])
def test_each_rule_has_cases_of_both_kinds(rule: str) -> None:
    """Each rule is shown by a case in tests/cases/gaps/RULE/, and held back by a sound text whose name begins with
    `fine`.
    """
    kinds = {folder.name.startswith("fine") for folder in FOLDERS if folder.parent.name == rule}
    assert kinds == {False, True}, (
        f"tests/cases/gaps/{rule}/ needs a folder whose in.md shows it, and a folder fine-… whose in.md must not"
    )


def test_each_folder_of_cases_is_that_of_a_rule() -> None:
    """A misspelt folder cannot hide a case."""
    assert {folder.parent.name for folder in FOLDERS} <= {name(rule) for rule in (*RULES, *HINTS)} | {"sound"}


@pytest.mark.parametrize("rule", [name(rule) for rule in (*RULES, *HINTS)])
def test_each_rule_is_documented_by_an_example(rule: str) -> None:
    """Its row in docs/missing-links.md names its kind, for which there is a finding, and an example that it reports."""
    page = (REPOSITORY / "docs" / "missing-links.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| `{rule}` \| (\S+) \| [^|]+ \| `([^|]+)` \|$", page, re.MULTILINE)
    assert len(rows) == 1, f"docs/missing-links.md needs one row | `{rule}` | kind | what it reports | `example` |"
    [(kind, example)] = rows
    places = find(example.replace("⏎", "\n"), lang="en", mentioned=True)
    found = [(place.code, place.kind) for place in places]
    assert found == [(rule, kind)], "the example of docs/missing-links.md shows this rule alone, with this kind"
    kinds = sorted(code.removeprefix("link-") for code in CODES if code.startswith("link-"))
    assert kind in kinds, f"no finding is called link-{kind}: use one of these kinds, or add a row to findings/codes.py"


def seed_essay() -> str:
    title, _, body = SEED.partition("\n")
    return f"---\ntitle: {title}\nlang: en-GB\n---\n{body}"


def test_the_first_essay_without_hints() -> None:
    """Two places are found: a bracket in which a new sentence begins, and “(See”."""
    essay = seed_essay()
    places = find(essay)
    assert [(p.kind, p.start == p.end, essay[p.start - 7 : p.start]) for p in places] == [
        ("dangling", True, "Russia;"),
        ("dangling", True, "). (See"),
    ]


def test_the_first_essay_with_hints() -> None:
    """One more place is found; “I have argued elsewhere” stands in the bracket of another place and does not count."""
    essay = seed_essay()
    places = find(essay, mentioned=True)
    assert [p.kind for p in places] == ["mentioned", "dangling", "dangling"]
    assert essay[places[0].start : places[0].end] == "I have given links where I can find them."


def of_language(lang: str) -> list[Path]:
    """The cases whose front matter declares a language."""
    return [folder for folder in FOLDERS if f"\nlang: {lang}\n" in (folder / "in.md").read_text(encoding="utf-8")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_has_its_rows_and_cases(lang: str) -> None:
    """Rules read all its rows, its stop words are known, a case shows it, and a sound text holds it back."""
    rows = tomllib.loads((PHRASES / f"{lang}.toml").read_text(encoding="utf-8"))
    known = {*Phrasebook.__annotations__, "small_words"}
    assert rows.keys() <= known, f"rows that no rule reads: {sorted(rows.keys() - known)}"
    assert len(rows["small_words"]) >= 10
    words = tomllib.loads((REPOSITORY / "footlight" / "links" / "words.toml").read_text(encoding="utf-8"))
    assert lang in words["stop_words"], "footlight/links/words.toml needs a row in [stop_words]"
    assert lang in words["link_words"], "footlight/links/words.toml needs a row in [link_words]"
    page = (REPOSITORY / "docs" / "missing-links.md").read_text(encoding="utf-8")
    assert f"`{lang}`" in page, "docs/missing-links.md needs the language"
    kinds = {folder.name.startswith("fine") for folder in of_language(lang)}
    assert kinds == {False, True}, f"tests/cases/gaps/ needs a case and a case fine… with `lang: {lang}`"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_language_is_told_without_front_matter(lang: str) -> None:
    """The commonest words of a sound text tell its language, so that the rows of that language apply."""
    fine = [folder for folder in of_language(lang) if folder.name.startswith("fine")]
    text = "\n".join((folder / "in.md").read_text(encoding="utf-8").split("---", 2)[-1] for folder in fine)
    assert guess_language(markdown_text(text).prose) == lang


def test_a_language_without_rows_has_an_empty_phrasebook() -> None:
    """Its patterns match nothing; only the rules without words apply."""
    assert phrasebook("tlh") == phrasebook("")
    assert [p.code for p in find("nuqneH , [jIH]()", lang="tlh")] == ["spaced-stop", "hollow"]
    assert guess_language("nuqneH jIH Daneh") == ""


def test_original_address_gives_the_address_inside() -> None:
    """An address that an archive rewrote gives the one that was meant; others stay as they are."""
    assert original_address("/web/20060102030405id_/http:/example.org/a?b=/c") == "http://example.org/a?b=/c"
    assert original_address("https://web.archive.org/web/2006/https://example.org/") == "https://example.org/"
    assert original_address("https://example.org/web/2006") == "https://example.org/web/2006"


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
    """In any text, places lie inside it, in order and apart, and each says what the rule saw."""
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
    text = markdown_text(source.replace("\r", ""))
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
    "(see ",
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
    """Seconds of processor time for a text that repeats one piece."""
    source = piece * (characters // len(piece))
    began = time.process_time()
    find(source, lang="en", mentioned=True)
    return time.process_time() - began


@pytest.mark.parametrize("piece", quick_rows([*COSTLY, *COSTLIER], *COSTLY))
def test_cost_grows_in_proportion(piece: str) -> None:
    """The time grows in proportion to the length, also for a hundred thousand characters of one piece."""
    assert cost(piece, 100_000) < 4


@pytest.mark.parametrize(
    "between", [" " * 100_000, " " * 100_000 + ")\n", "\u2060 " * 50_000], ids=["blanks", "a line", "signs"]
)
def test_what_stands_between_two_words_is_read_in_proportion(between: str) -> None:
    assert cost(f"a{between}b", 100_000 + 20) < 4


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["(", "[", "( ", "[x]("])
def test_five_megabytes_end_in_seconds(piece: str) -> None:
    """A hostile essay of five megabytes takes seconds, also on a busy machine."""
    assert cost(piece, 5_000_000) < 40
