"""What a note says: the sentence for each kind, its words from `Wording`, its source through CSL."""

from typing import Any

from footlight.essay.document import PartialDate
from footlight.essay.tree import Node, Nodes, attr, link, para, span, text
from footlight.ledger.entries import Entry, Method, Reason, Status
from footlight.settings.wording import Wording


def address(url: str) -> Node:
    """An address that is set as itself."""
    return link([{"t": "Str", "c": url}], url, attr("", "uri"))


def source_note(entry: Entry, words: Wording) -> Nodes:
    """The note of a link whose source is known from the ledger: the citation, and how it is known."""
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
    """The note of a place whose link is not recovered: that it is lost, and when and where it was last looked for."""
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
    """The note of a source that stands in full in an earlier one."""
    before, _, after = words.say("see", number="\0").partition("\0")
    target = link(text(str(number)), f"#fl-note-{number}", attr("", "see"))
    return [para([*text(before), target, *text(after)])]


def link_note(url: str, entry: Entry | None, words: Wording) -> Nodes:
    """The note of a link that is present in the source: its address, or the citation that the ledger knows."""
    if not entry:
        return [para([address(url)])]
    captured = words.date(entry.archived.date()) if entry.archived else ""
    sentence: Nodes = [cite(entry)] if entry.title else [address(url)]
    return [para(sentence + (text(f" ({words.say('captured', date=captured)}).") if captured else []) + _said(entry))]


def _said(entry: Entry) -> Nodes:
    """The editor's own sentence, where the ledger has one; its words are text, not markup."""
    return [{"t": "Space"}, *text(entry.note)] if entry.note else []


def _editor(words: Wording) -> Nodes:
    return [{"t": "Space"}, span(text(f"[{words.say('editor')}]"), attr("", "series"))]


def editors(blocks: Nodes, words: Wording) -> Nodes:
    """A note of the editor's own words, told apart by its last words."""
    if blocks and blocks[-1]["t"] in ("Para", "Plain"):
        return [*blocks[:-1], {"t": blocks[-1]["t"], "c": [*blocks[-1]["c"], *_editor(words)]}]
    return [*blocks, para(_editor(words)[1:])]


def cite(entry: Entry) -> Node:
    """A citation of the entry's source; pandoc's citeproc gives it its form."""
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

    Names are literal: to take one apart would be to guess which part is the family's.
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
