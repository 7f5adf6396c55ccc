"""Footnotes of a page: each note goes to where its call stands, and its back-links go.

A call is a link into the page whose target stands further down and looks like a note: a list item, a paragraph, a
definition or a row that begins with the same mark, leads back, or is named a note. Which plug-in or hand made it does
not matter, so the forms of WordPress, Substack, Hugo, Wikipedia, Word and hand-made pages are one. Notes without links
(`<sup>1</sup>`, `word¹`, `[1]`) count where the marks 1 to n stand both in the text and before the last paragraphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from footlight.intake.link_addresses import fragment_of
from footlight.intake.page_tree import BLOCKS, Element, new_element
from footlight.intake.tree_builder import NOTE

_MARK = r"(?:\d{1,3}|[*†‡§¶‖]{1,4}|[ivxlc]{1,6}|[a-z])"
_MARKER = re.compile(rf"[\s(\[{{]*(?:(?:fn|foot|end|note|anm|ref)\.?\s*)?({_MARK})[\s)\]}}.:°]*", re.IGNORECASE)
_BACK = re.compile(
    r"[\s\[\](){}|.]*(?:[↩↵⏎⤴↑⇑⬆⇧^⮐⟲⤶←«ˆ‹]\ufe0e?\ufe0f?|back|return|top|zurück|retour|volver|наверх|вверх)*[\s\[\](){}|.]*",
    re.IGNORECASE,
)
_NOTE_SIGN = re.compile(
    r"foot-?note|end-?note|(?:^|[\s_-])fn(?:[\s_:-]|\d|$)|(?:^|[^a-z])_?ftn|(?:^|[\s_-])note(?:[\s_-]|\d|$)|cite_note|sdfootnote|sidenote|reference-text|msofootnote|refbody"
)
_NOTE_ROLE = re.compile(r"doc-(?:footnote|endnote)")
_CALL_SIGN = re.compile(
    r"foot-?note|end-?note|noteref|(?:^|[\s_-])fn(?:ref)?(?:[\s_:-]|\d|$)|ftnref|msofootnotereference|(?:^|\s)reference(?:\s|$)|sdfootnoteanc"
)
_TOOLTIP = re.compile(
    r"footnote_tooltip|footnote-tooltip|footnote-popover|littlefoot|bigfoot-footnote__|modern-footnotes-footnote__note--desktop"
)
_HEADING_WORDS = re.compile(
    r"[\W\d]*(?:(?:foot|end)?notes?(?: and references| (?:&|and) (?:sources|citations))?|references|"
    r"fußnoten|anmerkungen|"
    r"notas?(?: al pie| de rodapé)?|notes de bas de page|note a piè di pagina|voetnoten|noten|fotnoter|noter|viitteet|"
    r"przypisy|примечани[ея]|сноски|poznámky|lábjegyzetek?|dipnotlar|脚注|注释|각주)[\W\d]*",
    re.IGNORECASE,
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile(r"(?<=[\w.,;:!?)\]”’»\"'…%])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?![\w⁰¹²³⁴⁵⁶⁷⁸⁹])")
_BRACKETED = re.compile(r"\[(\d{1,3})\](?!\()|\((\d{1,2})\)")
_LONGEST_MARK = 6
"""Characters of a mark that is none of the usual, such as `note`."""
_LONGEST_HEADING = 60
_LONGEST_ENTRY = 4_000
"""Characters of an entry of a list that is one note."""
_ENTRIES = ("li", "dd", "tr", "aside")


@dataclass(slots=True)
class FoundNotes:
    """What the search found."""

    notes: list[Element] = field(default_factory=list)
    """The notes, as elements `NOTE` where their calls stood, in the order of the calls."""
    links: list[tuple[Element, Element]] = field(default_factory=list)
    """The links that were calls or led back, each with its note."""
    orphans: list[Element] = field(default_factory=list)
    """Links that look like calls of notes which the page does not have."""


@dataclass(slots=True, eq=False)
class _Note:
    target: Element
    block: Element
    calls: list[Element] = field(default_factory=list)
    mark: str = ""
    term: Element | None = None
    """The `dt` in which the target stands, of a note that is a `dd`."""


def place_notes(root: Element, address: str) -> FoundNotes:
    """Put each note of a page where its first call stands; take calls, back-links and emptied lists of notes away."""
    found = FoundNotes()
    for tooltip in [one for one in root.walk() if _TOOLTIP.search(one.signs)]:
        tooltip.remove()
    _link_scripted_calls(root)
    _place_side_notes(root, found)
    _place_linked(root, address, found)
    if not found.notes:
        _place_unlinked(root, found)
    return found


def number_notes(article: Element, found: FoundNotes) -> int:
    """How many notes an article has. Calls that repeat one get its number, as pandoc counts; where the first call
    is not in the article, as one in a box beside it, the first of the others gets the note itself.
    """
    originals = {note.get("key"): note for note in found.notes}
    numbers: dict[str, str] = {}
    notes = article.all(NOTE)
    nested = [one for one in notes if one.inside(NOTE)]
    for one in notes:
        if one.inside(NOTE):
            continue
        key = one.get("repeats") or one.get("key") or str(id(one))
        if key in numbers:
            one.attributes["number"] = numbers[key]
            continue
        if "repeats" in one.attributes:
            one.attributes = {"key": key}
            one.extend(originals[key].children)
            originals[key].children = []
        numbers[key] = str(len(numbers) + 1)
    for one in nested:
        _open_nested(one, numbers)
    return len(numbers)


def _open_nested(one: Element, numbers: dict[str, str]) -> None:
    """A note in a note, which Markdown does not have: its words in brackets, or the number of that note."""
    number = numbers.get(one.get("repeats") or one.get("key"), "")
    one.tag = "span"
    one.attributes = {}
    if number:
        one.children = [f" [{number}]"]
    elif one.children:
        children = list(one.children)
        one.children = []
        one.extend([" [", *children, "]"])


def _place_side_notes(root: Element, found: FoundNotes) -> None:
    """Notes that stand in the text already, behind a label and a box that shows them (Tufte CSS and its kin)."""
    for one in [
        one
        for one in root.walk()
        if one.tag in ("span", "small", "aside", "div")
        and any(name in ("sidenote", "marginnote", "inline-note", "inline-footnote") for name in one.classes)
    ]:
        if not one.text() or one.parent is None:
            continue
        siblings = one.parent.children
        for label in [child for child in siblings[: one.index()] if isinstance(child, Element)]:
            if label.tag in ("label", "input") and re.search(r"margin-toggle|sidenote", label.signs):
                label.remove()
        note = Element(NOTE)
        note.children = []
        one.replace_with([note])
        note.extend(one.children)
        found.notes.append(note)


def _link_scripted_calls(root: Element) -> None:
    """Give calls that lead to their notes by a script an address: those of WordPress's plug-in Footnotes."""
    for one in root.all("sup", "a"):
        found = re.fullmatch(r"footnote_plugin_tooltip_((?:\d+_)*\d+)", one.get("id"))
        link = next((round_it for round_it in (one, *one.ancestors()) if round_it.tag == "a"), None)
        if found and link is not None and not link.get("href"):
            link.attributes["href"] = f"#footnote_plugin_reference_{found[1]}"


