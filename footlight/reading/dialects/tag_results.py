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


_SAID = (
    "text",
    "content",
    "body",
    "quote",
    "description",
    "caption",
    "title",
    "label",
    "summary",
    "question",
    "answer",
)
"""Arguments that hold words for readers."""
_WORDS_OF_PROSE = 4
"""An argument of so many words is one as well, whatever it is called."""


def pictures_of(tag: Tag) -> list[str]:
    """The addresses of pictures among the arguments of a tag, each once."""
    return list(dict.fromkeys(filter(PICTURE.match, (*tag.named.values(), *tag.positional))))


def from_arguments(tag: Tag) -> Put:
    """What nobody knows: its pictures, its address, its words, as far as its arguments have them."""
    shown = pictures_of(tag)
    address = next(filter(WEB.match, (*tag.named.values(), *tag.positional)), "")
    said = [value for key, value in tag.named.items() if key in _SAID or len(value.split()) >= _WORDS_OF_PROSE]
    said += [value for value in tag.positional if len(value.split()) >= _WORDS_OF_PROSE]
    rows = []
    if shown:
        alt = tag.value("alt", "alttext", "caption", "title", "description")
        rows = [" ".join(picture(each, alt) for each in shown)]
        said = [words for words in said if words != alt] if not tag.value("caption") else [tag.value("caption")]
    elif address and tag.paired:
        return Put(before="[", after=f"](<{address}>)", known=False)
    elif address:
        return Put(before=address_link(address, tag.value("title", "text", "label", "caption")), known=False)
    rows += [words_of(words) for words in dict.fromkeys(said) if not PICTURE.match(words)]
    before = " ".join(rows) if tag.in_line else block(*rows) if rows else ""
    return Put(before=before, known=False)
