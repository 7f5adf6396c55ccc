"""What a tag of a site generator becomes, as a value, and how pictures, links and words are written into the text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from footlight.reading.box_kinds import BOX
from footlight.reading.dialects.passage import Passage
from footlight.reading.dialects.site_tags import Tag

PICTURE = re.compile(r"[^\s\"'<>]+\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#]\S*)?\Z", re.IGNORECASE)
WEB = re.compile(r"(?:https?:)?//[^\s\"'<>]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What takes the place of a tag and, where another closes it, of that one."""

    before: str = ""
    after: str = ""
    body: str | None = None
    """In the place of what stands between the two; None where that stays."""
    said: str = ""
    """What the author is told of it; empty where it is what the site shows."""
    behind: str = ""
    """What is added at the end of the text."""
    known: bool = True


Becomes = Callable[[Tag, Passage], Put]


def block(*rows: str) -> str:
    """Lines that are blocks of their own, apart from what stands around them."""
    return "\n\n" + "\n\n".join(row for row in rows if row) + "\n\n"


def box_head(kind: str, title: str) -> list[str]:
    """The lines that begin a box: the division, and in it its title, which is Markdown; a `</div>` ends it."""
    head = [f'<div class="{BOX} {kind}">']
    return [*head, f'<div class="{BOX}-title">', title, "</div>"] if title else head


def words_of(text: str) -> str:
    """An argument as words of Markdown: characters that HTML would take for its own are spelt out."""
    return " ".join(text.split()).replace("<", "&lt;")


def address_link(address: str, words: str = "") -> str:
    """A link to an address whose words are a title or the name of the host, so that the address becomes its note."""
    whole = f"https:{address}" if address.startswith("//") else address
    host = re.sub(r"\A(?:https?:)?//(?:www\.)?|/.*\Z", "", whole, flags=re.DOTALL)
    said = words_of(words).replace("[", "\\[").replace("]", "\\]") or host
    return f"[{said}](<{whole.replace('<', '%3C').replace('>', '%3E')}>)"


def picture(address: str, alt: str) -> str:
    """A picture within a line."""
    said = words_of(alt).replace("[", "\\[").replace("]", "\\]")
    return f"![{said}](<{address}>)"


def from_arguments(tag: Tag) -> Put:
    """What nobody knows: its picture, its address, its words, as far as its arguments have them."""
    values = [*tag.named.values(), *tag.positional]
    said = [
        tag.value(
            "text",
            "content",
            "body",
            "quote",
            "description",
            "caption",
            "title",
            "label",
            "alt",
            "summary",
            "question",
            "answer",
        )
    ]
    shown = next(filter(PICTURE.match, values), "")
    address = next(filter(WEB.match, values), "")
    before = ""
    if shown:
        before = picture(shown, tag.value("alt", "caption", "title", "description"))
        caption = tag.value("caption")
        before += f" {words_of(caption)}" if caption and tag.value("alt") else ""
    elif address and tag.paired:
        return Put(before="[", after=f"]({address})", known=False)
    elif address:
        before = address_link(address, tag.value("title", "text", "label", "caption"))
    elif said[0]:
        before = words_of(said[0])
    if before and not tag.in_line:
        before = block(before)
    return Put(before=before, known=False)
