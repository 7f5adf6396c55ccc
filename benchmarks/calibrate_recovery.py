"""Calibrate `links recover`: fit the weights of its ranking, choose its thresholds, and write both down.

    make calibrate CORPUS=FOLDER        # or: python -m benchmarks.calibrate_recovery FOLDER WORK [--write]

FOLDER holds rot.py, score.py and the posts (`benchmarks.linkrot`). It needs numpy and scipy (the dependency group
`calibrate`); Footlight itself needs neither.

1. Every lost link that left a trace is a choice among the pages that `recovery.looking` considers (`choices`). Each
   essay is rotted in several ways, and seen as the site dates its pages and with those dates hidden, as on sites that
   date nothing.
2. A conditional logit is fitted (`fitting`); each choice is also posed without its right page, and in an archive of a
   few pages. Weights may not have the sign that contradicts what their feature means.
3. Each author is judged by weights fitted on the others. The threshold of "recovered" is the lowest probability from
   which on these held-out answers are right in `PRECISION` of the corpora as they were made, and in `OTHERWISE` of all
   the other ways of rotting and of hidden dates.
4. Weights of all authors together, thresholds and what was measured go to footlight/links/recovery/weights.toml.

Nothing of the corpus goes into the project but these numbers.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.choices import NONE, Choice, choices
from benchmarks.fitting import Answer, answer, fitted
from benchmarks.linkrot import Corpus, corpora
from benchmarks.own_captures import LEAST, own_anchors, own_rows
from footlight.errors import FootlightError

PRECISION = 0.985
"""Of the corpus as it was made; its choices are too few to tell .985 from .99."""
OTHERWISE = 0.98
"""Of all ways of rotting, and with dates hidden."""
TARGET = Path(__file__).parents[1] / "footlight" / "links" / "recovery" / "weights.toml"


def main() -> None:
    """Measure, fit, choose; print, and with --write write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("work", nargs="?", default="build/bench")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    args = parser.parse_args()
    try:
        text = "\n".join([*calibrated(corpora(args.corpus, args.work)), ""])
    except FootlightError as error:
        raise SystemExit(str(error)) from None
    sys.stdout.write(text)
    if args.write:
        TARGET.write_text(text, encoding="utf-8")


def calibrated(found: Sequence[Corpus]) -> Iterator[str]:
    """The lines of weights.toml."""
    names, made = choices(found)
    point = fitted(made, names)
    answers = held_out(made, names, point)
    sure = min(0.98, math.ceil(threshold(answers) * 100) / 100)
    yield "# Written by benchmarks/calibrate_recovery.py, which says how. Measured on answers by weights that were"
    yield "# fitted on other authors than those that they are judged on; places that `links find` misses left out."
    for author in [*sorted({choice.author for choice in made}), ""]:
        mine = [row for row in answers if author in ("", row.choice.author)]
        yield from (f"# {line}" for line in measured(author or "all authors", mine, sure))
    yield from ("", "[thresholds]", f"recovered = {sure:.2f}", "candidate = 0.35", f"own_recovered = {LEAST}")
    yield from rows_of("none", dict(zip(NONE, point[len(names) :], strict=True)))
    yield from rows_of("weights", dict(zip(names, point[: len(names)], strict=True)))
    yield from own_rows(own_anchors(found))


def held_out(
    made: Sequence[Choice],
    names: Sequence[str],
    near: Any,  # noqa: ANN401 - an array
) -> list[Answer]:
    """What weights fitted on the other authors say to each choice; `near` are those of all, where the way begins."""
    answers = []
    for author in sorted({choice.author for choice in made}):
        point = fitted([choice for choice in made if choice.author != author], names, near)
        answers += [answer(choice, point) for choice in made if choice.author == author]
    return answers


def threshold(answers: Sequence[Answer]) -> float:
    """The lowest probability from which on the answers are right as often as they have to be."""
    as_made = [row for row in answers if row.choice.dated and not row.choice.turn]
    return max(_lowest(as_made, PRECISION), _lowest(answers, OTHERWISE))


def _lowest(answers: Sequence[Answer], precision: float) -> float:
    right, lowest = 0, 1.0
    known = [row for row in answers if row.choice.found]
    for count, row in enumerate(sorted(known, key=lambda row: -row.probability), start=1):
        right += row.rank == 0
        if right / count >= precision:
            lowest = row.probability
    return lowest


def rows_of(table: str, weights: dict[str, float]) -> Iterator[str]:
    """A table of weights, without those that are nothing."""
    yield from ("", f"[{table}]")
    yield from (f"{name} = {weight:.3f}" for name, weight in weights.items() if abs(weight) >= 0.0005)


def measured(split: str, answers: Sequence[Answer], sure: float) -> Iterator[str]:
    """Lines for people."""
    kinds: tuple[tuple[str, Callable[[Choice], bool]], ...] = (
        ("as made", lambda choice: choice.dated and not choice.turn),
        ("rotted otherwise", lambda choice: choice.dated and choice.turn > 0),
        ("dates hidden", lambda choice: not choice.dated),
    )
    for name, of_kind in kinds:
        mine = [row for row in answers if of_kind(row.choice) and row.choice.found]
        named = [row for row in mine if row.choice.model != "emptied"]
        emptied = [row for row in mine if row.choice.model == "emptied"]
        called = [row for row in mine if row.probability >= sure]
        if not mine:
            continue
        yield (
            f"{split}, {name}: first {share(named, 1):.3f} of the named, {share(emptied, 1):.3f} of the emptied; among "
            f"five {share(named, 5):.3f}, {share(emptied, 5):.3f};"
        )
        yield f"  called recovered {len(called) / len(mine):.3f} of {len(mine)}, of them right {share(called, 1):.3f}"
    wrongly = sum(row.absent >= sure for row in answers) / len(answers)
    yield f"{split}, the right page taken out of the archive: something called recovered for {wrongly:.3f}"


def share(answers: Sequence[Answer], first: int) -> float:
    """The share whose right page is among the first."""
    return sum(row.rank < first for row in answers) / len(answers) if answers else 0.0


if __name__ == "__main__":
    main()
