"""Words of HTML as nodes: white space made single, and typewriter's marks made typographer's, as pandoc does."""

import re

from footlight.essay.tree import Nodes, text

_SPACE = re.compile(r"[ \t\n\r\f]+")
_QUOTED = re.compile(r"(?<![\w\"'])(?P<mark>[\"'])(?P<words>[^\s\"'](?:[^\"']{0,2000}?[^\s\"'])?)(?P=mark)(?!\w)")
_SIGNS = (
    (re.compile(r"---"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\w)'|'(?=\w)"), "’"),
)


def word_nodes(words: str) -> Nodes:
    """The inlines of a text of HTML."""
    single = _SPACE.sub(" ", words)
    nodes: Nodes = []
    at = 0
    for match in _QUOTED.finditer(single):
        nodes += text(_set(single[at : match.start()]))
        kind = "DoubleQuote" if match["mark"] == '"' else "SingleQuote"
        nodes.append({"t": "Quoted", "c": [{"t": kind}, text(_set(match["words"]))]})
        at = match.end()
    return nodes + text(_set(single[at:]))


def _set(words: str) -> str:
    for pattern, sign in _SIGNS:
        words = pattern.sub(sign, words)
    return words
