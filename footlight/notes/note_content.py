"""The content of notes: a sentence for each kind of note, with words from `Wording` and sources formatted by CSL."""

from typing import Any

from footlight.essay.document import PartialDate
from footlight.essay.tree import Node, Nodes, attr, link, para, span, text
from footlight.ledger.entries import Entry, Method, Reason, Status
from footlight.settings.wording import Wording


def address(url: str) -> Node:
    """Make an address that is printed as an address (class `uri`, as pandoc's own)."""
    return link([{"t": "Str", "c": url}], url, attr("", "uri"))


def source_note(entry: Entry, words: Wording) -> Nodes:
    """Write the note of a missing link whose source the ledger knows: the citation, and how it is known."""
    sentence: Nodes = [cite(entry)] if entry.title else [address(entry.url)]
    sentence += text(f" ({_known(entry, words)}).")
    return [para(sentence + _said(entry) + _editor(words))]


def _known(entry: Entry, words: Wording) -> str:
    captured = words.date(entry.archived.date()) if entry.archived else ""
    match entry.method:
        case Method.OWN_CAPTURE if entry.status is Status.RECOVERED:
            return words.say("own-capture-dated", date=captured) if captured else words.say("own-capture")
        case _:
            by = words.say("by-editor" if entry.status is Status.ACCEPTED else "by-footlight")
            by = words.say("by-name", name=entry.named) if entry.named else by
            return "; ".join(filter(None, [by, captured and words.say("captured", date=captured)]))


def lost_note(entry: Entry, words: Wording) -> Nodes:
    """Write the note of a link that is not recovered: that it is lost, when and where it was last looked for."""
    last = max((s for s in entry.searched if s.when), key=lambda s: str(s.when), default=None)
    if entry.reason is Reason.NOT_SEARCHED and last and last.result:
        sentence = words.say("lost-unasked", result=last.result)
    elif last and last.when and entry.reason is not Reason.NOT_SEARCHED:
        sentence = words.say("lost", date=words.date(last.when), where=last.where)
    else:
        sentence = words.say("lost-undated")
    sentence = sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."
    return [para(text(sentence) + _said(entry) + _editor(words))]


def see_note(number: int, words: Wording) -> Nodes:
    """Write the note that refers to an earlier note with the same source ("See note 3")."""
    before, _, after = words.say("see", number="\0").partition("\0")
    sentence = [*text(before), link(text(str(number)), f"#fl-note-{number}"), *text(after)]
    if not words.native:  # English ones, which run from left to right in an essay of any script
        sentence = [span(sentence, attr(lang=words.lang, dir="ltr"))]
    return [para(sentence)]


def link_note(url: str, entry: Entry | None, words: Wording) -> Nodes:
    """Write the note of a link that is present in the source: its address, or the ledger's citation of it."""
    if not entry:
        return [para([address(url)])]
    captured = words.date(entry.archived.date()) if entry.archived else ""
    sentence: Nodes = [cite(entry)] if entry.title else [address(url)]
    return [para(sentence + (text(f" ({words.say('captured', date=captured)}).") if captured else []) + _said(entry))]


def _said(entry: Entry) -> Nodes:
    """The sentence that an editor added to the entry, as plain text."""
    return [{"t": "Space"}, *text(entry.note)] if entry.note else []


def _editor(words: Wording) -> Nodes:
    return [{"t": "Space"}, span(text(f"[{words.say('editor')}]"), attr("", "fl-series"))]


def marked_as_editors(blocks: Nodes, words: Wording) -> Nodes:
    """Mark a note of the editor's own words with the closing "[Ed.]"."""
    if blocks and blocks[-1]["t"] in ("Para", "Plain"):
        return [*blocks[:-1], {"t": blocks[-1]["t"], "c": [*blocks[-1]["c"], *_editor(words)]}]
    return [*blocks, para(_editor(words)[1:])]


def cite(entry: Entry) -> Node:
    """Cite the entry's source; pandoc's citeproc formats it."""
    citation = {
        "citationId": f"fl-{entry.id}",
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[citation], text(entry.title)]}


def reference(entry: Entry) -> dict[str, Any]:
    """The entry's source as CSL in pandoc's metadata form.

    The author is a `literal` name: splitting it would be a guess at the family name.
    """
    values: dict[str, Any] = {"id": _string(f"fl-{entry.id}"), "type": _string("webpage"), "URL": _string(entry.url)}
    values["title"] = {"t": "MetaInlines", "c": text(entry.title)}
    if entry.author:
        name = {"t": "MetaMap", "c": {"literal": {"t": "MetaInlines", "c": text(entry.author)}}}
        values["author"] = {"t": "MetaList", "c": [name]}
    if entry.site:
        values["container-title"] = {"t": "MetaInlines", "c": text(entry.site)}
    if entry.issued:
        issued = PartialDate(text="", year=entry.issued.year, month=entry.issued.month, day=entry.issued.day)
        values["issued"] = _string(issued.iso)
    return {"t": "MetaMap", "c": values}


def _string(words: str) -> Node:
    return {"t": "MetaString", "c": words}
