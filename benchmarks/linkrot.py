"""The corpora by which missing links are measured: a folder that holds rot.py, score.py and posts as NAME.jsonl.gz, one
an author.

It is no part of the project. Its programs are called, or imported from where they lie; nothing of it is copied here.
"""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from footlight.errors import UsageError

FOLDS = range(3)
WANTED = (
    "say where the corpus of rotted links is: `make bench CORPUS=FOLDER`; the folder holds rot.py, score.py and the "
    "posts as .jsonl.gz, one an author (url, title, date, author, markdown)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotted:
    """An essay as it stands after its links rotted, and what it lost."""

    name: str
    source: str
    lost: list[dict[str, Any]]
    """Each with `model`, `offset`, `lost_url` and `anchor`, in the order of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The folder, and the one in which its folds are made."""

    folder: Path
    work: Path
    posts: Path
    """The posts' file: those of one author, or of one site."""

    @property
    def author(self) -> str:
        """The name of the posts' file."""
        return self.posts.name.partition(".")[0]

    def out(self, name: str, fold: int) -> Path:
        """A fold: OUT0…2 with the essays' own pages seen only after the rot, OWN0…2 with them seen whole."""
        return self.work / f"{name}{fold}"

    def module(self, name: str) -> ModuleType:
        """rot.py or score.py as a module."""
        if str(self.folder) not in sys.path:
            sys.path.insert(0, str(self.folder))
        return import_module(name)

    def essays(self, name: str, fold: int) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
        """Each rotted essay of a fold with what it lost."""
        truths: dict[str, list[dict[str, Any]]] = {}
        for line in (self.out(name, fold) / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            lost = json.loads(line)
            truths.setdefault(lost["essay"], []).append(lost)
        for essay, found in truths.items():
            yield self.out(name, fold) / "essays" / f"{essay}.md", found

    def otherwise(self, fold: int, turn: int) -> Iterator[Rotted]:
        """The essays of a fold, their links rotted in another way for each turn; turn 0 is that of `out`.

        rot.py draws how a link rots from the post's address: a query that names no other page draws anew.
        """
        rot = self.module("rot")
        with gzip.open(self.posts, "rt", encoding="utf-8") as lines:
            posts = [json.loads(line) for line in lines]
        siblings = {rot.same(post["url"]) for post in posts}
        for post in posts:
            if rot.number(post["url"]) // 7 % 3 != fold:
                continue
            drawn = {**post, "url": f"{post['url']}?{turn}"} if turn else post
            text, lost = rot.rot(drawn, rot.inline(post["markdown"]), siblings)
            if lost:
                head = rot.front(post)
                name = re.sub(r"[^a-z0-9]+", "-", rot.same(post["url"]).split("/", 1)[1].lower()).strip("-")
                moved = [{**item, "essay": name, "offset": item["offset"] + len(head)} for item in lost]
                yield Rotted(name=name, source=head + text, lost=moved)


def corpora(folder: str, work: str) -> list[Corpus]:
    """The corpora in a folder, one a file of posts, their folds made in `work` where they are not there yet (minutes).

    Raises UsageError where no folder is named or it holds no corpus.
    """
    path = Path(folder)
    if (
        not folder
        or not all((path / name).is_file() for name in ("rot.py", "score.py"))
        or not any(path.glob("*.jsonl.gz"))
    ):
        raise UsageError(WANTED)
    found = []
    for posts in sorted(path.resolve().glob("*.jsonl.gz")):
        one = Corpus(folder=path.resolve(), work=Path(work).resolve() / posts.name.partition(".")[0], posts=posts)
        _make_folds(one)
        found.append(one)
    return found


def _make_folds(found: Corpus) -> None:
    for fold in FOLDS:
        for name, more in (("OUT", ()), ("OWN", ("--own-page", "--edits", "5"))):
            out = found.out(name, fold)
            if not (out / "archive.warc.gz").is_file():
                command = [sys.executable, found.folder / "rot.py", found.posts, out, "--fold", str(fold), *more]
                subprocess.run(command, check=True)
