"""Write what was imported into source/, never over an edit.

A text that nobody edited since it was imported is replaced. One that was edited is merged with what the source changed,
line by line; where both changed the same lines, the new text goes into NAME.new.md beside it.
"""

import difflib
import hashlib
import posixpath
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from footlight.engines.pillow import UnusablePictureError, inspect_raster
from footlight.engines.svg import UnusableSvgError, is_svg, rebuild_svg
from footlight.essay_files import ENDINGS
from footlight.file_lock import lock_folder
from footlight.file_replacement import replace_file
from footlight.findings.finding import Finding
from footlight.input_record import read_file
from footlight.intake.conversion import Conversion, Picture, with_pictures_at
from footlight.intake.item import Item
from footlight.intake.three_way_merge import merge_texts
from footlight.ledger.entries import Entry, Reason, Status
from footlight.ledger.parser import read_ledger
from footlight.ledger.writer import write_entries
from footlight.links.evidence.evidence_file import add_records
from footlight.project import imported_text_path, ledger_path, original_path, picture_folder
from footlight.textmatch.places import Place, quote_at
from footlight.workflows.intake.import_record import ImportRecord

_ENDINGS = {
    "PNG": ".png",
    "JPEG": ".jpg",
    "GIF": ".gif",
    "WEBP": ".webp",
    "AVIF": ".avif",
    "BMP": ".bmp",
    "TIFF": ".tif",
}


class Outcome(StrEnum):
    """What became of an item in source/."""

    NEW = "new"
    UPDATED = "updated"
    """The source changed, and nobody had edited the essay."""
    MERGED = "merged"
    """The source changed, and so had somebody; both stand in the essay."""
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    """Both changed the same lines: the new text is in NAME.new.md."""
    LEFT_OUT = "left out"
    """The essay was deleted after it was imported."""
    FAILED = "failed"
    """Nothing was written; a finding says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written for an item, or would be."""

    essay: Path
    outcome: Outcome
    conversion: Conversion
    """With its pictures where they lie."""
    changes: tuple[str, ...] = ()
    """Lines of a unified diff of the essay's file."""
    findings: tuple[Finding, ...] = ()


class Names:
    """Names of essays in a folder, each given once."""

    def __init__(self, folder: Path, records: Collection[ImportRecord]) -> None:
        self._folder = folder
        self._taken = {record.essay.stem.casefold(): record.key for record in records}

    def essay_for(self, wish: str, key: str, conversion: Conversion) -> Path:
        """The file of a new essay: the one that a run which was stopped wrote for it, else one that is free."""
        number = 1
        while True:
            stem = wish if number == 1 else f"{wish}-{number}"
            path = self._folder / f"{stem}.md"
            if self._taken.get(stem.casefold(), key) == key and (not self._occupied(stem) or _holds(path, conversion)):
                self._taken[stem.casefold()] = key
                return path
            number += 1

    def _occupied(self, stem: str) -> bool:
        return any((self._folder / f"{stem}{ending}").exists() for ending in ENDINGS)


def _holds(path: Path, conversion: Conversion) -> bool:
    """Whether a file has the text that a conversion would be written as there."""
    return path.is_file() and read_file(path) == _with_attached(path, conversion)[0].text.encode("utf-8")


def write_essay(essay: Path, item: Item, conversion: Conversion, *, known: bool, dry_run: bool) -> Written:
    """Write an essay with its pictures, its captured page, and the places of emptied links, all but its record.

    `known` says whether it was imported before. Raises EnvironmentProblem where something cannot be written,
    EvidenceError where the file of the captured page is damaged, LedgerError where the ledger cannot be edited.
    """
    conversion, files, findings = _with_attached(essay, conversion)
    outcome, text = _decide(essay, conversion.text, known=known)
    before = read_file(essay).decode("utf-8", "replace") if essay.is_file() else ""
    changes = tuple(
        difflib.unified_diff(
            before.splitlines(), (text or before).splitlines(), essay.name, essay.name, lineterm="", n=1
        )
    )
    if outcome is Outcome.CONFLICT:
        findings = (*findings, _conflict(essay))
    if dry_run or outcome is Outcome.LEFT_OUT:
        return Written(essay=essay, outcome=outcome, conversion=conversion, changes=changes, findings=findings)
    essay.parent.mkdir(parents=True, exist_ok=True)
    with lock_folder(essay.parent):
        _put_files(essay, files)
        if outcome is Outcome.CONFLICT:
            replace_file(essay.with_name(f"{essay.stem}.new.md"), conversion.text.encode("utf-8"), "the new text")
        elif text is not None:
            replace_file(essay, text.encode("utf-8"), "the essay")
    if item.capture is not None:
        add_records(original_path(essay), [item.capture])
    _put_places(essay, conversion)
    return Written(essay=essay, outcome=outcome, conversion=conversion, changes=changes, findings=findings)


