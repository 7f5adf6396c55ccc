"""Put recovered links back into the Markdown of an essay, and take that back again."""

import base64
import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from footlight.engines.warc.evidence_record import Member, evidence_members, read_back
from footlight.errors import UsageError
from footlight.essay_files import EssayFile
from footlight.file_lock import lock_folder
from footlight.file_replacement import replace_file
from footlight.findings.finding import Finding, Severity, has_errors
from footlight.input_record import open_file, read_file
from footlight.ledger.entries import Entry, Method, Status
from footlight.ledger.writer import merge_entries, write_entries
from footlight.links.evidence.capture_content import CaptureContent, read_capture
from footlight.links.evidence.evidence_file import referenced_record
from footlight.links.evidence.original_link import OriginalLink, nearest_link, original_links
from footlight.links.evidence.proof import needed_records, proof_findings
from footlight.links.gaps import find
from footlight.links.present_links import present_links
from footlight.links.recovery import UNLINKED
from footlight.links.source_mending import Mend, MendingPlace, NotMended, mend
from footlight.markdown.link_syntax import plain_words
from footlight.project import evidence_path, ledger_path
from footlight.textmatch.places import Lines, quote_at
from footlight.workflows.links.missing_links import MissingLinks, find_missing_links
from footlight.workflows.source_edits import Edit, edited, edited_file, write_edits

_CONTEXT = 240
_OPENED = re.compile(r" *\((?:[Ss]ee|[Vv]oir|[Ss]iehe|[Vv]éase)?(?=[ \n])(?![^()\n]*\))")
"""A bracket right behind such words that opens and is not closed: several in one paragraph hide each other."""
_BEHIND = 8
"""Characters between words that a copy shows linked and the hole of the same link: “ (See”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedEssay:
    """What can be mended in one essay."""

    file: EssayFile
    missing: MissingLinks | None
    mends: tuple[Mend, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The text with all mends."""
        return edited(self.missing.source.text, _edits(self.mends)) if self.missing else ""

    @property
    def diff(self) -> str:
        """A unified diff of the source."""
        if self.missing is None:
            return ""
        shown = self.missing.source.shown
        before, after = (text.splitlines(keepends=True) for text in (self.missing.source.text, self.text))
        lines = difflib.unified_diff(before, after, f"a/{shown}", f"b/{shown}", n=1)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def mend_essay(file: EssayFile, *, captures: bool) -> MendedEssay:
    """Return the mends of an essay; nothing is written. Only entries with proof, or that a person accepted, count."""
    missing, findings = find_missing_links(file, mentioned=False)
    if missing is None or has_errors(findings):
        return MendedEssay(file=file, missing=None, mends=(), findings=findings)
    mends, refused = _mends(missing, captures=captures)
    kept, unsound = _sound(missing, mends)
    lines = Lines(missing.source.text)
    found = [*findings, *(_finding(one, missing, lines) for one in (*refused, *unsound))]
    return MendedEssay(file=file, missing=missing, mends=tuple(kept), findings=tuple(found))


def write_mends(done: MendedEssay) -> None:
    """Write how source and ledger were, then the mends into the source, and their new places into the ledger.

    So a kill in between leaves what is needed to put both back (`take_back_half`). Raises what `write_edits` and
    `write_entries` raise.
    """
    if done.missing is None or not done.mends:
        return
    source = done.missing.source
    book = ledger_path(source.path)
    before = {"essay": read_file(source.path), "ledger": read_file(book)}
    edits, entries = _edits(done.mends), _moved_entries(done)
    after = {
        "essay": edited_file(source, before["essay"], edits),
        "ledger": merge_entries(before["ledger"].decode(), entries, str(book)).encode(),
    }
    kept = {
        name: {
            "before": base64.b64encode(before[name]).decode(),
            "after_sha256": hashlib.sha256(after[name]).hexdigest(),
        }
        for name in before
    }
    data = json.dumps({"schema": 1, **kept}, indent=1).encode() + b"\n"
    record = undo_path(source.path)
    earlier = read_file(record) if record.is_file() else None
    replace_file(record, data, "what was there before")
    try:
        write_edits(source, edits)
        write_entries(book, entries)
    except BaseException:
        replace_file(source.path, before["essay"], "the essay")
        if earlier is None:
            record.unlink(missing_ok=True)
        else:
            replace_file(record, earlier, "what was there before")
        raise


