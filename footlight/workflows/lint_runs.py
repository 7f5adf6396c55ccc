"""`footlight lint`: read a source in its dialect, apply the rules, and write what can be mended safely."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from footlight.errors import EnvironmentProblem
from footlight.essay.document import Source
from footlight.essay_files import EssayFile
from footlight.findings.codes import code_named
from footlight.findings.finding import Finding, has_errors
from footlight.findings.findings_page import plain
from footlight.lint.ignored import unknown_codes
from footlight.lint.linting import Flaw, flaws
from footlight.lint.prose import Prose
from footlight.lint.rule_list import all_rules
from footlight.lint.source_map import SourceMap
from footlight.reading.dialects.choice import choose
from footlight.reading.dialects.dialect_reader import read_dialect
from footlight.reading.language_guess import guess_language
from footlight.reading.source_file import read_source
from footlight.settings.values import Config
from footlight.textmatch.places import Place
from footlight.workflows.source_edits import Edit, write_edits

_TRACES = frozenset({"double-blank", "unbalanced-bracket"})
"""The rules whose flaws may be traces of a lost link; where one is missing, `links find` says so."""
_SURE = 0.9
"""How sure the learned table has to be of a missing link."""
_ROUNDS = 3
"""One mended place may show another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What lint made of one essay."""

    file: EssayFile
    findings: tuple[Finding, ...]
    """What the reading found, and what the rules found and nobody mended."""
    words: int
    """Words of prose that were looked at."""
    mended: int = 0
    """Places that were mended in the file."""
    mendable: int = 0
    """Places among the findings that `--fix` would mend."""


def lint_essay(file: EssayFile, root: Path, config: Config, *, fix: bool) -> Linted:
    """Apply the rules to an essay. With `fix` the file is written anew where something is mended.

    `root` is the project's folder, or that of the file where there is no project. Raises EnvironmentProblem where the
    file cannot be written.
    """
    source, findings = read_source(file)
    if source is None:
        return Linted(file=file, findings=findings, words=0)
    found, prose = _flaws(source, root, config)
    mended = 0
    for _ in range(_ROUNDS if fix else 0):
        edits = _apart([flaw for flaw in found if flaw.put is not None])
        if not edits:
            break
        write_edits(source, [Edit(start=one.start, end=one.end, put=one.put or "") for one in edits])
        mended += len(edits)
        again, _ = read_source(file)
        if again is None:
            raise EnvironmentProblem(f"{file.shown} cannot be read any more", hint="Look at the file.")
        source = again
        found, prose = _flaws(source, root, config)
    errors = findings if has_errors(findings) else ()
    unknown = unknown_codes(source.text, all_rules().keys(), source.shown)
    return Linted(
        file=file,
        findings=(*errors, *unknown, *(_finding(flaw, source.shown) for flaw in found)),
        words=len(prose.words.split()),
        mended=mended,
        mendable=sum(flaw.put is not None for flaw in found),
    )


def _flaws(source: Source, root: Path, config: Config) -> tuple[list[Flaw], Prose]:
    """What the rules find in a source, as its dialect reads it; the dialect's own findings are the build's."""
    choice = choose(source, root, config.source.markdown)
    draft, _, _ = read_dialect(source, source.text, root, choice.dialect)
    prose = Prose(draft.text, source.meta.lang, guess_language)
    where = SourceMap(source.text, draft.text, draft.origins)
    found = list(flaws(source.text, prose, where, config.lint.ignore))
    if any(flaw.code in _TRACES for flaw in found):
        from footlight.links.gaps import find, is_learned  # noqa: PLC0415 - most essays have no such flaw

        # What the table finds at two blanks may be a slip of the finger in a text that has lost nothing.
        places = [
            place
            for place in find(source.text, lang=source.meta.lang)
            if place.confidence >= _SURE or not is_learned(place)
        ]
        found = [f for f in found if f.code not in _TRACES or not _beside_a_gap(f, places, source.text)]
    return found, prose


def _beside_a_gap(flaw: Flaw, places: Sequence[Place], text: str) -> bool:
    """Whether a link is missing in the paragraph of a flaw."""
    start, end = text.rfind("\n\n", 0, flaw.start), text.find("\n\n", flaw.end)
    return any(start < place.start and (end < 0 or place.end <= end) for place in places)


def _finding(flaw: Flaw, shown: str) -> Finding:
    code = code_named(flaw.code)
    hint = plain(code.advice)
    return Finding(code=flaw.code, message=flaw.message, hint=hint, file=shown, line=flaw.line, column=flaw.column)


def _apart(edits: Iterable[Flaw]) -> list[Flaw]:
    """The edits that do not overlap; the first of two that do."""
    kept: list[Flaw] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
