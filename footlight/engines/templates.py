"""Jinja2: Footlight's templates, and a project's own, which may override them block by block.

A project's `page.html` that begins with `{% extends "house/page.html" %}` replaces the blocks that it names and no
others; "house/" is the theme over the base, and "base/", for themes, the base alone. Templates run in a sandbox, get
plain values, escape all of them, and fail on an undefined name.
"""

import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from footlight.errors import UsageError
from footlight.project import Project

_NONE: Mapping[str, str] = {}
_HINT = "Correct your own template; docs/templates.md says what templates get."


class Templates:
    """The templates of a project: the base, the theme laid over it, and the project's own over both."""

    def __init__(self, project: Project, sheets: Mapping[str, str] = _NONE) -> None:
        """`sheets` are style sheets that the settings make; each is read behind the theme's of its name."""
        own = project.own_templates
        base, *theme = (jinja2.FileSystemLoader(folder) for folder in project.template_folders if folder != own)
        house = jinja2.ChoiceLoader([*theme, base])
        first = [jinja2.FileSystemLoader(own)] if own else []
        loader = jinja2.ChoiceLoader([*first, *theme, jinja2.PrefixLoader({"house": house, "base": base}), base])
        self._environment = ImmutableSandboxedEnvironment(
            loader=loader,
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._folders, self._own, self._sheets = project.template_folders, own, sheets

    def compile(self, folder: str) -> None:
        """Compile the templates of a folder ahead of their use; a faulty one is reported when it is used."""
        for name in self._environment.list_templates(filter_func=lambda name: name.startswith(folder)):
            with suppress(jinja2.TemplateError, OSError, UnicodeDecodeError):
                self._environment.get_template(name)

    def render(self, name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it names
        """Fill in a template. Raises UsageError with the file and the line where it fails."""
        try:
            return self._environment.get_template(name).render(**values)
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(f"templates/{error.name}:{error.lineno}: {error.message}", hint=_HINT) from None
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a template is a program of the project's, and can raise anything
            message = f"{type(error).__name__}: {error}" if not isinstance(error, jinja2.TemplateError) else str(error)
            raise UsageError(f"{self._place(name, error)}: {message}", hint=_HINT) from None

    def _place(self, name: str, error: Exception) -> str:
        """The file and the line of a template in which an error arose; Jinja2 puts them into the traceback."""
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
        return tuple(path.read_text(encoding="utf-8") for path in paths if path.is_file())


def markup(text: str) -> Markup:
    """Mark HTML as safe, so that templates do not escape it. Only for HTML that pandoc or our writers made."""
    return Markup(text)  # noqa: S704 - pandoc and our own writers made it
