"""How many lost links `links find` finds in sound prose of authors, each judged by a table of its own.

    python -m benchmarks.found_places LANG AUTHOR.jsonl.gz[=TABLE.gaps] … [--alarms]

The posts of each author, at most 40,000 words of them in a drawn order, lose a quarter of their links
(`benchmarks.rotted_prose`), and are read once more as they are, for false alarms. TABLE is one that never saw the
author, as `benchmarks.gap_training --folds FOLDER` writes it and prints whom it never saw; without it the table that is
shipped judges. `--alarms` prints each false alarm, which may be a link that the source lacks.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from unittest.mock import patch

from benchmarks.rotted_prose import Post, posts_of, rotted
from footlight.links.gaps import unlikely_words
from footlight.links.gaps.learned.weight_table import WeightTable, unpacked, weight_table
from footlight.links.gaps.rule_table import find
from footlight.textmatch.places import Place

MOST_WORDS, SHARE = 40_000, 0.25
TOUCH = 12
"""Characters by which a reported place may miss the point where a link was lost."""


def drawn(file: Path) -> Iterator[Post]:
    """The posts of an author in a drawn order, while there is room for them."""
    posts = sorted(posts_of(file), key=lambda post: post.url)
    Random(7).shuffle(posts)  # noqa: S311
    words = 0
    for post in posts:
        size = len(post.markdown.split())
        if not words or words + size <= MOST_WORDS:
            words += size
            yield post


def hits(lost: Sequence[int], places: Sequence[Place]) -> int:
    """How many of the points were found; each place counts for one."""
    free = list(places)
    for at in lost:
        near = [place for place in free if place.start - TOUCH <= at <= place.end + TOUCH]
        if near:
            free.remove(min(near, key=lambda place: abs(place.start - at)))
    return len(places) - len(free)


def counted(file: Path, lang: str, *, show: bool) -> tuple[int, int, int, int, int]:
    """Words, lost links, found ones, reported places and false alarms of an author."""
    words = lost = found = reported = alarms = 0
    for post in drawn(file):
        words += len(post.markdown.split())
        one = rotted(post, 0, SHARE)
        places = find(one.text, lang=lang)
        points = [at for at, _ in one.lost]
        lost, found, reported = lost + len(points), found + hits(points, places), reported + len(places)
        for place in find(post.markdown, lang=lang):
            alarms += 1
            if show:
                print(" ", place.code, repr(post.markdown[max(0, place.start - 50) : place.start + 30]))
    return words, lost, found, reported, alarms


def main() -> None:
    """Print a line for each author and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lang")
    parser.add_argument("authors", nargs="+")
    parser.add_argument("--alarms", action="store_true")
    args = parser.parse_args()
    total = [0] * 5
    for author in args.authors:
        file, _, table = author.partition("=")
        known: WeightTable | None = unpacked(Path(table).read_bytes()) if table else weight_table(args.lang)
        with patch.object(unlikely_words, "weight_table", lambda _, known=known: known):
            counts = counted(Path(file), args.lang, show=args.alarms)
        line(Path(file).name.partition(".")[0], counts)
        total = [one + other for one, other in zip(total, counts, strict=True)]
    line("all", total)


def line(name: str, counts: Sequence[int]) -> None:
    """Print what was counted."""
    words, lost, found, reported, alarms = counts
    recall, precision, rate = found / max(1, lost), found / max(1, reported), 1e4 * alarms / max(1, words)
    print(f"{name}: {words} words, {lost} lost, found {recall:.2f}, right {precision:.2f} of {reported}, ", end="")
    print(f"{rate:.1f} false alarms in 10,000 words", flush=True)


if __name__ == "__main__":
    main()
