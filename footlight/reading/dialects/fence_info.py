"""The words behind a fence: the language stays, all that a site generator or a notebook reads there is taken out.

pandoc takes a fence for code within a line where it does not understand its words; text and code change places then.
"""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_ONE_WORD = re.compile(r"\s*[^\s{}`\",=:;()\[\]]*\s*\Z")
_ATTRIBUTES = re.compile(
    r"""\s*\{\s*(?:=[\w-]+|(?:[.#][\w:+-]+|[\w-]+=(?:"[^"]*"|[^\s"{},]+))(?:\s+(?:[.#][\w:+-]+|[\w-]+=(?:"[^"]*"|[^\s"{},]+)))*)\s*\}\s*\Z"""
)
"""Attributes that pandoc understands: `{.python .numberLines startFrom="5"}`, `{=html}`."""
_LANGUAGE = re.compile(r"[\s{.]*(?:(?:lang|language)=)?[\"']?([A-Za-z][\w#+-]*(?:\.[a-z]+)?)")
_DIRECTIVE = re.compile(r"\s*\{(?:code-block|code|sourcecode|code-cell)\}\s*([\w#+-]+)?")
"""A listing of MyST (https://mystmd.org)."""


def fence_info(passage: Passage) -> Iterator[Edit]:
    """The words behind fences, made one word."""
    for fence in passage.protected.fences:
        info = passage.text[fence.info_start : fence.info_end]
        if _ONE_WORD.match(info) or _ATTRIBUTES.match(info):
            continue
        directive = _DIRECTIVE.match(info)
        language = directive or _LANGUAGE.match(info)
        word = (language[1] or "") if language else ""
        yield Edit(start=fence.info_start, end=fence.info_end, put=word)
