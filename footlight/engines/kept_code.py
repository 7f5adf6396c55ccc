"""What modules compile while they are imported, kept from run to run: regular expressions, methods of dataclasses,
declarations of C.

Python keeps compiled modules (`__pycache__`), but not what these compile in their turn: for a build of one essay 570
regular expressions and 1,350 methods, which takes a sixth of its processor time. So that is kept as well, in the user's
cache folder, under the very text that it was compiled from, for one version of Python. The file is taken only if it is
the user's own, writable for nobody else, and whole; without it all is compiled as ever.
"""

import builtins
import dataclasses
import marshal
import os
import re
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import local
from typing import Any

from footlight.file_replacement import put_file
from footlight.user_folders import cache_folder

_FORM = 1
"""To be counted up when the form of entries changes."""
_DIGEST = 32
"""Bytes of a SHA-256."""
_MOST = 8_000
"""Entries that are kept; with more, those that this run did not use go."""
_OTHERS_MAY_WRITE = 0o022
Key = tuple[str, Any, int]
"""What kind of thing is compiled, from which text, with which flags."""

_known: dict[Key, bytes] = {}
"""What was compiled, as `marshal` writes it: most commands use a part of it."""
_new: dict[Key, bytes] = {}
_re_compiler: Any = re._compiler  # type: ignore[attr-defined]  # noqa: SLF001 - see `use_kept_code`
_sre = _re_compiler._sre  # noqa: SLF001 - Python's own module in C
_original_compile: Callable[..., Any] = _re_compiler.compile


def use_kept_code() -> None:
    """Take what earlier runs compiled, from now on.

    Two functions of Python's own are replaced where they are looked up: `re._compiler.compile`, and `exec` where
    `dataclasses` asks for it. A Python that does not ask for them there compiles everything itself.
    """
    _known.update(_stored())
    _re_compiler.compile = _compile_pattern
    _re_compiler._sre = _Recorder()  # noqa: SLF001 - see `_Recorder`
    dataclasses.exec = _execute  # type: ignore[attr-defined]  # a name of the module comes before a built-in one


def keep_new_code() -> None:
    """Keep what was compiled in this run for the next ones; what other processes kept meanwhile stays."""
    if not _new:
        return
    with suppress(OSError, RuntimeError):
        entries = {**_stored(), **_new}
        data = marshal.dumps(entries if len(entries) <= _MOST else _new)
        path = _file()
        path.parent.mkdir(parents=True, exist_ok=True)
        put_file(path, sha256(data).digest() + data, private=True)
        path.chmod(0o600)  # one that others could write gives its mode to what takes its place
    _new.clear()


def kept(kind: str, text: str) -> Any:  # noqa: ANN401 - what `keep` was given
    """What was kept of a kind for a text; None where nothing was."""
    found = _known.get((kind, text, 0))
    return None if found is None else marshal.loads(found)  # noqa: S302 - as in `_stored`


def keep(kind: str, text: str, value: Any) -> None:  # noqa: ANN401 - whatever `marshal` can write
    """Keep a value."""
    _add((kind, text, 0), value)


def _add(key: Key, value: Any) -> None:  # noqa: ANN401 - as above
    _known[key] = _new[key] = marshal.dumps(value)


def _stored() -> dict[Key, bytes]:
    """All that is kept, as far as it can be trusted."""
    try:
        with _file().open("rb") as file:
            state = os.fstat(file.fileno())
            if hasattr(os, "geteuid") and (state.st_uid != os.geteuid() or state.st_mode & _OTHERS_MAY_WRITE):
                return {}
            data = file.read()
    except (OSError, RuntimeError):
        return {}
    # What is damaged must not be loaded: `marshal` may then end the process.
    if sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        return {}
    found: dict[Key, bytes] = marshal.loads(data[_DIGEST:])  # noqa: S302 - this program wrote it, in the user's own folder
    return found


def _file() -> Path:
    """Raises RuntimeError where the user has no home."""
    return cache_folder() / "compiled" / f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.byteorder}-{_FORM}"


def _is_import() -> bool:
    """Whether the caller runs while a module is imported: only what every run compiles is worth keeping."""
    frame = sys._getframe(2)  # noqa: SLF001 - there is no public way to ask
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back  # type: ignore[assignment]  # it ends with None
    return False


class _Recorder(local):
    """Takes the place of `_sre` in `re._compiler`, whose last call of a compilation has all that was compiled.

    Each thread has its own, so that no pattern is kept under the text of another.
    """

    last: tuple[Any, ...] = ()

    def __init__(self) -> None:
        self._sre = _sre

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever `_sre` has
        return getattr(self._sre, name)

    def compile(self, *args: Any) -> Any:  # noqa: ANN401 - pattern, flags, code, groups, groups by name, names
        """Make the pattern, and note what it is made of."""
        self.last = args
        return self._sre.compile(*args)


def _compile_pattern(pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401 - as `re._compiler.compile`
    """Replace `re._compiler.compile`."""
    recorder = _re_compiler._sre  # noqa: SLF001 - a `_Recorder`
    if not isinstance(pattern, str | bytes) or flags & (re.DEBUG | re.LOCALE):
        return _original_compile(pattern, flags)
    key = ("pattern", pattern, int(flags))
    if key in _known:
        all_flags, code, *others = marshal.loads(_known[key])  # noqa: S302 - as in `_stored`
        return recorder.compile(pattern, all_flags, array("I", code).tolist(), *others)
    made = _original_compile(pattern, flags)
    if _is_import():
        _, all_flags, code, *others = recorder.last
        _add(key, (int(all_flags), array("I", code).tobytes(), *others))
    return made


def _execute(text: Any, *namespaces: Any) -> None:  # noqa: ANN401 - as `exec`
    """Replace `exec` in `dataclasses`, which makes each method of a class from a text."""
    if isinstance(text, str):
        key = ("method", text, 0)
        if key in _known:
            text = marshal.loads(_known[key])  # noqa: S302 - as in `_stored`
        else:
            text = compile(text, "<string>", "exec", dont_inherit=True)
            if _is_import():
                _add(key, text)
    builtins.exec(text, *namespaces)  # noqa: S102 - `dataclasses` wrote it
