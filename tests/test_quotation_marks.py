"""Quotation marks and apostrophes: decided by the words on both sides, set as the essay's language sets them."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from epubs import Book
from making import REPOSITORY, make, write

from footlight.editions.fragments import words_of
from footlight.editions.quotation_marks import with_quotation_marks
from footlight.settings.wording import load_wording

HEAD = "---\ntitle: {title}\nauthor: A. Writer\nlang: {lang}\n---\n\n"


def book(tmp_path: Path, body: str, lang: str = "en", title: str = "Of Marks") -> Book:
    made = make(write(tmp_path, HEAD.format(title=title, lang=lang) + body))
    return Book(made=made, data=made.epub())


def words(tmp_path: Path, body: str, lang: str = "en") -> str:
    made = make(write(tmp_path, HEAD.format(title="Of Marks", lang=lang) + body))
    return " ".join(words_of(made.fragments.body))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        # after a link, emphasis, code or a formula, whatever follows
        ("[Ann](#x)'s 'lamp' and 'oil'.", "Ann’s ‘lamp’ and ‘oil’."),
        ("*Ann*'s 'lamp', **Ben**'s 'oil', `ls`'s 'list'.", "Ann’s ‘lamp’, Ben’s ‘oil’, ls’s ‘list’."),
        ("[*Ann*](#x)'s and [Ben](#y)'s, 'so'.", "Ann’s and Ben’s, ‘so’."),
        ('"[Ann](#x)\'s lamp", he said, "and [Ben](#y)\'s".', "“Ann’s lamp”, he said, “and Ben’s”."),
        ("(Ann)'s 'lamp' and the keepers' 'oil'.", "(Ann)’s ‘lamp’ and the keepers’ ‘oil’."),
        # quotations of one letter, and quotations within each other
        ("The letter 'a' before 'b', the letter 'n' after.", "The letter ‘a’ before ‘b’, the letter ‘n’ after."),
        ("\"He said 'no' to [it](#x)'s end\" -- 'yes'.", "“He said ‘no’ to it’s end”\u00a0– ‘yes’."),
        ("'A \"lamp\" of *mine*'s all'", "‘A “lamp” of mine’s all’"),
        ("\"'Tis 'late'\", she said.", "“’Tis ‘late’”, she said."),
        # at the head of a word
        ("In the '90s and the '20s, in '68 he left.", "In the ’90s and the ’20s, in ’68 he left."),
        ("'Tis late, 'twas early; get 'em 'til noon.", "’Tis late, ’twas early; get ’em ’til noon."),
        ("Rock 'n' roll, fish 'n' chips, 'n' so on.", "Rock ’n’ roll, fish ’n’ chips, ’n’ so on."),
        ("'42' is a number, and so is '7'.", "‘42’ is a number, and so is ‘7’."),
        ("He 'phoned. Nobody came.", "He ’phoned. Nobody came."),
        # feet and inches, where they cannot close a quotation; years and thousands are none
        ("At 5'10\", or 6' tall, by a 19\" screen.", "At 5′10″, or 6′ tall, by a 19″ screen."),
        ('"He\'s 6\'2" tall", born "in 1990", in \'room 42\'.', "“He’s 6′2″ tall”, born “in 1990”, in ‘room 42’."),
        ("The 1990's cost 10'000 in \"1990\".", "The 1990’s cost 10’000 in “1990”."),
        # beside brackets, dashes and the ends of paragraphs
        ("('one') -- 'two'--'three'; [\"four\"]", "(‘one’)\u00a0– ‘two’–‘three’; [“four”]"),
        # what the source escapes or writes curly stays
        (r"6\' 2\" and \'x\', ’90s, ‘so’, the dogs’ bowls.", "6' 2\" and 'x', ’90s, ‘so’, the dogs’ bowls."),
    ],
)
def test_marks_in_english(tmp_path: Path, source: str, says: str) -> None:
    assert words(tmp_path, source + "\n") == says


@pytest.mark.parametrize(
    ("lang", "source", "says"),
    [
        (
            "de",
            "*Ann*'s \"Lampe\" und 'Öl', so geht's, 's ist spät.",
            "Ann’s „Lampe“ und ‚Öl‘, so geht’s, ’s ist spät.",
        ),
        ("de-CH", "Er sagte \"bis 'bald'\" und ging.", "Er sagte «bis ‹bald›» und ging."),
        ("nl", "'s Avonds zei [An](#x)'s man 'ja' en \"nee\".", "’s Avonds zei An’s man ‘ja’ en ‘nee’."),
        ("nl", "Zij zei \"dat hij 'nee' zei\".", "Zij zei ‘dat hij “nee” zei’."),
        ("en-GB", "[Ann](#x)'s \"lamp, 'Eve's' lamp\" and 'oil'.", "Ann’s ‘lamp, “Eve’s” lamp’ and ‘oil’."),
        ("en-AU", "'A \"lamp\" of the '90s', she 'phoned.", "‘A “lamp” of the ’90s’, she ’phoned."),
        ("en-US", "She said \"outer 'inner' words\".", "She said “outer ‘inner’ words”."),
        ("fr-CA", 'Il dit "non".', "Il dit «\u00a0non\u00a0»."),
        ("fr-CH", "Il dit \"non 'si'\".", "Il dit «\u202fnon ‹\u202fsi\u202f›\u202f»."),
        ("uk", "Він сказав \"він 'ні'\".", "Він сказав «він „ні“»."),
        ("pl", "Rzekł \"on 'nie' mówi\".", "Rzekł „on «nie» mówi”."),
        ("el", "Είπε \"το 'όχι'\".", "Είπε «το “όχι”»."),
        ("fr", "[L'an](#x)'s \"lampe\" d'*ici*.", "L’an’s «\u00a0lampe\u00a0» d’ici."),
        ("ja", "彼は\"灯台'の'話\"をした。", "彼は「灯台『の』話」をした。"),
        ("zh-Hant", "他說\"燈塔\"很'亮'。", "他說「燈塔」很『亮』。"),
        ("zh", "他说'灯塔'很亮。", "他说‘灯塔’很亮。"),
        ("zh", "他说\"灯塔'亮'\"。又说“亮”。", "他说“灯塔‘亮’”。又说“亮”。"),
        ("he", 'מנכ"ל צה"ל אמר "שלום" בצ\'כיה.', "מנכ״ל צה״ל אמר ”שלום” בצ׳כיה."),
        ("nb", '"Ja", sa [han](#x).', "«Ja», sa han."),
    ],
)
def test_marks_of_other_languages(tmp_path: Path, lang: str, source: str, says: str) -> None:
    assert words(tmp_path, source + "\n", lang) == says


def test_marks_that_a_reader_leaves_straight_are_set(tmp_path: Path) -> None:
    """In raw HTML, say, or in a dialect whose reader leaves all of them."""
    source = "<aside>\n\nAnn said \"so it's *all* 'done'\".\n\n</aside>\n\n<p>Ben said \"no, it's 'not'\".</p>\n"
    assert words(tmp_path, source) == "Ann said “so it’s all ‘done’”. Ben said “no, it’s ‘not’”."


def test_notes_cells_and_captions_have_marks_of_their_own(tmp_path: Path) -> None:
    """A mark that one paragraph leaves open turns nothing round in another."""
    source = "Say 'so.[^1]\n\n| 'a' | [b](#x)'s |\n|---|---|\n| 'c' | 'd' |\n\n[^1]: [Ann](#x)'s 'own'.\n"
    made = make(write(tmp_path, HEAD.format(title="Of Marks", lang="en") + source))
    assert words_of(made.fragments.notes[0]) == ("Ann’s ‘own’.",)
    assert words_of(made.fragments.body)[1:] == ("‘a’", "b’s", "‘c’", "‘d’")


@pytest.mark.parametrize(
    ("lang", "says"),
    [("de", "Das „alte“ Haus"), ("de-CH", "Das «alte» Haus"), ("en", "Das “alte” Haus"), ("ja", "Das 「alte」 Haus")],
)
def test_the_marks_of_the_language_are_everywhere(tmp_path: Path, lang: str, says: str) -> None:
    """In the heading, in the documents' titles, in the package, in the contents."""
    made = book(tmp_path, "Words.\n", lang, "'Das \"alte\" Haus'")
    assert made.values("title") == [says]
    for name in ("text.xhtml", "titlepage.xhtml", "nav.xhtml", "toc.ncx"):
        assert says in made.text(name)
    assert made.made.colophon.title == says


@pytest.mark.parametrize("unit", ["’a", "a’", "“a", "a”", "’n’", "x’”y‘"])
def test_marks_without_end_take_linear_time(tmp_path: Path, unit: str) -> None:
    """pandoc itself is slow on them, and is stopped; what it lets through costs in proportion."""
    essay = make(write(tmp_path, HEAD.format(title="Of Marks", lang="en") + "'a' \"b\"\n")).annotated.essay
    english = load_wording("en", [REPOSITORY / "templates"])
    made = []
    for number in (5_000, 20_000):
        paragraph = {"t": "Para", "c": [{"t": "Str", "c": unit}, {"t": "Space"}] * number}
        begun = time.process_time()
        with_quotation_marks(replace(essay, body=[paragraph]), english)
        made.append(time.process_time() - begun)
    assert made[1] < 8 * made[0] + 0.5
