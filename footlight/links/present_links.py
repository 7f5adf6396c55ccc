"""The web links of a Markdown source, each with its place and address.

Links are inline, by reference, automatic (`<https://…>`), bare addresses (this program calls pandoc so that it links
them too), or HTML anchors. Pictures do not count, and code, comments and the front matter hold no links. Links within
the essay, relative links and other schemes are left out, because they cannot be requested.
"""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from sys import maxsize

from footlight.markdown.link_syntax import bracketed, plain_words
from footlight.markdown.markdown_text import MarkdownText, markdown_text
from footlight.markdown.mask import mask_code
from footlight.textmatch.places import single_spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentLink:
    """A link: `source[start:end]`, with its markup."""

    start: int
    end: int
    url: str
    """The address as written, without Markdown's escapes."""
    words: str
    """The words of the link, without markup; empty if the address itself is the text."""
    form: str
    """How it is written: inline, reference, autolink, bare or html."""


_TITLE = r"(?:[ \t\n]+(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?"
_ATTRIBUTES = r"(?:\{[^{}\n]*\})?"
_INLINE = re.compile(
    rf"\]\([ \t\n]*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>(?:[^\s()]|\([^\s()]*\))+)){_TITLE}[ \t\n]*\){_ATTRIBUTES}"
)
_REFERENCE = re.compile(r"\][ \t]?\[(?P<key>[^\[\]]{0,200})\]")
_SHORTCUT = re.compile(r"(?<![\]\\!\w])\[(?P<key>[^\[\]^@][^\[\]]{0,200})\](?![(\[:])")
_DEFINITION = re.compile(
    r"^(?P<line>[ ]{0,3}(?:>[ \t]?)*\[(?P<key>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*\n?[ \t]*"
    r"(?:<(?P<angled>[^<>\n]+)>|(?P<plain>\S+))[^\n]*)",
    re.MULTILINE,
)
_AUTOLINK = re.compile(r"<(?P<plain>https?:[^\s<>]+)>", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<a\s[^<>]*?\bhref\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<plain>[^\s\"'<>]+))[^<>]*>"
    r"(?P<words>[^<]{0,2000}(?:<(?!/?a\b)[^<]{0,2000}){0,50})</a\s*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-z/][^<>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*[^()\n]*\)")
_CHARACTER = r"[\w#$%+/@\\&=-]"
_MARK = rf"[^\s<>\w#$%+/@\\&=-](?={_CHARACTER})"
_INSIDE = rf"(?:{_CHARACTER}|{_MARK}){{1,200}}"
"""What stands between brackets in an address; bounded, since brackets that nothing closes are looked at again."""
_BARE = re.compile(
    rf"(?<![\w/])https?:(?=//)(?:\({_INSIDE}\)|\{{{_INSIDE}\}}|\[{_INSIDE}\]|{_CHARACTER}|{_MARK})+", re.IGNORECASE
)
"""An address as pandoc reads one (`uri` in Text.Pandoc.Parsing), so that each command asks for what the notes print:
brackets in pairs belong to it, and of other marks single ones within it, but none at its end."""
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


_UNASKED = re.compile(r"(?<![\w/])(?:ftp|gopher)://[^\s<>()\[\]\"']+", re.IGNORECASE)


def unasked_addresses(source: str) -> tuple[str, ...]:
    """The addresses in a source of services that no browser speaks any more, each once: nobody asks for them here."""
    return tuple(dict.fromkeys(_UNASKED.findall(mask_code(source)))) if "://" in source else ()


def present_links(source: str) -> tuple[PresentLink, ...]:
    """Return every web link of a source with single newlines, in the order of the text."""
    text = markdown_text(source)
    taken = _Taken([(m.start("line"), m.end("line")) for m in _definitions(text)])
    found: list[PresentLink] = []
    for links in (_bracketed(text), _elements(text)):
        # The outer of two nested links comes first, so that the inner one, which no reader can follow, is left out.
        for link in sorted(links, key=lambda one: (one.start, -one.end)):
            if taken.free(link.start):
                found.append(link)
                taken.add(link.start, link.end)
    for pattern, form in ((_AUTOLINK, "autolink"), (_TAG, ""), (_IMAGE, ""), (_BARE, "bare")):
        for match in pattern.finditer(text.markup):
            if taken.free(match.start()):
                if form:
                    found.append(_link(text, match.span(), match.span("plain" if form == "autolink" else 0), form))
                taken.add(*match.span())
    web = (link for link in found if _WEB.match(link.url))
    return tuple(sorted(web, key=lambda link: link.start))


class _Taken:
    """Stretches of the source that already belong to a link; they do not overlap."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def free(self, at: int) -> bool:
        """Tell whether an offset belongs to none of them."""
        i = bisect_right(self._spans, (at, maxsize)) - 1
        return i < 0 or self._spans[i][1] <= at

    def add(self, start: int, end: int) -> None:
        """Add a stretch."""
        insort(self._spans, (start, end))


def _bracketed(text: MarkdownText) -> Iterator[PresentLink]:
    defined = {
        _normal(text.source[m.start("key") : m.end("key")]): m.span(_target(m)) for m in reversed(_definitions(text))
    }
    for start, close in bracketed(text.markup):
        words = (start + 1, close)
        if inline := _INLINE.match(text.markup, close):
            yield _link(text, (start, inline.end()), inline.span(_target(inline)), "inline", words)
        elif reference := _REFERENCE.match(text.markup, close):
            key = text.source[reference.start("key") : reference.end("key")] or text.source[start + 1 : close]
            if target := defined.get(_normal(key)):
                yield _link(text, (start, reference.end()), target, "reference", words)
    if not defined:
        return
    for shortcut in _SHORTCUT.finditer(text.markup):
        key = text.source[shortcut.start("key") : shortcut.end("key")]
        if target := defined.get(_normal(key)):
            yield _link(text, shortcut.span(), target, "reference", shortcut.span("key"))


def _elements(text: MarkdownText) -> Iterator[PresentLink]:
    if "</a" in text.markup.lower():
        for element in _ELEMENT.finditer(text.markup):
            target = next(name for name in ("double", "single", "plain") if element[name] is not None)
            yield _link(text, element.span(), element.span(target), "html", element.span("words"))


def _definitions(text: MarkdownText) -> list[re.Match[str]]:
    return list(_DEFINITION.finditer(text.markup)) if "]:" in text.markup else []


def _target(match: re.Match[str]) -> str:
    return "plain" if match["angled"] is None else "angled"


def _link(
    text: MarkdownText, span: tuple[int, int], target: tuple[int, int], form: str, words: tuple[int, int] | None = None
) -> PresentLink:
    written = text.source[target[0] : target[1]].strip()
    url = _ENTITY.sub(lambda m: unescape(m[0]), written if form == "html" else _ESCAPE.sub(r"\1", written))
    said = plain_words(text.source[words[0] : words[1]]) if words else ""
    return PresentLink(start=span[0], end=span[1], url=url, words=said, form=form)


def _normal(key: str) -> str:
    return single_spaced(key).strip().casefold()
