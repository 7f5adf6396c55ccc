"""How the addresses of a site's pages changed, learnt from siblings that moved, and applied to one that is dead.

The way is FABLE's (Zhu et al., IMC 2023, "Reviving dead links on the web"): where siblings of one shape went to one
other shape, each field of the new address stands in the old one, or is the same in all. A pattern in which a field
can be had neither way, such as a new number, is none; nor is one that siblings disagree on. What it gives is a guess.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from footlight.links.archives.soft_404_captures import redirected_home
from footlight.links.archives.url_key import host_of, urlkey
from footlight.links.recovery.address_shape import DIGITS, NAME, YEAR, Shape, shape_of

_FEWEST = 2
"""Siblings that have to agree."""
_AGREE = 0.8
"""... and their share of those of the same shape: of less than five, all."""

_FORMS: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda field: field,
    "in lower case": str.lower,
    "with hyphens": lambda field: field.replace("%20", "-").replace("_", "-").replace("+", "-"),
    "in lower case with hyphens": lambda field: field.lower().replace("%20", "-").replace("_", "-").replace("+", "-"),
    "with underscores": lambda field: field.replace("-", "_"),
    "without its zeros": lambda field: field.lstrip("0") if field.isdigit() else field,
    "in two digits": lambda field: field.zfill(2) if field.isdigit() else field,
}
"""What a move did to a field."""


_LABELS = {YEAR: "YEAR", DIGITS: "NUMBER", NAME: "NAME"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A page that moved, as a redirect says."""

    old: str
    new: str
    """Without a fragment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSource:
    """Where a field of the new address comes from."""

    field: int = -1
    """Its number in the old address; -1 for text that is the same for all."""
    form: str = "as it is"
    text: str = ""

    def of(self, old: Shape) -> str:
        """The field's text for an old address."""
        return _FORMS[self.form](old.fields[self.field]) if self.field >= 0 else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """How addresses of one shape changed."""

    old: Shape
    """Of one of the siblings."""
    new: Shape
    sources: tuple[FieldSource, ...]
    """Of each field of the new address."""
    fixed: tuple[tuple[int, str], ...]
    """Fields of the old address, by number, that are the same in all siblings and so must be in any other."""
    moves: tuple[Move, ...]
    """The siblings that agree."""
    siblings: int
    """All of the shape."""
    fine: bool

    def applied(self, url: str) -> str:
        """The address to which one went by this pattern; empty where it is not one of those."""
        old = old_shape(url, fine=self.fine)
        if old is None or not _same_shape(old, self.old) or any(old.fields[at] != text for at, text in self.fixed):
            return ""
        new = self.new.fill(tuple(source.of(old) for source in self.sources))
        return new if shape_of(new) and urlkey(new) != urlkey(url) else ""

    @property
    def words(self) -> str:
        """`…/2009/03/NAME.html to …/posts/NAME`, for people."""
        fixed = dict(self.fixed)
        named = {source.field for source in self.sources}
        counted = Counter[str]()
        names = {}
        for at, kind in enumerate(piece[1] for piece in self.old.form if piece.startswith("\0")):
            label = _LABELS[kind]
            counted[label] += at in named and at not in fixed
            label += str(counted[label]) if counted[label] > 1 else ""
            names[at] = fixed.get(at, label if at in named else "*")
        new = tuple(names[one.field] if one.field >= 0 else one.text for one in self.sources)
        before, after = self.old.fill(tuple(names.values())), self.new.fill(new)
        if host_of(before) == host_of(after):
            before, after = before.replace(self.old.origin, "…", 1), after.replace(self.new.origin, "…", 1)
        return f"{before} to {after}"


def old_shape(url: str, *, fine: bool = False) -> Shape | None:
    """The shape of an old address, in which a slash at the end says nothing."""
    return shape_of(url.partition("#")[0].rstrip("/"), fine=fine)


def have_same_shape(url: str, other: str) -> bool:
    """Whether two old addresses are of one shape, read in one way or the other."""
    for fine in (False, True):
        one, two = old_shape(url, fine=fine), old_shape(other, fine=fine)
        if one and two and _same_shape(one, two):
            return True
    return False


