r"""Commands of others for the look of pages, alone in a line: contents (`[TOC]`), a new page (`\newpage`)."""

import re
from collections.abc import Iterator

from footlight.findings.finding import Finding, Severity
from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

CONTENTS = r"\[{1,2}_?(?:TOC|toc)_?\]{1,2}|\{\{\s?TOC(?::[\d-]+)?\s?\}\}|\\tableofcontents|@\[toc\]"
"""Python-Markdown, Typora, GitLab, MultiMarkdown, LaTeX, markdown-it."""
PAGES = r"\\(?:newpage|pagebreak|clearpage|cleardoublepage|pagebreak\{\}|newpage\{\})|\{pagebreak\}|<<<+"
_ALONE = re.compile(rf"^ {{0,3}}(?:(?P<contents>{CONTENTS})|(?P<page>{PAGES}))[ \t]*$", re.MULTILINE)


def layout_commands(passage: Passage) -> Iterator[Edit]:
    """Leave them out and say so: an edition turns its pages where the text does."""
    for match in passage.protected.find(_ALONE):
        if match["contents"]:
            message = f"{match[0].strip()} asks for a table of contents; it was left out"
            hint = "Write `contents: true` into the front matter: it stands before the text then, with the pages."
        else:
            message = f"{match[0].strip()} asks for a new page; it was left out"
            hint = "Write `sections: page` into the front matter, where each section is to begin a page."
        finding = Finding(code="layout-command", severity=Severity.INFO, message=message, hint=hint)
        yield Edit(start=match.start(), end=match.end(), finding=finding)
