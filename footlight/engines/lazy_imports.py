"""WeasyPrint imported without what a build does not use: two fifths of the time that its import takes.

It tries a library's names on other systems before the one that Linux has, and each costs three processes (ldconfig, gcc
and ld); and it imports fontTools' subsetter and instancer, for which HarfBuzz does the work.
"""

import ctypes.util
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_PUT_OFF = {"fontTools.subset": (), "fontTools.varLib.instancer": ("instantiateVariableFont",)}
"""Modules that are imported when they are first used, and the functions of theirs that are imported by name."""


@contextmanager
def deferred_imports() -> Iterator[None]:
    """Shared libraries are found by their sonames alone, and some modules put off, for as long as the block lasts."""
    held = ctypes.util.find_library
    later = {name: _DeferredModule(name, functions) for name, functions in _PUT_OFF.items() if name not in sys.modules}
    if sys.platform == "linux":
        ctypes.util.find_library = _nothing
    sys.modules.update(later)
    try:
        yield
    finally:
        ctypes.util.find_library = held
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _nothing(name: str) -> str | None:  # noqa: ARG001 - the signature of what it stands for
    return None


class _DeferredModule(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        super().__init__(name)
        for function in functions:
            self.__dict__[function] = self._call(function)

    def _call(self, function: str) -> Any:  # noqa: ANN401 - a function of any signature
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
            return getattr(importlib.import_module(self.__name__), function)(*args, **kwargs)

        return call

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)
