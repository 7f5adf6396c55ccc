"""Reading and notes, case by case: `tests/cases/STAGE/RULE/CASE/in.md` and what it comes to, `expected.txt`.

A rule that is a finding's code is shown by each of its cases, save those whose names begin with `fine`, which must not
show it. `pytest tests/test_cases.py --accept` writes what cases give now over what they expected, once that holds.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from workshop import REPOSITORY, expected_text

from footlight.editions.fragments import Fragments, make_fragments, words_of
from footlight.errors import UsageError
from footlight.essay.document import CALL, Annotated, Identifier, Metadata, PartialDate, Person
from footlight.essay_files import lone_essay
from footlight.findings.finding import Finding, ordered
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.workflows.build.annotated_essay import Prepared, prepare

CASES = REPOSITORY / "tests" / "cases"
STAGES = ("reading", "notes")
FOLDERS = sorted(path.parent for stage in STAGES for path in CASES.glob(f"{stage}/*/*/in.md"))
RAISED_BY = (
    "reading",
    "notes",
    "workflows/build/annotated_essay.py",
    "workflows/build/citation_style.py",
    "ledger/anchoring.py",
)
ELSEWHERE = frozenset(
    {"source-too-large", "source-unreadable", "image-too-large", "markdown-warning", "formula-not-set", "formula-small",
     "section-page", "source-name", "source-no-file", "front-matter-twice", "brackets-plain", "address-lookalike",
     "address-too-long"}
)  # fmt: skip
"""Codes of files too large, or too odd, to be kept in a folder (test_build makes them), of names of files
(test_essay_files, test_command_line), of many brackets (test_open_brackets), of Nikola's second file
(test_front_matter), of addresses (test_clean_text), and of pandoc's warnings that no reading of a text gives
(test_references)."""
_CODE = re.compile(r"""\bcode(?:, message)? ?= ?"([a-z0-9-]+)"|\(_[A-Z]+, "([a-z-]+)",|\.find\("([a-z-]+)",""")

_SHOWN_AS = (
    # what of the HTML a reader of an expected text has to see, in this order
    (re.compile(r"<!--fl:call:(\d+)-->"), r"[^\1]"),
    (re.compile(r'<img\s[^>]*?src="[^"]*?([^/"]+)"[^>]*?alt="([^"]*)"[^>]*>'), r"![\2](\1)"),
    (re.compile(r'<img\s[^>]*?src="[^"]*?([^/"]+)"[^>]*>'), r"![](\1)"),
    (re.compile(r"<wbr\s*/?>"), "|"),
    (re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL), r"[\2](\1)"),
    (re.compile(r'<span class="(?:fl-)?(supplied|lead-in|image-left-out)">(.*?)</span>', re.DOTALL), r"{\1 \2}"),
    (re.compile(r"<(/?)(em|strong|u|del|sup|sub|code)\b[^>]*>"), r"‹\1\2›"),
    (re.compile(r"<(blockquote|h[1-6]|li|td|th|dt|dd|pre|br|hr|figcaption|caption)\b([^>]*)>"), r"‹\1›<\1\2>"),
)


def known_codes() -> frozenset[str]:
    """The codes that reading an essay and numbering its notes can give."""
    files: list[Path] = []
    for name in RAISED_BY:
        path = REPOSITORY / "footlight" / name
        files += [path] if path.is_file() else sorted(path.rglob("*.py"))
    found = (match for file in files for match in _CODE.finditer(file.read_text(encoding="utf-8")))
    return frozenset(match[1] or match[2] or match[3] for match in found)


CODES = known_codes()


def project_of(case: Path, root: Path) -> Project:
    """The case as a project: its files in source/, its templates beside it."""
    shutil.copytree(case, root / "source", ignore=shutil.ignore_patterns("expected.txt", "templates"))
    if (case / "templates").is_dir():
        shutil.copytree(case / "templates", root / "templates")
    return Project(root=root)


def outcome(project: Project) -> tuple[tuple[Finding, ...], str]:
    """What a case comes to: its findings, and the text that is kept as `expected.txt`."""
    try:
        prepared, findings = prepare(
            lone_essay(project.source / "in.md", "source/in.md"), project, load_config(project.config)
        )
    except UsageError as error:
        return (), f"stopped: {error}\n"
    lines = ["findings:", *(f"  {finding}" for finding in ordered(findings))]
    if prepared is None:
        return findings, "\n".join([*lines, "nothing can be set", ""])
    lines += metadata(prepared.source.meta)
    lines += rendering(prepared, prepared.on_paper)
    if prepared.on_screen is not prepared.on_paper:
        lines += ["on screen:", *(f"  {line}" for line in rendering(prepared, prepared.on_screen))]
    return findings, "\n".join([*lines, ""])


def metadata(meta: Metadata) -> Iterator[str]:
    """What the front matter says beyond what is set as text, each key on a line."""
    for field in fields(meta):
        value = getattr(meta, field.name)
        if field.name not in ("title", "abstract", "references", "lang_is_given") and value != field.default:
            yield f"{field.name}: {said(value)}"


def said(value: object) -> str:
    """A value of the front matter in a few words."""
    match value:
        case tuple():
            return " | ".join(map(said, value))
        case Person():
            return f"{value.name} ({', '.join(filter(None, [value.role, value.file_as]))})"
        case PartialDate():
            return f"{value.text!r} = {value.iso!r}"
        case Identifier():
            return f"{value.text} ({value.scheme})"
        case _:
            return str(value)


def rendering(prepared: Prepared, annotated: Annotated) -> Iterator[str]:
    """The text with the calls in it, and the notes, as lines."""
    with tempfile.TemporaryDirectory() as folder:
        style = Path(folder, "style.csl")
        style.write_text(prepared.style.text, encoding="utf-8")
        listed = not prepared.style.cites_in_notes
        fragments = make_fragments(annotated, prepared.words, style, bibliography=listed)
    for name in ("title", "subtitle", "abstract", "headnote", "body", "bibliography"):
        if words := seen(getattr(fragments, name)):
            yield f"{name}:"
            yield from (f"  {line}" for line in words)
    yield from notes(annotated, fragments)


def notes(annotated: Annotated, fragments: Fragments) -> Iterator[str]:
    """Each note on a line: its number, whose it is and what about, and its words."""
    if annotated.notes:
        yield "notes:"
    for note, html in zip(annotated.notes, fragments.notes, strict=True):
        about = "/".join(filter(None, [note.series, note.kind, note.entry.id if note.entry else ""]))
        see = f" see {note.see}" if note.see else ""
        yield f"  {note.number} {about}{see}: {' ¶ '.join(seen(html))}"
    assert not CALL.search("".join(fragments.notes)), "a note has no note"


def seen(fragment: str) -> tuple[str, ...]:
    """The words of a fragment, a piece a line, with as much of its markup as cases are about."""
    for pattern, shown in _SHOWN_AS:
        fragment = pattern.sub(shown, fragment)
    return tuple(piece.replace("\n", " ") for piece in words_of(fragment))


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: case.relative_to(CASES).as_posix())
def test_case(case: Path, tmp_path: Path, *, accept: bool) -> None:
    """A case gives what it expects, twice over, and shows the code that it is named for."""
    project = project_of(case, tmp_path / "project")
    findings, text = outcome(project)
    code = case.parent.name
    if code in CODES:
        assert (code in {finding.code for finding in findings}) is not case.name.startswith("fine"), text
    assert text == expected_text(case / "expected.txt", text, accept=accept)


def test_every_code_has_a_case() -> None:
    """Each finding that reading and numbering can give is shown by a case."""
    unshown = CODES - ELSEWHERE - {folder.parent.name for folder in FOLDERS}
    assert unshown == frozenset(), "each needs a folder tests/cases/STAGE/CODE/CASE/ with an in.md that shows it"
