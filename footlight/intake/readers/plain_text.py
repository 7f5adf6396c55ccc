"""Plain text: typed, copied from a page, or dumped by a browser for terminals; or Markdown in a .txt."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from footlight.engines.html_pages import decode
from footlight.engines.markdown_it import rendered_html
from footlight.engines.pandoc import API_VERSION
from footlight.essay.tree import Nodes
from footlight.essay_files import is_markdown
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_as_written, day_in_english
from footlight.intake.exports.numbered_references import split_references
from footlight.intake.exports.remarks import remarks
from footlight.intake.exports.text_blocks import BlockKind, TextBlock, text_blocks, without_placeholders
from footlight.intake.exports.text_tree import TextTree
from footlight.intake.item import Item, ItemKind
from footlight.intake.parcel import Parcel

_LARGEST = 10 * 2**20
"""Bytes; the longest novel in one file has four."""
_ENDINGS = frozenset((".txt", ".text", ".asc", ".me", ""))
_TAGS = re.compile(r"<(?:html|head|body|p|div|table|br)\b[^>]*>")
_MARKDOWN = re.compile(r"\]\((?:https?:|/|\w+\.)|^ {0,3}\[[^\]\n]+\]: +\S|^#{1,6} \S|^\[\^[^\]]+\]: ", re.MULTILINE)
_BYLINE = re.compile(r"(?i)by[: ]\s*(?P<name>[^,\d|]{2,60}?)(?:\s*(?:[,|·–—-]|\bon\b|(?=\d))\s*(?P<rest>.*))?")


def likeness(parcel: Parcel) -> int:
    """Anything without marks of another format; a little more with the name of a text."""
    head = parcel.head
    if not head.strip() or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return 0
    if _TAGS.search(parcel.start) or parcel.start.lstrip().startswith(("<?xml", "<!doctype", "{\\rtf", "%pdf")):
        return 0
    control = sum(byte < 9 or 13 < byte < 27 for byte in head[:4096] if not head.startswith((b"\xff\xfe", b"\xfe\xff")))
    if control > len(head[:4096]) // 100:
        return 0
    return 30 if parcel.suffix in _ENDINGS or parcel.content_type.startswith("text/plain") else 5


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The text, as one essay."""
    if parcel.path is not None and is_markdown(parcel.path):
        message = "this is Markdown already"
        hint = "Copy it into source/ as it is: docs/essay-files.md says what is read there."
        yield Finding(code="import-unknown-format", message=message, hint=hint, file=parcel.name)
        return
    data = parcel.read()
    if len(data) > _LARGEST:
        message = f"a text of {len(data) // 2**20} MB is no essay"
        yield Finding(code="import-too-large", message=message, file=parcel.name)
        return
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n").lstrip("\ufeff")
    lines = text.split("\n")
    if len(_MARKDOWN.findall(text)) > 1:
        yield _markdown(text, parcel)
        return
    lines, pictures = without_placeholders(lines)
    dump = split_references(lines)
    stated, rest = _stated(list(dump.lines))
    head, blocks = _head(text_blocks(rest, filled=dump.in_front), stated)
    underlined = bool(re.search(r"^\*{2,6} .+ \*{2,6}$", text, re.MULTILINE)) and not dump.references
    tree = TextTree(dump=dump, underlined_links=underlined)
    made = tree.blocks(blocks)
    yield _item(made, parcel, head, _said(tree, blocks, pictures))


def _said(tree: TextTree, blocks: list[TextBlock], pictures: int) -> list[str]:
    """Remarks on what was guessed, and on what a dump lacks."""
    said = []
    if tree.guessed_ends:
        said.append(f"Where the words of {tree.guessed_ends} links end is guessed: the dump marks their beginnings.")
    if tree.local:
        said.append(f"{tree.local} links lead to files of the machine on which the dump was made; they are lost links.")
    uncalled = [str(number) for number in tree.dump.references if number not in tree.called]
    if uncalled:
        said.append(f"References that nothing in the text calls stand at its end: {', '.join(uncalled)}.")
    guessed = sum(block.guessed for block in blocks)
    if guessed:
        said.append(f"{guessed} short lines were taken for headings.")
    if pictures:
        said.append(f"The page had {pictures} pictures; the dump has nothing of them.")
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""


