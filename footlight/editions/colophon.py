"""The colophon: what the edition was made from, in what face and with what; and what became of each lost link."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape

from footlight import __version__
from footlight.editions.printed_addresses import address_html
from footlight.essay.document import Annotated, Metadata, Note, NoteKind, PartialDate
from footlight.essay.tree import plain
from footlight.ledger.entries import Entry, Status
from footlight.settings.certainty_words import certainty_sentence
from footlight.settings.wording import Wording
from footlight.textmatch.places import single_spaced

_SHOWN = 64
"""Characters of text that identify a place in the table of lost links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostRow:
    """A row of the table of lost links."""

    place: str
    status: str
    looked: str
    number: int = 0
    """Of its note."""
    why: str = ""
    """How sure that is, and why, in a sentence; empty where a person decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colophon:
    """An edition's statements about itself."""

    title: str
    lang: str
    """The colophon's own language, a BCP 47 tag: the essay's, or English where no wording for it exists."""
    direction: str
    imprint: str
    """Place and date of first publication in one line; empty where neither is known."""
    generator: str
    made_at: str
    """`YYYY-MM-DDThh:mm:ssZ`; empty where neither essay nor ledger has a date."""
    sentences: tuple[str, ...]
    """Finished HTML: a paragraph each."""
    lost: tuple[LostRow, ...]
    credit: str = ""
    """Who stands on the cover of a book that has no author: "Edited by E. Ditor"."""
    verso: tuple[str, ...] = ()
    """Finished HTML: the paragraphs on the back of a book's title page, which only a book has apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """How an edition is made: time, typeface, editor."""

    moment: datetime | None = None
    """SOURCE_DATE_EPOCH, where it is set."""
    face: str = ""
    """Typeface; empty where the reader chooses it."""
    characters: frozenset[int] = frozenset()
    """The code points that the typeface has; empty for one with Latin, Greek and Cyrillic, as ours."""
    editor: str = ""
    """Who wrote the editor's notes."""


def made_at(annotated: Annotated, entries: Sequence[Entry], moment: datetime | None) -> datetime | None:
    """The time that an edition says it was made at. It depends on the input only, so that bytes are reproducible.

    It is SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/) where that is set, else the
    latest day that the ledger or the essay records.
    """
    if moment:
        return moment
    day = newest_day(annotated, entries)
    return datetime.combine(day, datetime.min.time(), UTC) if day else None


def newest_day(annotated: Annotated, entries: Sequence[Entry]) -> date | None:
    """The latest day that the ledger or the essay records; None where neither has any."""
    days = [_day(s.when) for entry in entries for s in entry.searched if s.when]
    days += [_day(e.seen) for entry in entries for e in entry.evidence if e.seen]
    written = annotated.essay.source.meta.date
    days += [written.first_day] if written and written.first_day else []
    return max(days, default=None)


def stamped(moment: datetime) -> str:
    """`YYYY-MM-DDThh:mm:ssZ`; `strftime` writes the year 397 with three digits."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def make_colophon(annotated: Annotated, entries: Sequence[Entry], words: Wording, production: Production) -> Colophon:
    """Write the colophon of an essay; `entries` are the ledger's, in text order."""
    source = annotated.essay.source
    meta = source.meta
    moment = made_at(annotated, entries, production.moment)
    return Colophon(
        title=plain(annotated.essay.title),
        lang=meta.lang if words.native else words.lang,
        direction=meta.direction if words.native else "ltr",
        imprint=imprint_of(meta, words),
        generator=f"Footlight {__version__}",
        made_at=stamped(moment) if moment else "",
        sentences=tuple(_sentences(annotated, words, production)),
        lost=tuple(lost_rows(annotated.notes, entries, words)),
    )


def imprint_of(meta: Metadata, words: Wording) -> str:
    """Place and date of first publication in one line; empty where neither is known."""
    return ", ".join(filter(None, [meta.published_in, words.date(meta.date)]))


def _sentences(annotated: Annotated, words: Wording, production: Production) -> list[str]:
    source = annotated.essay.source
    meta = source.meta
    place = address_html(meta.url) if meta.url else escape(meta.published_in)
    said = []
    match place, meta.date:
        case "", None:
            pass
        case "", when:
            said.append(words.say("first-published-when", date=words.date(when)))
        case where, None:
            said.append(words.say("first-published-undated", place=where))
        case where, PartialDate() as when:
            said.append(words.say("first-published", place=where, date=words.date(when)))
    said.append(_made(annotated, words, production))
    if any(entry.supplied for entry in annotated_entries(annotated)):
        said.append(words.say("changed"))
    if production.editor:
        said.append(escape(words.say("notes-by", editor=production.editor)))
    rights = [escape(rights_line(meta.rights, words))] if meta.rights else []
    return [words.say("between").join(said), *rights]


def _made(annotated: Annotated, words: Wording, production: Production) -> str:
    """Say from what, in what face, with what and, where that is known, when the edition was made.

    Only SOURCE_DATE_EPOCH says when; the day in the metadata is the latest that the ledger or the essay records.
    """
    source = annotated.essay.source
    how = {"file": escape(source.path.name), "program": "Footlight"}
    when = {"date": words.date(production.moment.date())} if production.moment else {}
    face = {"face": production.face} if production.face and in_the_face(source.text, production) else {}
    return words.say(("set-in" if face else "made") + ("-on" if when else ""), **how, **when, **face)


_OF_THE_FACE = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff]")
_LOOKED_AT = 20_000
"""Number of characters from which the text's script is determined."""


def in_the_face(text: str, production: Production) -> bool:
    """Whether over 90 % of the letters are in the typeface; ours has Latin, Greek, Cyrillic."""
    letters = [character for character in text[:_LOOKED_AT] if character.isalpha()]
    if production.characters:
        return 10 * sum(ord(letter) in production.characters for letter in letters) > 9 * len(letters)
    return 10 * len(_OF_THE_FACE.findall("".join(letters))) > 9 * len(letters)


def annotated_entries(annotated: Annotated) -> list[Entry]:
    """List the ledger's entries that have a note."""
    return [note.entry for note in annotated.notes if note.entry]


def lost_rows(notes: Sequence[Note], entries: Sequence[Entry], words: Wording) -> list[LostRow]:
    """What became of each missing link, in the order of the text."""
    numbers = {note.entry.id: note.number for note in notes if note.entry and note.kind is not NoteKind.LINK}
    rows = []
    for entry in entries:
        if entry.status is Status.REJECTED or entry.id not in numbers:
            continue
        last = max((_day(s.when) for s in entry.searched if s.when), default=None)
        rows.append(
            LostRow(
                place=_place(entry),
                status=words.say(
                    "status-named" if entry.named else f"status-{entry.status}",
                    number=numbers[entry.id],
                    name=entry.named,
                ),
                looked=words.date(last) if last else "" if entry.status.printed else words.say("never"),
                number=numbers[entry.id],
                why=certainty_sentence(entry, words),
            )
        )
    return rows


def _place(entry: Entry) -> str:
    """The words that identify an entry's place in the text."""
    lead = single_spaced(entry.quote.prefix + entry.quote.exact).strip()
    return "… " + lead[-_SHOWN:].partition(" ")[2] if len(lead) > _SHOWN else f"… {lead}"


_SAYS_ITSELF = ("©", "(c)", "copyright")


def rights_line(rights: str, words: Wording) -> str:
    """The line with the rights; one that says itself what it is needs no word before it."""
    return rights if rights.casefold().startswith(_SAYS_ITSELF) else words.say("rights-line", rights=rights)