def learn_pattern(moves: Sequence[Move], dead: str) -> Pattern | None:
    """The pattern that the moves of siblings show for a dead address; None where they show none. Of several moves of
    one page the first counts.
    """
    told = _informative(moves, dead)
    targets = {urlkey(move.new) for move in told}
    for fine in (False, True):
        pattern = _learn(told, dead, fine=fine)
        new = pattern.applied(dead) if pattern else ""
        if new and urlkey(new) not in targets:
            return pattern
    return None


def _informative(moves: Sequence[Move], dead: str) -> list[Move]:
    """One move of each sibling to where no other went: no front page, no page that stands for all that are lost, and
    no other spelling of the same address.
    """
    came: dict[str, set[str]] = defaultdict(set)
    for move in moves:
        came[urlkey(move.new)].add(urlkey(move.old))
    found: dict[str, Move] = {}
    for move in moves:
        old, new = urlkey(move.old), urlkey(move.new)
        if old not in (new, urlkey(dead)) and len(came[new]) == 1 and not redirected_home(move.old, move.new):
            found.setdefault(old, move)
    return list(found.values())


def _learn(moves: Sequence[Move], dead: str, *, fine: bool) -> Pattern | None:
    wanted = old_shape(dead, fine=fine)
    if wanted is None:
        return None
    group, siblings = _group(moves, wanted, fine=fine)
    pairs = [(old, new) for _, old, new in group]
    sources = [_source(pairs, at, wanted) for at in range(len(pairs[0][1].fields))] if pairs else []
    known = tuple(source for source in sources if source)
    agreeing = [row for row in group if tuple(source.of(row[1]) for source in known) == row[2].fields]
    if not _enough(len(agreeing), siblings):
        return None
    used = {source.field for source in known}
    values = [{old.fields[at] for _, old, _ in agreeing} for at in range(len(wanted.fields))]
    if not any(at in used and len(values[at]) > 1 for at in range(wanted.own, len(values))):
        return None  # what tells the page from its neighbours is not in the new address
    same = [(at, next(iter(of))) for at, of in enumerate(values) if len(of) == 1]
    _, old, new = agreeing[0]
    return Pattern(
        old=old,
        new=new,
        sources=known,
        fixed=tuple((at, text) for at, text in same if not (at in used and text.isdigit())),
        moves=tuple(move for move, _, _ in agreeing),
        siblings=siblings,
        fine=fine,
    )


def _group(moves: Sequence[Move], wanted: Shape, *, fine: bool) -> tuple[list[tuple[Move, Shape, Shape]], int]:
    """The most siblings of the wanted shape that went to addresses of one shape, and how many there are of it."""
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[Move, Shape, Shape]]] = defaultdict(list)
    siblings = 0
    for move in moves:
        old, new = old_shape(move.old, fine=fine), shape_of(move.new, fine=fine)
        if old and _same_shape(old, wanted):
            siblings += 1
            if new:
                groups[new.origin, new.form].append((move, old, new))
    return max(groups.values(), key=len, default=[]), siblings


def _source(pairs: Sequence[tuple[Shape, Shape]], at: int, wanted: Shape) -> FieldSource | None:
    """Where the field `at` of the new addresses comes from in most of the pairs: from a field of the old ones rather
    than from none; None where several are as good, and give the wanted address different ones.
    """
    constant, number = Counter(new.fields[at] for _, new in pairs).most_common(1)[0]
    found: list[FieldSource] = []
    for field in range(len(wanted.fields)):
        for form, made in _FORMS.items():
            holds = sum(made(old.fields[field]) == new.fields[at] for old, new in pairs)
            if holds > number or (holds == number and not any(one.field == field for one in found)):
                found = [*(found if holds == number else []), FieldSource(field=field, form=form)]
                number = holds
    if not found:
        return FieldSource(text=constant)
    return found[0] if len({source.of(wanted) for source in found}) == 1 else None


def _same_shape(one: Shape, other: Shape) -> bool:
    return one.form == other.form and host_of(one.origin) == host_of(other.origin)


def _enough(number: int, of: int) -> bool:
    return number >= _FEWEST and number >= _AGREE * of
