"""HTML fragments: title, headnote, body and each note, written by pandoc in one call; all editions use them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from footlight.editions.cross_references import PAGE_REFERENCE
from footlight.editions.extracts import set_extracts, with_epigraphs
from footlight.editions.figure_columns import align_figures
from footlight.editions.index_terms import IndexTerm, TermCollection
from footlight.editions.letterforms import set_letterforms
from footlight.editions.list_numbers import mark_brackets, set_brackets
from footlight.editions.listings import set_listings
from footlight.editions.printed_addresses import set_addresses
from footlight.editions.typography import lead_in, refine
from footlight.engines.pandoc import Complaint, WriteHtml, write_html
from footlight.engines.pandoc_warnings import as_findings
from footlight.essay.document import CALL, Annotated
from footlight.essay.siblings import SIBLING
from footlight.essay.tree import Nodes, html_block, nodes
from footlight.findings.finding import Finding
from footlight.input_record import read_input
from footlight.settings.wording import Wording
from footlight.textmatch.places import Lines

_QUOTED = 80
"""Characters of a formula that a warning's message quotes."""
_PART = re.compile(r"<!--fl:part:([\w-]+)-->\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragments:
    """Well-formed HTML. Note calls are the comments of `essay.document.call_mark`; addresses have break points."""

    title: str
    subtitle: str
    abstract: str
    headnote: str
    body: str
    notes: tuple[str, ...]
    """Blocks of each note, in the order of the notes' numbers."""
    bibliography: str
    """The author's references, where the citation style lists them; else empty."""
    index: tuple[IndexTerm, ...] = ()
    """What the author marked for an index."""
    findings: tuple[Finding, ...] = ()
    """What pandoc warned of while it wrote them, such as a formula that it cannot read."""


_LINK_TAG = re.compile(r"</?a\b[^>]*>")


def words_alone(fragment: str) -> str:
    """A fragment for a cover, which has neither notes nor links."""
    return _LINK_TAG.sub("", CALL.sub("", fragment))


def make_fragments(
    annotated: Annotated, words: Wording, style: Path, *, bibliography: bool, write: WriteHtml = write_html
) -> Fragments:
    """Write the fragments of an annotated essay.

    `style` is the CSL file; `bibliography` tells whether the style lists the author's references; `write` calls
    pandoc. Raises EngineError where pandoc refuses the tree.
    """
    essay, meta = annotated.essay, annotated.essay.source.meta

    index = TermCollection()

    def set_forms(blocks: Nodes) -> Nodes:
        return set_letterforms(set_extracts(index.collect(blocks)), meta.lang)

    parts: dict[str, Nodes] = {
        "title": [{"t": "Plain", "c": annotated.title}],
        "subtitle": [{"t": "Plain", "c": annotated.subtitle}],
        "abstract": set_forms(annotated.abstract),
        "headnote": set_forms(annotated.headnote),
        "body": set_forms(lead_in(with_epigraphs(annotated.body), drop_cap=bool(meta.drop_cap))),
        **{f"note-{note.number}": set_forms(note.content) for note in annotated.notes},
    }
    blocks: Nodes = []
    for name, content in parts.items():
        blocks += [html_block(f"<!--fl:part:{name}-->"), *mark_brackets(refine(content, words, meta.lang))]
    blocks.append(html_block("<!--fl:part:refs-->"))
    files = [essay.source.path.parent / name for name in meta.bibliography]
    tree_meta = {
        "lang": {"t": "MetaString", "c": meta.lang},
        "references": {"t": "MetaList", "c": list(annotated.references)},
        "suppress-bibliography": {"t": "MetaBool", "c": not bibliography},
    }
    cites = bool(annotated.references or files)
    complaints: list[Complaint] = []
    html = write(blocks, tree_meta, csl=style if cites else None, files=files, complaints=complaints)
    for file in files:
        read_input(file)  # pandoc has read it: what it read is known if the file is still what it was
    pieces = _PART.split(html)
    found = {
        name: align_figures(set_listings(set_brackets(set_addresses(piece.strip()))))
        for name, piece in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    return Fragments(
        title=found["title"],
        subtitle=found["subtitle"],
        abstract=found["abstract"],
        headnote=found["headnote"],
        body=found["body"],
        notes=tuple(found[f"note-{note.number}"] for note in annotated.notes),
        bibliography=found["refs"],
        index=index.terms(),
        findings=tuple(_in_place(finding, annotated) for finding in as_findings(complaints, essay.source.shown)),
    )


def _in_place(finding: Finding, annotated: Annotated) -> Finding:
    """A finding about a formula, with the line of the source on which its TeX begins."""
    source = annotated.essay.source
    tex = next((math for math in _tex(annotated) if math[:_QUOTED] in finding.message), "")
    at = source.text.find(tex.strip().split("\n")[0]) if tex.strip() else -1
    return replace(finding, line=Lines(source.text).at(at)[0]) if at >= 0 else finding


def _tex(annotated: Annotated) -> Iterator[str]:
    for blocks in (annotated.headnote, annotated.body, *(note.content for note in annotated.notes)):
        yield from (node["c"][1] for node in nodes(blocks) if node["t"] == "Math")


_BLOCK_ENDS = re.compile(
    r"<math\b.*?</math>|</(?:p|li|h[1-6]|td|th|dt|dd|pre|blockquote|div|caption|figcaption)>|<br\s*/?>|<hr\s*/?>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")


_ADJACENT = re.compile(r"(<!--fl:call:\d+-->)(?=(?:</\w+>)*<!--fl:call:)")


def with_separators(fragment: str, separator: str) -> str:
    """Put a separator between calls that stand side by side, so that notes 1 and 2 are not read as note 12."""
    return _ADJACENT.sub(lambda match: match[0] + separator, fragment)


_QUOTES_PAGE = re.compile(
    rf'<a\b[^>]*\bclass="(?:[^"]* )?(?:(?P<essay>{SIBLING})|{PAGE_REFERENCE})(?: [^"]*)?"[^>]*>(?P<said>.*?)</a>',
    re.DOTALL,
)


def printed_words(fragment: str) -> tuple[str, ...]:
    """As `words_of`, and divided where the page number stands that a reference quotes: no HTML has it.

    A reference to a page of the same essay says nothing but the number; its other words are for screens.
    """
    return words_of(_QUOTES_PAGE.sub(lambda quote: f"{quote['said'] if quote['essay'] else ''}<br>", fragment))


def words_of(fragment: str) -> tuple[str, ...]:
    """The plain text of a fragment: one string for each paragraph, item or cell, and for what formulas divide."""
    pieces = (unescape(_TAG.sub("", piece)).strip() for piece in _BLOCK_ENDS.split(fragment))
    return tuple(piece for piece in pieces if piece)
