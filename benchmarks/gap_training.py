"""Train the tables by which `links find` tells unlikely gaps: a linear model over the words and marks around each gap.

    make calibrate CORPUS=FOLDER     # or: python -m benchmarks.gap_training FOLDER [--lang LANG …] [--write]

FOLDER holds the authors of each language (`benchmarks.rotted_prose`); nothing of theirs goes into the project but
numbers and the commonest words of each language.

1. Each post loses a part of its links in several ways. A gap where one was lost is a case; every other gap of the first
   two ways is a case of the other kind.
2. The words are put into classes by their neighbours, so that what is learned of a word is learned of those like it.
3. A logistic regression with a ridge is fitted over the features of the gaps (`links.gaps.learned.gap_features`).
4. The authors are divided into parts; each part is scored by weights that never saw its authors. The thresholds, one
   for each class of marks, are those at which the links that are found, less the false alarms at their price, are
   most; what was measured so is printed.
5. For each rule that is not certain, it is looked up how far below the threshold a gap may be that the rule is still
   believed of (`doubts`), at the same price of a false alarm.
6. Where a sound text of the project's own cases passes a threshold all the same, the weights of the pairs of words that
   make it pass are lowered.
7. The weights of all authors together go to footlight/links/gaps/learned/tables/LANG.gaps.

With --onto the ridge pulls towards the weights of the table that stands, whose words are kept, and not towards nothing:
so authors that are no longer at hand keep their say, and new ones are added to them.
"""

import argparse
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from scipy.cluster.vq import kmeans2
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from benchmarks.rotted_prose import CUES, Post, corpora, posts_of, rotted
from footlight.links.gaps.learned.gap_features import CLASSES, ROWS, TWO_BLANKS, BlockView, gap_rows, mark_class
from footlight.links.gaps.learned.weight_table import SCALE, packed, weight_table
from footlight.links.gaps.learned.word_sequence import WORD, Vocabulary
from footlight.links.gaps.phrasebook import guess_language, phrasebook
from footlight.links.gaps.rule_table import RULES
from footlight.links.gaps.unlikely_words import UNCERTAIN, block_views, gap_at, is_layout, unlikely_words
from footlight.markdown.markdown_text import MarkdownText, markdown_text

TURNS, SHARE = 5, 0.25
"""In how many ways each post loses its links, and how many of them each time."""
WORDS_EACH = 90_000
"""The most that one author says to a language, so that none speaks for all."""
COMMON = 3000
"""Words of a language that are known by themselves."""
RIDGE = 1.5
LEAST = 0.06
"""Weights that are less are left out of the table."""
PARTS = 3
NEIGHBOURS, DIMENSIONS, WORD_CLASSES = 600, 40, 96
"""Of the classes of words: the neighbours that are counted, what is kept of them, and how many classes there are."""
RULE_TURNS = 2
"""In how many ways each post loses its links where rules are judged."""
FEW_PLACES = 12
"""Places of a rule, fewer than which tell nothing."""
FARTHEST = 999
"""How far below a threshold sums are told apart, in units of `1 / SCALE`."""
PRICES = {"en": 3.0}
PRICE = 2.0
"""How many links a false alarm is worth; that many more have to be found for a lower threshold to be taken. English
prose, of which there was most to learn from and technical posts have fewest links of their own, can pay more."""
WORTH = 0.1
"""A class in which less than this is found reports nothing."""
NEVER = 9999
PASSED_OVER = 2
"""Per cent of the plain blanks worth reporting that the quick look at their two words may pass over."""
TABLES = Path(__file__).parents[1] / "footlight" / "links" / "gaps" / "learned" / "tables"
CASES = Path(__file__).parents[1] / "tests" / "cases" / "gaps"
PAIRS = slice(3, 8)
"""The features of two words and a mark, in `gap_rows`."""
_TOUCH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Gaps as numbers."""

    rows: Any
    """One line a gap: the rows of its features."""
    lost: Any
    """Whether a link was lost there."""
    weight: Any
    """How often it counts in what is measured: positive cases of many turns count as one turn's."""
    classes: Any
    authors: Any