def _place_linked(root: Element, address: str, found: FoundNotes) -> None:
    notes = _linked_notes(root, address, found)
    kept = [note for note in notes if not any(_within(call, note.block) for call in note.calls)]
    _widen(kept)
    blocks = [note.block for note in kept]
    for note in kept:
        if sum(note.block is block for block in blocks) == 1:
            _place(note, address, found, {id(call) for other in kept for call in other.calls})


def _linked_notes(root: Element, address: str, found: FoundNotes) -> list[_Note]:
    """The notes to which links lead that look like calls, with their calls."""
    order = {id(one): number for number, one in enumerate(root.walk())}
    targets = _targets(root)
    notes: dict[int, _Note] = {}
    for link in root.all("a"):
        fragment = fragment_of(link.get("href"), address) if link.get("href") else ""
        if not fragment or not _is_call(link):
            continue
        target = targets.get(fragment)
        if target is None:
            if _CALL_SIGN.search(f"{_signs_round(link)} {fragment.lower()}"):
                found.orphans.append(link)
            continue
        if order[id(target)] <= order[id(link)] or target is link or link in set(target.ancestors()):
            continue  # it leads back, or nowhere
        note = notes.get(id(target)) or _note_at(target, _mark(link))
        if note.calls or _is_note(note, link, address, targets):
            notes[id(target)] = note
            note.calls.append(link)
    return list(notes.values())


