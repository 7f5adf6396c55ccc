"""WeasyPrint imported without what a build does not use: it saves two fifths of the time of its import.

Three things take that time in WeasyPrint 70.0:

- It looks for each shared library by names of other systems before the one of Linux. cffi asks
  `ctypes.util.find_library` for each of these, which starts three processes (ldconfig, gcc, ld).
- It parses declarations in C (`declarations`).
- It imports fontTools' subsetter and instancer, although HarfBuzz does their work wherever it is installed.

At an upgrade: `python -X importtime -c "import weasyprint"` shows what is imported, and tests/test_private_names.py
whether the two modules still are.
"""

import ctypes.util
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from footlight.engines.weasyprint.declarations import kept_declarations

DEFERRED = {"fontTools.subset": (), "fontTools.varLib.instancer": ("instantiateVariableFont",)}
"""Modules that are imported at their first use, and the functions that WeasyPrint imports from each by name."""


@contextmanager
def deferred_imports() -> Iterator[None]:
    """While the block runs, defer the import of some modules, and on Linux find libraries by their sonames only."""
    find_library = ctypes.util.find_library
    deferred = {
        name: _DeferredModule(name, functions) for name, functions in DEFERRED.items() if name not in sys.modules
    }
    if sys.platform == "linux":
        # With a soname, `dlopen` needs no help. On macOS and Windows libraries are found by this function.
        ctypes.util.find_library = _find_nothing
    sys.modules.update(deferred)
    try:
        with kept_declarations():
            yield
    finally:
        ctypes.util.find_library = find_library
        for name, module in deferred.items():
            if sys.modules.get(name) is module:
                # Other code that imports it later gets the real module.
                del sys.modules[name]


def _find_nothing(name: str) -> str | None:  # noqa: ARG001 - the signature of `find_library`
    return None


class _DeferredModule(ModuleType):
    """Takes the place of a module until one of its attributes is used."""

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        """`functions` are there at once, as wrappers that import the module when they are called."""
        super().__init__(name)
        for function in functions:
            self.__dict__[function] = self._wrapper(function)

    def _wrapper(self, function: str) -> Any:  # noqa: ANN401 - a function of any signature
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
            return getattr(importlib.import_module(self.__name__), function)(*args, **kwargs)

        return call

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)
