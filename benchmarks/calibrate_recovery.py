"""Calibrate `links recover`: fit the weights of its ranking, choose its thresholds, and write both down.

    pip install numpy scipy        # for this script alone; Footlight itself needs neither
    python benchmarks/calibrate_recovery.py LINKROT WORK [--write]

LINKROT is the folder that holds rot.py, score.py and rust-blog.jsonl.gz. In WORK the folds OUT0…2 (the essays' own
pages seen only after the rot) and OWN0…2 (seen whole, five per cent of the words edited) are made where they are not
there yet.

1. Every lost link that left a trace is a choice among the pages that `recovery.looking` considers, seen twice: as the
   site dates its pages, and with those dates hidden, as on sites that date nothing. Each choice is also posed without
   its right page, weighed at `ABSENT`, and in an archive of a few pages, so that "none of these" is learnt too.
2. A conditional logit is fitted (L-BFGS-B; ridge `RIDGE`). Weights may not have the sign that contradicts what their
   feature means (`NEGATIVE`, `FREE`): a few hundred choices cannot overrule that.
3. Each fold is judged by weights fitted on the other two. The threshold of "recovered" is the lowest probability above
   which these held-out answers are right as often as `PRECISION` says.
4. Weights of all folds together, thresholds and what was measured go to footlight/links/recovery/weights.toml.

Nothing of the corpus goes into the project but these numbers.
"""

import argparse
import hashlib
import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from footlight.links.archives.library import Library, Shelved
from footlight.links.archives.local import LocalArchive
from footlight.links.gaps import find
from footlight.links.pages import read_page
from footlight.links.recovery import EssayFacts
from footlight.links.recovery.choosing import chosen
from footlight.links.recovery.gap import Carrier, gap_at
from footlight.links.recovery.judging import none_features
from footlight.links.recovery.looking import seen, setting_of, sight_of
from footlight.links.recovery.own import compared
from footlight.links.recovery.surface import surface
from footlight.place import Place
from footlight.reading.frontmatter import read_metadata

PRECISION = 0.985
"""Of held-out answers; the choices are too few to tell .99 from .985, and held-out weights are fitted on fewer."""
ABSENT = 0.35
RIDGE = 1.0
NEGATIVE = frozenset(
    {"newer", "much_newer", "seen_later", "seen_much_later", "age", "time_misfits", "number_conflicts", "root"}
)
FREE = frozenset(
    {"weak_words", "none_near_title", "none_near_body", "none_said", "before_near_title", "before_near_said"}
)
NONE = ("bias", "weak_words", "none", "before")
TARGET = Path(__file__).parents[1] / "footlight" / "links" / "recovery" / "weights.toml"
TRACED = ("naked", "emptied", "hollow")