def _item(blocks: Nodes, parcel: Parcel, head: _Head, said: list[str]) -> Item:
    document = {"pandoc-api-version": API_VERSION, "meta": {}, "blocks": blocks}
    return Item(
        kind=ItemKind.TREE,
        content=json.dumps(document, ensure_ascii=False),
        origin=parcel.name,
        identity=f"file:{parcel.name}" if parcel.path else "",
        address=parcel.address,
        title=head.title,
        authors=head.authors,
        date=head.date,
        name=Path(parcel.name).stem if parcel.path else "",
        findings=remarks(said, parcel.name),
    )


_STATED = re.compile(r"(?i)(title|subject|author|from|by|date|published|posted|url|source|newsgroups|to|cc): +(\S.*)")


def _stated(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """What lines such as `Subject: On Tides` at the head say, which mail and old archives have; and the other lines."""
    found: dict[str, str] = {}
    at = next((i for i, line in enumerate(lines) if line.strip()), 0)
    while at < len(lines) and (match := _STATED.fullmatch(lines[at].strip())):
        found[match[1].lower()] = match[2].strip()
        at += 1
    enough = len(found) > 1 and (at == len(lines) or not lines[at].strip())
    return (found, lines[at:]) if enough else ({}, lines)


def _head(blocks: list[TextBlock], stated: Mapping[str, str]) -> tuple[_Head, list[TextBlock]]:
    """Title, author and day from the first lines, and the blocks behind them."""
    title = stated.get("title") or stated.get("subject", "")
    said = next((stated[key] for key in ("date", "published", "posted") if key in stated), "")
    day = day_as_written(said) or day_in_english(said)
    writer = next((stated[key] for key in ("author", "by", "from") if key in stated), "")
    authors = tuple(filter(None, [re.sub(r"\s*<[^>]*>|\S+@\S+|[()\"]", "", writer).strip()]))
    rest = list(blocks)
    if not title and len(rest) > 1 and _is_title(rest[0]):
        title = " ".join(rest.pop(0).lines).strip()
    for _ in range(3):
        if len(rest) < 2 or rest[0].kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTATION):
            break
        words = rest[0].lines[0]
        byline = _BYLINE.fullmatch(words) if len(words) <= 100 else None
        on = day_in_english(words) or day_as_written(words) if len(words) <= 40 else ""
        if byline and not authors:
            authors = (byline["name"].strip(),)
            day = day or day_in_english(byline["rest"] or "") or day_as_written(byline["rest"] or "")
        elif on and not day:
            day = on
        else:
            break
        rest.pop(0)
    return _Head(title=title, authors=authors, date=day), rest


def _is_title(block: TextBlock) -> bool:
    if block.kind is BlockKind.HEADING:
        return True
    words = block.lines[0]
    return (
        block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
        and len(words) <= 100
        and not words.endswith((".", ","))
    )


def _markdown(text: str, parcel: Parcel) -> Item:
    """Markdown, such as html2text (Python) writes, with its links in the line or in a list of references."""
    title = re.match(r"\s*#\s+(.+?)\s*#*\n|\s*(\S.*)\n=+\n", text)
    return Item(
        kind=ItemKind.FRAGMENT,
        content=rendered_html(text[title.end() :] if title else text, "n"),
        origin=parcel.name,
        identity=f"file:{parcel.name}" if parcel.path else "",
        address=parcel.address,
        title=(title[1] or title[2]) if title else "",
        name=Path(parcel.name).stem if parcel.path else "",
    )
