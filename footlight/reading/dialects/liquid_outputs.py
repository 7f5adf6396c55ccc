"""Outputs of Liquid, Nunjucks and their like: `{{ page.title }}`, `{{ "/a.png" | relative_url }}`."""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage, warning
from footlight.reading.dialects.site_tags import end_of_tag

_OPENING = re.compile(r"\{\{-?(?![<%{])")
_COMMENT = re.compile(r"\{#-?\s.{0,2000}?#\}", re.DOTALL)
_LITERAL = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`)\s*""")
_JOINED = re.compile(r"""\s*(prepend|append)\s*:\s*(.+?)\s*\Z""", re.DOTALL)
_ADDRESS_FILTERS = frozenset(
    {
        "relative_url",
        "absolute_url",
        "url",
        "prepend",
        "append",
        "escape",
        "uri_escape",
        "asset_path",
        "path",
        "htmlBaseUrl",
    }
)
_EMPTY = frozenset(
    {
        "site.baseurl",
        "site.url",
        "site.base_url",
        "site.github.url",
        "baseurl",
        "base_url",
        "site.root",
        "root",
        "base",
        "basePath",
        "urlprefix",
    }
)
"""What stands before an address and is nothing for an edition, which resolves addresses against the essay's own."""


def _value(words: str, passage: Passage) -> str | None:
    """What an output comes to; None where only the site knows."""
    first, *filters = words.split("|")
    literal = _LITERAL.fullmatch(first)
    name = first.strip()
    if literal:
        value = next(group for group in literal.groups() if group is not None)
    elif name in _EMPTY:
        value = ""
    elif name.startswith(("page.", "post.")) and (known := passage.post.front.get(name.split(".", 1)[1])):
        value = known
    elif name in passage.post.front:
        value = passage.post.front[name]
    else:
        return None
    for each in filters:
        joined = _JOINED.fullmatch(each)
        part = _value(joined[2], passage) if joined else ""
        if joined and part is not None:
            value = part + value if joined[1] == "prepend" else value + part
    return value


def liquid_outputs(passage: Passage) -> Iterator[Edit]:
    """Outputs, each with what it comes to; and comments."""
    for match in passage.protected.find(_COMMENT):
        yield Edit(start=match.start(), end=match.end())
    passed = 0
    for match in passage.protected.find(_OPENING):
        end = end_of_tag(passage.text, match.end(), "}}")
        if end < 0 or match.start() < passed or "\n\n" in passage.text[match.end() : end]:
            continue
        passed = end + 2
        value = _value(passage.text[match.end() : end].strip().strip("-"), passage)
        shown = " ".join(passage.text[match.start() : passed].split())[:60]
        finding = None
        if value is None:
            message = f"{shown} stands for something that only the site knows; it was left out"
            finding = warning("site-tag-unknown", message, "Write what it stands for.")
        yield Edit(start=match.start(), end=passed, put=value or "", finding=finding)
