"""Gaps between Latin words or figures and the Chinese or Japanese characters beside them, for pages.

Both scripts have a quarter of an em there: JLREQ 3.2.6 (https://www.w3.org/TR/jlreq/), CLREQ 3.2.3
(https://www.w3.org/TR/clreq/). The gap is U+2005, a space of that width, which is not stretched, and at which a line
may break. Reading systems make their own (`text-autospace` in templates/epub.css), so no EPUB has this character.
"""

import re
from collections.abc import Iterator

GAP = "\u2005"
_LANGUAGES = frozenset({"ja", "zh"})
_WIDE = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Ideographs and kana. Points and brackets have white of their own."""
_NARROW = "0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f"
_MEETING = re.compile(f"(?<=[{_WIDE}])(?=[{_NARROW}])|(?<=[{_NARROW}%°])(?=[{_WIDE}])")
_TOKEN = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_KEPT = frozenset({"pre", "code", "math", "svg", "head", "style", "title", "sup", "sub"})
"""Elements in which nothing is changed; they are no word of the line, or have another voice."""
_LEFT_ALONE = re.compile(r'<[^>]*class="[^"]*\bfl-(?:address|call|back)\b')
_OF_A_NOTE = re.compile(r"\bfl-(?:call|back)\b")
_INLINE = frozenset({"a", "abbr", "b", "cite", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small", "span"})
_INLINE |= {"strong", "u", "code"}


def with_script_gaps(html: str, lang: str) -> str:
    """Add the gaps to a document in Chinese or Japanese; `lang` is its BCP 47 tag. Other documents stay as they are."""
    return "".join(_pieces(html)) if lang.partition("-")[0].lower() in _LANGUAGES else html


def _pieces(html: str) -> Iterator[str]:
    kept: list[str] = []
    before, of_a_note = "", False
    for token in _TOKEN.findall(html):
        if token.startswith("<"):
            name = re.match(r"</?([\w:-]*)", token)
            tag = name[1] if name else ""
            if kept:
                if token == f"</{kept[-1]}>":
                    kept.pop()
                elif tag == kept[-1] and token[1] != "/" and not token.endswith("/>"):
                    kept.append(tag)
            elif not token.endswith("/>") and token[1] != "/" and (tag in _KEPT or _LEFT_ALONE.match(token)):
                kept.append(tag)
                of_a_note = bool(_OF_A_NOTE.search(token))
            before = before if tag in _INLINE else ""
        elif kept:
            before = "" if of_a_note else token[-1]
        else:
            both = before + token
            changed = _MEETING.sub(GAP, both)
            token, before = changed[len(before) :], token[-1]  # noqa: PLW2901 - what is given
        yield token
