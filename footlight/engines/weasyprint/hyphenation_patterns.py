"""Pyphen's dictionaries, parsed once for all runs.

A dictionary has 8,000 patterns, such as `.ab3sent`, and pyphen takes each apart in each run: a twentieth of the time of
a short build. Here the result is kept (`engines.kept_code`), under the bytes of the dictionary.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyphen  # type: ignore[import-untyped]

from footlight.engines.kept_code import keep, kept

_KIND = "hyphenation"
_KEPT = ("patterns", "maxlen")
"""The attributes that are made of the file."""
_original_init = pyphen.HyphDict.__init__


def read_dictionary(dictionary: Any, path: Path) -> None:  # noqa: ANN401 - a `HyphDict`: pyphen is untyped
    """Replace `pyphen.HyphDict.__init__`, which reads the file of a dictionary."""
    key = f"{pyphen.__version__} {sha256(path.read_bytes()).hexdigest()}"
    found = kept(_KIND, key)
    if found is None:
        _original_init(dictionary, path)
        with suppress(ValueError):  # divisions that change letters are objects of pyphen's own
            keep(_KIND, key, [vars(dictionary)[name] for name in _KEPT])
    else:
        vars(dictionary).update(zip(_KEPT, found, strict=True), cache={})
