"""The essays of source/: which files are essays, what each is called in build/, and what its name says of it.

Nothing is opened here: folders and names are enough, so that a build that has nothing to do stays quick.
"""

import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from errno import ELOOP
from pathlib import Path, PurePath

from footlight.real_path import real_path

ENDINGS = (".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".mdwn", ".mdtext", ".qmd", ".rmd", ".mdx")
"""What the names of Markdown files end in, in small or capital letters. Of two that differ in nothing else the earlier
one here has the plain name."""

_PASSED_OVER = frozenset(
    (
        "_data",
        "_includes",
        "_layouts",
        "_plugins",
        "_sass",
        "_site",
        "archetypes",
        "layouts",
        "node_modules",
        "scaffolds",
        "themes",
    )
)
"""Folders of generators whose files are no posts; folders that begin with a point are passed over too."""
_OF_THE_REPOSITORY = frozenset(
    ("CHANGELOG", "CODE_OF_CONDUCT", "CONTRIBUTING", "COPYING", "GOVERNANCE", "ISSUE_TEMPLATE", "LICENCE", "LICENSE",
     "MAINTAINERS", "NOTICE", "PULL_REQUEST_TEMPLATE", "SECURITY", "SUPPORT")
)  # fmt: skip
"""Files about a repository, written so. A post may be called code-of-conduct.md."""
_DRAFTS = "_drafts"
"""Jekyll's and Hexo's folder of what is not published."""
_BUNDLE = frozenset(("index", "_index"))
_DATED = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[T ][\d:.+Z-]*)?(?:[-_ ]+(?P<slug>\S.*))?\Z")
_LANGUAGE = re.compile(r"(?P<language>[a-z]{2})(?:[-_](?P<rest>[a-z]{2}|[a-z]{4}|\d{3}))?\Z", re.IGNORECASE)
_CODES = """
    aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it
    iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt
    my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl
    sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo
    za zh zu
"""
"""The two-letter codes of ISO 639-1."""
_LANGUAGES = frozenset(_CODES.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of an essay before its front matter is read, which may say otherwise."""

    words: str = ""
    """The words of the file's name, which stand for a title that is missing."""
    lang: str = ""
    """A BCP 47 tag: of the file's name or folder, else of the project; empty where neither says."""
    date: str = ""
    """`YYYY-MM-DD`, of the file's name."""
    draft: str = ""
    """Why it counts as a draft, such as `it lies in _drafts/`."""
    authors: tuple[str, ...] = ()
    """Of the project."""
    site: str = ""
    """The address of the project's site, on which paths such as `/2012/of-tides/` lie."""
    section: bool = False
    """Whether it is the page of a section of Hugo's or Zola's, which need not have a text."""


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayFile:
    """A Markdown file, what its essay is called, and what its name says."""

    path: Path
    shown: str
    """The path as findings write it."""
    name: str
    """Of the essay's folder in build/, and on the command line."""
    given: Given = NOTHING_GIVEN


def is_markdown(path: PurePath) -> bool:
    """Whether a file's name ends as those of Markdown files do."""
    return path.suffix.lower() in ENDINGS


def find_essays(source: Path) -> tuple[EssayFile, ...]:
    """Every essay below a folder, in the order of their paths, each with a name of its own."""
    found = sorted(_markdown_files(source), key=lambda path: path.relative_to(source).parts)
    return _named([_Read.of(path.relative_to(source), path) for path in found], source)


def lone_essay(path: Path, shown: str) -> EssayFile:
    """The essay of a file that is none of source/'s; its name may be that of another."""
    folder = PurePath(real_path(path).parent.name, path.name) if path.stem.lower() in _BUNDLE else PurePath(path.name)
    return replace(_named([_Read.of(folder, path)], path.parent)[0], shown=shown)


def unreadable_folders(source: Path) -> tuple[Path, ...]:
    """The folders below a folder that may hold essays and cannot be read."""
    refused: list[Path] = []
    for _ in _walk(source, lambda error: refused.append(Path(os.fsdecode(error.filename)))):
        pass
    return tuple(refused)


def no_files(source: Path) -> tuple[tuple[Path, str], ...]:
    """What is named as Markdown files are below a folder and is none, with what it is; all of it is passed over."""
    found = []
    for parent, folders, files in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _PASSED_OVER]
        for name in sorted(name for name in files if not name.startswith(".") and is_markdown(PurePath(name))):
            path = Path(parent, name)
            if what := kind_of_no_file(path):
                found.append((path, what))
    return tuple(found)


