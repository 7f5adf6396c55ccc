"""MDX, Markdown with components of JavaScript, as Docusaurus and Astro read it (https://mdxjs.com/docs/what-is-mdx/)."""

import re
from collections.abc import Iterator, Sequence

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.html_elements import ELEMENTS
from footlight.reading.dialects.passage import Passage, warning
from footlight.reading.dialects.site_tags import Tag, arguments, paired
from footlight.reading.dialects.tag_passes import tag_edits

_MODULE = re.compile(
    r"^(?:import\s+(?:[\w*{\"'][^\n]{0,400})?(?:from\s+)?[\"'][^\"'\n]+[\"'];?[ \t]*$"
    r"|export\s+(?:const|let|var|default|function|async|\{))",
    re.MULTILINE,
)
_COMMENT = re.compile(r"\{/\*.{0,8000}?\*/\}", re.DOTALL)
_TAG = re.compile(r"<(?P<name>[A-Za-z][\w.]*)(?=[\s{])")
_EXPRESSION = re.compile(r"(?<![\\\w$}\])])\{(?!\s*[#.:%])[^{}\n]{1,400}\}")
_LITERAL = re.compile(r"""\{\s*(["'`])([^"'`\n]*)\1\s*\}""")
_NUMBER = re.compile(r"\{\s*([\d.]+)\s*\}")
_NAME = re.compile(r"\s*[\w:-]+=$")
_FRAGMENT = re.compile(r"</?>")
"""A tag of elements that belong together, which is no element itself."""
_BEFORE_TEXT = frozenset(" \t\n{([,:?=+&|!")
"""Before a quotation mark that begins a text of JavaScript; behind a letter it is an apostrophe."""
_LONGEST = 4000
_MOST_LEFT_OPEN = 500
"""Tags without an end, each of which is looked for over `_LONGEST` characters."""


def modules(passage: Passage) -> Iterator[Edit]:
    """Imports and exports, which are no words of the post."""
    text, passed = passage.text, 0
    for match in passage.protected.find(_MODULE):
        if match.start() < passed:
            continue
        end = match.end()
        if text[match.start() : match.start() + 6] == "export":
            blank = text.find("\n\n", match.end())
            end = len(text) if blank < 0 else blank
        passed = end
        yield Edit(start=match.start(), end=end)
    for match in passage.protected.find(_COMMENT):
        if match.start() >= passed:
            yield Edit(start=match.start(), end=match.end())


def braces_of_tags(passage: Passage) -> Iterator[Edit]:
    """Attributes in braces: texts and numbers stay, elements are set behind the tag, and all else is taken out, so that
    the tag is one of HTML.
    """
    text, passed, left_open = passage.text, 0, 0
    for match in passage.protected.find(_TAG):
        if match.start() < passed or left_open > _MOST_LEFT_OPEN:
            continue
        end, braces = _tag_end(text, match.end())
        if end < 0:
            left_open += 1
            continue
        passed = end
        if not braces and "\n" not in text[match.end() : end]:
            continue
        kept, elements = _attributes(text, match.end(), end, braces)
        yield Edit(start=match.end(), end=end, put=f" {kept}" if kept else "")
        if elements:
            behind = text.index(">", end) + 1
            begins = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
            around = "\n\n" if begins else " "
            yield Edit(start=behind, end=behind, put=f"{around}{around.join(elements)}{around}")


def _attributes(text: str, start: int, end: int, braces: Sequence[tuple[int, int]]) -> tuple[str, list[str]]:
    """The attributes of a tag without braces, and the elements that stood in braces."""
    kept, elements, at = "", [], start
    for opens, closes in braces:
        kept, at, value = kept + text[at:opens], closes, text[opens:closes]
        if plain := _LITERAL.fullmatch(value) or _NUMBER.fullmatch(value):
            kept += f'"{plain[plain.lastindex or 0]}"'
            continue
        kept = _NAME.sub("", kept)
        inner = value[1:-1].strip()
        if inner.startswith("<") and inner.endswith(">"):
            elements.append(_FRAGMENT.sub("", _html_of(inner)))
    return " ".join((kept + text[at:end]).replace("className=", "class=").split()), elements


def _html_of(element: str) -> str:
    """An element of JavaScript as one of HTML: braces of its own tags are left out."""
    pieces, at = [], 0
    for match in _TAG.finditer(element):
        if match.start() < at:
            continue
        end, braces = _tag_end(element, match.end())
        if end < 0:
            break
        kept, _ = _attributes(element, match.end(), end, braces)
        pieces += [element[at : match.end()], f" {kept}" if kept else ""]
        at = end
    return "".join([*pieces, element[at:]])


def _tag_end(text: str, at: int) -> tuple[int, list[tuple[int, int]]]:
    """Where the `>` or `/>` of a tag stands, -1 where it has none, and the braces in the tag, from edge to edge.

    A `>` between braces or quotation marks does not end it.
    """
    depth, opened = 0, at
    quote = ""
    braces: list[tuple[int, int]] = []
    for i in range(at, min(len(text), at + _LONGEST)):
        c = text[i]
        if quote:
            quote = "" if c == quote else quote
        elif c in "\"'`" and (text[i - 1] == "=" or (depth and text[i - 1] in _BEFORE_TEXT)):
            quote = c
        elif c == "{":
            opened = opened if depth else i
            depth += 1
        elif c == "}":
            depth -= 1
            braces += [] if depth else [(opened, i + 1)]
        elif c == ">" and depth <= 0:
            return (i - 1 if text[i - 1] == "/" else i), braces
        elif (c == "<" and not depth) or (c == "\n" and text[i + 1 : i + 2] == "\n" and not depth):
            return -1, []
    return -1, []


