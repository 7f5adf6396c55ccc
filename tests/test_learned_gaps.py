"""What was learned of sound prose: the tables, and the places that they find."""

import pytest

from footlight.links.gaps import find, is_learned
from footlight.links.gaps.learned.gap_features import CLASSES, ROWS
from footlight.links.gaps.learned.two_blanks import likely_deleted
from footlight.links.gaps.learned.weight_table import SCALE, packed, unpacked, weight_table
from footlight.links.gaps.learned.word_sequence import Vocabulary, word_sequence
from footlight.links.gaps.phrasebook import LANGUAGES
from footlight.markdown.dump_references import listed_addresses, listed_calls
from footlight.markdown.markdown_text import markdown_text

LEARNED = [lang for lang in LANGUAGES if weight_table(lang)]


def test_a_table_is_read_as_it_was_written() -> None:
    """Words and their classes, weights and thresholds come back, also where rows are far apart."""
    weights = {3: -7, 300: 12, 5000: 127, ROWS - 1: -127}
    words = Vocabulary(["the", "of"])
    classed = Vocabulary(words.words, bytes(number % 7 for number in range(len(words.classes))))
    head = {"thresholds": [1] * CLASSES, "floor": -3, "lang": "en", "doubts": {"spaced-stop": -40}}
    table = unpacked(packed(classed, weights, head))
    assert table.vocabulary.classes == classed.classes
    assert table.doubts == {"spaced-stop": -40}
    assert {row: weight for row, weight in table.weights.items() if weight} == weights
    assert (table.thresholds, table.floor) == ([1] * CLASSES, -3)
    assert table.vocabulary.number("Of") == (table.vocabulary.number("of")[0], 1)


@pytest.mark.parametrize("lang", LEARNED)
def test_each_table_has_what_scoring_needs(lang: str) -> None:
    """Every table has a threshold for each class of marks, and weights of rows that features can have."""
    table = weight_table(lang)
    assert table is not None
    assert len(table.thresholds) == CLASSES
    assert all(0 <= row < ROWS for row in table.weights)


def test_english_and_french_and_german_are_learned() -> None:
    """The languages of which there is most to read have a table."""
    assert {"de", "en", "fr"} <= set(LEARNED)
    assert weight_table("") is None
    assert weight_table("tlh") is None