def kind_of_no_file(path: Path) -> str:
    """What stands at a path that is no file; empty for a file, and for one that may not be looked at."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "a link that leads nowhere" if path.is_symlink() else ""
    except OSError as error:
        return "a link that leads to itself" if error.errno == ELOOP else ""
    kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISREG, ""), (stat.S_ISDIR, ""))
    return next((what for is_one, what in kinds if is_one(mode)), "a device")


def _walk(folder: Path, refused: Callable[[OSError], object] | None = None) -> Iterator[tuple[str, list[str]]]:
    """The folders that may hold essays, with the names of their files."""
    for parent, folders, files in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _PASSED_OVER]
        yield parent, files


def _markdown_files(folder: Path) -> Iterator[Path]:
    for parent, files in _walk(folder):
        for name in files:
            path = Path(parent, name)
            stem = path.stem
            is_post = not name.startswith(".") and stem.upper() != "README" and stem not in _OF_THE_REPOSITORY
            of_another = stem.endswith(".excalidraw") or (stem.endswith(".new") and f"{stem[:-4]}.md" in files)
            if is_post and is_markdown(path) and not of_another and path.is_file():
                yield path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A path below source/, taken apart."""

    path: Path
    folders: tuple[str, ...]
    """Without those of a bundle and of languages."""
    slug: str
    given: Given
    marked: str
    """The language as the name of the file or folder has it; empty where neither has one."""

    @classmethod
    def of(cls, place: PurePath, path: Path) -> "_Read":
        folders = [*place.parent.parts]
        stem, lang, marked = _without_language(place.stem)
        section = stem.lower() == "_index"
        plain_folders = [folder for folder in folders if not _language_of(folder)]
        if stem.lower() in _BUNDLE and plain_folders:
            stem = plain_folders.pop()
        if not lang:
            marked = next((folder for folder in reversed(folders) if _language_of(folder)), "")
            lang = _language_of(marked)
        dated = _DATED.match(stem)
        day = dated["date"] if dated and _is_day(dated["date"]) else ""
        slug = (dated["slug"] or stem) if dated and day else stem
        draft = next((f"it lies in {folder}/" for folder in folders if folder.lower() == _DRAFTS), "")
        given = Given(words=_words(slug), lang=lang, date=day, draft=draft, section=section)
        return cls(path=path, folders=tuple(plain_folders), slug=slug, given=given, marked=marked)

    def names(self) -> Iterator[str]:
        """What it can be called, the shortest first: with its language, then its date, then folder by folder."""
        ending = f".{self.marked}" if self.marked else ""
        yield f"{self.slug}{ending}"
        stem = self.slug
        if self.given.date and self.slug != self.given.date:
            stem = f"{self.given.date}-{self.slug}"
            yield f"{stem}{ending}"
        for count in range(1, len(self.folders) + 1):
            yield f"{'-'.join(self.folders[-count:])}-{stem}{ending}"


def _without_language(stem: str) -> tuple[str, str, str]:
    """A name without its language, the language as a tag, and as it is written: `legal.pt-br`."""
    rest, _, marked = stem.rpartition(".")
    lang = _language_of(marked)
    return (rest, lang, marked) if rest and lang else (stem, "", "")


def _language_of(marked: str) -> str:
    """The BCP 47 tag that a part of a name stands for; empty where it is none."""
    match = _LANGUAGE.match(marked)
    if not match or match["language"].lower() not in _LANGUAGES:
        return ""
    language, rest = match["language"].lower(), match["rest"] or ""
    return "-".join(filter(None, (language, rest.title() if len(rest) == 4 else rest.upper())))


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _words(slug: str) -> str:
    words = " ".join(slug.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _named(files: Sequence[_Read], source: Path) -> tuple[EssayFile, ...]:
    """The files with names that no other has, case apart: those that clash get longer ones, at last a number."""
    choices = [tuple(file.names()) for file in files]
    chosen = [0] * len(files)
    while True:
        longer = [i for group in _clashes(choices, chosen) for i in group if chosen[i] + 1 < len(choices[i])]
        if not longer:
            break
        for i in longer:
            chosen[i] += 1
    names = [choice[at] for choice, at in zip(choices, chosen, strict=True)]
    taken = {_folded(name) for name in names}
    for group in _clashes(choices, chosen):
        _, *others = sorted(group, key=lambda i: (chosen[i], ENDINGS.index(files[i].path.suffix.lower()), i))
        for i in others:
            number = 2
            while _folded(f"{names[i]}-{number}") in taken:
                number += 1
            names[i] = f"{names[i]}-{number}"
            taken.add(_folded(names[i]))
    return tuple(
        EssayFile(path=file.path, shown=file.path.relative_to(source.parent).as_posix(), name=name, given=file.given)
        for file, name in zip(files, names, strict=True)
    )


def _clashes(choices: Sequence[Sequence[str]], chosen: Sequence[int]) -> list[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, (choice, at) in enumerate(zip(choices, chosen, strict=True)):
        groups[_folded(choice[at])].append(i)
    return [group for group in groups.values() if len(group) > 1]


def _folded(name: str) -> str:
    """A name as file systems compare names that do not tell capitals from small letters, or accents by their form."""
    return unicodedata.normalize("NFC", name).casefold()


def essays_named(name: str, essays: Iterable[EssayFile], source: Path) -> tuple[EssayFile, ...]:
    """The essays that a name means: the one called so, else the one with that path, else all whose path ends so.

    `posts/my-post`, `my-post/index.md`, `fr/legal` and `2015-11-17-title` are such ends; the ending may be missing.
    """
    essays = tuple(essays)
    called = tuple(essay for essay in essays if _folded(essay.name) == _folded(name))
    wanted = _tail(PurePath(name))
    if called or not wanted:
        return called
    tails = [(essay, tuple(_tails(essay.path.relative_to(source)))) for essay in essays]
    whole = tuple(essay for essay, known in tails if wanted in known)
    return whole or tuple(essay for essay, known in tails if any(tail[-len(wanted) :] == wanted for tail in known))


def _tails(path: PurePath) -> Iterator[tuple[str, ...]]:
    """A path as a person may write it: with and without its ending, and the folder for the bundle in it."""
    yield _tail(path)
    yield _tail(path.with_suffix(""))
    if _without_language(path.stem)[0].lower() in _BUNDLE:
        yield _tail(path.parent)


def _tail(path: PurePath) -> tuple[str, ...]:
    return tuple(_folded(part) for part in path.parts if part not in (".", "/"))