def _note_at(target: Element, mark: str) -> _Note:
    term = next((one for one in (target, *target.ancestors()) if one.tag == "dt"), None)
    return _Note(target=target, block=_block_of(target), mark=mark, term=term)


def _targets(root: Element) -> dict[str, Element]:
    """What links into the page lead to, by name; the first of a name counts."""
    targets: dict[str, Element] = {}
    for one in root.walk():
        for name in (one.get("id"), one.get("name") if one.tag == "a" else ""):
            if name:
                targets.setdefault(name, one)
    return targets


def _is_call(link: Element) -> bool:
    """Whether a link looks like the call of a note: a mark, raised, or named so."""
    words = link.text()
    if len(words) > 12:
        return False
    marked = bool(_MARKER.fullmatch(words)) if words else False
    named = (
        bool(_CALL_SIGN.search(_signs_round(link)))
        or link.get("role") == "doc-noteref"
        or "noteref" in link.get("epub:type")
    )
    return not link.inside("nav") and (
        marked or (named and len(words) <= _LONGEST_MARK and bool(words or link.all("sup")))
    )


def _signs_round(link: Element) -> str:
    """The classes and ids of a link and of the raised element round it."""
    signs = f"{link.signs} {link.get('rel')} {link.get('name').lower()}"
    parent = link.parent
    if parent is not None and parent.tag in ("sup", "span"):
        signs += f" {parent.signs}"
    return " ".join([signs, *(one.signs for one in link.elements())])


def _mark(link: Element) -> str:
    found = _MARKER.fullmatch(link.text())
    return found[1] if found else ""


def _block_of(target: Element) -> Element:
    """The block that a target is, is in, or stands before."""
    entry = next((one for one in (target, *target.ancestors()) if one.tag in _ENTRIES), None)
    block = next((one for one in (target, *target.ancestors()) if one.tag in BLOCKS or one.tag == NOTE), target)
    if entry is not None and entry in (block, *block.ancestors()):
        small = entry.tag in ("li", "dd") or len(entry.text()) < len(block.text()) + _LONGEST_MARK
        if entry is block or (small and len(entry.text()) < _LONGEST_ENTRY):
            return entry
    if block.tag == "dt":
        return block.next_sibling() or block
    return block


def _is_note(note: _Note, call: Element, address: str, targets: dict[str, Element]) -> bool:
    """Whether what a link leads to is a note and no section, picture or list of the page."""
    block = note.block
    if block.tag in ("body", "html", "article", "main", "table", "ol", "ul") or re.fullmatch(r"h[1-6]", block.tag):
        return False
    text = block.text()
    if not text or len(text) > 12_000:
        return False
    if any(re.fullmatch(r"h[1-6]", one.tag) for one in block.walk()):
        return False
    raised = any(
        one.tag == "sup" for one in (call, *(one for one in call.ancestors() if one.tag == "sup"), *call.walk())
    )
    signs = " ".join(one.signs for one in (note.target, block, *([block.parent] if block.parent else [])))
    named = bool(_NOTE_SIGN.search(signs)) or any(_NOTE_ROLE.search(one.get("role")) for one in (block, note.target))
    if note.term is not None and block.tag == "dd" and any(_mark(one) == note.mark != "" for one in note.term.walk()):
        return True
    same_mark = bool(note.mark) and bool(re.match(rf"[\s(\[]*{re.escape(note.mark)}(?![\w])", text))
    return named or same_mark or _leads_back(block, call, address, targets) or (raised and block.tag == "li")


def _leads_back(block: Element, call: Element, address: str, targets: dict[str, Element]) -> bool:
    near = {id(one) for one in (call, *call.walk(), *(one for one, _ in zip(call.ancestors(), range(3), strict=False)))}
    for link in block.all("a"):
        target = targets.get(fragment_of(link.get("href"), address)) if link.get("href") else None
        if target is not None and id(target) in near:
            return True
    return False


