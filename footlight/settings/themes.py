"""Themes: what a folder of templates/themes/ says of itself in theme.toml, and the settings that it brings.

A theme is a folder laid over the base. Its style sheets and templates are found by their names
(`footlight.engines.templates`); theme.toml has only what no style sheet can say: the page that it is made for, and
where its notes stand.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from footlight.errors import UsageError
from footlight.project import THEME_NAME, Project
from footlight.settings.keys import key
from footlight.settings.kinds import Choice, Text
from footlight.settings.parser import table_options
from footlight.settings.print_options import PageOptions
from footlight.settings.toml_file import toml_file
from footlight.settings.values import Config
from footlight.textmatch.suggestions import among

_OF_TYPE = ("type", "leading")
"""What a theme sets on a page of any size; its margins are for its own size."""


class NotesIn(StrEnum):
    """Where the notes of a page stand."""

    FOOT = "foot"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeOptions:
    """The table [theme] of a theme.toml."""

    title: str = key(
        Text(form=r"[^\x00-\x1f\x7f-\x9f]{1,80}", empty=False, takes="a few words"),
        "",
        "What the theme is, in a few words",
    )
    notes: NotesIn = key(Choice(NotesIn), NotesIn.FOOT, "Where the notes of a page stand: `foot` or `margin`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme."""

    name: str
    folder: Path
    options: ThemeOptions
    page: PageOptions
    """The page that it is made for."""

    def applied(self, config: Config) -> Config:
        """The settings of a project with those of the theme where the project says nothing.

        Raises UsageError where no page comes of both.
        """
        if self.page == PageOptions():  # then nothing has to be worked out, and no print shop imported
            return config
        own, printed = config.page_options, config.print_options
        page = replace(own, **_missing(own, self.page, fits=own.size in (None, self.page.size)))
        if printed.size or printed.preset:  # else the print edition takes the page of the reading edition
            printed = replace(printed, **_missing(printed, replace(self.page, size=None), fits=False))
        themed = replace(config, page_options=page, print_options=printed)
        try:
            themed.page  # noqa: B018 - worked out when it is asked for
            themed.ticket  # noqa: B018 - as above
        except ValueError as error:
            hint = "Give [page] and [print] a size and margins that go with the theme."
            raise UsageError(f"the theme {self.name} does not go with the settings: {error}", hint=hint) from None
        return themed


def _missing(own: PageOptions, theme: PageOptions, *, fits: bool) -> dict[str, Any]:
    """What a theme says of the page and the settings do not; where the size is another, only type and leading."""
    names = ("size", "inner", "outer", "head", "foot", *_OF_TYPE) if fits else _OF_TYPE
    said = {name: getattr(theme, name) for name in names if getattr(own, name) is None}
    return {name: value for name, value in said.items() if value is not None}


def load_theme(project: Project) -> Theme:
    """Read the theme of a project. Raises UsageError where there is none of the name, or its theme.toml is faulty."""
    folders = project.theme_folders
    if project.theme not in folders:
        said = ", ".join(f"{name} ({_title(name, folder)})" for name, folder in folders.items())
        hint = f"There are {said}. A theme is a folder of templates/themes/ with a {THEME_NAME}; see docs/themes.md."
        raise UsageError(f"no theme '{project.theme}'; {among(project.theme, folders)}", hint=hint)
    return _read(project.theme, folders[project.theme])


def _title(name: str, folder: Path) -> str:
    try:
        return _read(name, folder).options.title or "without a title"
    except UsageError:
        return "faulty"


def _read(name: str, folder: Path) -> Theme:
    """Read a theme.toml. Raises UsageError with the line at fault."""
    file = toml_file(folder / THEME_NAME, f"templates/themes/{name}/{THEME_NAME}")
    for table in file.tables:
        if table not in _TABLES:
            raise file.problem(f"unknown table [{table}]; there are [theme] and [page]", table=table)
    options, page = (table_options(name, table, file) for name, table in _TABLES.items())
    return Theme(name=name, folder=folder, options=options, page=page)


_TABLES: dict[str, type] = {"theme": ThemeOptions, "page": PageOptions}
