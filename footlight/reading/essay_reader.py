"""Markdown to `Essay`: one call of pandoc, then what may not come into an edition is taken out."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from footlight.engines.pandoc import Complaint, ReaderOptions, ReadMarkdown, SlowTextError, read_markdown
from footlight.engines.pandoc_warnings import as_findings
from footlight.errors import EngineError
from footlight.essay.document import Essay, Source
from footlight.essay.tree import (
    Node,
    Nodes,
    attr,
    children,
    classes,
    div,
    inlines_of,
    map_lists,
    nodes,
    para,
    plain,
    span,
    text,
)
from footlight.findings.finding import Finding, Severity
from footlight.reading.deep_lists import deep_list
from footlight.reading.dialects.choice import Choice
from footlight.reading.dialects.dialect_reader import read_dialect
from footlight.reading.dialects.draft import Draft
from footlight.reading.line_ends import close_line_ends
from footlight.reading.open_brackets import escape_open_brackets
from footlight.reading.pictures import BadImage, Shelves, find_image
from footlight.reading.references import settle
from footlight.reading.safety import make_safe
from footlight.reading.tex_environments import lost_lines, mark_environments
from footlight.reading.tex_spelling import respell
from footlight.reading.title_markup import calls_in, escaped_tags, without_calls
from footlight.reading.word_runs import gather


def read_essay(  # noqa: PLR0913 - the text, where its pictures lie, and how it is read
    source: Source,
    marked: str,
    shelves: Shelves,
    choice: Choice,
    meanwhile: Callable[[], None] | None = None,
    *,
    read: ReadMarkdown = read_markdown,
) -> tuple[Essay | None, tuple[Finding, ...]]:
    """The essay of `marked`, which is the source's text with our marks in it; None where nothing can be set.

    `shelves` are where its pictures may lie, `choice` says which Markdown it is. `meanwhile` is done while pandoc
    reads, which `read` calls.
    """
    try:
        return _read(source, marked, shelves, choice, partial(read, meanwhile=meanwhile))
    except EngineError as error:
        hint = "Look for the construct that it names; `pandoc` on the file alone says the same."
        return None, (Finding(code="markdown", message=str(error), hint=hint, file=source.shown),)
    except RecursionError:
        return None, (_nested(source),)


_LINE_ENDS = str.maketrans(dict.fromkeys("\u2028\u2029\u0085\u000b\u000c", " "))
"""Ends of lines of other systems, which pandoc takes for letters, and of which no face has a glyph."""


def _read(
    source: Source, marked: str, shelves: Shelves, choice: Choice, read: Callable[..., Node]
) -> tuple[Essay | None, tuple[Finding, ...]]:
    settled, found = settle(marked, source.body_start, source.shown, name_unused=not choice.dialect.of_pandoc)
    draft, reader, tagged = read_dialect(
        source, mark_environments(settled, source.body_start), shelves.root, choice.dialect
    )
    text_of_draft = draft.text.translate(_LINE_ENDS)
    words, brackets = escape_open_brackets(text_of_draft) if reader.startswith("markdown") else (text_of_draft, ())
    if deep := deep_list(words):
        return None, (_nested(source, draft.origin(deep)),)
    complaints: list[Complaint] = []
    options = ReaderOptions(format=reader, metadata=_in_markdown(source))
    try:
        tree = read(words, options=options, joined=True, complaints=complaints)
    except SlowTextError as error:
        return None, (_slow(error, words, draft, source, reader),)
    blocks = close_line_ends(gather(tree["blocks"]), settled)
    if "[!" in settled:
        from footlight.reading.dialects.callouts import callouts  # noqa: PLC0415 - most essays have none

        blocks = callouts(blocks)
    essay, findings = _essay(source, {**tree, "meta": gather(tree["meta"]), "blocks": blocks}, shelves)
    plain_brackets = tuple(_plain_brackets(draft.line_at(at), source.shown) for at in brackets)
    warned = as_findings([replace(each, line=draft.origin(each.line)) for each in complaints], source.shown)
    return essay, (*_called_by_name(source), *found, *tagged, *plain_brackets, *warned, *findings)


def _nested(source: Source, line: int = 0) -> Finding:
    message = "the text is nested too deeply to be set"
    return Finding(code="markdown", message=message, hint="Lift the lists and quotes up.", file=source.shown, line=line)


def _slow(error: SlowTextError, words: str, draft: Draft, source: Source, reader: str) -> Finding:
    from footlight.reading.slow_place import slow_place  # noqa: PLC0415 - hardly ever needed

    place = slow_place(words, reader)
    if place is None:
        hint = "Look for marks that are never closed, or lists within lists within lists."
        return Finding(code="markdown", message=str(error), hint=hint, file=source.shown)
    return Finding(
        code="markdown",
        message=f"pandoc comes to no end with this paragraph, in which “{place.mark}” stands {place.times:,} times",
        hint="Close what is open, or write a backslash before each mark that is none.",
        file=source.shown,
        line=draft.origin(place.line),
    )


def _plain_brackets(line: int, shown: str) -> Finding:
    message = "this paragraph has many square brackets that open no link; they are printed as they stand"
    return Finding(
        code="brackets-plain", message=message, hint="Close them, or write \\[ for each.", file=shown, line=line
    )


def _in_markdown(source: Source) -> dict[str, object]:
    """What of the front matter is Markdown itself. The abstract is blocks; pandoc tells by the newline at its end."""
    meta = source.meta
    said = {"title": escaped_tags(without_calls(meta.title)), "subtitle": escaped_tags(without_calls(meta.subtitle))}
    abstract = {"abstract": f"{without_calls(meta.abstract)}\n"} if meta.abstract else {}
    return {**{key: words for key, words in said.items() if words}, **abstract, "references": list(meta.references)}


def _called_by_name(source: Source) -> tuple[Finding, ...]:
    """A finding for each note of the text that the front matter calls: the one is read apart from the other."""
    meta = source.meta
    texts = {"title": meta.title, "subtitle": meta.subtitle, "abstract": meta.abstract}
    return tuple(
        Finding(
            code="note-undefined",
            message=f"the {key} calls the note [^{label}], which is defined in the text; the call is left out",
            hint=f"Write the note within the {key}: ^[its words].",
            file=source.shown,
        )
        for key, words in texts.items()
        for label in calls_in(words)
    )


def _essay(source: Source, tree: Node, shelves: Shelves) -> tuple[Essay | None, tuple[Finding, ...]]:
    front = [div(_blocks(tree["meta"].get(key)), attr()) for key in ("title", "subtitle", "abstract")]
    safe = make_safe([*front, *tree["blocks"]], source, shelves)
    findings = [*safe.findings, *lost_lines(safe.blocks, source)]
    if "\\" in source.text:
        respell(safe.blocks)
    title, subtitle, abstract = (block["c"][1] for block in safe.blocks[:3])
    blocks = safe.blocks[3:]
    if not plain(blocks, skip=frozenset()).strip() and not any(n["t"] == "Image" for n in nodes(blocks)):
        hint = "Write something below the front matter."
        findings.append(Finding(code="no-text", message="the essay has no text", hint=hint, file=source.shown))
        return None, tuple(findings)
    body = [block for block in blocks if "headnote" not in classes(block)]
    headnote = [inner for block in blocks if "headnote" in classes(block) for inner in block["c"][1]]
    words, body = _title(_title_words(title), body, source, findings)
    essay = Essay(
        source=source,
        title=words,
        subtitle=_title_words(subtitle),
        abstract=abstract,
        headnote=headnote,
        body=body,
        references=_references(tree["meta"]),
        images=safe.images,
        cover=_cover(source, shelves, findings),
    )
    return essay, tuple(findings)


def _cover(source: Source, shelves: Shelves, findings: list[Finding]) -> Path | None:
    """The picture of the cover, where the source names one; a name that leads to none is a warning."""
    if not source.meta.cover_image:
        return None
    found = find_image(source.meta.cover_image, shelves)
    if isinstance(found, BadImage):
        message = f"{found.message}; the house draws the cover"
        findings.append(
            Finding(code=found.code, severity=Severity.WARNING, message=message, hint=found.hint, file=source.shown)
        )
        return None
    return found.path


def _title(title: Nodes, body: Nodes, source: Source, findings: list[Finding]) -> tuple[Nodes, Nodes]:
    """The title and the body: the front matter's, else a first heading, else the file's name with a warning.

    A first heading that says the same as the front matter is not set a second time.
    """
    heading = body[0]["c"][2] if body and body[0]["t"] == "Header" and body[0]["c"][0] == 1 else None
    if title:
        return title, _without_heading(body) if heading and _letters(heading) == _letters(title) else body
    if heading:
        return _title_words([para(heading)]), _without_heading(body)
    hint = "Add a front matter: three hyphens, `title: …`, three hyphens."
    message = "the essay has no title; the file's name stands for it"
    warning = Finding(code="no-title", severity=Severity.WARNING, message=message, hint=hint, file=source.shown)
    findings.append(warning)
    return text(source.words_of_name), body


def _without_heading(body: Nodes) -> Nodes:
    """A body without its first heading, which is the title; where links lead to that, they lead to what is below it."""
    name = body[0]["c"][1][0]
    rest = body[1:]
    if not rest or not any(node["t"] == "Link" and unquote(node["c"][2][0]) == f"#{name}" for node in nodes(rest)):
        return rest
    first, place = rest[0], span([], attr(name))
    match first["t"]:
        case "Para" | "Plain":
            named = {"t": first["t"], "c": [place, *first["c"]]}
        case "Header":
            level, attributes, words = first["c"]
            named = {"t": "Header", "c": [level, attributes, [place, *words]]}
        case _:
            named = div([first], attr(name))
    return [named, *rest[1:]]


def _letters(value: Nodes) -> str:
    """The letters and digits of a title, by which two are compared; a note in it makes it another."""
    return "".join(filter(str.isalnum, plain(value, skip=frozenset()).casefold()))


def _blocks(value: Node | None) -> Nodes:
    """A metadata value as blocks."""
    match value:
        case {"t": "MetaBlocks", "c": content}:
            return list(content)
        case {"t": "MetaInlines", "c": content}:
            return [para(content)]
        case {"t": "MetaString", "c": words}:
            return [para(text(str(words)))]
        case _:
            return []


def _title_words(blocks: Nodes) -> Nodes:
    """Blocks as the inlines of a title, which stands in one line of its own and shows no picture."""
    inlines: Nodes = map_lists(inlines_of(blocks), _shown_in_titles)
    return inlines


def _shown_in_titles(items: Nodes) -> Nodes:
    out: Nodes = []
    for node in items:
        match node["t"]:
            case "Image":
                out += children(node) or []
            case "LineBreak":
                out.append({"t": "Space"})
            case _:
                out.append(node)
    return out


def _references(meta: Node) -> tuple[dict[str, Any], ...]:
    match meta.get("references"):
        case {"t": "MetaList", "c": items}:
            return tuple(items)
        case _:
            return ()