def _decide(essay: Path, new: str, *, known: bool) -> tuple[Outcome, str | None]:
    """What becomes of the file, and its new text; None where it stays as it is."""
    if not essay.is_file():
        return (Outcome.LEFT_OUT, None) if known and imported_text_path(essay).is_file() else (Outcome.NEW, new)
    current = read_file(essay).decode("utf-8", "surrogateescape")
    base = imported_text_path(essay)
    before = read_file(base).decode("utf-8", "surrogateescape") if base.is_file() else None
    if new in (current, before):
        return Outcome.UNCHANGED, None
    if current == before:
        return Outcome.UPDATED, new
    merged = merge_texts(before, current, new) if before is not None else None
    if merged == current:
        return Outcome.UNCHANGED, None
    return (Outcome.MERGED, merged) if merged is not None else (Outcome.CONFLICT, None)


def _conflict(essay: Path) -> Finding:
    return Finding(
        code="import-conflict",
        message=f"the essay was edited where its source changed as well; the new text is in {essay.stem}.new.md",
        hint=f"Take over what you want and delete {essay.stem}.new.md, which is no essay.",
        file=essay.name,
    )


def _with_attached(essay: Path, conversion: Conversion) -> tuple[Conversion, dict[str, bytes], tuple[Finding, ...]]:
    """The conversion with the pictures that came with it at their places beside the essay, and the files to write."""
    places: dict[str, str] = {}
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for picture in (*conversion.pictures, *([conversion.cover] if conversion.cover else [])):
        data = picture.attached.read() if picture.attached else None
        if picture.attached is None:
            continue
        ending, why = _kind(data)
        if data is None or not ending:
            findings.append(_unusable(picture, why))
            continue
        name = _picture_name(picture.address, data, ending)
        places[picture.address] = f"{picture_folder(essay).name}/{name}"
        files[name] = data
    return with_pictures_at(conversion, places), files, tuple(findings)


def _kind(data: bytes | None) -> tuple[str, str]:
    """The ending of a picture's name by its content; empty, and why, where it is none."""
    if data is None:
        return "", "its file cannot be read"
    try:
        if is_svg(data):
            rebuild_svg(data)
            return ".svg", ""
        return _ENDINGS[inspect_raster(data).format], ""
    except (UnusablePictureError, UnusableSvgError, KeyError) as error:
        return "", f"it {error}"


def _unusable(picture: Picture, why: str) -> Finding:
    return Finding(
        code="picture-not-fetched",
        message=f"the picture {picture.address[:200]} that came with the essay was not taken: {why}",
        hint="Put a picture that can be set in its place.",
    )


def _picture_name(address: str, data: bytes, ending: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9]+", "-", posixpath.splitext(posixpath.basename(address))[0]).strip("-").lower()[:60]
    digest = hashlib.sha256(data).hexdigest()[:8]
    return f"{stem}{ending}" if stem.endswith(digest) else f"{stem or 'picture'}-{digest}{ending}"


def _put_files(essay: Path, files: dict[str, bytes]) -> None:
    folder = picture_folder(essay)
    for name, data in files.items():
        folder.mkdir(exist_ok=True)
        path = folder / name
        if not path.is_file() or read_file(path) != data:
            replace_file(path, data, "the picture")


def _put_places(essay: Path, conversion: Conversion) -> None:
    """Put the places of emptied links into the ledger; those that are there stay as they are."""
    if not conversion.places:
        return
    known, _ = read_ledger(ledger_path(essay))
    entries = list(
        _entries(conversion, {entry.id for entry in known.entries}, {_words(entry) for entry in known.entries})
    )
    if entries:
        write_entries(ledger_path(essay), entries)


def _words(entry: Entry) -> tuple[str, str, str]:
    return entry.quote.exact, entry.quote.prefix, entry.quote.suffix


def _entries(conversion: Conversion, names: set[str], known: set[tuple[str, str, str]]) -> Iterable[Entry]:
    from footlight.workflows.links.missing_links import place_name  # noqa: PLC0415 - the rules of `links find`

    text, head = conversion.text, len(conversion.front_matter)
    for start, end in ((head + start, head + end) for start, end in conversion.places):
        place = Place(start=start, end=end, kind="emptied", code="import", confidence=1.0, anchor=text[start:end])
        entry = Entry(
            id=place_name(place, text, names),
            kind="emptied",
            quote=quote_at(text, start, end),
            status=Status.UNRECOVERED,
            reason=Reason.NOT_SEARCHED,
        )
        if _words(entry) not in known:
            names.add(entry.id)
            yield entry
