"""Number the notes in text order: the author's and the editor's own, those of links, those of missing links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from footlight.engines.web.lookalikes import disguise_of
from footlight.essay.document import AddressInText, Annotated, Essay, Note, NoteKind, Series, call_mark
from footlight.essay.tree import (
    Node,
    Nodes,
    attr,
    children,
    classes,
    html,
    inlines_of,
    link,
    map_lists,
    map_outer_lists,
    nodes,
    para,
    plain,
    span,
    text,
)
from footlight.findings.finding import Finding
from footlight.ledger.entries import Entry
from footlight.notes.citations import CitableReferences, whole_citation
from footlight.notes.note_content import (
    address,
    cite,
    link_note,
    lost_note,
    marked_as_editors,
    reference,
    see_note,
    source_note,
)
from footlight.notes.place_marks import MARK, index_of
from footlight.notes.repeated_notes import RepeatedNotes
from footlight.settings.wording import Wording

_LETTER = "[0-9A-Za-zªµºÀ-ʯ\u0300-\u036fͰ-ԯԱ-և\u05d0-\u05ea\u0620-\u065fḀ-\u1fff]"
"""Letters and digits of scripts that set blanks between words."""


def _before_a_call(words: Wording) -> re.Pattern[str]:
    """Match what a call stands after: the rest of the word ("Ann’s"), and punctuation where the language says so.

    Punctuation includes the language's closing quotation marks.
    """
    rest = f"(?:’?{_LETTER}+)?"
    if not words.calls_follow_points:
        return re.compile(rest)
    closing = "".join(mark.strip() for mark in words.quotes[1::2] if mark != "’")
    return re.compile(rf"{rest}(?:[.,;:!?…”»{re.escape(closing)}]|’(?!\w))*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOptions:
    """Note settings of the configuration."""

    links_as_notes: bool = True
    """Whether links that are present in the source become notes."""
    cites_in_notes: bool = True
    """Whether the citation style is one of notes, so that the author's citations become notes."""


def annotate(
    essay: Essay, entries: Sequence[Entry], words: Wording, choices: NoteOptions
) -> tuple[Annotated, tuple[Finding, ...]]:
    """Number the notes of an essay and put a placeholder at each call.

    `entries` are the ledger's, in the order of the marks in the text. If an entry's mark is missing from the tree, its
    place is in something that cannot hold a note, and there is a finding.
    """
    walk = _Walk(
        entries=tuple(entries),
        words=words,
        choices=choices,
        citable=CitableReferences(essay),
        before_a_call=_before_a_call(words),
        repeated=RepeatedNotes(essay.source.text),
    )
    title = walk.blocks(essay.title)
    subtitle, calls = without_calls(walk.blocks(essay.subtitle))
    abstract, headnote = walk.blocks(essay.abstract), walk.blocks(essay.headnote)
    body = walk.blocks(essay.body)
    findings = tuple(
        Finding(
            code="place-without-note",
            message=f"the place of '{entry.id}' is in something that cannot carry a note",
            hint="Move its words out of the image, the code or the raw HTML, or mark the entry as rejected.",
            file=essay.source.shown,
        )
        for i, entry in enumerate(entries)
        if i not in walk.seen
    )
    findings += tuple(_disguised(entry, essay) for entry in entries if entry.status.printed and disguise_of(entry.url))
    cited = {note.entry.id: note.entry for note in walk.notes if note.entry and note.entry.title}
    cited |= {entry.id: entry for entry in walk.cited_inline}
    references = (*essay.references, *(reference(entry) for entry in cited.values()))
    annotated = Annotated(
        essay=essay,
        title=[*title, *calls],
        subtitle=subtitle,
        abstract=abstract,
        headnote=headnote,
        body=body,
        notes=tuple(walk.notes),
        addresses=tuple(walk.addresses),
        references=references,
    )
    return annotated, findings + walk.citable.findings()


def _disguised(entry: Entry, essay: Essay) -> Finding:
    disguise = disguise_of(entry.url)
    assert disguise  # noqa: S101 - the caller looked
    return Finding(
        code="address-lookalike",
        message=f"the address of '{entry.id}', {entry.url[:200]}, can be taken for another: {disguise.why}",
        hint=f"In ASCII it is {disguise.in_ascii[:200]} ; correct the ledger, if another was meant.",
        file=essay.source.shown,
    )