def take_back_half(essay: Path) -> None:
    """Put source and ledger back where a kill came between them in `write_mends`: the mends are then made anew."""
    with lock_folder(essay.parent), suppress(UsageError):
        if (kept := _Kept.read(undo_path(essay), essay)) and kept.state() is _State.HALF:
            kept.put_back()


def undo_path(essay: Path) -> Path:
    """Return the file that keeps how an essay and its ledger were before the last mend."""
    book = ledger_path(essay)
    return book.with_name(f"{book.name.removesuffix('.toml')}.mended.json")


def undo_mends(essay: Path, shown: str) -> bool:
    """Put back what stood in the source and the ledger before the last mend; False where there was none.

    Raises UsageError where one of them was changed since, EnvironmentProblem where they cannot be written.
    """
    with lock_folder(essay.parent):
        kept = _Kept.read(undo_path(essay), essay)
        if kept is None:
            return False
        for name in kept.files:
            if kept.now(name) is _State.CHANGED:
                hint = f"Take back the changes by hand, or with your version control; then delete {kept.path.name}."
                raise UsageError(f"{shown}: the {name} was changed after it was mended", hint=hint)
        kept.put_back()
    return True


class _State(Enum):
    """What stands in a file, or in both, of before and after the last mend."""

    BEFORE = auto()
    AFTER = auto()
    HALF = auto()
    """One as it was before, the other as it was after."""
    CHANGED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """The record of a mend."""

    path: Path
    files: Mapping[str, Path]
    """The essay and the ledger."""
    before: Mapping[str, bytes]
    after: Mapping[str, str]
    """SHA-256 in hex."""

    @classmethod
    def read(cls, path: Path, essay: Path) -> "_Kept | None":
        """Return the record; None where there is none. Raises UsageError for a damaged one."""
        files = {"essay": essay, "ledger": ledger_path(essay)}
        if not path.is_file():
            return None
        try:
            kept = json.loads(read_file(path))
            before = {name: base64.b64decode(kept[name]["before"], validate=True) for name in files}
            after = {name: str(kept[name]["after_sha256"]) for name in files}
        except (ValueError, KeyError, TypeError, RecursionError):
            raise UsageError(
                f"{path.name} is damaged", hint="Take the essay from your own copy, and delete it."
            ) from None
        return cls(path=path, files=files, before=before, after=after)

    def now(self, name: str) -> _State:
        """What stands in one of the files."""
        data = read_file(self.files[name]) if self.files[name].is_file() else None
        if data is not None and hashlib.sha256(data).hexdigest() == self.after[name]:
            return _State.AFTER
        return _State.BEFORE if data == self.before[name] else _State.CHANGED

    def state(self) -> _State:
        """What stands in both."""
        states = {self.now(name) for name in self.files}
        if _State.CHANGED in states:
            return _State.CHANGED
        return states.pop() if len(states) == 1 else _State.HALF

    def put_back(self) -> None:
        """Write both as they were, the ledger first: as long as the essay is the mended one, this can be done again."""
        for name in ("ledger", "essay"):
            replace_file(self.files[name], self.before[name], f"the {name}")
        self.path.unlink()


def _mends(missing: MissingLinks, *, captures: bool) -> tuple[list[Mend], list[NotMended]]:
    text = missing.source.text
    present = present_links(text)
    entries = [entry for entry in missing.entries if entry.status.printed and entry.id in missing.anchored]
    contents, links = _evidence(missing.source.path, entries)
    file = evidence_path(missing.source.path).name
    ends = {one.end for one in missing.places} | {one.end for one in missing.anchored.values()}
    found: list[Mend] = []
    refused: list[NotMended] = []
    for entry in sorted(entries, key=lambda one: missing.anchored[one.id].start):
        if entry.status is Status.RECOVERED and any(
            doubt.severity is Severity.ERROR for doubt in proof_findings(entry, contents, file)
        ):
            refused.append(
                NotMended(entry=entry, why="its captures do not prove it; `footlight links verify` says why")
            )
            continue
        start, end = _place(entry, missing)
        original = _original(entry, text, end, links)
        since = max((end for end in ends if end < start), default=0)
        known = MendingPlace(text=text, start=start, end=end, entry=entry, since=since, original=original)
        match mend(known, present, captures=captures):
            case Mend() as one if not found or found[-1].end <= one.start:
                found.append(one)
            case NotMended() as one:
                refused.append(one)
            case _:
                pass
    return found, refused