def test_words_are_read_as_a_reader_sees_them() -> None:
    """Marks of links, emphasis and tasks are nothing; a link's target is no word; a line's end is a blank."""
    source = "[ ] See *the*\n[old pier](https://example.org/a), :tada: `x`."
    text = markdown_text(f"- {source}")
    block = text.blocks[0]
    words = word_sequence(text.prose, block.start, block.end, Vocabulary(["see", "the"]))
    shown = [text.source[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert shown[:4] == ["See", "the", "old", "pier"]
    assert words.marks[:4] == ["", " ", " ", " "]
    assert words.linked[:4] == [False, False, True, True]


def test_single_quotation_marks_in_pairs_are_quotation_marks() -> None:
    """An apostrophe that closes a word in quotation marks is told from one that lost its word."""
    text = markdown_text("Git calls it 'merge'. L' is gone.")
    words = word_sequence(text.prose, 0, len(text.prose), Vocabulary([]))
    assert words.marks[3:] == [" “", "”. ", "' ", " ", "."]


def test_a_rule_is_believed_before_the_model() -> None:
    """Where a rule has found a place, the model does not report it again."""
    places = find("---\nlang: en\n---\n\nIt is said in , and the report is available at and nobody reads it.")
    assert [is_learned(place) for place in places] == [False, False]


def test_a_numbered_dump_is_known_by_its_list() -> None:
    """lynx and w3m list a page's links by number; other numbers are none."""
    listed = "   1. https://a.example/\n   2. https://b.example/x\n   3. https://c.example/\n"
    lynx = f"See [1]the pier and [2]the lamp,\n[3]again.\n\nReferences\n\n{listed}"
    assert listed_addresses(lynx) == {1: "https://a.example/", 2: "https://b.example/x", 3: "https://c.example/"}
    assert listed_addresses(lynx.replace("   1. ", "[1] ")) == listed_addresses(lynx)
    broken = lynx.replace("[2]the lamp", "[2]\nthe lamp")
    assert [broken[start:end] for start, end, *_ in listed_calls(broken)] == ["[1]", "[2]", "[3]"]
    assert listed_addresses("1. https://a.example/\n2. https://b.example/\n3. https://c.example/\n") == {}


def test_a_dump_of_a_program_is_no_prose() -> None:
    """Nothing is reported in a program that nothing marks as code, nor in a unit beside calls."""
    code = "fn f() { let mut foo = make () ; let bar = & mut foo . bar ; dbg! (n) ; }"
    text = (
        f"---\nlang: en\n---\n\nThe compiler says this of read() and write():\n\n{code}\n\nIt returns () and is done."
    )
    assert find(text) == ()


def test_what_a_dump_makes_is_no_hole() -> None:
    """Blanks behind emphasis, smileys and names, lists in paragraphs, lines broken before a stop are habits."""
    made = (
        "The keepers are paid to look after **the lamp** , many of them full time.",
        "Thanks to @keeper , who wrote it down.",
        "It was the first time that a boat came :) , and there was cake :P .",
        "The pier was long 😉  and the lamp was bright.",
        "Write the keeper's **.name** into the list.",
        "There is a (or the) lamp.",
        "He wrote it down in _the book_[^1] . Nobody has read the book[^1] .\n\n[^1]: In the year of the storm.",
        "Please keep the dates in mind: - The pier opens in May - It closes in June.",
    )
    for sentence in made:
        assert find(f"---\nlang: en\n---\n\n{sentence}\n") == (), sentence


def _in_prose(*sentences: str) -> str:
    return "---\nlang: en\n---\n\n" + "\n\n".join(sentences) + "\n"


def test_two_blanks_that_a_slip_made_are_no_hole() -> None:
    """Two blanks are reported where the words beside them do not go together, and nowhere else."""
    slips = (
        "The keeper  wrote it down in the evening.",
        "The harbour was closed, and nobody  came in the winter.",
        "He bought the old  boat in the spring.",
        "We have been told that the  lamp is bright.",
    )
    for sentence in slips:
        assert find(_in_prose(sentence)) == (), sentence
    holes = ("As I wrote in the  which says why, it silted up.", "There is an article by  about the old lamp.")
    for sentence in holes:
        assert len(find(_in_prose(sentence))) == 1, sentence


def test_a_writer_who_types_two_blanks_is_not_flooded() -> None:
    """Behind stops and marks, between many words, in lists: a habit is none of the holes."""
    habit = (
        "The keepers  were paid by the town,  and they lived in the tower.",
        "It rained.  The pier was wet.  Nobody  came for  two weeks, or  so we were told.",
        "- The lamp  is bright.\n- The boat  is small; it was  sold in the spring.",
    )
    assert find(_in_prose(*habit)) == ()


def test_what_two_blanks_mean_is_told_by_the_whole_text() -> None:
    """The same words are surer where other links are missing, and less sure where other blanks mean nothing."""
    alone, beside_holes, among_slips = (
        likely_deleted([0], 0)[0],
        likely_deleted([0], 2)[0],
        likely_deleted([0, *[-2 * SCALE] * 6], 0)[0],
    )
    assert among_slips < alone < beside_holes
    assert alone == pytest.approx(0.5)
    assert max(likely_deleted([9 * SCALE, *[-3 * SCALE] * 8], 0)) < 0.67


def test_what_writers_write_otherwise_is_no_hole() -> None:
    """Endings behind a star or colon, smileys, links that are there, tags of generators, verbs with their particles."""
    sound = (
        (
            "de",
            "Als Projektbetreuer\\*in ist es wichtig, und jede Leser:in hat einen Namen; jede Maintainer*in und Co.",
        ),
        ("de", "Solche Adapter waren plötzlich auch mein ;)"),
        ("de", "Noch ein ganzer Tag ging dafür drauf :unamused: . Was noch hinzukommt: nichts."),
        ("de", "Das ragt weit in den Bereich von 100 m – 1000 m Höhe hinein."),
        ("en", "Host-Name: pier\nAccept-Charset: iso, utf\nContent-Type: text\nAccept-Language: de, en"),
        ("en", "pier:/proc/2544 # ls -ld .\ndrwxr-xr-x 3 a b .\n-rw-r--r-- 1 a b .\npier:/proc # cat it ."),
        ("de", "Das trägt zur Klimakrise bei und steht im Widerspruch zu allem."),
        ("de", "Die Folien findest du hier: [Vortrag (PDF)](https://a.example/x.pdf), oder hier: https://b.example/."),
        ("nl", "Dit is de use-case waar de standaard voor is opgetuigd, en waarom je er niet blij van wordt."),
        ("en", "Read [The Pier – The  Ultimate Review of the](https://a.example/) again."),
        ("en", "It says that .data( key, value ) stores a value and .data( key ) returns it."),
        ("en", 'Buy it {% figure "a.svg" "The pier" "" "https://c.example/" %} now, or {{< ref "x" >}} later.'),
        ("pt", "Quase pronto, se rodarmos o comando **./bin/test -c tests** outra vez, e o sinal **://** é bom."),
    )
    for lang, sentence in sound:
        assert find(f"---\nlang: {lang}\n---\n\n{sentence}\n") == (), sentence


def test_what_html_around_markdown_ends_is_ended() -> None:
    """Tags of blocks, alone on a line, end a paragraph; those of lines do not."""
    credit = '<aside>\nIt was said.\n  <p>\n— A. Keeper, "The shape of things" ({})\n  </p>\n</aside>\n\nSo be it.'
    broken = credit.replace("({})", "(see")
    [place] = find(f"---\nlang: en\n---\n\n{broken}")
    assert place.code == "open-bracket"
    assert find(f"---\nlang: en\n---\n\n{credit.format('1893')}") == ()
    assert find("---\nlang: en\n---\n\nOne line of it<br>\nand another line\n<br>\nand more of the same.\n") == ()