def main() -> None:
    """Train each language and print what was measured on held-out authors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--lang", nargs="*", default=sorted(CUES))
    parser.add_argument("--without", nargs="*", default=[], help="authors to leave out altogether")
    parser.add_argument("--onto", action="store_true", help="add to the tables that stand")
    parser.add_argument("--folds", type=Path, help="a folder for the tables by which held-out authors were judged")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    for lang in args.lang:
        posts = [
            post
            for file in corpora(args.corpus, lang)
            if file.name.partition(".")[0] not in args.without
            for post in drawn(posts_of(file))
        ]
        if posts:
            data = trained(posts, lang, standing(lang) if args.onto else None, args.folds)
            if args.write:
                (TABLES / f"{lang}.gaps").write_bytes(data)


def drawn(posts: Sequence[Post]) -> Iterator[Post]:
    """Yield posts of an author in a drawn order until there are enough words."""
    order = sorted(posts, key=lambda post: post.url)
    Random(1).shuffle(order)  # noqa: S311
    size = 0
    for post in order:
        size += len(post.markdown) // 3 if post.lang in ("ja", "zh") else len(post.markdown.split())
        if size > WORDS_EACH:
            return
        yield post


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A table that stands."""

    words: list[str]
    weights: Any
    """One weight a row."""


def standing(lang: str) -> Standing | None:
    """Return the table of a language; None where there is none."""
    table = weight_table(lang)
    if table is None:
        return None
    weights = np.zeros(ROWS)
    rows = np.fromiter(table.weights.keys(), dtype=np.int64)
    weights[rows] = np.fromiter(table.weights.values(), dtype=np.float64) / SCALE
    return Standing(words=table.vocabulary.words, weights=weights)


def trained(posts: Sequence[Post], lang: str, onto: Standing | None, apart: Path | None) -> bytes:
    """Return the file of a language; `apart` is a folder for the tables of the folds."""
    if len({post.author for post in posts}) == 1:  # held out by post, for want of another author
        posts = [replace(post, author=f"{post.author}, part {i % PARTS}") for i, post in enumerate(posts)]
    words = onto.words if onto else common_words(posts)
    prior = onto.weights if onto else np.zeros(ROWS)
    vocabulary = Vocabulary(words, word_classes(posts, Vocabulary(words)))
    gaps = gaps_of(posts, vocabulary)
    folds = folds_of(gaps, prior)
    scores = held_out(gaps, folds)
    price = PRICES.get(lang, PRICE)
    thresholds = chosen_thresholds(gaps, scores, price)
    report(lang, gaps, scores, thresholds)
    doubts = chosen_doubts(doubted(posts, vocabulary), folds, thresholds, price)
    weights = rounded(fitted(gaps, prior)) if len(folds.weights) > 1 else folds.weights[0].copy()
    settle(weights, thresholds, own_sound_texts(lang), vocabulary)
    nearest = weights[gaps.rows[:, 0]] + weights[gaps.rows[:, 1]]
    plain = (gaps.classes == 0) & (gaps.lost == 1) & (scores >= thresholds[0])
    floor = int(np.percentile(nearest[plain], PASSED_OVER)) if plain.any() else NEVER
    head = {"thresholds": thresholds, "floor": floor, "lang": lang, "doubts": doubts}
    data = packed(vocabulary, table_of(weights), head)
    for part, known in enumerate(folds.weights if apart else ()):
        file = Path(apart or "", str(part), f"{lang}.gaps")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(packed(vocabulary, table_of(known), head))
        print(f"  never saw in part {part}:", *(author for author, of in folds.parts.items() if of == part))
    looked_at = ((nearest >= floor) & (gaps.classes == 0)).sum() / (gaps.classes == 0).sum()
    print(
        f"{lang}: {np.count_nonzero(weights)} rows, {len(data)} bytes; floor {floor}, passed by {looked_at:.2f} of "
        "plain blanks",
        flush=True,
    )
    return data


