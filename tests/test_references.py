"""Notes and references are settled before pandoc reads them; what pandoc itself warns of becomes a finding."""

import json

import pytest

from footlight.engines.pandoc import Complaint, read_markdown
from footlight.engines.pandoc_warnings import as_findings
from footlight.reading.references import settle


def test_lines_keep_their_numbers() -> None:
    text = "a[^x] b[^x]\n\n[^x]: one[^y]\n[^x]: two\n\n[^y]: three\n\n[r]: http://a.example\n[r]: http://b.example\n"
    settled, _ = settle(text, 0, "in.md")
    assert settled.count("\n") == text.count("\n")
    assert settled.splitlines()[0] == "a[^x] b[^x-2-of-2]"
    assert settled.splitlines()[2] == "[^x]: one [three]"


@pytest.mark.parametrize(
    "text",
    ["Words only.", "`[^a]` and ``[^a]: b``", "```\n[^a]: b\n[^a]: c\n```", "    [^a]: b\n    [^a]: c", "[a](b) [c]"],
)
def test_a_text_without_notes_stays_as_it_is(text: str) -> None:
    assert settle(text, 0, "in.md") == (text, ())


@pytest.mark.parametrize(
    "line",
    [
        "[Update]: We were wrong.",
        "- [**Meetup**]: 6:30 - The Hall",
        "> [1]: Smith, Of Harbours",
        "[2]: https://a.example A page",
    ],
)
def test_words_behind_brackets_are_text(line: str) -> None:
    """CommonMark has no address with blanks; pandoc would take all of the line for one, and print nothing."""
    settled, findings = settle(f"{line}\n\nSee [1].\n", 0, "in.md")
    assert findings == ()
    assert "\\[" in settled
    document = json.dumps(read_markdown(settled))
    assert all(json.dumps(word)[1:-1] in document for word in line.split()[-2:])


@pytest.mark.parametrize(
    "line",
    [
        '[a]: /b "A title"',
        "[a]: /b 'A title'",
        "[a]: <b c> (A title)",
        "[a]: /b {width=50%}",
        "[a]: my picture.png",
        "[//]: # A comment",
        "    [a]: b c",
    ],
)
def test_definitions_stay_definitions(line: str) -> None:
    assert settle(f"{line}\n\nSee [a].\n", 0, "in.md")[0] == f"{line}\n\nSee [a].\n"


def test_the_front_matter_is_left_alone() -> None:
    text = "---\nabstract: a[^x]\n---\n\nWords [w][w].\n\n[w]: http://a.example\n"
    assert settle(text, text.index("\n\n"), "in.md") == (text, ())


def test_a_thousand_definitions_with_one_name_are_settled_in_bounded_work() -> None:
    text = "".join(f"p{n}[^a]\n\n[^a]: note {n}\n\n" for n in range(1000))
    settled, findings = settle(text, 0, "in.md")
    assert "p999[^a-1000-of-1000]" in settled
    assert len(findings) == 999


def test_each_warning_of_pandoc_becomes_a_finding() -> None:
    """With its line, where pandoc knows one."""
    complaints: list[Complaint] = []
    read_markdown("Words.\n\n::: box\n\nMore.\n\n[^a]: never\n", complaints=complaints)
    complaints.append(Complaint(type="CouldNotConvertTeXMath", words="", subject="\\nosuch{1}"))
    findings = as_findings(complaints, "in.md")
    assert [(finding.code, finding.line) for finding in findings] == [
        ("box-not-closed", 3), ("note-never-called", 7), ("formula-not-set", 0),
    ]  # fmt: skip
    assert "\\nosuch{1}" in findings[2].message


def test_a_warning_that_no_row_knows_is_not_thrown_away() -> None:
    (finding,) = as_findings([Complaint(type="SomethingNew", words="mind the gap", line=4)], "in.md")
    assert (finding.code, finding.line) == ("markdown-warning", 4)
    assert "mind the gap" in finding.message
