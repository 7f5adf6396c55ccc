"""Tags that hold words: listings, boxes, quotations, notes, links, and what only arranges a page."""

import re
from pathlib import PurePosixPath

from footlight.reading.box_kinds import KINDS
from footlight.reading.dialects.inline_notes import inline_note
from footlight.reading.dialects.listing import listing as fence
from footlight.reading.dialects.passage import Passage
from footlight.reading.dialects.site_tags import Tag
from footlight.reading.dialects.tag_results import (
    WEB,
    Becomes,
    Put,
    address_link,
    block,
    box_head,
    from_arguments,
    words_of,
)

_BEFORE_TARGET = ("](", "](<", '="', "='", "}", ">", "/")
"""What stands before a tag that is, or ends, the target of a link."""


def listing(tag: Tag, passage: Passage) -> Put:
    """A listing."""
    if not tag.paired:
        return from_arguments(tag)
    return Put(before=fence(passage, tag.start, tag.value("lang", "language") or tag.at(0), tag.body), body="")


def diagram(tag: Tag, passage: Passage) -> Put:
    """A drawing that is made from text."""
    if tag.value("alt", "width", "height", "src"):
        return bare(tag, passage)  # a component around a picture of the site's
    put = listing(tag, passage)
    return Put(
        before=put.before, body=put.body, said=f"the drawing of {tag.shown} is set as the text that it is drawn from"
    )


_COLOURS = frozenset({"primary", "secondary", "light", "dark"})
"""Kinds of boxes in themes that were made from Bootstrap."""


def box(tag: Tag, _: Passage) -> Put:
    """A box."""
    kind = tag.value("type", "kind", "style", "class", "variant", "level", "color")
    titles = [word for word in tag.positional if word]
    if not kind and titles and titles[0].lower() in KINDS | _COLOURS:
        kind = titles.pop(0)
    kind = kind or (tag.name if tag.name in KINDS else "note")
    title = tag.value("title", "heading", "header", "name", "summary", "label") or " ".join(titles)
    said = tag.value("text", "content", "body", "message")
    if tag.in_line:
        return Put(before=words_of(said), said="" if tag.paired or said else f"{tag.shown} was left out")
    kind = re.sub(r"[^\w-]", "", kind.lower().split(" ")[0]) or "note"
    head = box_head(kind, words_of(title))
    if tag.paired:
        return Put(before=block(*head, said), after="\n\n</div>\n\n")
    if said or title:
        return Put(before=block(*head, said, "</div>"))
    return Put(said=f"{tag.shown} was left out")


def theorem(tag: Tag, _: Passage) -> Put:
    """A box that says what it is before its name: a theorem, its proof, an exercise."""
    kind = re.split(r"[:/]", tag.name)[-1].capitalize()
    name = tag.value("title", "name") or " ".join(tag.positional)
    if tag.in_line or not tag.paired:
        return from_arguments(tag)
    title = f"{kind} ({words_of(name)})" if name else kind
    return Put(before=block(*box_head("note", title)), after="\n\n</div>\n\n")


def folded(tag: Tag, _: Passage) -> Put:
    """What a site unfolds."""
    title = tag.value("title", "summary", "header", "label", "name") or " ".join(tag.positional)
    said = tag.value("text", "content", "body")
    if tag.in_line or not tag.paired:
        return Put(before=words_of(said or title))
    return Put(before=block(*box_head("details", words_of(title))), after="\n\n</div>\n\n")


def quotation(tag: Tag, _: Passage) -> Put:
    """A quotation, and who said it."""
    author = tag.value("author", "by", "name", "attribution", "person", "speaker")
    if not author and tag.positional:  # Octopress': words without marks of quotation, an address among them
        bare = tag.words if not re.search(r"[\"'=]", tag.words) else ", ".join(tag.positional)
        author = " ".join(word for word in bare.split() if not WEB.match(word)).strip(", ")
    where = tag.value("source", "cite", "title", "work", "from")
    address = tag.value("url", "link", "href") or next(filter(WEB.match, tag.positional), "")
    if WEB.match(where):
        address, where = where, ""
    said = tag.value("text", "content", "quote", "body", "original", "translated")
    by = ", ".join(words_of(part) for part in (author, where) if part)
    by = address_link(address, by) if address else by
    if tag.in_line and tag.paired:
        return Put(before="“", after="”" + (f" ({by})" if by else ""))
    credit = f"— {by}" if by else ""
    if tag.paired:
        return Put(before="\n\n<blockquote>\n\n", after=block(credit, "</blockquote>"))
    if not said:
        return from_arguments(tag)
    return Put(before=block("<blockquote>", words_of(said), credit, "</blockquote>"))