def _place(entry: Entry, missing: MissingLinks) -> tuple[int, int]:
    """Return the place of an entry; of words that stayed, the hole right behind them, where the address stood."""
    known = missing.anchored[entry.id]
    if entry.kind == UNLINKED:
        for gap in missing.places:
            behind = known.end <= gap.end <= known.end + _BEHIND
            if behind and missing.entry_within(gap.start, gap.end, but={entry.id}) is None:
                return gap.end, gap.end
        hole = _OPENED.search(missing.source.text, known.start)
        if hole and known.start < hole.start() <= known.end:
            return hole.end(), hole.end()
    return known.start, known.end


def _evidence(
    essay: Path, entries: Iterable[Entry]
) -> tuple[Mapping[str, CaptureContent], Mapping[str, tuple[OriginalLink, ...]]]:
    """Return the kept captures behind the entries, read, and the links of each."""
    file = evidence_path(essay)
    names = needed_records(entries, file.name)
    contents: dict[str, CaptureContent] = {}
    links: dict[str, tuple[OriginalLink, ...]] = {}
    if not names or not file.is_file():
        return contents, links
    with open_file(file) as stream:
        for member in evidence_members(stream):
            if isinstance(member, Member) and member.artefact.record_id in names:
                record = read_back(member.artefact)
                if record is not None:
                    contents[member.artefact.record_id] = read_capture(record)
                    links[member.artefact.record_id] = original_links(record)
    return contents, links


def _original(entry: Entry, text: str, at: int, links: Mapping[str, tuple[OriginalLink, ...]]) -> OriginalLink | None:
    if entry.method is not Method.OWN_CAPTURE:
        return None
    before, after = plain_words(text[max(0, at - _CONTEXT) : at]), plain_words(text[at : at + _CONTEXT])
    for row in entry.evidence:
        known = links.get(referenced_record(row.artefact), ()) if row.artefact else ()
        if found := nearest_link(known, entry.url, before, after):
            return found
    return None


def _sound(missing: MissingLinks, mends: list[Mend]) -> tuple[list[Mend], list[NotMended]]:
    """Keep the mends after which their link is there and no gap is: read in the text with all of them."""
    source = missing.source
    lang = source.meta.lang if source.meta.lang_is_given else ""
    text = edited(source.text, _edits(mends))
    present = present_links(text)
    gaps = find(text, lang=lang)
    kept, dropped = [], []
    for one, (start, end) in zip(mends, _spans(mends), strict=True):
        there = any(link.start < end and start < link.end for link in present)
        gap = any(place.start < end and start < place.end for place in gaps)
        if there and not gap:
            kept.append(one)
        else:
            dropped.append(NotMended(entry=one.entry, why="the text around it does not take a link"))
    return kept, dropped


def _edits(mends: Iterable[Mend]) -> list[Edit]:
    return [Edit(start=one.start, end=one.end, put=one.put) for one in mends]


def _spans(mends: Iterable[Mend]) -> Iterator[tuple[int, int]]:
    """Yield where the link of each mend stands in the mended text."""
    shift = 0
    for one in mends:
        start = one.start + shift
        yield start + one.link[0], start + one.link[1]
        shift += len(one.put) - (one.end - one.start)


def _moved_entries(done: MendedEssay) -> list[Entry]:
    """Return the entries with the quotes that they have in the mended text."""
    if done.missing is None:
        return []
    text = done.text
    places = {one.entry.id: span for one, span in zip(done.mends, _spans(done.mends), strict=True)}
    found: list[Entry] = []
    for entry in done.missing.entries:
        known = done.missing.anchored.get(entry.id)
        if known is None:
            continue
        mended = entry.id in places
        start, end = places.get(entry.id) or (_shifted(known.start, done.mends), _shifted(known.end, done.mends))
        quote = quote_at(text, start, end)
        if mended or quote != quote_at(done.missing.source.text, known.start, known.end):
            found.append(replace(entry, quote=quote, supplied="" if mended else entry.supplied))
    return found


def _shifted(offset: int, mends: Iterable[Mend]) -> int:
    return offset + sum(len(one.put) - (one.end - one.start) for one in mends if one.end <= offset)


def _finding(refused: NotMended, missing: MissingLinks, lines: Lines) -> Finding:
    line, column = lines.at(missing.anchored[refused.entry.id].start)
    return Finding(
        code="link-not-mended",
        message=f"'{refused.entry.id}' was not put back: {refused.why}",
        hint="Write the link into the text yourself, if it belongs there.",
        file=missing.source.shown,
        line=line,
        column=column,
    )
