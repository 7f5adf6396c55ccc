"""The words of an edition: languages are whole, and a fault in a project's own file is said with its line."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from making import make, write
from workshop import REPOSITORY, Workshop

from footlight.errors import UsageError
from footlight.settings.toml_file import toml_file
from footlight.settings.wording import load_wording

TEMPLATES = REPOSITORY / "templates"
LANGUAGES = sorted(path.stem for path in (TEMPLATES / "words").glob("*.toml"))
LEFT_OUT = {"quotes-by", "between", "call", "before-point", "before-colon", "elided"}
"""Rows that a language may leave to English."""
AMONG = {"quotes", "others"}
"""Rows that stand among the author's own words, in the text and in running heads; a file may have these alone."""
REGIONAL = {"pt-PT": {"set-in", "set-in-on", "made", "made-on"}}
"""Whole sentences that a region says otherwise than its language: what a file is called."""


def rows(lang: str) -> set[str]:
    return set(toml_file(TEMPLATES / "words" / f"{lang}.toml", lang).tables)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_is_whole_or_only_what_stands_among_the_authors_words(lang: str) -> None:
    """Half a language would mix two on one page. What a file may hold is checked where it is read."""
    load_wording(lang, [TEMPLATES])
    missing = sorted(rows("en") - rows(lang) - LEFT_OUT)
    apart = {row for row in rows("en") if row.startswith(("ask-", "booklet-"))}  # pages of their own
    missing = missing if rows(lang) & apart else sorted(set(missing) - apart)
    own = rows(lang) - LEFT_OUT
    few = own == AMONG or ("-" in lang and own <= AMONG | REGIONAL.get(lang, set()))  # a region goes over its language
    lacks = [] if few else missing
    assert lacks == [], f"templates/words/{lang}.toml lacks {', '.join(lacks)}; en.toml has them"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phrase_uses_the_names_that_the_english_one_uses(lang: str) -> None:
    """All of them: a translation without its {number} would print a note without one."""
    english, own = (toml_file(TEMPLATES / "words" / f"{tag}.toml", tag).tables for tag in ("en", lang))
    lost = [
        f"'{row}' lacks {name}"
        for row, phrase in own.items()
        for name in re.findall(r"\{[a-z]+\}", str(english[row]))
        if name not in str(phrase)
    ]
    assert lost == [], f"templates/words/{lang}.toml: {', '.join(lost)}"


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("ja", "2011年2月25日"),
        ("zh-Hans", "2011年2月25日"),
        ("ar", "25 فبراير 2011"),
        ("en", "25 February 2011"),
        ("pt-BR", "25 de fevereiro de 2011"),
        ("pl", "25 lutego 2011\u00a0r."),
        ("el", "25 Φεβρουαρίου 2011"),
    ],
)
def test_a_date_in_words(lang: str, says: str) -> None:
    assert load_wording(lang, [TEMPLATES]).date(date(2011, 2, 25)) == says


FAULTS = {
    # the file's lines, what is said of it
    "unknown name": (
        'set-in = "Set in {typeface}."',
        ":1:1: 'set-in' cannot use {typeface}; it can use {face}, {file}, {program}",
    ),
    "name where none is": ('colophon = "On {title}"', ":1:1: 'colophon' cannot use {title}; it can use none"),
    "open brace": ('editor = "Ed."\nsee = "See {number"', ":2:1: braces are not closed, or not opened (expected '}'"),
    "brace of no pair": ('see = "See }"', ":1:1: braces are not closed, or not opened (Single '}'"),
    "no name": ('see = "See {}"', ":1:1: only a name can stand between braces, not ''"),
    "attribute": ('see = "See {number.real}"', ":1:1: only a name can stand between braces, not 'number.real'"),
    "width": ('see = "See {number:>999999999}"', ":1:1: only a name can stand between braces, not 'number:>999999999'"),
    "conversion": ('see = "See {number!r}"', ":1:1: only a name can stand between braces, not 'number!r'"),
    "few months": ('months = ["January", "February"]', ":1:1: 'months' takes a list of 12 texts, not 2 values"),
    "months of numbers": (f"months = {list(range(12))}", ":1:1: 'months' takes a list of 12 texts, not 12 values"),
    "quotes as a text": ('quotes = "“”"', ":1:1: 'quotes' takes a list of 4 texts, not '“”'"),
    "number": ("\neditor = 7", ":2:1: 'editor' takes a text, not 7"),
    "table": ("[editor]\nname = 'x'", ":1:1: 'editor' takes a text, not {'name': 'x'}"),
    "call": ('call = "behind"', ":1:1: 'call' takes after or before, not 'behind'"),
    "unknown row": ('colofon = "About"', ":1:1: unknown row 'colofon'; did you mean 'colophon'?"),
    "strange row": ('zzzz = "About"', ":1:1: unknown row 'zzzz'; rows of your own begin with own-"),
    "syntax": ('editor = "Ed.', ":1:14: this is not TOML: "),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_a_projects_own_words_is_said_with_its_line(project: Workshop, name: str) -> None:
    lines, says = FAULTS[name]
    project.essay()
    project.write("templates/words/en.toml", f"{lines}\n")
    done = project.make("--edition", "epub")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"footlight: templates/words/en.toml{says}")
    assert not project.products()


