"""Boxes between lines: `:::tip` of Docusaurus and VuePress, `!!! note` and `=== "Tab"` of Python-Markdown."""

import re
from collections.abc import Iterator

from footlight.reading.box_kinds import KINDS, kind_of_class
from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage, info, warning
from footlight.reading.dialects.site_tags import Tag, arguments
from footlight.reading.dialects.tag_results import box_head, words_of
from footlight.reading.dialects.tag_rows import ROWS

_FENCE = re.compile(
    r"^(?P<lead>[ \t>]*):{3,}[ \t]*"
    r"(?:(?P<name>[A-Za-z][\w-]*)(?P<label>\[[^\]\n]*\])?[ \t]*(?P<words>[^\n]*))?$",
    re.MULTILINE,
)
_BRACES = re.compile(r"\{[^{}\n]*\}")


def containers(passage: Passage) -> Iterator[Edit]:
    """Boxes between lines of colons."""
    waiting: list[re.Match[str]] = []
    for match in passage.protected.find(_FENCE):
        if match["name"]:
            waiting.append(match)
        elif waiting:
            opening = waiting.pop()
            yield _opening(opening)
            # A fence that is indented under the last item of a list closes the box all the same, and not the item.
            yield Edit(start=match.start(), end=match.end(), put=_lines(opening["lead"], ["</div>"]))
    for match in waiting:
        message = f"{match[0].strip()[:60]} begins a box that is closed nowhere; its words are set as text"
        found = warning("box-not-closed", message, "Close it with a line of as many colons.")
        yield Edit(start=match.start(), end=match.end(), put=match["lead"] + match["words"], finding=found)


def _opening(match: "re.Match[str]") -> Edit:
    words = match["words"].strip(" :")
    attributes = " ".join(_BRACES.findall(words))
    title = (match["label"] or "").strip("[]") or _BRACES.sub("", words).strip().strip("\"'")
    title = title or arguments(attributes.strip("{}"))[1].get("title", "")
    name = match["name"].lower()
    kind = "details" if name in ("details", "collapse", "spoiler") else name if name in KINDS else kind_of_class(name)
    found = None
    if not kind:
        message = f"{match[0].strip()[:60]} is a container that only the site knows; its words were kept"
        found = info("site-tag", message, "Remove it, or take a kind that is known, such as note.")
    head = box_head(kind, title or kind.capitalize()) if kind else ["<div>"]
    return Edit(start=match.start(), end=match.end(), put=_lines(match["lead"], head), finding=found)


_DIRECTIVE = re.compile(
    r"^[ \t>]*::(?P<name>[A-Za-z][\w-]*)(?:\[(?P<label>[^\]\n]*)\])?(?:\{(?P<words>[^{}\n]*)\})?[ \t]*$", re.MULTILINE
)


def directives(passage: Passage) -> Iterator[Edit]:
    """`::youtube[Title]{#id}` of remark, a line of its own."""
    for match in passage.protected.find(_DIRECTIVE):
        positional, named = arguments(re.sub(r"#([\w-]+)", r'id="\1"', match["words"] or ""))
        if match["label"]:
            named.setdefault("title", match["label"])
        shown = match[0].strip()[:60]
        tag = Tag(
            start=match.start(),
            end=match.end(),
            shown=shown,
            name=match["name"].lower(),
            positional=positional,
            named=named,
        )
        row = ROWS.get(tag.name)
        put = row(tag, passage).before if row else words_of(match["label"] or "")
        found = info(
            "site-tag",
            f"{shown} shows something that only the site can; its words or its address were set",
            "Write it in Markdown.",
        )
        yield Edit(start=match.start(), end=match.end(), put=put, finding=found)


_ADMONITION = re.compile(
    r"^(?P<lead>[ \t]*)"
    r"(?:(?:!!!|\?\?\?\+?)[ \t]+(?P<kind>[A-Za-z][\w-]*)(?:[ \t]+[\w-]+)*(?:[ \t]+\"(?P<title>[^\n]*)\")?"
    r"|===[!+]*[ \t]+\"(?P<tab>[^\"\n]*)\")[ \t]*$",
    re.MULTILINE,
)


