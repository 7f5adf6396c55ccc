"""The folders and files of a project, and those that come with Footlight."""

from dataclasses import dataclass
from pathlib import Path

from footlight.errors import UsageError
from footlight.real_path import real_path

CONFIG_NAME = "footlight.toml"
THEME_NAME = "theme.toml"
"""What a folder of templates/themes/ holds if it is a theme."""
IMPORTS = ".imports"
SCHEMA_FOLDER = ".schemas"
"""In the project's folder: JSON Schemas for editors, which `footlight init` puts there."""
CLASSIC = "classic"
"""The theme that holds where nobody names another: the base as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project: the nearest folder upward that holds source/. Its other folders need not exist."""

    root: Path
    theme: str = CLASSIC
    """The theme in which its essays, or the one essay that is at hand, are set."""

    @property
    def source(self) -> Path:
        """The essays, their ledgers and images, and footlight.toml."""
        return self.root / "source"

    @property
    def build(self) -> Path:
        """The editions; deletable at any time."""
        return self.root / "build"

    @property
    def config(self) -> Path:
        """The configuration, which need not exist."""
        return self.source / CONFIG_NAME

    @property
    def own_templates(self) -> Path | None:
        """The project's own templates, where it has any."""
        own = self.root / "templates"
        return own if own.is_dir() and real_path(own) != real_path(house_templates()) else None

    @property
    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are looked up, each folder before those in front of it: the base that comes with Footlight,
        the folder of the theme, the project's own templates.
        """
        theme, own = self.theme_folders.get(self.theme), self.own_templates
        return (house_templates(), *([theme] if theme else []), *([own] if own else []))

    @property
    def theme_folders(self) -> dict[str, Path]:
        """The folder of each theme, by its name; a project's own theme stands in the place of Footlight's."""
        shelves = [folder / "themes" for folder in (house_templates(), self.own_templates) if folder]
        return {
            folder.name: folder
            for shelf in shelves
            if shelf.is_dir()
            for folder in sorted(shelf.iterdir())
            if f"_{folder.name.replace('-', '_')}".isidentifier() and (folder / THEME_NAME).is_file()
        }

    def shown(self, path: Path) -> str:
        """Write a path for findings: relative to the root where it is inside, else as it is."""
        try:
            return real_path(path).relative_to(real_path(self.root)).as_posix()
        except ValueError:
            return path.as_posix()


def find_project(start: Path) -> Project:
    """Find the project that a folder belongs to. Raises UsageError where no folder upward holds source/."""
    start = real_path(start)
    for folder in (start, *start.parents):
        if (folder / "source").is_dir():
            _refuse_way_out(folder / "build", folder)
            return Project(root=folder)
    hint = (
        "`footlight init` makes one here, with an example. Or put Markdown files into a folder source/; "
        "`footlight import FILE` makes them of pages and documents."
    )
    if (start / CONFIG_NAME).is_file():
        hint = f"Make a folder source/ for essays, and move {CONFIG_NAME} into it."
    raise UsageError(f"no project here: neither {start} nor a folder above it holds source/", hint=hint)


def misplaced_configs(project: Project) -> tuple[Path, ...]:
    """Files with the configuration's name in the project's folder or above it, where none is read."""
    folders = (project.root, *project.root.parents)
    return tuple(path for folder in folders if (path := folder / CONFIG_NAME).is_file() and folder.name != "source")


def _refuse_way_out(path: Path, root: Path) -> None:
    """Raise UsageError for a link out of the project, where files would be written that are not the project's."""
    if path.is_symlink() and not real_path(path).is_relative_to(root):
        raise UsageError(
            f"{path.name}/ is a link that leads outside the project, to {real_path(path)}",
            hint="Make it a folder; what is made can be copied elsewhere.",
        )


def house_templates() -> Path:
    """Find the templates that come with the program."""
    return _shipped("templates")


def house_docs() -> Path:
    """Find the pages of docs/ that come with the program."""
    return _shipped("docs")


def _shipped(name: str) -> Path:
    """A folder that comes with the program: in a wheel inside the package, in a checkout beside it."""
    package = real_path(Path(__file__)).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def metadata_path(essay: Path) -> Path:
    """Return the path of the front matter that Nikola keeps in a file of its own: NAME.meta beside NAME.md."""
    return essay.with_suffix(".meta")


def ledger_path(essay: Path) -> Path:
    """Return the path of an essay's ledger: NAME.links.toml beside NAME.md."""
    return essay.with_name(f"{_stem(essay)}.links.toml")


def evidence_path(essay: Path) -> Path:
    """Return the path of the captures that prove the ledger: NAME.links.warc.gz beside it."""
    return essay.with_name(f"{_stem(essay)}.links.warc.gz")


def picture_record_path(essay: Path) -> Path:
    """The record of pictures that were fetched: NAME.pictures.toml beside the essay."""
    return essay.with_name(f"{_stem(essay)}.pictures.toml")


def files_of_essay(essay: Path) -> tuple[Path, ...]:
    """The file of an essay, and those beside it that say something of it, whether they are there or not."""
    return essay, ledger_path(essay), metadata_path(essay), picture_record_path(essay)


def picture_folder(essay: Path) -> Path:
    """The folder of pictures that were fetched: NAME.pictures/ beside the essay."""
    return essay.with_name(f"{_stem(essay)}.pictures")


def original_path(essay: Path) -> Path:
    """The page from which an essay was imported, as it was captured: NAME.original.warc.gz beside it."""
    return essay.with_name(f"{_stem(essay)}.original.warc.gz")


def import_record_path(essay: Path) -> Path:
    """The record of an essay's import, in a folder that no command takes for essays: .imports/NAME.toml beside it."""
    return essay.parent / IMPORTS / f"{_stem(essay)}.toml"


def imported_text_path(essay: Path) -> Path:
    """The text of an essay as it was imported, against which edits are merged: .imports/NAME.md beside it."""
    return essay.parent / IMPORTS / f"{_stem(essay)}.md"


def _stem(essay: Path) -> str:
    """The name that an essay's files begin with; x.markdown beside x.md keeps its ending, so that each has its own."""
    return essay.name if essay.suffix != ".md" and essay.with_suffix(".md").is_file() else essay.stem