def test_rows_of_a_projects_own_are_for_its_templates(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text('own-series = "Pamphlets, No. {number}"\n', encoding="utf-8")
    assert load_wording("en", [TEMPLATES, tmp_path]).say("own-series", number=4) == "Pamphlets, No. 4"


def test_a_language_of_a_projects_own(tmp_path: Path) -> None:
    """What its file lacks is English."""
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "eo.toml").write_text('colophon = "Kolofono"\n', encoding="utf-8")
    words = load_wording("eo", [TEMPLATES, tmp_path])
    assert (words.say("colophon"), words.say("notes"), words.lang, words.native) == ("Kolofono", "Notes", "eo", True)


def test_a_file_of_words_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "words" / "en.toml").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"/words/en\.toml is not an ordinary file"):
        load_wording("en", [TEMPLATES, tmp_path])


def test_a_hebrew_edition_speaks_hebrew(project: Workshop) -> None:
    """Its furniture, and nothing of it in English; no finding says that words are missing."""
    project.write(
        "source/essay.md", "---\ntitle: מנורה\nauthor: A. Writer\nlang: he\nrights: CC BY 4.0\n---\n\nמילה.\n"
    )
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, [])
    page = " ".join(project.pages())
    assert "זכויות" in page
    assert "קולופון" in page
    assert "Rights" not in page
    assert "Colophon" not in page


@pytest.mark.parametrize("lang", ["it", "pt", "nl", "pl", "sv", "uk", "el", "he", "ar"])
def test_a_colophon_is_in_the_language_of_the_essay(tmp_path: Path, lang: str) -> None:
    """Whole, and with nothing of the English one."""
    head = f"---\ntitle: T\nauthor: A\ndate: 2012-03-04\nlang: {lang}\nrights: CC BY 4.0\nurl: https://example.org/t\n---\n\n"
    made = make(write(tmp_path, head + "Words here.\n"))
    english = load_wording("en", [TEMPLATES])
    text = " ".join(made.colophon.sentences)
    assert made.colophon.lang == lang
    for row in ("first-published", "made-on", "rights-line"):
        begin = english.say(row, place="@", date="@", file="@", program="@", rights="@").partition("@")[0]
        assert begin.strip() not in text
    assert "2012" in text


def test_words_that_are_english_are_announced(project: Workshop) -> None:
    """For a language without a file; Klingon will not get one soon, so that no new language breaks this test."""
    project.write("source/essay.md", "---\ntitle: wovmoHwI’\nauthor: A. Writer\nlang: tlh\n---\n\nMu’mey.\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, ["words-in-english"])
    assert "templates/words/tlh.toml" in done.line("words-in-english")


def test_french_sets_a_no_break_space_before_a_colon(project: Workshop) -> None:
    project.write(
        "source/essay.md",
        "---\ntitle: Lampe\nauthor: A. Writer\nlang: fr\nrights: CC BY 4.0\n---\n\nElle a dit un mot, oui : non !\n",
    )
    assert project.make("--edition", "epub", "--edition", "reading").code == 0
    with zipfile.ZipFile(project.build / "essay" / "essay.epub") as book:
        text, colophon = (book.read(f"EPUB/{name}.xhtml").decode() for name in ("text", "colophon"))
    assert "Droits\u00a0: CC BY 4.0" in colophon
    assert "oui\u00a0: non\u202f!" in text


@pytest.mark.parametrize(
    ("lang", "quotes"), [("de-CH", "«»‹›"), ("zh-Hant-TW", "「」『』"), ("pt-BR", "“”‘’"), ("pt-PT", "«»“”")]
)
def test_a_region_has_its_own_marks(lang: str, quotes: str) -> None:
    assert "".join(load_wording(lang, [TEMPLATES]).quotes) == quotes
