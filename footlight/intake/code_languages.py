"""The language of a listing, as highlighters write it into classes and attributes of the page."""

import re

from footlight.intake.page_tree import Element

_CLASS = re.compile(
    r"(?:\b(?:lang(?:uage)?|highlight(?:-source)?|brush:?|sourcecode|syntaxhighlighter|prism|hljs)[-: ]+)([\w+#.]+)"
)
_ATTRIBUTES = ("data-lang", "data-language", "data-enlighter-language", "lang-name")
_NO_LANGUAGE = frozenset(
    {
        *("none", "plain", "text", "plaintext", "txt", "nohighlight", "undefined", "auto", "generic", "default", "raw"),
        *("line-numbers", "code", "pre", "block", "wp", "theme", "toolbar", "dark", "light", "source"),
    }
)
_SPELT = {
    "js": "javascript",
    "py": "python",
    "c#": "csharp",
    "c++": "cpp",
    "shell": "bash",
    "sh": "bash",
    "yml": "yaml",
}


def language_of(element: Element) -> str:
    """The language of a `pre`: what it, the code in it, or the two elements round it say; empty where none does."""
    round_it = [one for one, _ in zip(element.ancestors(), range(2), strict=False)]
    for one in (element, *element.all("code"), *round_it):
        stated = next((one.get(name) for name in _ATTRIBUTES if one.get(name)), "")
        found = _CLASS.search(one.get("class").lower())
        language = (stated or (found[1] if found else "")).lower()
        if language and language not in _NO_LANGUAGE and re.fullmatch(r"[\w+#.-]{1,20}", language):
            return _SPELT.get(language, language)
    return ""
