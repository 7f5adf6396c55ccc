"""Whether a Markdown text may hold an address that stands bare, and is to become a link.

pandoc takes half as long again for a text in which it looks for such addresses (`autolink_bare_uris`), and most stand
in links that are written out. So these are taken away first, where they cannot be anything else: a link with its words,
an address in pointed brackets, and a definition behind an empty line. Whatever is unsure is left in the text, and then
pandoc looks.
"""

import re

_ADDRESS = re.compile(r"@|(?<![A-Za-z0-9+.-])[0-9+.-]*[A-Za-z][A-Za-z0-9+.-]*:[^\s:]")
"""It begins where a scheme could, so that a word without end is gone through once, not once from each letter."""
_COLUMNS = re.compile(r"^[ \t>]*(?:-{2,}[ \t]+-|\+[-=:])", re.MULTILINE)
"""Tables whose columns are where lines of hyphens say: they may cut a link in two."""
_TARGET = r"""[A-Za-z][\w+.-]*:[^\s()<>"'\\`|]{1,2000}"""
_LINK = re.compile(
    r"(?<![\]\\^])(?<!\][ \n])"  # `[words][name](…)`, `\[…`, `^[a note](…)`
    r"(\[(?!\^)(?:[^\[\]\\`|\n]|\n(?=[^\W\d_]{2,}(?![\w.)]))){0,300}\])"
    rf"\({_TARGET}\)"
    r"|<https?://[^\s<>\\`|]{1,2000}>"
)
_DEFINITION = re.compile(
    rf"""(?<=\n\n)(?: {{0,3}}\[(?!\^)[^\[\]\\`|\n]{{1,300}}\]:[ \t]+<?{_TARGET}>?(?:[ \t]+"[^"\n]{{0,300}}")?[ \t]*"""
    r"(?:\n|\Z))+"
)


def may_hold_bare_address(text: str) -> bool:
    """Whether pandoc has to look for bare addresses."""
    if not _ADDRESS.search(text):
        return False
    if _COLUMNS.search(text):
        return True
    rest = _LINK.sub(lambda link: f"{link[1] or ''} ", _DEFINITION.sub("", text))
    return bool(_ADDRESS.search(rest))
