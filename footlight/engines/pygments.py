"""Pygments: the words of a listing by what they are, in its language (https://pygments.org/docs/tokens/)."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter


def token_classes(code: str, language: str) -> Iterator[tuple[str, str]]:
    """The listing's characters in their order, each run with its class; all of it without one in an unknown language.

    The class is `k` for a keyword, `c` for a comment, `s` for a text, `n` for a name that is defined, or empty.
    """
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - few essays have listings
    from pygments.token import Comment, Keyword, Name, String  # noqa: PLC0415 - as above
    from pygments.util import ClassNotFound  # noqa: PLC0415 - as above

    rows = ((Comment, "c"), (Keyword, "k"), (String, "s"), (Name.Function, "n"), (Name.Class, "n"), (Name.Tag, "k"))
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        yield "", code
        return
    # Lexers of sessions lose a last line that does not end; none may change a character of a listing.
    tokens = list(lexer.get_tokens(f"{code}\n"))
    if "".join(words for _, words in tokens) != f"{code}\n":
        yield "", code
        return
    classed = ((next((name for kind, name in rows if token in kind), ""), words) for token, words in tokens)
    left = len(code)
    for name, runs in groupby(classed, key=itemgetter(0)):
        words = "".join(words for _, words in runs)[:left]
        left -= len(words)
        yield name, words