def _within(one: Element, block: Element) -> bool:
    return one is block or any(ancestor is block for ancestor in one.ancestors())


def _widen(notes: list[_Note]) -> None:
    """Let the block of a note be the whole element that holds nothing but this note."""
    for note in notes:
        while True:
            parent = note.block.parent
            if parent is None or parent.tag in (
                "body",
                "html",
                "article",
                "main",
                "ol",
                "ul",
                "table",
                "tbody",
                "dl",
                "section",
            ):
                break
            if not (_NOTE_SIGN.search(parent.signs) or parent.tag in _ENTRIES):
                break
            if any(other is not note and _within(other.target, parent) for other in notes):
                break
            if any(_within(call, parent) for other in notes for call in other.calls):
                break
            if len(notes) == 1 and parent.tag not in _ENTRIES and len(list(parent.elements())) > 1:
                break
            note.block = parent


def _place(note: _Note, address: str, found: FoundNotes, calls: set[int]) -> None:
    """Move a note to its first call; the other calls repeat it."""
    element = Element(NOTE)
    block = note.block
    _take_back_links(block, address, found, element, calls)
    if note.term is not None and note.block is not note.term:
        _take_back_links(note.term, address, found, element, calls)
        note.term.remove()
    content = _with_following(note)
    if block.tag == "tr":
        content = [child for cell in block.elements() for child in _cell_content(cell)]
    _remove_with_emptied(block)
    element.extend(content)
    _without_leading_mark(element, note.mark)
    element.attributes["mark"] = note.mark
    for number, call in enumerate(note.calls):
        if call.parent is None:
            continue
        here = _call_place(call)
        found.links.append((call, element))
        if number == 0:
            here.replace_with([element])
            found.notes.append(element)
        else:
            again = Element(NOTE, {"repeats": str(id(element))})
            here.replace_with([again])
    element.attributes["key"] = str(id(element))


def _cell_content(cell: Element) -> "list[Element | str]":
    words = cell.text()
    if _MARKER.fullmatch(words.lstrip("↑^ ")) or _BACK.fullmatch(words) or not words:
        return []
    return [*cell.children]


def _with_following(note: _Note) -> "list[Element | str]":
    """The content of a note's block; paragraphs keep being paragraphs."""
    block = note.block
    if block.tag == "p":
        return [_copy_of(block)]
    return list(block.children)


def _copy_of(block: Element) -> Element:
    copy = Element(block.tag, {key: value for key, value in block.attributes.items() if key != "id"})
    copy.extend(block.children)
    return copy


def _call_place(call: Element) -> Element:
    """The element to replace: the call, with the raised or named element round it that holds nothing else."""
    here = call
    while here.parent is not None and here.parent.tag in (
        "sup",
        "span",
        "small",
        "b",
        "strong",
        "i",
        "em",
        "font",
        "cite",
    ):
        others = [child for child in here.parent.children if child is not here]
        if any(isinstance(child, Element) or re.sub(r"[\s\[\]()]", "", child) for child in others):
            break
        here = here.parent
    return here


def _take_back_links(block: Element, address: str, found: FoundNotes, note: Element, calls: set[int]) -> None:
    """Take the links that lead back out of a note, with the brackets and elements that hold nothing else."""
    for link in [one for one in block.all("a") if id(one) not in calls]:
        href = link.get("href")
        if not href and not (link.get("name") or link.get("id")):
            continue
        words = link.text()
        fragment = fragment_of(href, address) if href else ""
        if href and not fragment and href.strip() != "#":
            continue
        if not (
            _BACK.fullmatch(words)
            or _MARKER.fullmatch(words)
            or (_CALL_SIGN.search(fragment.lower()) and len(words) < 12)
        ):
            if not href:
                link.unwrap()
            continue
        here = link
        while (
            here.parent is not None
            and here.parent is not block
            and here.parent.tag in ("sup", "span", "small", "b", "strong", "p", "i", "em")
        ):
            others = "".join(
                child if isinstance(child, str) else child.text() for child in here.parent.children if child is not here
            )
            if re.sub(r"[\s\[\](){}|.^]", "", others):
                break
            here = here.parent
        if href:
            found.links.append((link, note))
        here.remove()
    last = block.children[-1] if block.children else ""
    if isinstance(last, str):
        block.children[-1] = re.sub(r"\s*[\[(]\s*[\])]\s*$", "", last)