def table_of(weights: Any) -> dict[int, int]:  # noqa: ANN401
    """Return the weights that are not nothing, by row."""
    return {int(row): int(weights[row]) for row in np.nonzero(weights)[0]}


def word_classes(posts: Sequence[Post], vocabulary: Vocabulary) -> bytes:
    """Put the words into classes by what stands before and behind them: the class of each number.

    The rows are the positive pointwise mutual information with the commonest neighbours on each side (Church & Hanks
    1990), made fewer by a singular value decomposition, and divided by k-means.
    """
    count = len(vocabulary.classes)
    lefts: list[int] = []
    rights: list[int] = []
    for post in posts:
        for view in block_views(markdown_text(post.markdown), vocabulary):
            tokens = view.words.tokens
            plain = [i for i in range(1, len(tokens)) if view.words.marks[i] in (" ", "")]
            lefts += [tokens[i - 1] for i in plain]
            rights += [tokens[i] for i in plain]
    pairs = csr_matrix((np.ones(len(lefts)), (lefts, rights)), shape=(count, count))
    common = np.argsort(-np.asarray(pairs.sum(0)).ravel() - np.asarray(pairs.sum(1)).ravel())[:NEIGHBOURS]
    sides = []
    for side in (pairs, pairs.T.tocsr()):
        seen = side[:, common].toarray()
        expected = np.outer(np.asarray(side.sum(1)).ravel() + 5, seen.sum(0) + 5) / (len(lefts) + 5)
        sides.append(np.log(np.maximum(1, (seen + 0.1) / expected)))
    left, sizes, _ = svds(np.hstack(sides), k=DIMENSIONS, rng=np.random.default_rng(1))
    points = left * sizes
    points /= np.maximum(1e-9, np.linalg.norm(points, axis=1, keepdims=True))
    _, classes = kmeans2(points, WORD_CLASSES, minit="++", rng=np.random.default_rng(1))
    return bytes(classes.astype(np.uint8).tolist())


def common_words(posts: Sequence[Post]) -> list[str]:
    """Return the commonest words, the commonest first; where there are several authors, those of two at least."""
    counts: Counter[str] = Counter()
    authors: dict[str, set[str]] = {}
    for post in posts:
        for word in WORD.findall(markdown_text(post.markdown).prose):
            if word[0].isalpha():
                small = word.lower().replace("’", "'")
                counts[small] += 1
                authors.setdefault(small, set()).add(post.author)
    least = min(2, len({post.author for post in posts}))
    known = [word for word, count in counts.items() if count >= 8 and len(authors[word]) >= least]
    return sorted(known, key=lambda word: (-counts[word], word))[:COMMON]


def gaps_of(posts: Sequence[Post], vocabulary: Vocabulary) -> Gaps:
    """Return the gaps of all posts, in several ways of losing links."""
    pieces = [piece for post in posts for turn in range(TURNS) if (piece := _gaps_of_post(post, turn, vocabulary))]
    rows, lost, weight, classes, authors = zip(*pieces, strict=True)
    return Gaps(
        rows=np.concatenate(rows),
        lost=np.concatenate(lost),
        weight=np.concatenate(weight),
        classes=np.concatenate(classes),
        authors=np.concatenate(authors),
    )


