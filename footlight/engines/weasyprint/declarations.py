"""The declarations of the C libraries that WeasyPrint calls, parsed once for all runs.

`weasyprint.text.ffi` hands 16 kB of C to cffi, whose parser is written in Python: with its import it takes a seventh of
WeasyPrint's. cffi can write what it parsed as a module (its "out-of-line ABI mode"), and that is kept here
(`engines.kept_code`). The module's functions are in C, too, so that calls are a little quicker.

At an upgrade: look whether `weasyprint.text.ffi` still makes one `cffi.FFI` and calls `cdef` once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import cffi  # type: ignore[import-untyped]

from footlight.engines.kept_code import keep, kept

_KIND = "declarations"
_OURS = """
    hb_blob_t * hb_blob_create (const char *data, unsigned int length, int mode, void *user_data, void *destroy);
    hb_face_t * hb_face_create (hb_blob_t *blob, unsigned int index);
"""
"""Of HarfBuzz, beside what WeasyPrint declares of it (hb-blob.h, hb-face.h): for `sections.joined_document`."""


class _Declarations:
    """Takes the place of a `cffi.FFI`: once it has its declarations, it has what one has of a written module."""

    def cdef(self, text: str) -> None:
        """Take the declarations of WeasyPrint, with ours."""
        text += _OURS
        key = f"{cffi.__version__}\n{text}"
        code = kept(_KIND, key)
        if code is None:
            code = compile(_written(text), "<declarations>", "exec", dont_inherit=True)
            keep(_KIND, key, code)
        module: dict[str, Any] = {}
        exec(code, module)  # noqa: S102 - cffi wrote it
        ffi = module["ffi"]
        vars(self).update({name: getattr(ffi, name) for name in dir(ffi) if not name.startswith("_")})


def _written(text: str) -> str:
    """The module that cffi makes of declarations."""
    ffi, module = cffi.FFI(), StringIO()
    ffi.cdef(text)
    ffi.set_source("declarations", None, compiler_verbose=0)
    ffi.emit_python_code(module)
    return module.getvalue()


def add_ours(ffi: Any) -> None:  # noqa: ANN401 - cffi is untyped
    """Declare our functions to WeasyPrint's FFI where other code imported it, not `lazy_imports`."""
    if not isinstance(ffi, _Declarations):
        ffi.cdef(_OURS)


@contextmanager
def kept_declarations() -> Iterator[None]:
    """While the block runs, what makes a `cffi.FFI` gets one whose declarations are kept."""
    original = cffi.FFI

    def make() -> _Declarations:
        cffi.FFI = original  # for `_written`
        return _Declarations()

    cffi.FFI = make
    try:
        yield
    finally:
        cffi.FFI = original
