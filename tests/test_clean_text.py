"""What leaves is clean: nothing controls a terminal, turns a line round or hides in it, whoever wrote it."""

import io
import json
import tomllib
from typing import cast
from zipfile import ZipFile

import pytest
from workshop import ESSAY, Workshop

from footlight.cli.clean_stream import CleanStream
from footlight.engines.web.lookalikes import disguise_of
from footlight.ledger.toml_editor import table_text
from footlight.textmatch.clean_text import as_json, one_line, plain, visible

BAD = "a\x1b]0;x\x07b\x9bc\u202ed\u2066e\u200bf\ufeffg\udcffh\u2028i\x7f"


def test_what_is_shown_has_an_escape_for_each() -> None:
    assert visible(BAD) == r"a\x1b]0;x\x07b\x9bc\u202ed\u2066e\u200bf\ufeffg\udcffh\u2028i\x7f"
    assert one_line("a\nb") == r"a\nb"


@pytest.mark.parametrize("words", ["می\u200cخواهم", "क्\u200dष", "👩\u200d🚀", "Ünïcödé\tand\n日本", "a\u00adb"])
def test_what_scripts_are_written_with_stays(words: str) -> None:
    """Joiners, soft hyphens, tabulators and line ends are no attack."""
    assert visible(words) == plain(words) == words


def test_metadata_are_without_them() -> None:
    assert plain(BAD) == "a]0;xbcdefgh i"


def test_json_is_valid_and_says_what_was_there() -> None:
    """A half of a character, which JSON has not, is told as text."""
    written = as_json({"file": BAD})
    assert not set(written) & set("\x1b\x07\x9b\u202e\u2066\u200b\ufeff\udcff\u2028\x7f")
    assert json.loads(written)["file"] == BAD.replace("\udcff", r"\udcff")


def test_a_ledger_keeps_them_in_escapes() -> None:
    """So the words of a place are found again, and an editor shows what stands there."""
    words = BAD.replace("\udcff", "")
    text = table_text("link", {"exact": words})
    assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\u200b\ufeff\u2028\x7f")
    assert tomllib.loads(text)["link"][0]["exact"] == words


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_standard_output_lets_nothing_else_through() -> None:
    """Neither what a library logs; line ends of CSV pass everywhere, colours on a terminal only."""
    file, terminal = io.StringIO(newline=""), _Terminal(newline="")
    for stream in (file, terminal):
        clean = cast("io.StringIO", CleanStream(stream))
        clean.write("a\x1b]0;x\x07\x1b[31mred\x1b[0m\r\x1b[K\x1b[6n\u202e\r\n")
    assert file.getvalue() == "a\\x1b]0;x\\x07\\x1b[31mred\\x1b[0m\\x0d\\x1b[K\\x1b[6n\\u202e\r\n"
    assert terminal.getvalue() == "a\\x1b]0;x\\x07\x1b[31mred\x1b[0m\r\x1b[K\\x1b[6n\\u202e\r\n"


DISGUISED = (
    # address, why, in ASCII
    ("https://ex\u0430mple.org/", "Cyrillic, Latin", "https://xn--exmple-4nf.org/"),
    ("https://xn--80ak6aa92e.com/", "look like Latin", "https://xn--80ak6aa92e.com/"),
    ("https://bank.example@evil.example/x", "leads to evil.example", "https://bank.example@evil.example/x"),
    ("https://exam\u200bple.org/", "U+200B", "https://example.org/"),
    ("https://example.org/\u202egpj.exe", "U+202E", "https://example.org/%E2%80%AEgpj.exe"),
    ("https://example.org\u2044x.evil.example/", "U+2044", "https://example.xn--orgx-2g7a.evil.example/"),
    ("https://\uff45xample.org/", "Fullwidth", "https://example.org/"),
    ("https://@ex\u0430mple.org/", "Cyrillic, Latin", "https://@xn--exmple-4nf.org/"),
    ("https://example.org\\@evil.example/", "backslash", "https://example.org%5C@evil.example/"),
)
HONEST = (
    "https://example.org/@user", "https://münchen.de/ä", "https://пример.рф/", "https://москва.com/",
    "https://ελλάδα.gr/", "https://日本語.jp/", "https://カナkana字.jp/", "https://한국.kr/", "https://☃.net/",
    "http://[::1]:80/", "mailto:a@e.org", "https://e.org/🏛️", "https://xn--mnchen-3ya.de/",
)  # fmt: skip


@pytest.mark.parametrize(("url", "why", "ascii_form"), DISGUISED)
def test_an_address_in_disguise_is_known(url: str, why: str, ascii_form: str) -> None:
    disguise = disguise_of(url)
    assert disguise
    assert why in disguise.why
    assert disguise.in_ascii == ascii_form
    assert disguise.in_ascii.isascii()


@pytest.mark.parametrize("url", HONEST)
def test_other_addresses_are_none(url: str) -> None:
    assert disguise_of(url) is None


def test_where_one_is_printed_there_is_a_finding(project: Workshop) -> None:
    """With its ASCII form, of the source's links and of the ledger's; the address itself is printed as it is."""
    place = '[[link]]\nid = "gap"\nkind = "dangling"\nstatus = "accepted"\nby = "editor"\nexact = "a gap"\n'
    project.essay(
        "See [it](https://ex\u0430mple.org/), and a gap.\n",
        ledger=f'{place}url = "https://bank.example@evil.example/"\n',
    )
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, ["address-lookalike", "address-lookalike"])
    assert "source/essay.md:7:10: " in done.out
    assert "https://xn--exmple-4nf.org/" in done.out
    assert "leads to evil.example" in done.out
    assert "ex\u0430mple.org/" in "".join(project.pages()).replace("\n", "")


def test_an_address_that_no_server_takes_is_left_out(project: Workshop) -> None:
    project.essay(f"See [it](https://example.org/{'a' * 8_000}) here.\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, ["address-too-long"])
    assert "See it here." in project.pages()[0]


def test_a_title_is_clean_in_metadata(project: Workshop) -> None:
    r"""YAML can say `\e` and `\u202e` in ASCII, where no look at the characters of the source finds them."""
    head = ESSAY.replace("title: A Test", r'title: "A \e]0;x\a\u202eTest\x9b"')
    project.essay(head=head)
    assert project.make("--edition", "epub", "--edition", "reading").code == 0
    with ZipFile(project.build / "essay" / "essay.epub") as book:
        package = next(book.read(name).decode() for name in book.namelist() if name.endswith(".opf"))
    assert "<dc:title" in package
    assert "A ]0;xTest" in package
