"""Titles as authors write them: a `<footer>` in one is a word, not a tag."""

import re

_CODE_OR_TAG = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))|\\.|<(?=/?(?P<name>[A-Za-z][\w-]*)|[!?])"
)
_ADDRESS = re.compile(r"<(?:https?|mailto):[^\s<>]*>")
_MEANT = frozenset(
    ("em", "i", "strong", "b", "code", "sub", "sup", "s", "del", "ins", "u", "small", "cite", "q", "kbd")
)
"""Tags that a title is marked up with, where both of a pair are there."""
_ALONE = frozenset(("br", "wbr"))


_LONGEST = 2000
"""Characters; no title has more, and looking for pairs takes longer than the title grows."""
_CALL = re.compile(r"(?<![\\!])\[\^([^\]\s]+)\]")


def calls_in(words: str) -> tuple[str, ...]:
    """The notes that a text of the front matter calls by name: `[^1]`."""
    return tuple(dict.fromkeys(_CALL.findall(words)))


def without_calls(words: str) -> str:
    """The text without calls of notes by name, which are defined where it is not."""
    return _CALL.sub("", words)


def escaped_tags(title: str) -> str:
    """The Markdown of a title in which `<` begins a tag only where the tag is one that titles are marked up with."""

    def literal(match: re.Match[str]) -> str:
        name = (match["name"] or "").lower()
        if match[0] != "<" or name in _ALONE or _ADDRESS.match(title, match.start()):
            return match[0]
        return "<" if name in _MEANT and _is_paired(name, title) else "\\<"

    if len(title) > _LONGEST:
        return title.replace("<", "\\<")
    return _CODE_OR_TAG.sub(literal, title)


def _is_paired(name: str, title: str) -> bool:
    small = title.lower()
    return bool(re.search(rf"<{name}[\s>]", small)) and f"</{name}>" in small