def admonitions(passage: Passage) -> Iterator[Edit]:
    """Boxes and tabs whose words are indented by four."""
    text = passage.text
    passed = 0
    for match in passage.protected.find(_ADMONITION):
        if match.start() < passed:
            continue
        lead = match["lead"]
        end, body = _indented_below(text, match.end(), len(lead.expandtabs(4)))
        passed = end
        if match["tab"] is not None:
            head, tail = [f"**{words_of(match['tab'])}**"], ""
        else:
            kind = match["kind"].lower()
            title = match["title"] if match["title"] is not None else kind.replace("-", " ").capitalize()
            head, tail = box_head(kind if kind_of_class(kind) else f"note {kind}", title), f"\n{lead}\n{lead}</div>\n"
        yield Edit(start=match.start(), end=end, put=f"{_lines(lead, head)}\n{body}{tail}\n")


def _lines(lead: str, rows: list[str]) -> str:
    """Lines with blank ones around them, in the quotes and lists that a lead stands for."""
    return lead + "".join(f"\n{lead}{row}\n{lead}" for row in rows)


def _indented_below(text: str, at: int, indent: int) -> tuple[int, str]:
    """The lines below that are indented by four more, without those four, and where they end."""
    rows: list[str] = []
    end = at
    while end < len(text):
        stop = text.find("\n", end + 1)
        row = text[end + 1 : len(text) if stop < 0 else stop]
        expanded = row.expandtabs(4)
        if row.strip() and len(expanded) - len(expanded.lstrip()) < indent + 4:
            break
        rows.append(expanded[:indent] + expanded[indent + 4 :])
        end += len(row) + 1
    while rows and not rows[-1].strip():
        rows.pop()
    return min(end, len(text)), "\n".join(rows)


_OBJECT = re.compile(r"^(?P<lead>[ \t]*):::[ \t]+[A-Za-z_]\w*(?:\.\w+)+[ \t]*$", re.MULTILINE)


def objects(passage: Passage) -> Iterator[Edit]:
    """Objects of a program that mkdocstrings describes, `::: package.module`, with their options."""
    for match in passage.protected.find(_OBJECT):
        end, _ = _indented_below(passage.text, match.end(), len(match["lead"].expandtabs(4)))
        message = (
            f"{match[0].strip()[:60]} stands for the description of a program that only the site makes; it was left out"
        )
        found = warning("site-tag-unknown", message, "Write what it says.")
        yield Edit(start=match.start(), end=end, put="\n", finding=found)


_SLASHES = re.compile(
    r"^(?P<lead>[ \t>]*)/{3,}(?:[ \t]+(?P<name>[A-Za-z][\w-]*)(?:[ \t]*\|[ \t]*(?P<title>[^\n]*))?)?[ \t]*$",
    re.MULTILINE,
)


def slashes(passage: Passage) -> Iterator[Edit]:
    """Boxes between lines of slashes, `/// tip | Title` (https://facelessuser.github.io/pymdown-extensions/extensions/blocks/)."""
    waiting: list[re.Match[str]] = []
    for match in passage.protected.find(_SLASHES):
        if match["name"]:
            waiting.append(match)
            continue
        if not waiting:
            continue
        opening = waiting.pop()
        name, title, lead = opening["name"].lower(), (opening["title"] or "").strip(), opening["lead"]
        kind = "details" if name == "details" else kind_of_class(name) or (name if name in KINDS else "")
        if kind or name == "admonition":
            head, tail = box_head(kind or "note", words_of(title) or (kind or "note").capitalize()), ["</div>"]
        else:  # a tab, a caption, an element of HTML
            head, tail = ([f"**{words_of(title)}**"] if name == "tab" and title else []), []
        yield Edit(start=opening.start(), end=opening.end(), put=_lines(lead, head))
        yield Edit(start=match.start(), end=match.end(), put=_lines(lead, tail))


_SNIPPET = re.compile(
    r"^[ \t]*(?:\{\*[^{}\n]{1,400}\*\}|-{2,}8<-{2,}(?:[ \t]+[\"'][^\"'\n]{1,400}[\"'])?)[ \t]*$", re.MULTILINE
)


def snippets(passage: Passage) -> Iterator[Edit]:
    """Files that a site puts in: `--8<-- "file"`, `{* file *}`."""
    for match in passage.protected.find(_SNIPPET):
        message = f"{match[0].strip()[:60]} stands for a file that the site puts in; it was left out"
        found = warning("site-tag-unknown", message, "Write what it says.")
        yield Edit(start=match.start(), end=match.end(), finding=found)