def expressions(passage: Passage) -> Iterator[Edit]:
    """Expressions of JavaScript between braces."""
    for match in passage.protected.find(_EXPRESSION):
        literal = _LITERAL.fullmatch(match[0])
        message = f"{match[0][:60]} is worked out by the site; it was left out"
        found = None if literal else warning("site-tag-unknown", message, "Write what it comes to.")
        yield Edit(start=match.start(), end=match.end(), put=(literal[2] or " ") if literal else "", finding=found)


_ATTRIBUTES = r"(?P<rest>(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,400})>"
_NO_TARGET = r"(?<!\]\()(?<!\]:[ ])"
"""Not behind what the address of a link stands behind, which may be written `<like-this/one.png>`."""
_COMPONENT = re.compile(rf"{_NO_TARGET}<(?P<close>/?)(?P<name>[A-Z][\w.]*)(?=[\s/>]){_ATTRIBUTES}")
_CAPITAL = re.compile(
    rf"{_NO_TARGET}<(?P<close>/?)(?!(?i:{ELEMENTS})\b)(?P<name>[A-Z]\w*[a-z][\w.]*)(?=[\s/>]){_ATTRIBUTES}"
)
"""A component in a text that is not MDX, where a tag in capitals may be one of HTML."""
_CUSTOM = re.compile(rf"{_NO_TARGET}<(?P<close>/?)(?P<name>[a-z][a-z0-9]*-[a-z0-9-]+)(?=[\s/>]){_ATTRIBUTES}")
"""A custom element of a page (https://html.spec.whatwg.org/#valid-custom-element-name)."""


def _tags_of(pattern: "re.Pattern[str]", passage: Passage) -> list[Tag]:
    tags = []
    for match in passage.protected.find(pattern):
        rest = match["rest"].rstrip()
        positional, named = arguments(rest.rstrip("/"))
        before = passage.text[passage.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        tag = Tag(
            start=match.start(),
            end=match.end(),
            shown=" ".join(match[0].split())[:60],
            name=match["name"].lower(),
            positional=positional,
            named=named,
            closes=bool(match["close"]),
            in_line=bool(before.strip(" \t>")),
        )
        tags.append(tag)
    return paired(passage, tags, lambda opening, closing: opening.name == closing.name)


def components(passage: Passage) -> Iterator[Edit]:
    """Components, which become what shortcodes of their names do."""
    return tag_edits(lambda each: _tags_of(_COMPONENT, each), passage)


def capital_elements(passage: Passage) -> Iterator[Edit]:
    """Components in a text that is not MDX, which Markdown leaves to a browser or a framework."""
    return tag_edits(lambda each: _tags_of(_CAPITAL, each), passage)


_TAG_ALONE = re.compile(
    r"^(?P<lead>[ \t]*)<(?P<close>/?)"
    r"(?!(?:audio|iframe|math|object|pre|script|style|svg|table|tbody|textarea|thead|tr|video)\b)[a-z][\w-]*"
    r"(?:\s[^<>\n]*)?(?<!/)>[ \t]*$",
    re.MULTILINE,
)


_LINK = re.compile(r"!?\[[^\[\]\n]{0,400}\]\([^()\s]{1,2000}[^()\n]{0,400}\)")


def tags_around_links(passage: Passage) -> Iterator[Edit]:
    """The same in Markdown that is no MDX, where what stands between the tags is a link or a picture of Markdown."""
    return _tags_alone(passage, _LINK)


def tags_alone(passage: Passage) -> Iterator[Edit]:
    """A tag of a line's own: what stands between it and the next one is Markdown, which CommonMark takes for HTML."""
    return _tags_alone(passage, re.compile(""))


def _tags_alone(passage: Passage, wanted: "re.Pattern[str]") -> Iterator[Edit]:
    text = passage.text
    for match in passage.protected.find(_TAG_ALONE):
        start, end = match.span()
        opens = not match["close"]
        begin, stop = (
            (end + 1, text.find("\n", end + 1)) if opens else (text.rfind("\n", 0, max(0, start - 1)) + 1, start - 1)
        )
        neighbour = text[begin : len(text) if stop < 0 else stop].strip()
        if not neighbour or neighbour.startswith("<") or not wanted.search(neighbour):
            continue
        at = end if opens else start
        yield Edit(start=at, end=at, put="\n")
        # Its words are indented as the tags around them are, which is no code here.
        if opens:
            yield from _outdented(text, begin)


def _outdented(text: str, begin: int) -> Iterator[Edit]:
    """The indentation of the lines from `begin` to the next tag or empty line."""
    for row in re.compile(r"([ \t]+)(?=[^\s<])[^\n]*(?:\n|\Z)").finditer(text, begin):
        if row.start() != begin:
            return
        yield Edit(start=row.start(1), end=row.end(1))
        begin = row.end()


def custom_elements(passage: Passage) -> Iterator[Edit]:
    """Elements that a site made itself, such as `<lite-youtube>`, which become what shortcodes of their names do."""
    return tag_edits(lambda each: _tags_of(_CUSTOM, each), passage)


def unindented(passage: Passage) -> Iterator[Edit]:
    """The indentation of lines that would be code: MDX has none that is made by indentation."""
    for start, end in passage.protected.indented:
        row = passage.text[start:end]
        yield Edit(start=start, end=start + len(row) - len(row.lstrip(" \t")))
