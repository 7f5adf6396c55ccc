"""Tags whose body is no Markdown: listings, raw text and comments of Liquid, Nunjucks and Hexo.

They come before all other passes: what they hold may look like anything.
"""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.listing import listing
from footlight.reading.dialects.passage import Passage
from footlight.reading.dialects.protected import Protected
from footlight.reading.dialects.site_tags import LONGEST, arguments

_OPEN = re.compile(r"\{%-?\s*(raw|verbatim|highlight|codeblock|code|prism|comment)\b([^\n]{0,400}?)-?%\}")
_LINE_END = re.compile(r"[ \t]*\n")


def verbatim(passage: Passage) -> Iterator[Edit]:
    """Listings, raw text and comments."""
    text, at = passage.text, 0
    left_open: set[str] = set()
    while match := _OPEN.search(text, at):
        at = match.end()
        closing = None if match[1] in left_open else re.compile(rf"\{{%-?\s*end{match[1]}\s*-?%\}}").search(text, at)
        if not closing:
            left_open.add(match[1])
            continue
        inside = passage.protected.in_code(match.start())
        body = text[match.end() : closing.start()]
        if match[1] in ("raw", "verbatim"):
            yield _without_line(text, match.start(), match.end())
            if not inside:
                yield from _braces(body, match.end())
            yield _without_line(text, closing.start(), closing.end())
        elif inside:
            continue
        elif match[1] == "comment":
            yield Edit(start=match.start(), end=closing.end())
        else:
            yield Edit(
                start=match.start(), end=closing.end(), put=listing(passage, match.start(), _language(match), body)
            )
        at = closing.end()


def _language(opening: "re.Match[str]") -> str:
    """The language of a listing: the first word of `highlight`, `lang:ruby` of `codeblock`."""
    positional, named = arguments(opening[2])
    lang = named.get("lang", "") or next((word[5:] for word in positional if word.startswith("lang:")), "")
    return lang or (positional[0] if positional and opening[1] != "codeblock" else "")


def _without_line(text: str, start: int, end: int) -> Edit:
    """A tag taken out; its line as well where nothing else stands in it."""
    begin = text.rfind("\n", 0, start) + 1
    rest = _LINE_END.match(text, end)
    if rest and not text[begin:start].strip():
        return Edit(start=begin, end=rest.end())
    return Edit(start=start, end=end)


def _braces(body: str, offset: int) -> Iterator[Edit]:
    """Braces of a raw text that stand for themselves, out of reach of the passes that come later."""
    for match in Protected(body).find(re.compile(r"\{[{%]|[%}]\}")):
        word = "".join(f"&#{ord(c)};" for c in match[0])
        yield Edit(start=offset + match.start(), end=offset + match.end(), put=word)


_ANY = rf"(.{{0,{LONGEST}}}?)"
_ESCAPED = re.compile(rf"\{{\{{([<%])/\*{_ANY}\*/([>%])\}}\}}|\{{\{{/\*{_ANY}\*/\}}\}}|\{{%/\*{_ANY}\*/%\}}", re.DOTALL)


def escaped(passage: Passage) -> Iterator[Edit]:
    """Shortcodes that are shown and not run: `{{</* name */>}}` of Hugo, `{{/* name() */}}` of Zola."""
    for match in _ESCAPED.finditer(passage.text):
        opening, closing = (match[1], match[3]) if match[1] else ("", "") if match[4] is not None else ("%", "%")
        inner = next(part for part in (match[2], match[4], match[5]) if part is not None)
        bare = f"{{%{inner}%}}" if match[5] is not None else f"{{{{{opening}{inner}{closing}}}}}"
        inside = passage.protected.in_code(match.start())
        put = bare if inside else bare.replace("{", "&#123;").replace("}", "&#125;").replace("<", "&lt;")
        yield Edit(start=match.start(), end=match.end(), put=put)