class Undated(Library):
    """A library whose pages do not say when they were written."""

    def _page(self, number: int) -> Shelved:
        return replace(super()._page(number), published=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One lost link: the candidates as vectors, and which is right."""

    fold: int
    model: str
    pages: Any
    """One row a page."""
    none: Any
    right: int | None
    dated: bool


def main() -> None:
    """Measure, fit, choose; print, and with --write write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("linkrot", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    args = parser.parse_args()
    sys.path.insert(0, str(args.linkrot))
    make_folds(args.linkrot, args.work)
    with ProcessPoolExecutor(2) as pool:
        jobs = [(args.linkrot, args.work, fold, dated) for fold in range(3) for dated in (True, False)]
        named = [row for rows in pool.map(choices_of, *zip(*jobs, strict=True)) for row in rows]
        names = sorted({name for row in named for page in row["pages"] for name in page})
        choices = [vectors(row, names) for row in named]
        own = sorted(
            pair for pairs in pool.map(own_anchors, [args.linkrot] * 3, [args.work] * 3, range(3)) for pair in pairs
        )
    fits = [fitted(choices, names, left_out) for left_out in (0, 1, 2, None)]
    answers = [answer(choice, fits[choice.fold]) for choice in choices]
    absent = [answer(without_right(choice), fits[choice.fold]) for choice in choices if choice.right is not None]
    weights = dict(zip(names, fits[3], strict=False))
    none = dict(zip(NONE, fits[3][len(names) :], strict=True))
    text = "\n".join([*head(answers, absent), *rows_of("none", none), *rows_of("weights", weights), *own_rows(own), ""])
    sys.stdout.write(text)
    if args.write:
        TARGET.write_text(text, encoding="utf-8")


def make_folds(linkrot: Path, work: Path) -> None:
    """Rot the corpus where that was not done yet; some minutes."""
    for fold in range(3):
        for name, more in (("OUT", ()), ("OWN", ("--own-page", "--edits", "5"))):
            out = work / f"{name}{fold}"
            if not (out / "archive.warc.gz").is_file():
                corpus = linkrot / "rust-blog.jsonl.gz"
                command = [sys.executable, linkrot / "rot.py", corpus, out, "--fold", str(fold), *more]
                subprocess.run(command, check=True)


def choices_of(linkrot: Path, work: Path, fold: int, dated: bool) -> list[dict[str, Any]]:  # noqa: FBT001 - pool.map
    """Every traced lost link of a fold with its candidates' features, by name."""
    sys.path.insert(0, str(linkrot))
    from rot import same  # type: ignore[import-not-found]  # noqa: PLC0415 - the corpus's own code
    from score import matched  # type: ignore[import-not-found]  # noqa: PLC0415

    out = work / f"OUT{fold}"
    archive = LocalArchive(out / "archive.warc.gz", cache=work / "cache")
    library = archive.library if dated else Undated(archive.connection)
    rows = []
    for path, truths in essays(out):
        source = path.read_text(encoding="utf-8")
        facts, essay = facts_of(source), surface(source)
        setting = setting_of(library, essay, facts)
        places = [{"start": p.start, "end": p.end, "place": p} for p in find(source, lang=facts.lang)]
        for truth, item in matched(truths, {path.stem: places}):
            if truth["model"] not in TRACED:
                continue
            gap = gap_at(essay, item["place"] if item else stated(truth, source))
            pages = seen(sight_of(setting, gap))
            addresses = [same(library.page(number).url) for number, _ in pages]
            lost = same(truth["lost_url"])
            rows.append({
                "fold": fold, "model": truth["model"], "dated": dated, "carrier": gap.carrier,
                "pages": [features for _, features in pages],
                "right": addresses.index(lost) if lost in addresses else None,
            })  # fmt: skip
    archive.close()
    return rows


def essays(out: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Each rotted essay with what it lost."""
    truths: dict[str, list[dict[str, Any]]] = {}
    for line in (out / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truths.setdefault(json.loads(line)["essay"], []).append(json.loads(line))
    for name, lost in truths.items():
        yield out / "essays" / f"{name}.md", lost


def facts_of(source: str) -> EssayFacts:
    """The front matter as recovery wants it."""
    meta, _, _ = read_metadata(source, "")
    day = meta.date.first_day if meta.date else None
    return EssayFacts(title=meta.title, author=meta.byline, date=day, url=meta.url, lang=meta.lang)


def stated(truth: dict[str, Any], source: str) -> Place:
    """The place of a lost link that `find` did not report, from the truth."""
    at = truth["offset"]
    if truth["model"] == "hollow":
        start = source.rfind("[", 0, at)
        return Place(start=start, end=at, kind="hollow", code="truth", confidence=1, anchor=truth["anchor"])
    kind = "emptied" if truth["model"] == "emptied" else "dangling"
    return Place(start=at, end=at, kind=kind, code="truth", confidence=1)


def own_anchors(linkrot: Path, work: Path, fold: int) -> list[tuple[float, bool]]:
    """Quality of the alignment of each anchor read off an essay's own capture, and whether it was lost there."""
    sys.path.insert(0, str(linkrot))
    from rot import same  # noqa: PLC0415

    out = work / f"OWN{fold}"
    archive = LocalArchive(out / "archive.warc.gz", cache=work / "cache")
    found = []
    for path, truths in essays(out):
        source = path.read_text(encoding="utf-8")
        held = chosen(archive, facts_of(source).url, None)
        if held is None:
            continue
        page = read_page(held[1].data, url=held[0].original, content_type=held[1].content_type)
        for lost in compared(surface(source), page).lost:
            near = [t for t in truths if lost.start - 12 <= t["offset"] <= lost.end + 12]
            found.append((lost.quality, any(same(t["lost_url"]) == same(lost.url) for t in near)))
    archive.close()
    return found


def vectors(row: dict[str, Any], names: Sequence[str]) -> Choice:
    """The features in one order."""
    none = none_features(Carrier(row["carrier"]), row["pages"][0] if row["pages"] else {})
    return Choice(
        fold=row["fold"],
        model=row["model"],
        pages=np.array([[page.get(name, 0.0) for name in names] for page in row["pages"]]),
        none=np.array([none[name] for name in NONE]),
        right=row["right"],
        dated=row["dated"],
    )


def without_right(choice: Choice) -> Choice:
    """The same choice in an archive that does not hold the right page."""
    return replace(choice, pages=np.delete(choice.pages, choice.right, axis=0), right=None)


def posed(choices: Sequence[Choice]) -> Iterator[tuple[Choice, float]]:
    """Each choice in the forms in which it is learnt, with its weight."""
    for choice in choices:
        if choice.right is None:
            yield choice, ABSENT
            continue
        yield choice, 1.0
        yield without_right(choice), ABSENT
        seed = hashlib.sha256(choice.pages[choice.right].tobytes()).digest()
        few = sorted({byte * len(choice.pages) // 256 for byte in seed[:8]} - {choice.right})
        yield replace(choice, pages=choice.pages[few], right=None), ABSENT / 2
        yield replace(choice, pages=choice.pages[[*few, choice.right]], right=len(few)), 0.25


def fitted(choices: Sequence[Choice], names: Sequence[str], left_out: int | None) -> Any:  # noqa: ANN401 - an array
    """Weights of the features and of "none of these", fitted on all folds but one."""
    rows = list(posed([choice for choice in choices if choice.fold != left_out]))
    width = len(names)
    ridge = np.full(width + len(NONE), RIDGE)
    ridge[width] = 0.0

    def loss(point: Any) -> tuple[float, Any]:  # noqa: ANN401 - an array
        total, slope = float(ridge @ point**2) / 2, ridge * point
        for choice, weight in rows:
            scores = np.append(choice.pages @ point[:width], choice.none @ point[width:])
            scores -= scores.max()
            shares = np.exp(scores)
            shares /= shares.sum()
            right = len(choice.pages) if choice.right is None else choice.right
            total -= weight * math.log(max(shares[right], 1e-300))
            shares[right] -= 1
            slope[:width] += weight * (shares[:-1] @ choice.pages)
            slope[width:] += weight * shares[-1] * choice.none
        return total, slope

    bounds = [_sign(name) for name in names] + [(None, None)] * len(NONE)
    start = np.zeros(width + len(NONE))
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x


def _sign(name: str) -> tuple[float | None, float | None]:
    return (None, 0) if name in NEGATIVE else (None, None) if name in FREE else (0, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What held-out weights say to a choice."""

    model: str
    rank: int
    """Of the right page, from 0; large where it was not considered."""
    probability: float
    dated: bool


def answer(choice: Choice, point: Any) -> Answer:  # noqa: ANN401 - an array
    """The rank of the right page and the probability of the best one."""
    width = len(point) - len(NONE)
    scores = np.append(choice.pages @ point[:width], choice.none @ point[width:])
    shares = np.exp(scores - scores.max())
    order = list(np.argsort(-scores[:-1], kind="stable"))
    rank = order.index(choice.right) if choice.right is not None else 999
    best = float(shares[:-1].max() / shares.sum())
    return Answer(model=choice.model, rank=rank, probability=best, dated=choice.dated)


def threshold(answers: Sequence[Answer]) -> float:
    """The lowest probability such that the answers from there up are right `PRECISION` of the time, rounded up."""
    right, lowest = 0, 1.0
    for count, row in enumerate(sorted(answers, key=lambda a: -a.probability), start=1):
        right += row.rank == 0
        if right / count >= PRECISION:
            lowest = row.probability
    return math.ceil(lowest * 100) / 100


def head(answers: list[Answer], absent: list[Answer]) -> list[str]:
    """The beginning of weights.toml: what was measured as comments, and the thresholds."""
    sure = threshold(answers)
    return [
        "# Written by benchmarks/calibrate_recovery.py, which says how; measured on linkrot, three folds, each",
        "# judged by weights fitted on the other two.",
        *(f"# {line}" for line in measured(answers, absent, sure)),
        "",
        "[thresholds]",
        f"recovered = {sure:.2f}",
        "candidate = 0.15",
        f"own_recovered = {OWN_LEAST}",
    ]


OWN_LEAST = 0.45
"""Below this quality an anchor's surroundings are mostly not those of the essay."""


def rows_of(table: str, weights: dict[str, float]) -> list[str]:
    """A table of weights, without those that are nothing."""
    return ["", f"[{table}]", *(f"{name} = {weight:.3f}" for name, weight in weights.items() if abs(weight) >= 0.0005)]


def own_rows(own: list[tuple[float, bool]]) -> list[str]:
    """How often anchors read off captures of the essay were right, by their alignment's quality (Laplace's rule)."""
    rows = []
    for least, most in ((0.8, 2.0), (OWN_LEAST, 0.8), (0.0, OWN_LEAST)):
        inside = [right for quality, right in own if least <= quality < most]
        share = (sum(inside) + 1) / (len(inside) + 2)
        rows += ["", "[[own_capture]]", f"quality = {least}", f"right = {share:.3f}  # {sum(inside)} of {len(inside)}"]
    return rows


def measured(answers: list[Answer], absent: list[Answer], sure: float) -> Iterator[str]:
    """Lines for people."""
    kinds: tuple[tuple[str, Callable[[Answer], bool]], ...] = (
        ("as dated", lambda a: a.dated),
        ("dates hidden", lambda a: not a.dated),
    )  # fmt: skip
    for name, of_kind in kinds:
        mine = [a for a in answers if of_kind(a)]
        named = [a for a in mine if a.model != "emptied"]
        emptied = [a for a in mine if a.model == "emptied"]
        called = [a for a in mine if a.probability >= sure]
        yield (
            f"{name}: first {share(named, 1):.3f} of the named, {share(emptied, 1):.3f} of the emptied; among five "
            f"{share(named, 5):.3f} and {share(emptied, 5):.3f};"
        )
        yield f"  called recovered {len(called) / len(mine):.3f} of {len(mine)}, of them right {share(called, 1):.3f}"
    wrongly = sum(a.probability >= sure for a in absent) / len(absent)
    yield f"the right page taken out of the archive: something called recovered for {wrongly:.3f}"


def share(answers: Sequence[Answer], first: int) -> float:
    """The share whose right page is among the first."""
    return sum(a.rank < first for a in answers) / len(answers) if answers else 0.0


if __name__ == "__main__":
    main()