def _without_leading_mark(element: Element, mark: str) -> None:
    """Take the mark off the beginning of a note."""
    here = element
    while here.children:
        first = here.children[0]
        if isinstance(first, str):
            if not first.strip() and len(here.children) > 1:
                here.children.pop(0)
                continue
            expected = (
                re.match(
                    rf"\s*[(\[]?\s*{re.escape(mark)}\s*[)\].:]*\s+|\s*[(\[]\s*{re.escape(mark)}\s*[)\]]\.?\s*", first
                )
                if mark
                else None
            )
            found = expected or re.match(r"\s*(?:\[\d{1,3}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\.?\s*|\s*[.:)\]^]\s+(?=\S)", first)
            here.children[0] = first[found.end() :] if found else first.lstrip()
            return
        if (
            first.tag in ("sup", "b", "strong", "span", "small")
            and mark
            and (m := _MARKER.fullmatch(first.text()))
            and m[1] == mark
        ):
            first.remove()
            if here.children and isinstance(here.children[0], str):
                here.children[0] = re.sub(r"^\s*[.:)\]]?\s*", "", here.children[0])
            return
        if not first.text() and not first.all("img"):
            here.children.pop(0)
            continue
        here = first


def _remove_with_emptied(block: Element) -> None:
    """Take a block out, with the lists and sections that hold nothing else, and the heading and rule above them."""
    parent, before = block.parent, _previous(block)
    block.remove()
    while parent is not None and parent.tag not in ("body", "html", "article", "main") and _is_emptied(parent):
        before, upper = _previous(parent), parent.parent
        parent.remove()
        parent = upper
    for _ in range(2):
        if before is None or not _heads_notes(before):
            return
        earlier = _previous(before)
        before.remove()
        before = earlier


def _is_emptied(one: Element) -> bool:
    """Whether an element held nothing but notes: nothing is left in it, or their heading."""
    if one.longer_than(_LONGEST_HEADING) or one.first("img", NOTE) is not None:
        return False
    return one.is_blank() or bool(_HEADING_WORDS.fullmatch(one.text()))


def _heads_notes(one: Element) -> bool:
    """Whether an element is the rule, the gap or the heading above notes."""
    if one.tag == "hr":
        return True
    if one.longer_than(_LONGEST_HEADING) or one.first("img") is not None:
        return False
    return one.is_blank() or bool(_HEADING_WORDS.fullmatch(one.text()))


def _previous(one: Element) -> Element | None:
    if one.parent is None:
        return None
    before = [child for child in one.parent.children[: one.index()] if isinstance(child, Element)]
    return before[-1] if before else None


def _place_unlinked(root: Element, found: FoundNotes) -> None:
    """Notes without links: marks 1 to n in the text, and the last paragraphs begin with 1 to n."""
    _divide_entries(root)
    entries = dict(_unlinked_entries(root)) or _listed_entries(root)
    wanted = [str(number) for number in range(1, len(entries) + 1)]
    if not entries or sorted(entries, key=int) != wanted:
        return
    calls = _unlinked_calls(root, entries)
    if [mark for mark, _ in calls] != wanted and {mark for mark, _ in calls} != set(wanted):
        return
    done: set[str] = set()
    for mark, place in calls:
        if mark in done:
            continue
        done.add(mark)
        block = entries[mark]
        element = Element(NOTE, {"mark": mark})
        content: list[Element | str] = [_copy_of(block)] if block.tag == "p" else list(block.children)
        _remove_with_emptied(block)
        element.extend(content)
        _without_leading_mark(element, mark)
        place.replace_with([element])
        found.notes.append(element)