def _gaps_of_post(post: Post, turn: int, vocabulary: Vocabulary) -> tuple[Any, ...] | None:
    one = rotted(post, turn, SHARE)
    if turn and not one.lost:
        return None
    points = sorted(at for at, kind in one.lost if kind != "hollow")
    text = markdown_text(one.text)
    found = [
        (view, gap, case) for view in block_views(text, vocabulary) for gap, case in cases(text, view, points, turn)
    ]
    if not found:
        return None
    return (
        np.array([gap_rows(view, gap) for view, gap, _ in found], dtype=np.int32),
        np.array([case for *_, case in found], dtype=np.int8),
        np.array([1 / TURNS if case else float(turn == 0) for *_, case in found]),
        np.array([mark_class(view, gap) for view, gap, _ in found], dtype=np.int8),
        np.full(len(found), post.author),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Folds:
    """Weights that never saw some of the authors."""

    parts: dict[str, int]
    """The part to which each author belongs."""
    weights: list[Any]
    """Of each part, weights that never saw its authors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """A place that an uncertain rule reported in a post without some of its links."""

    rule: str
    author: str
    rows: list[int]
    """Of its gap."""
    mark: int
    """The class of its mark."""
    right: bool
    """Whether a link was lost there."""


def doubted(posts: Sequence[Post], vocabulary: Vocabulary) -> list[Doubted]:
    """Return what the uncertain rules report."""
    found = []
    for post, turn in product(posts, range(RULE_TURNS)):
        one = rotted(post, turn, SHARE)
        if turn and not one.lost:
            continue
        text, points = markdown_text(one.text), sorted(at for at, _ in one.lost)
        views, phrases = block_views(text, vocabulary), phrasebook(post.lang)
        for place in (place for rule in RULES if rule is not unlikely_words for place in rule(text, phrases)):
            gap = gap_at(views, place.start) if place.code in UNCERTAIN and place.start == place.end else None
            if gap is not None:
                near = bisect_left(points, place.start - _TOUCH)
                right = near < len(points) and points[near] <= place.start + _TOUCH
                rows, mark = gap_rows(*gap), mark_class(*gap)
                found.append(Doubted(rule=place.code, author=post.author, rows=rows, mark=mark, right=right))
    return found


def chosen_doubts(found: Sequence[Doubted], folds: Folds, thresholds: Sequence[int], price: float) -> dict[str, int]:
    """Return by rule how far from its threshold a gap may be for the rule to be believed; print what that does."""
    doubts = {}
    for rule in sorted({one.rule for one in found}):
        mine = [one for one in found if one.rule == rule]
        surplus = [
            max(-FARTHEST, int(folds.weights[folds.parts[one.author]][one.rows].sum()) - thresholds[one.mark])
            if thresholds[one.mark] < NEVER
            else -FARTHEST
            for one in mine
        ]
        ranked = sorted(zip(surplus, mine, strict=True), key=lambda pair: -pair[0])
        gain, best, lowest = 0.0, 0.0, 0
        for at, (value, one) in enumerate(ranked):
            gain += 1 if one.right else -price
            last = at + 1 == len(ranked) or ranked[at + 1][0] != value
            if last and value <= 0 and gain > best:
                best, lowest = gain, value
        doubts[rule] = lowest if len(mine) >= FEW_PLACES else -FARTHEST
        kept = [one for value, one in ranked if value >= doubts[rule]]
        right, kept_right = sum(one.right for one in mine), sum(one.right for one in kept)
        print(f"  {rule}: from {doubts[rule]}: right {kept_right} of {right}, "
              f"wrong {len(kept) - kept_right} of {len(mine) - right}", flush=True)  # fmt: skip
    return doubts


def cases(text: MarkdownText, view: BlockView, points: Sequence[int], turn: int) -> Iterator[tuple[int, int]]:
    """Yield the gaps of a block that are cases: (gap, 1) where a link was lost, (gap, 0) elsewhere but for neighbours.

    Sound gaps that `unlikely_words` never reports, whatever they weigh, are none.

    Of the second way only blocks that had a link are cases of the other kind; of later ways none.
    """
    words = view.words
    count = len(words.tokens)
    first = bisect_left(points, words.starts[0] - 4)
    last = bisect_right(points, words.ends[-1] + 4)
    near: set[int] = set()
    hits: set[int] = set()
    for point in points[first:last]:
        for gap in range(count + 1):
            start = words.ends[gap - 1] if gap else words.starts[0] - 2
            end = words.starts[gap] if gap < count else words.ends[-1] + 3
            if start <= point <= end:
                hits.add(gap)
            if start - _TOUCH <= point <= end + _TOUCH:
                near.add(gap)
    yield from ((gap, 1) for gap in sorted(hits))
    if turn == 0 or (turn == 1 and hits):
        others = (gap for gap in range(count + 1) if gap not in near)
        yield from ((gap, 0) for gap in others if not is_layout(text, view, gap, numbered=False))


def fitted(gaps: Gaps, prior: Any, chosen: Any = None) -> Any:  # noqa: ANN401 - arrays
    """Return the weights of a logistic regression with a ridge around `prior`."""
    rows, lost = (gaps.rows, gaps.lost) if chosen is None else (gaps.rows[chosen], gaps.lost[chosen])
    count, width = rows.shape
    used, columns = np.unique(rows, return_inverse=True)
    ones = np.ones(count * width, dtype=np.float32)
    matrix = csr_matrix((ones, columns.ravel(), np.arange(0, count * width + 1, width)), shape=(count, len(used)))
    turned = matrix.T.tocsr()
    centre = prior[used]
    sign = np.where(lost == 1, 1.0, -1.0)

    def loss(point: Any) -> tuple[float, Any]:  # noqa: ANN401
        margin = (matrix @ point.astype(np.float32)) * sign
        slope = -sign / (1 + np.exp(np.minimum(margin, 60)))
        apart = point - centre
        value = float(np.logaddexp(0, -margin).sum() + RIDGE / 2 * (apart @ apart))
        return value, (turned @ slope.astype(np.float32)).astype(np.float64) + RIDGE * apart

    found = minimize(loss, centre.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 45}).x
    weights = prior.copy()
    weights[used] = found
    return weights


def rounded(weights: Any) -> Any:  # noqa: ANN401
    """Return weights as the table keeps them."""
    return np.where(np.abs(weights) < LEAST, 0, np.clip(np.rint(weights * SCALE), -127, 127)).astype(np.int32)


def folds_of(gaps: Gaps, prior: Any) -> Folds:  # noqa: ANN401
    """Divide the authors into parts, and fit the weights without each part."""
    loads, parts = [0] * PARTS, {}
    for author, size in Counter(gaps.authors.tolist()).most_common():
        part = parts[author] = loads.index(min(loads))
        loads[part] += size
    weights = []
    for part in sorted(set(parts.values())):
        others = [author for author, of in parts.items() if of != part]
        weights.append(rounded(fitted(gaps, prior, np.isin(gaps.authors, others))))
    return Folds(parts=parts, weights=weights)


def held_out(gaps: Gaps, folds: Folds) -> Any:  # noqa: ANN401
    """Return each gap's score by weights that never saw its author."""
    scores = np.zeros(len(gaps.authors), dtype=np.int32)
    for part, weights in enumerate(folds.weights):
        mine = np.isin(gaps.authors, [author for author, of in folds.parts.items() if of == part])
        scores[mine] = weights[gaps.rows[mine]].sum(1)
    return scores


def chosen_thresholds(gaps: Gaps, scores: Any, price: float) -> list[int]:  # noqa: ANN401
    """Return a threshold for each class of marks, all at the price of a false alarm.

    That of two blanks, of which sound prose has hardly any, is `even_sum`; `two_blanks` says what is made of it.
    """
    return [
        even_sum(gaps, scores) if each == TWO_BLANKS else _best(gaps, scores, each, price) for each in range(CLASSES)
    ]


def even_sum(gaps: Gaps, scores: Any) -> int:  # noqa: ANN401
    """Return the sum at which words are as likely gone between two words as a blank too many stands there, where both
    are equally common: that of a logistic regression on the sums, whose slope is given by their unit.

    Any sound blank may be doubled by a slip, so that all of them are its cases.
    """
    blank = gaps.classes <= TWO_BLANKS
    lost, sound = scores[blank & (gaps.lost == 1)], scores[blank & (gaps.lost == 0) & (gaps.weight > 0)]
    middle = low = float(scores.min())
    high = float(scores.max())
    while high - low > 1:
        middle = (low + high) / 2
        found = (1 / (1 + np.exp((middle - lost) / SCALE))).mean() + (1 / (1 + np.exp((middle - sound) / SCALE))).mean()
        low, high = (middle, high) if found > 1 else (low, middle)
    return round((low + high) / 2)


def _best(gaps: Gaps, scores: Any, each: int, price: float) -> int:  # noqa: ANN401
    """Return the threshold of a class at which hits less alarms, each alarm at a price, are most."""
    mine = (gaps.classes == each) & (gaps.weight > 0)
    order = np.argsort(-scores[mine], kind="stable")
    ranked, lost, weight = scores[mine][order], gaps.lost[mine][order], gaps.weight[mine][order]
    gain = np.cumsum(np.where(lost == 1, weight, -price * weight))
    ends = np.append(ranked[1:] != ranked[:-1], True) if len(ranked) else np.array([], dtype=bool)
    if not len(ranked) or gain[ends].max() <= 0:
        return NEVER
    best = int(np.argmax(np.where(ends, gain, -np.inf)))
    worth = weight[: best + 1][lost[: best + 1] == 1].sum() >= WORTH * weight[lost == 1].sum()
    return int(ranked[best]) if worth else NEVER


def own_sound_texts(lang: str) -> list[str]:
    """Return the sound texts of the project's own cases in a language."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*/fine-*/in.md"))]
    return [text for text in texts if phrasebook_of(text) == lang]


def phrasebook_of(text: str) -> str:
    """Return the language that a case declares, or that its words tell."""
    declared = re.search(r"(?m)^lang: (\w+)", text)
    return declared[1] if declared else guess_language(markdown_text(text).prose)


def settle(weights: Any, thresholds: Sequence[int], texts: Sequence[str], vocabulary: Vocabulary) -> None:  # noqa: ANN401
    """Lower the weights of the pairs of words that make a gap of a sound text pass its threshold, until it does not."""
    for text in texts:
        for view in block_views(markdown_text(text), vocabulary):
            for gap in range(len(view.words.tokens) + 1):
                rows = gap_rows(view, gap)
                over = int(weights[rows].sum()) - thresholds[mark_class(view, gap)]
                if over >= 0:
                    for row in rows[PAIRS]:
                        weights[row] = max(-127, weights[row] - (over // 5 + 2))


def report(lang: str, gaps: Gaps, scores: Any, thresholds: Sequence[int]) -> None:  # noqa: ANN401
    """Print recall of the lost and false alarms among the sound gaps, by held-out author."""
    over = scores >= np.array(thresholds)[gaps.classes]
    for author in sorted(set(gaps.authors.tolist())):
        mine = gaps.authors == author
        lost, sound = mine & (gaps.lost == 1), mine & (gaps.lost == 0) & (gaps.weight > 0)
        alarms = 1e4 * over[sound].mean()
        print(f"{lang} {author}: {over[lost].mean():.3f} of {lost.sum()}; alarms {alarms:.2f} in 10,000 gaps")
    for each in range(CLASSES):
        lost = (gaps.classes == each) & (gaps.lost == 1)
        sound = (gaps.classes == each) & (gaps.lost == 0) & (gaps.weight > 0)
        found = over[lost].mean() if lost.any() else 0
        print(f"  class {each}: threshold {thresholds[each]}, {found:.3f} of {lost.sum()}, "
              f"{over[sound].sum()} alarms of {sound.sum()}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
