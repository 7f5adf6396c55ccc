"""Jinja2: Footlight's templates, and a project's own, which may override them block by block.

A project's `page.html` that begins with `{% extends "house/page.html" %}` replaces the blocks that it names and no
others; "house/" is the theme over the base, and "base/", for themes, the base alone. Templates run in a sandbox, get
plain values, escape all of them, fail on an undefined name, and end (`bounded_sandbox`).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.loaders import split_template_path
from markupsafe import Markup

from footlight.engines.templates.bounded_sandbox import BoundedSandbox
from footlight.errors import UsageError
from footlight.file_replacement import put_file
from footlight.input_record import read_input
from footlight.project import Project
from footlight.real_path import real_path
from footlight.user_folders import cache_folder

_NONE: Mapping[str, str] = {}
_HINT = "Correct your own template; docs/templates.md says what templates get."
_FORM = 2
"""To be counted up when an option of the environment changes: compiled templates depend on those, too."""
_DIGEST = 32
"""Bytes of a SHA-256."""


class Templates:
    """The templates of a project: the base, the theme laid over it, and the project's own over both."""

    def __init__(self, project: Project, sheets: Mapping[str, str] = _NONE) -> None:
        """`sheets` are style sheets that the settings make; each is read behind the theme's of its name."""
        own = project.own_templates
        base, *theme = (_Loader(folder) for folder in project.template_folders if folder != own)
        house = jinja2.ChoiceLoader([*theme, base])
        first = [_Loader(own)] if own else []
        loader = jinja2.ChoiceLoader([*first, *theme, jinja2.PrefixLoader({"house": house, "base": base}), base])
        self._environment = BoundedSandbox(
            loader=loader,
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_CompiledTemplates(),
        )
        self._folders, self._own, self._sheets = project.template_folders, own, sheets

    def compile(self, folder: str) -> None:
        """Compile the templates of a folder ahead of their use; a faulty one is reported when it is used."""
        for name in self._environment.list_templates(filter_func=lambda name: name.startswith(folder)):
            with suppress(jinja2.TemplateError, OSError, UnicodeDecodeError, UsageError):
                self._environment.get_template(name)

    def render(self, name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it names
        """Fill in a template. Raises UsageError with the file and the line where it fails."""
        self._environment.begin()
        try:
            return self._environment.get_template(name).render(**values)
        except UsageError:
            raise
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(f"templates/{error.name}:{error.lineno}: {error.message}", hint=_HINT) from None
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a template is a program of the project's, and can raise anything
            message = f"{type(error).__name__}: {error}" if not isinstance(error, jinja2.TemplateError) else str(error)
            raise UsageError(f"{self._place(name, error)}: {message}", hint=_HINT) from None

    def _place(self, name: str, error: Exception) -> str:
        """The file and the line of a template in which an error arose; Jinja2 puts them into the traceback."""
        import traceback  # noqa: PLC0415 - only where a template of a project is wrong

        frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        for path, line in reversed(frames):
            for folder in reversed(self._folders):
                if Path(path).is_relative_to(folder):
                    return f"templates/{Path(path).relative_to(folder).as_posix()}:{line}"
        return f"templates/{name}"

    def styles(self, name: str) -> tuple[str, ...]:
        """The style sheets of a name in their order: the base's, the theme's, the settings', the project's own."""
        made = [self._sheets[name]] if name in self._sheets else []
        return (*self._read(name, own=False), *made, *self._read(name, own=True))

    def _read(self, name: str, *, own: bool) -> tuple[str, ...]:
        paths = [folder / name for folder in self._folders if (folder == self._own) is own]
        for path in paths:
            _refuse_way_out(path, path.parent)
        return tuple(_text(read_input(path)) for path in paths if path.is_file())


class _Loader(jinja2.FileSystemLoader):
    """Finds templates in a folder, and notes what it read."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its file, and whether it still has that text. Raises TemplateNotFound."""
        folder = Path(self.searchpath[0])
        _refuse_way_out(Path(folder, *split_template_path(template)), folder)
        _, name, unchanged = super().get_source(environment, template)
        return _text(read_input(Path(name))), name, unchanged


def _refuse_way_out(path: Path, folder: Path) -> None:
    """Raise UsageError for what is no ordinary file, or a link that leads out of the folder that holds `folder`."""
    if path.exists() and not (path.is_file() and real_path(path).is_relative_to(real_path(folder).parent)):
        message = f"templates/{path.relative_to(folder).as_posix()} is no ordinary file of the project"
        raise UsageError(message, hint="Put the file itself there.")


def _text(data: bytes) -> str:
    return data.decode("utf-8").replace("\r\n", "\n")


class _CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in the user's cache folder, for compiling ours takes a tenth of a short build.

    Jinja2 takes code only for the same words of the same file, and only from the same version of Python. Where the
    folder cannot be read or written, templates are compiled as if it were empty.
    """

    def __init__(self) -> None:
        self._folder = f"jinja2-{jinja2.__version__}-{_FORM}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, if it is there and whole."""
        with suppress(OSError, RuntimeError):
            data = self._file(bucket).read_bytes()
            digest, code = data[:_DIGEST], data[_DIGEST:]
            # What is damaged must not be loaded: Python's `marshal` may then end the process.
            if sha256(code).digest() == digest:
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template."""
        with suppress(OSError, RuntimeError):
            path, code = self._file(bucket), bucket.bytecode_to_string()
            path.parent.mkdir(parents=True, exist_ok=True)
            put_file(path, sha256(code).digest() + code, private=True)

    def _file(self, bucket: Bucket) -> Path:
        """The file of a compiled template. Raises RuntimeError where the user has no home."""
        return cache_folder() / "templates" / self._folder / bucket.key


def markup(text: str) -> Markup:
    """Mark HTML as safe, so that templates do not escape it. Only for HTML that pandoc or our writers made."""
    return Markup(text)  # noqa: S704 - pandoc and our own writers made it
