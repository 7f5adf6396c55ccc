"""What a manuscript says of itself: in the parts of its file beside the text, and in pandoc's metadata."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from footlight.engines.xml_elements import XmlElement, parse_element
from footlight.essay.tree import Node
from footlight.intake.exports.document_tree import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """Metadata of a manuscript; what is not known is empty."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    lang: str = ""
    keywords: tuple[str, ...] = ()
    description: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Words of paragraphs that are set as title, subtitle, author or date, and which of these they are."""
    pictures: frozenset[str] = frozenset()
    """The names of the files of its pictures, wherever in it they stand."""
    drawings: int = 0
    """Charts and diagrams, which are drawn by the program and are no pictures."""


_NO_AUTHORS = re.compile(
    r"(?i)\A(?:microsoft office user|user|admin(?:istrator)?|owner|author|unknown|python-docx|anonymous|home|pc)\Z"
)
"""What programs write as the author where nobody is named."""


def docx_facts(core: str, styles: str, document: str, relations: str) -> DocumentFacts:
    """From docProps/core.xml (ECMA-376, part 2); the language is that of the default style.

    Pictures are those of word/_rels/document.xml.rels that word/document.xml shows.
    """
    shown = set(_RELATION_USED.findall(document))
    pictures = [match for match in _RELATION.finditer(relations) if "/image" in match[0] and _is_shown(match[0], shown)]
    root = parse_element(core).element or XmlElement(name="")
    lang = re.search(r'<w:lang\b[^>]*?w:val="([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)"', styles)
    return DocumentFacts(
        title=root.text_of("title"),
        authors=_people(root.text_of("creator")),
        date=(root.text_of("created") or root.text_of("modified"))[:10],
        lang=root.text_of("language") or (lang[1] if lang else ""),
        keywords=_words(root.text_of("keywords")),
        description=root.text_of("description"),
        pictures=frozenset(match[1].rpartition("/")[2] for match in pictures),
        drawings=document.count("<c:chart ") + document.count("<dgm:relIds"),
    )


_RELATION = re.compile(r'<Relationship\b[^<>]*\bTarget="([^"]+)"[^<>]*>')
_RELATION_USED = re.compile(r'\br:(?:embed|id|link)="([^"]+)"')


def _is_shown(relation: str, shown: set[str]) -> bool:
    number = re.search(r'\bId="([^"]+)"', relation)
    return number is not None and number[1] in shown


def odt_facts(meta: str, content: str) -> DocumentFacts:
    """From meta.xml, and the paragraphs of content.xml that are set as a title, subtitle, author or date (ODF 1.3)."""
    root = parse_element(meta).element
    known = (root.first("meta") if root else None) or XmlElement(name="")
    headings = {_single(match[2]): match[1].lower() for match in _STYLED.finditer(_named_styles(content))}
    return DocumentFacts(
        title=known.text_of("title"),
        authors=_people(known.text_of("initial-creator") or known.text_of("creator")),
        date=(known.text_of("creation-date") or known.text_of("date"))[:10],
        lang=known.text_of("language"),
        keywords=_words(", ".join(one.text for one in known.all("keyword"))),
        description=known.text_of("description"),
        headings=headings,
    )


_STYLED = re.compile(
    r'<text:[ph]\b[^>]*text:style-name="(Title|Subtitle|Author|Date)"[^>]*>(.*?)</text:[ph]>', re.DOTALL
)
_AUTOMATIC = re.compile(
    r'<style:style\b(?=[^>]*style:name="(?P<name>P\d+)")(?=[^>]*style:parent-style-name="(?P<parent>Title|Subtitle|Author|Date)")'
)


def _named_styles(content: str) -> str:
    """The content with the names of automatic styles (P1, P2 …) replaced by the style that they vary."""
    beginning = content[:400_000]
    for match in _AUTOMATIC.finditer(beginning):
        beginning = beginning.replace(f'text:style-name="{match["name"]}"', f'text:style-name="{match["parent"]}"')
    return beginning


def rtf_facts(text: str) -> DocumentFacts:
    r"""From the group `\info` (Rich Text Format 1.9.1)."""
    return DocumentFacts(
        title=_rtf_info(text, "title"),
        authors=_people(_rtf_info(text, "author")),
        keywords=_words(_rtf_info(text, "keywords")),
    )


_RTF_CHARACTER = re.compile(r"\\u(-?\d+) ?\??|\\'([0-9a-fA-F]{2})|\\([{}\\])|\\[a-z]+-?\d* ?")


def _rtf_info(text: str, name: str) -> str:
    found = re.search(rf"\{{\\{name} ((?:\\[{{}}\\]|[^{{}}])*)\}}", text[:100_000])
    return _single(_RTF_CHARACTER.sub(_rtf_character, found[1])) if found else ""


def _rtf_character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1]) % 0x10000)
    if match[2]:
        return bytes.fromhex(match[2]).decode("cp1252", "replace")
    return match[3] or ""


def meta_facts(tree: Node) -> DocumentFacts:
    r"""From what pandoc found: paragraphs set as title in a .docx, `\title` in TeX, the package of an EPUB."""
    meta = tree.get("meta") or {}
    return DocumentFacts(
        title=next(iter(_values(meta.get("title"))), ""),
        subtitle=next(iter(_values(meta.get("subtitle"))), ""),
        authors=_values(meta.get("author")) or _values(meta.get("creator")),
        date=next(iter(_values(meta.get("date"))), ""),
        lang=next((one for one in (*_values(meta.get("lang")), *_values(meta.get("language"))) if len(one) > 1), ""),
        keywords=_values(meta.get("keywords")) or _values(meta.get("subject")),
        description=next(iter(_values(meta.get("description"))), ""),
    )


def _values(value: Node | None) -> tuple[str, ...]:
    """The texts of a value of pandoc's metadata."""
    if not value:
        return ()
    kind: str = value["t"]
    content: Any = value.get("c")
    if kind == "MetaList":
        return tuple(text for one in content for text in _values(one))
    if kind == "MetaInlines":
        words = words_of(content)
    elif kind == "MetaBlocks":
        words = " ".join(words_of(block["c"]) for block in content if block["t"] in ("Para", "Plain"))
    else:
        words = content if isinstance(content, str) else ""
    return (words,) if words.strip() else ()


def merged(first: DocumentFacts, second: DocumentFacts) -> DocumentFacts:
    """What the first says, and where it is silent the second."""
    return DocumentFacts(
        title=first.title or second.title,
        subtitle=first.subtitle or second.subtitle,
        authors=first.authors or second.authors,
        date=first.date or second.date,
        lang=first.lang or second.lang,
        keywords=first.keywords or second.keywords,
        description=first.description or second.description,
        headings={**second.headings, **first.headings},
        pictures=first.pictures | second.pictures,
        drawings=first.drawings + second.drawings,
    )


def _people(words: str) -> tuple[str, ...]:
    names = (name.strip() for name in words.split(";"))
    return tuple(name for name in names if name and not _NO_AUTHORS.match(name))


def _words(words: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in re.split(r"[,;]", words))))


def _single(words: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", words).split())
