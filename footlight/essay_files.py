"""The essays of source/: which files are essays, what each is called in build/, and what its name says of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of an essay before its front matter is read, which may say otherwise."""

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


NOTHING_GIVEN = Given()