def target(tag: Tag, passage: Passage) -> Put:
    """The address of another post: within a link its target, elsewhere a link of its own."""
    wanted = tag.value("path", "slug", "page") or tag.at(0)
    text, post = passage.text, passage.post
    page, _, place = wanted.partition("#")
    anchor = f"#{place}" if place else ""
    title = " ".join(tag.positional[1:]) if tag.name == "post_link" else ""
    if not page:
        address = anchor or "#"
    else:
        path = post.file(page) or post.file(f"{page}/index") or post.file(f"{page}/_index")
        address = (post.address(path) or post.relative(path) if path else page.replace(" ", "%20")) + anchor
    before = text[max(0, tag.start - 20) : tag.start]
    in_target = before.endswith(_BEFORE_TARGET) or before.rstrip().endswith("]:")
    if in_target and tag.name not in ("post_link", "asset_link"):
        return Put(before=address)
    words = title or PurePosixPath(page).stem or wanted
    return Put(before=f"[{words_of(words)}](<{address}>)")


def note(tag: Tag, passage: Passage) -> Put:
    """A note beside the text: a footnote."""
    said = tag.body if tag.paired else tag.value("text", "content", "body", "note") or (tag.at(1) or tag.at(0))
    call, definition = inline_note(said, tag.start, passage.text)
    return Put(before=call, body="" if tag.paired else None, behind=definition)


def link(tag: Tag, _: Passage) -> Put:
    """A link."""
    address = tag.value("href", "url", "link", "relref", "to") or next(
        (w for w in tag.positional if re.match(r"https?://|/|#|mailto:", w)), ""
    )
    said = tag.value("text", "title", "label", "content") or " ".join(w for w in tag.positional if w != address)
    if not address:
        return from_arguments(tag)
    if tag.paired:
        return Put(before="[", after=f"](<{address}>)")
    shown = address_link(address, said) if WEB.match(address) else f"[{words_of(said or address)}](<{address}>)"
    below = _description(tag)  # what a card says of it
    return Put(before=f"{shown} {below}".rstrip() if tag.in_line or not below else block(shown, below))


def mail(tag: Tag, _: Passage) -> Put:
    """An address of mail."""
    address = tag.value("address", "email", "mail") or tag.at(0)
    return Put(before=f"[{words_of(tag.value('display', 'text') or address)}](<mailto:{address}>)")


def value(tag: Tag, passage: Passage) -> Put:
    """A value of the front matter."""
    name = tag.at(0) or tag.value("name")
    value = passage.post.front.get(name.removeprefix(".Params."), "")
    return Put(
        before=words_of(value),
        said="" if value else f"{tag.shown} stands for a value that only the site knows; it was left out",
    )


def part(tag: Tag, _: Passage) -> Put:
    """One of several tabs or steps: its name stands above it."""
    name = tag.value("name", "title", "label", "header", "tabname", "tab") or " ".join(tag.positional)
    return Put(before=block(f"**{words_of(name)}**") if name else "\n\n", after="\n\n")


def bare(tag: Tag, _: Passage) -> Put:
    """What only arranges the page of the site: its words stay, below its name where it has one."""
    name = words_of(tag.value("title", "header", "heading"))
    if tag.in_line:
        return Put(before=f"{name} " if name else "")
    return Put(before=block(f"**{name}**") if name else "\n\n", after="\n\n")


def card(tag: Tag, passage: Passage) -> Put:
    """A box of a page, with a name and often a link on it."""
    address = tag.value("href", "url", "link", "to")
    if address and not tag.paired:
        return link(tag, passage)
    name = words_of(tag.value("title", "header", "heading", "label", "name") or address)
    head = f"[{name}](<{address}>)" if address else f"**{name}**" if name else ""
    return Put(before=block(head, _description(tag)), after="\n\n")


def _description(tag: Tag) -> str:
    return words_of(tag.value("description", "desc", "summary", "subtitle"))


def as_typed(tag: Tag, _: Passage) -> Put:
    """Words that the site's templates print as they are, `{{raw "…"}}`; between two tags they stand there already."""
    words = tag.words
    quoted = len(words) > 1 and words[0] == words[-1] == "`"  # Go's strings between these hold nothing but characters
    return Put() if tag.paired else Put(before=words[1:-1].strip("\n") if quoted else tag.at(0))


def nothing(tag: Tag, _: Passage) -> Put:
    """What shows nothing in an edition."""
    return Put(body="" if tag.paired else None)


def left_out(tag: Tag, _: Passage) -> Put:
    """What cannot be shown in an edition."""
    return Put(body="" if tag.paired else None, said=f"{tag.shown} was left out")


def mathematics(tag: Tag, _: Passage) -> Put:
    """A formula."""
    if "</" in tag.body:
        return bare(tag, _)  # components in which words are set as those of a formula
    display = tag.value("display") or tag.at(0) == "display" or not tag.in_line
    mark = "$$" if display else "$"
    return Put(before=f"{mark}{tag.body.strip().strip('$')}{mark}", body="") if tag.paired else from_arguments(tag)


def branch(tag: Tag, _: Passage) -> Put:
    """A condition or a loop, which only the site can decide: all that it may show stays."""
    return Put(said=f"{tag.shown} is decided by the site; what it may show was kept")


def marked(opening: str, closing: str) -> Becomes:
    """Words between two tags of HTML."""

    def around(tag: Tag, _: Passage) -> Put:
        if tag.paired:
            return Put(before=opening, after=closing)
        return Put(before=f"{opening}{words_of(tag.value('text', 'content') or ' '.join(tag.positional))}{closing}")

    return around
