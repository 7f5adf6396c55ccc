"""One hostile input: the files that it puts into a project, the command that meets them, and what has to come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ESSAY = "---\ntitle: A Test\nauthor: A. Writer\nlang: en-GB\n---\n\n"
"""A front matter without findings."""
EPUB = ("build", "--edition", "epub")
READING = ("build", "--edition", "reading")


class Pipe:
    """A named pipe: who opens it waits for ever."""


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str


Content = str | bytes | Pipe | Link
Files = Mapping[str, Content]
"""By their paths in the project; characters U+DC80 to U+DCFF in a path stand for bytes that are not UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A hostile input."""

    name: str
    files: Callable[[], Files]
    argv: tuple[str, ...]
    says: str
    """A regular expression: what standard output or standard error says of it."""
    seconds: float = 12.0
    """Bound of processor time, all processes together. An empty build takes some 2 s."""
    mebibytes: int = 700
    """Bound of memory of the largest process. An empty build takes some 130 MiB."""
    code: tuple[int, ...] = (0, 1, 2)
    """Exit codes that are right."""


def essay(body: str, *, head: str = ESSAY, **more: Content) -> Callable[[], Files]:
    """The files of a project whose one essay has this body. Further files: `__` in a name stands for `/`, `_` for `.`."""
    named = {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    return lambda: {"source/essay.md": head + body, **named}


def lay(root: Path, files: Files) -> None:
    """Put the files into a folder."""
    import os  # noqa: PLC0415 - for one kind of file only

    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        match content:
            case Pipe():
                os.mkfifo(path)
            case Link():
                path.symlink_to(content.target)
            case str():
                path.write_bytes(content.encode("utf-8", "surrogatepass"))
            case bytes():
                path.write_bytes(content)
