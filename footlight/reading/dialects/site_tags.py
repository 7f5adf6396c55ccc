"""The tags of site generators as values: shortcodes of Hugo and Zola, tags of Liquid, Nunjucks and Hexo.

A grammar finds the tags of its generator in a text and pairs what opens with what closes; what a tag becomes is a row
in `tag_rows`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from footlight.reading.dialects.passage import Passage

LONGEST = 8000
"""Characters of one tag; what is longer is no tag."""
_ARGUMENT = re.compile(
    r"""(?:(?P<binding>[:@]{0,2}(?=[\w.-]+=))(?P<key>[\w.-]+)(?:\s*=\s*|:\s+(?=["'\w])|:(?=["'])))?"""
    r"""(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|`(?P<tick>[^`]*)`|(?P<bare>[^\s,"'`][^\s,]*))""",
    re.DOTALL,
)
_QUOTE = re.compile(r"[\"'`]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag of a site generator, and what stands between it and the one that closes it."""

    start: int
    end: int
    shown: str
    """Its first characters, for findings."""
    name: str
    """In small letters."""
    words: str = ""
    """All that stands behind the name."""
    positional: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict)
    closes: bool = False
    close_start: int = -1
    """Where the tag that closes it stands; -1 where nothing closes it."""
    close_end: int = -1
    body: str = ""
    """Between the two."""
    in_line: bool = False
    """Whether words stand before it on its line, so that what it becomes stands within a sentence."""

    @property
    def paired(self) -> bool:
        """Whether another tag closes it."""
        return self.close_start >= 0

    def value(self, *keys: str) -> str:
        """The first of the named arguments that is there; empty where none is."""
        return next((self.named[key] for key in keys if self.named.get(key)), "")

    def at(self, place: int) -> str:
        """A positional argument; empty where there are not so many."""
        return self.positional[place] if place < len(self.positional) else ""


Grammar = Callable[[Passage], list[Tag]]


def arguments(words: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The positional and the named arguments of a tag, without their quotation marks."""
    positional: list[str] = []
    named: dict[str, str] = {}
    for match in _ARGUMENT.finditer(words):
        quoted = next((match[kind] for kind in ("double", "single", "tick") if match[kind] is not None), None)
        value = match["bare"] if quoted is None else re.sub(r"\\([\"'\\])", r"\1", quoted).replace("\\n", "\n")
        if (match["binding"] or "").startswith(":"):
            continue  # Vue's: an expression that the site works out
        if match["key"]:
            named.setdefault(match["key"].lower(), value)
        else:
            positional.append(value)
    return tuple(positional), named


def end_of_tag(text: str, start: int, closing: str) -> int:
    """Where the characters that close a tag begin, those in quotation marks passed over; -1 where there are none."""
    limit = min(len(text), start + LONGEST)
    first = text.find(closing, start, limit)
    at = start
    while first >= 0:
        quote = _QUOTE.search(text, at, first)
        if not quote:
            return first
        behind = text.find(quote[0], quote.end(), limit)
        if behind < 0 or "\n\n" in text[quote.end() : behind]:
            return first  # an apostrophe, not a quotation mark
        at = behind + 1
        if at > first:
            first = text.find(closing, at, limit)
    return text.find(closing, start, limit)


def _tag(passage: Passage, found: "re.Match[str]", words: str, end: int, *, closes: bool) -> Tag:
    text, start = passage.text, found.start()
    positional, named = arguments(words)
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return Tag(
        start=start,
        end=end,
        shown=" ".join(text[start:end].split())[:60],
        name=found["name"].lower(),
        words=words.strip(),
        positional=positional,
        named=named,
        closes=closes,
        in_line=bool(before.strip(" \t>")),
    )


def paired(passage: Passage, tags: list[Tag], closes: Callable[[Tag, Tag], bool]) -> list[Tag]:
    """The opening tags, those that a later tag closes with what stands between; and closing ones that close nothing."""
    waiting: list[int] = []
    out = list(tags)
    done: set[int] = set()
    for i, tag in enumerate(tags):
        if not tag.closes:
            waiting.append(i)
            continue
        at = next(
            (n for n in range(len(waiting) - 1, max(-1, len(waiting) - 100), -1) if closes(tags[waiting[n]], tag)), -1
        )
        if at < 0:
            continue
        opening = waiting[at]
        del waiting[at:]
        out[opening] = replace(
            tags[opening],
            close_start=tag.start,
            close_end=tag.end,
            body=passage.text[tags[opening].end : tag.start],
        )
        done.add(i)
    return [tag for i, tag in enumerate(out) if i not in done]


_HUGO = re.compile(r"\{\{(?P<kind>[<%])-?\s*(?P<close>/?)\s*(?P<name>[A-Za-z_][\w./-]*)")


def hugo_tags(passage: Passage) -> list[Tag]:
    """`{{< name … >}}`, `{{% name … %}}`, and `{{< /name >}}`, which closes (https://gohugo.io/content-management/shortcodes/)."""

    def found() -> Iterator[Tag]:
        for match in passage.protected.find(_HUGO):
            closing = ">}}" if match["kind"] == "<" else "%}}"
            end = end_of_tag(passage.text, match.end(), closing)
            if end >= 0:
                words = passage.text[match.end() : end].rstrip("-").rstrip()
                words = words.removesuffix("/")
                yield _tag(passage, match, words, end + 3, closes=bool(match["close"]))

    return paired(passage, _apart(found()), lambda opening, closing: opening.name == closing.name)


_ZOLA = re.compile(r"\{(?P<kind>[{%])-?\s*(?:(?P<name>[A-Za-z_]\w*(?:::\w+)*)\s*\(|(?P<end>end)\s*-?%\})")


def zola_tags(passage: Passage) -> list[Tag]:
    """`{{ name(…) }}`, `{% name(…) %}` and `{% end %}` (https://www.getzola.org/documentation/content/shortcodes/)."""

    def found() -> Iterator[Tag]:
        for match in passage.protected.find(_ZOLA):
            if match["end"]:
                closing = Tag(start=match.start(), end=match.end(), shown=match[0], name="end", closes=True)
                yield closing
                continue
            closing_mark = "}}" if match["kind"] == "{" else "%}"
            end = end_of_tag(passage.text, match.end(), closing_mark)
            words = passage.text[match.end() : end].rstrip("-").rstrip()
            if end >= 0 and words.endswith(")"):
                yield _tag(passage, match, words[:-1], end + 2, closes=False)

    tags = _apart(found())
    return paired(passage, tags, lambda opening, _: passage.text[opening.start + 1] == "%")


_LIQUID = re.compile(r"\{%-?\s*(?P<name>[A-Za-z_][\w-]*)")


def liquid_tags(passage: Passage) -> list[Tag]:
    """`{% name … %}` and `{% endname %}` (https://shopify.github.io/liquid/, https://hexo.io/docs/tag-plugins)."""

    def found() -> Iterator[Tag]:
        for match in passage.protected.find(_LIQUID):
            end = end_of_tag(passage.text, match.end(), "%}")
            if end >= 0:
                words = passage.text[match.end() : end].rstrip("-").rstrip()
                name = match["name"].lower()
                yield _tag(passage, match, words, end + 2, closes=name.startswith("end") and name != "end")

    return paired(passage, _apart(found()), lambda opening, closing: f"end{opening.name}" == closing.name)


_CALL = re.compile(
    r"""\{\{-?[ \t]*(?P<name>[A-Za-z_][\w.-]*)(?:[ \t]*\(\s*|[ \t]+)(?=["'`])(?P<words>(?:(?>[^\s"'`{}()|,]+)|[\s,]"""
    r"""|"(?:\\.|[^"\\\n]){0,2000}"|'(?:\\.|[^'\\\n]){0,2000}'|`[^`]{0,8000}`){1,100})\)?\s*-?\}\}"""
)


def call_tags(passage: Passage) -> list[Tag]:
    """`{{name "…"}}` and `{{ name("…") }}`: calls in an output, of which the first argument is words.

    Go's (https://pkg.go.dev/text/template#hdr-Actions), Handlebars' (https://handlebarsjs.com/guide/expressions.html)
    and those of Nunjucks (https://mozilla.github.io/nunjucks/templating.html#function-calls).
    """
    found = passage.protected.find(_CALL)
    return _apart(_tag(passage, match, match["words"], match.end(), closes=False) for match in found)


def _apart(tags: Iterator[Tag]) -> list[Tag]:
    """The tags without those that stand inside another."""
    out: list[Tag] = []
    for tag in tags:
        if not out or tag.start >= out[-1].end:
            out.append(tag)
    return out