def _divide_entries(root: Element) -> None:
    """Make a paragraph of each note where line breaks divide them: `[1] One.<br>[2] Two.`"""
    for paragraph in [one for one in root.all("p") if one.parent is not None and any(one.all("br"))]:
        parts: list[list[Element | str]] = [[]]
        for child in paragraph.children:
            if isinstance(child, Element) and child.tag == "br":
                parts.append([])
            else:
                parts[-1].append(child)
        notes = [new_element("p", part) for part in parts]
        if len(notes) > 1 and all(_entry_mark(note) for note in notes):
            paragraph.replace_with(list(notes))
        else:
            for note, part in zip(notes, parts, strict=True):  # as they were
                for child in part:
                    if isinstance(child, Element):
                        child.parent = paragraph
                note.children = []


def _listed_entries(root: Element) -> dict[str, Element]:
    """The items of the last numbered list, where a heading says that they are notes."""
    lists = [one for one in root.all("ol") if not one.inside("ol", "ul")]
    before = _previous(lists[-1]) if lists else None
    if before is None or not _heads_notes(before):
        return {}
    return {str(number): item for number, item in enumerate(_items(lists[-1]), 1)}


def _items(numbered: Element) -> Iterator[Element]:
    return (one for one in numbered.elements() if one.tag == "li")


def _unlinked_entries(root: Element) -> Iterator[tuple[str, Element]]:
    """The paragraphs at the end that begin with a mark, from the last upward; or a list under a heading of notes."""
    paragraphs = [
        one
        for one in root.walk()
        if one.tag in ("p", "li", "div")
        and one.text()
        and not any(inner.tag in BLOCKS for inner in one.walk() if inner is not one)
    ]
    run: dict[str, Element] = {}
    for one in reversed(paragraphs):
        mark = _entry_mark(one)
        if mark:
            if mark in run:
                return
            run[mark] = one
            if mark == "1":
                yield from run.items()
                return
        elif (run and len(run) > 40) or (run and not one.inside("footer", "aside", "nav") and len(one.text()) > 40):
            return


def _entry_mark(one: Element) -> str:
    first = next((child for child in one.children if isinstance(child, Element) or child.strip()), "")
    if isinstance(first, Element) and first.tag == "sup" and re.fullmatch(r"\d{1,3}", first.text()):
        return first.text()
    text = one.text()
    found = re.match(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*\S|\[(\d{1,3})\]\s*\S|\((\d{1,2})\)\s*\S", text)
    return (found[1].translate(_SUPERSCRIPTS) if found[1] else found[2] or found[3]) if found else ""


def _unlinked_calls(root: Element, entries: dict[str, Element]) -> list[tuple[str, Element]]:
    """The marks in the text, each as an element that can be replaced."""
    blocks = set(map(id, entries.values()))
    calls: list[tuple[str, Element]] = []
    for one in list(root.walk()):
        if any(id(round_it) in blocks for round_it in (one, *one.ancestors())) or one.tag in (
            "script",
            "style",
            "code",
            "pre",
        ):
            continue
        if one.tag == "sup" and one.text().strip("[]()") in entries and not one.all("a"):
            calls.append((one.text().strip("[]()"), one))
            continue
        if one.inside("sup", "a"):
            continue
        for at in range(len(one.children) - 1, -1, -1):
            child = one.children[at]
            if isinstance(child, str):
                calls += _split_marks(one, at, child, entries)
    position = {id(one): number for number, one in enumerate(root.walk())}
    return sorted(calls, key=lambda call: position.get(id(call[1]), 0))


def _split_marks(one: Element, at: int, text: str, entries: dict[str, Element]) -> list[tuple[str, Element]]:
    pieces: list[Element | str] = []
    calls: list[tuple[str, Element]] = []
    start = 0
    marks = sorted([*_SUPERSCRIPT.finditer(text), *_BRACKETED.finditer(text)], key=lambda match: match.start())
    for match in marks:
        mark = (match[1] or match[2]) if match.re is _BRACKETED else match[0].translate(_SUPERSCRIPTS)
        if mark not in entries:
            continue
        place = Element("fl-mark")
        place.children = [match[0]]
        place.parent = one
        before = text[start : match.start()]
        pieces += [before.rstrip() if match.re is _BRACKETED else before, place]
        calls.append((mark, place))
        start = match.end()
    if calls:
        pieces.append(text[start:])
        one.children[at : at + 1] = [piece for piece in pieces if piece != ""]
    return calls