@dataclass(slots=True)
class _Walk:
    """State of one walk over one essay in text order."""

    entries: tuple[Entry, ...]
    words: Wording
    choices: NoteOptions
    citable: CitableReferences
    before_a_call: re.Pattern[str]
    """What a call stands after, of the words that follow its place."""
    repeated: RepeatedNotes
    """The source's notes that are called more than once."""
    notes: list[Note] = field(default_factory=list)
    addresses: list[AddressInText] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    cited_inline: list[Entry] = field(default_factory=list)
    sources: dict[str, int] = field(default_factory=dict)
    """Number of the note that gives an address in full, by address."""
    in_note: bool = False
    """Whether the walk is inside a note; notes do not nest."""
    series: Series = Series.AUTHOR
    """Whose notes are met; the editor's inside a span of class `editor`."""
    captioned: bool = False
    """Whether the walk is inside a figure, whose caption repeats the image's words."""

    def blocks(self, value: Nodes) -> Nodes:
        """Annotate a list of blocks."""
        changed = map_outer_lists(value, self._list)
        assert isinstance(changed, list)  # noqa: S101 - a list goes in, a list comes out
        return changed

    def _list(self, items: Nodes) -> Nodes:
        out: Nodes = []
        queue = list(reversed(items))
        bearing = {"Cite": self._cite, "Link": self._link, "Image": self._image, "Figure": self._figure}
        while queue:
            node = queue.pop()
            match node["t"]:
                case "Str" if MARK.search(node["c"]):
                    self._marked(node["c"], out, queue)
                case "Code" | "CodeBlock" | "Math" if MARK.search(node["c"][1]):
                    self._hoisted(node, out, queue)
                case "Note":
                    self._own(node, out)
                case "Span" if "editor" in classes(node):
                    held, self.series = self.series, Series.EDITOR
                    out.extend(self._list(children(node) or []))
                    self.series = held
                case kind if kind in bearing:
                    bearing[kind](node, out, queue)
                case _:
                    out.append({key: map_outer_lists(value, self._list) for key, value in node.items()})
        return out

    def _marked(self, word: str, out: Nodes, queue: Nodes) -> None:
        """Replace a mark in a word by the supplied words and the call; the rest of the word goes back to `queue`."""
        match = MARK.search(word)
        assert match  # noqa: S101 - the caller looked
        before, after = word[: match.start()], word[match.end() :]
        if before:
            out.append({"t": "Str", "c": before})
        if after:
            queue.append({"t": "Str", "c": after})
        self._place(index_of(match[0]), out, queue)

    def _hoisted(self, node: Node, out: Nodes, queue: Nodes) -> None:
        """Move a mark in code or mathematics to the place after it; after a code block, into a paragraph of its own."""
        attributes, words = node["c"]
        marks = MARK.findall(words)
        out.append({"t": node["t"], "c": [attributes, MARK.sub("", words)]})
        carried = {"t": "Str", "c": "".join(marks)}
        queue.append(para([carried]) if node["t"] == "CodeBlock" else carried)

    def _place(self, index: int, out: Nodes, queue: Nodes) -> None:
        if index >= len(self.entries):
            return
        self.seen.add(index)
        entry = self.entries[index]
        if entry.supplied:
            out.extend(supplied_words(entry.supplied))
        if self.in_note:
            out.extend(self._within_note(entry))
            return
        self._call(self._entry_note(entry), out, queue)

    def _entry_note(self, entry: Entry) -> Note:
        if entry.status.printed and entry.url:
            return self._source(entry.url, NoteKind.RECOVERED, Series.EDITOR, entry)
        content = lost_note(entry, self.words)
        return self._note(NoteKind.LOST, Series.EDITOR, content, entry=entry)

    def _source(self, url: str, kind: NoteKind, series: Series, entry: Entry | None) -> Note:
        """Make the note of a source: in full the first time, afterwards a reference to the first note."""
        earlier = self.sources.get(url)
        if earlier:
            note = self._note(kind, series, see_note(earlier, self.words), entry=entry)
            return replace(note, url=url, see=earlier)
        match kind:
            case NoteKind.RECOVERED if entry:
                content = source_note(entry, self.words)
            case _:
                content = link_note(url, entry, self.words)
        self.sources[url] = len(self.notes) + 1
        return replace(self._note(kind, series, content, entry=entry), url=url)

    def _within_note(self, entry: Entry) -> Nodes:
        """Write an entry whose place is inside a note: in brackets, because notes cannot have notes."""
        if not entry.status.printed:
            return [{"t": "Space"}, *text(f"[{plain(lost_note(entry, self.words)[0]['c'][:-2])}]")]
        self.cited_inline += [entry] if entry.title else []
        return [*text(" ("), cite(entry) if entry.title else address(entry.url), *text(")")]

    def _own(self, node: Node, out: Nodes) -> None:
        """Number a note of the source: in full at its first call; a note inside a note is set in brackets."""
        if self.in_note:
            inner = inlines_of(self.blocks(node["c"]))
            out.extend([*text("[" if out and out[-1]["t"] == "Space" else " ["), *inner, *text("]")])
            return
        held = self._note(NoteKind.TEXT, self.series, [])
        out.append(html(call_mark(held.number)))
        self.notes.append(held)
        earlier = self.repeated.number_of(node)
        if earlier:
            self.notes[held.number - 1] = replace(held, content=see_note(earlier, self.words), see=earlier)
            return
        self.repeated.add(node, held.number)
        self.in_note = True
        content = self.blocks(node["c"])
        self.in_note = False
        content = marked_as_editors(content, self.words) if held.series is Series.EDITOR else content
        self.notes[held.number - 1] = replace(held, content=content)

    def _cite(self, node: Node, out: Nodes, queue: Nodes) -> None:
        """Make the author's citation a note where the style asks for it; one without a reference stays plain words."""
        if not self.citable.knows(node):
            queue.extend(reversed(node["c"][1]))
            return
        names = self.citable.names(node)
        if not self.choices.cites_in_notes or self.in_note or names == "":
            out.append({"t": "Cite", "c": map_outer_lists(node["c"], self._list)})
            return
        if names:
            out.extend(text(names))
            node = whole_citation(node)
        elif out and out[-1]["t"] in ("Space", "SoftBreak"):
            out.pop()
        self._set_before_call(out, queue)
        self._own({"t": "Note", "c": [para([node])]}, out)

    def _image(self, node: Node, out: Nodes, queue: Nodes) -> None:
        """Strip calls and links from an image's description; without a caption, its links get notes after the image."""
        attributes, words, target = node["c"]
        out.append({"t": "Image", "c": [attributes, text(MARK.sub("", " ".join(plain(words).split()))), target]})
        if not self.captioned:
            for link in (n for n in nodes(words) if n["t"] == "Link" and WEB.match(n["c"][2][0])):
                self._present(MARK.sub("", link["c"][2][0]), None, out, queue)

    def _figure(self, node: Node, out: Nodes, _: Nodes) -> None:
        """Annotate a figure's caption, then its content, whose image repeats the caption's words."""
        attributes, caption, content = node["c"]
        caption, self.captioned = map_outer_lists(caption, self._list), True
        out.append({"t": "Figure", "c": [attributes, caption, map_outer_lists(content, self._list)]})
        self.captioned = False

    def _link(self, node: Node, out: Nodes, queue: Nodes) -> None:
        """Annotate a link that is present; where the ledger has an entry for it, the note gives its citation."""
        target = node["c"][2][0]
        content = children(node) or []
        marks = MARK.findall(words_in(content)) + MARK.findall(target)
        if queue and queue[-1]["t"] == "Str" and (behind := MARK.match(queue[-1]["c"])):
            marks.append(behind[0])
            queue[-1] = {"t": "Str", "c": queue[-1]["c"][1:]}
        target = MARK.sub("", target)
        bare = without_marks(content)
        inner, calls = without_calls(self._list(bare))
        out.append({"t": "Link", "c": [node["c"][0], inner, [target, node["c"][2][1]]]})
        if calls:
            self._set_before_call(out, queue)
            out += calls
        known = [self.entries[i] for i in map(index_of, marks) if i < len(self.entries)]
        self.seen.update(map(index_of, marks))
        if WEB.match(target) and (known or not is_address(bare, target)):
            self._present(target, next((entry for entry in known if entry.status.printed), None), out, queue)
        elif WEB.match(target):
            self.addresses.append(
                AddressInText(url=target, words=plain(bare), behind=len(self.notes), series=self.series)
            )
        elif (words := mailbox_or_number(target)) and words not in plain(content):
            self._reachable(target, words, out, queue)

    def _reachable(self, target: str, words: str, out: Nodes, queue: Nodes) -> None:
        """Print the mail address, or the telephone number, that a link leads to: on paper the link is dead."""
        linked: Nodes = [link(text(words), target)]
        if self.in_note:
            out.extend([*text(" ("), *linked, *text(")")])
        elif self.choices.links_as_notes:
            self._call(self._note(NoteKind.TEXT, Series.AUTHOR, [para(linked)]), out, queue)

    def _present(self, target: str, entry: Entry | None, out: Nodes, queue: Nodes) -> None:
        """Add the note that prints the address of a link that is present."""
        if self.in_note:
            out.extend(self._within_note(entry) if entry else [*text(" ("), address(target), *text(")")])
        elif self.choices.links_as_notes:
            url = entry.url if entry else target
            self._call(self._source(url, NoteKind.LINK, Series.AUTHOR, entry), out, queue)

    def _note(self, kind: NoteKind, series: Series, content: Nodes, *, entry: Entry | None = None) -> Note:
        return Note(number=len(self.notes) + 1, series=series, kind=kind, content=content, entry=entry)

    def _call(self, note: Note, out: Nodes, queue: Nodes) -> None:
        """Add a note and its call, behind the word and its punctuation."""
        self.notes.append(note)
        self._set_before_call(out, queue)
        out.append(html(call_mark(note.number)))

    def _set_before_call(self, out: Nodes, queue: Nodes) -> None:
        """Move what a call stands after in front of it: the rest of the word, and punctuation."""
        if queue and queue[-1]["t"] == "Str":
            word = queue[-1]["c"]
            lead = self.before_a_call.match(word)
            if lead and lead[0]:
                queue.pop()
                out.append({"t": "Str", "c": lead[0]})
                if word[lead.end() :]:
                    queue.append({"t": "Str", "c": word[lead.end() :]})


