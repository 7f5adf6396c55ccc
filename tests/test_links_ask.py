"""`links ask`: a questionnaire that says all that the author needs to know, and is never written over."""

import re

import pytest
from questionnaires import FOUND, filled, sheet
from sites import NAME
from workshop import REPOSITORY, Workshop

from footlight.ledger.entries import Status
from footlight.ledger.parser import read_ledger
from footlight.settings.wording import load_wording


def test_the_questionnaire_names_each_place(asked: Workshop) -> None:
    """The sentence with the place marked, what was found with title, score and address, and a line to fill in."""
    text = sheet(asked).read_text(encoding="utf-8")
    assert "Answered by: Patrick Armstrong" in text
    assert "West’s view of Russia;⟦here⟧ But Moscow" in text
    assert f"1. ‘A Turn’, score 0.40\n   {FOUND}\n\n2. ‘Another’, score 0.20\n   https://example.org/other\n" in text
    assert text.count("\nAnswer:\n") == 2
    assert len(re.findall(r"^## Place \d: ", text, re.MULTILINE)) == 2


@pytest.mark.parametrize("lang", ["de", "es", "fr", "ru", "sv", "ja", "zh", "ar", "cy"])
def test_it_is_in_the_essays_language(project: Workshop, lang: str) -> None:
    """Where the house has its words, else in English; and its answers are read back in that language."""
    project.essay("We said so [before]().\n", head=f"---\ntitle: T\nauthor: A. Writer\nlang: {lang}\n---\n\n")
    assert project.run("links", "ask", "essay").code == 0
    text = (project.source / "essay.questions.txt").read_text(encoding="utf-8")
    words = load_wording(lang, [REPOSITORY / "templates"])
    label = f"\n{words.rows['ask-answer']}:\n"
    assert label in text
    assert (words.lang == "en") == (lang == "cy")
    project.write("reply.txt", text.replace(label, f"{label.rstrip()} https://example.org/{lang}\n"))
    done = project.run("links", "answer", "reply.txt")
    assert (done.code, done.out) == (0, "")
    ledger, _ = read_ledger(project.source / "essay.links.toml")
    assert [(entry.status, entry.url) for entry in ledger.entries] == [(Status.ACCEPTED, f"https://example.org/{lang}")]


def test_one_that_was_written_in_is_never_overwritten(asked: Workshop) -> None:
    """One that nobody touched is; any other file is not."""
    assert asked.run("links", "ask", NAME).code == 0
    for text in (filled(asked, see="https://example.org/see"), "a letter", sheet(asked).read_text("utf-8") + "PS.\n"):
        sheet(asked).write_text(text, encoding="utf-8")
        done = asked.run("links", "ask", NAME)
        assert (done.code, "was changed since it was written" in done.err) == (2, True)
        assert sheet(asked).read_text(encoding="utf-8") == text
    assert asked.run("links", "ask", NAME, "-o", "again.md").code == 0


def test_a_dash_stands_for_standard_output(asked: Workshop) -> None:
    """As in other programs: nothing but the questionnaire goes there, and no file of that name is made."""
    assert asked.run("links", "ask", NAME).code == 0
    done = asked.run("links", "ask", NAME, "-o", "-")
    assert (done.code, done.out, done.err) == (0, sheet(asked).read_text(encoding="utf-8"), "")
    exported = asked.run("links", "export", NAME, "-o", "-", "--quiet")
    assert exported.out == asked.run("links", "export", NAME, "--quiet").out != ""
    assert not (asked.root / "-").exists()
    assert asked.run("links", "ask", NAME, "-o", "-", "--json").code == 2