WEB = re.compile(r"(?:https?|ftp|gopher)://", re.IGNORECASE)
"""How the address of a document begins, which paper can name; a magnet or a chat it cannot."""


def supplied_words(words: str) -> Nodes:
    """Put words that the editor supplied in square brackets; leading white space stays outside."""
    core = words.strip()
    lead = [{"t": "Space"}] if words[:1].isspace() else []
    return [*lead, span(text(f"[{core}]"), attr("", "fl-supplied"))]


def words_in(content: Nodes) -> str:
    """The words, code and formulas of a link, including place marks."""
    return "".join(
        n["c"] if n["t"] == "Str" else n["c"][1] if n["t"] in ("Code", "Math") else "" for n in nodes(content)
    )


def without_marks(value: Nodes) -> Nodes:
    """Remove all place marks from nodes."""

    def clean(item: object) -> object:
        if isinstance(item, str):
            return MARK.sub("", item)
        if isinstance(item, list):
            return [clean(part) for part in item]
        if isinstance(item, dict):
            return {key: clean(part) for key, part in item.items()}
        return item

    return [node for node in (clean(node) for node in value) if isinstance(node, dict) and node.get("c") != ""]


def without_calls(content: Nodes) -> tuple[Nodes, Nodes]:
    """Separate a link's words from the calls among them: a call is a link, and links cannot nest."""
    words: Nodes = map_lists(content, lambda items: [node for node in items if node["t"] != "RawInline"])
    return words, [node for node in nodes(content) if node["t"] == "RawInline"]


def mailbox_or_number(target: str) -> str:
    """The address of a `mailto:` link (RFC 6068), or the number of a `tel:` link (RFC 3966); empty for any other."""
    scheme, _, rest = target.partition(":")
    return unquote(re.split(r"[?;]", rest)[0]) if scheme.lower() in ("mailto", "tel") else ""


def is_address(content: Nodes, target: str) -> bool:
    """Whether a link's words are its own address, with or without scheme, `www.` and last slash."""
    bare = WEB.sub("", target).rstrip("/")
    return WEB.sub("", plain(content)).rstrip("/") in (bare, bare.removeprefix("www."))
