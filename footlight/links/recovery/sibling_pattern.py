"""Learn how a site's addresses changed from siblings that moved, and apply the pattern to a dead address.

The method is FABLE's (Zhu et al., IMC 2023, "Reviving dead links on the web"). If siblings of one shape moved to
addresses of one other shape, each field of the new address is a field of the old one or the same for all. There is no
pattern if a field is neither, such as a new number, or if the siblings disagree. The result is a guess.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from footlight.links.archives.soft_404_captures import redirected_home
from footlight.links.archives.url_key import host_of, urlkey
from footlight.links.recovery.address_shape import DIGITS, NAME, YEAR, Shape, shape_of

_FEWEST = 2
"""The least number of siblings that agree."""
_AGREE = 0.8
"""Their least share among siblings of the same shape; of fewer than five, all."""

_FORMS: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda field: field,
    "in lower case": str.lower,
    "with hyphens": lambda field: field.replace("%20", "-").replace("_", "-").replace("+", "-"),
    "in lower case with hyphens": lambda field: field.lower().replace("%20", "-").replace("_", "-").replace("+", "-"),
    "with underscores": lambda field: field.replace("-", "_"),
    "without its zeros": lambda field: field.lstrip("0") if field.isdigit() else field,
    "in two digits": lambda field: field.zfill(2) if field.isdigit() else field,
}
"""How a field may change with a move."""


_LABELS = {YEAR: "YEAR", DIGITS: "NUMBER", NAME: "NAME"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A page that moved, as a redirect shows."""

    old: str
    new: str
    """The new address, without a fragment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSource:
    """The source of a field of the new address."""

    field: int = -1
    """The number of the field in the old address; -1 for constant text."""
    form: str = "as it is"
    text: str = ""

    def of(self, old: Shape) -> str:
        """Return the text of the field for an old address."""
        return _FORMS[self.form](old.fields[self.field]) if self.field >= 0 else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """How the addresses of one shape changed."""

    old: Shape
    """The shape of one of the siblings."""
    new: Shape
    sources: tuple[FieldSource, ...]
    """The source of each field of the new address."""
    fixed: tuple[tuple[int, str], ...]
    """Fields of the old address, by number, that are the same in all siblings and must be so in any other address."""
    moves: tuple[Move, ...]
    """The siblings that agree."""
    siblings: int
    """The number of all siblings of the shape."""
    fine: bool

    def applied(self, url: str) -> str:
        """Return the new address of an old one; empty if the pattern does not apply."""
        old = old_shape(url, fine=self.fine)
        if old is None or not _same_shape(old, self.old) or any(old.fields[at] != text for at, text in self.fixed):
            return ""
        new = self.new.fill(tuple(source.of(old) for source in self.sources))
        return new if shape_of(new) and urlkey(new) != urlkey(url) else ""

    @property
    def words(self) -> str:
        """The pattern for people: `…/2009/03/NAME.html to …/posts/NAME`."""
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
    """Return the shape of an old address, without a slash at the end."""
    return shape_of(url.partition("#")[0].rstrip("/"), fine=fine)


def have_same_shape(url: str, other: str) -> bool:
    """Tell whether two old addresses have the same shape, coarse or fine."""
    for fine in (False, True):
        one, two = old_shape(url, fine=fine), old_shape(other, fine=fine)
        if one and two and _same_shape(one, two):
            return True
    return False


def learn_pattern(moves: Sequence[Move], dead: str) -> Pattern | None:
    """Learn the pattern for a dead address from the moves of siblings; None if there is none.

    If a page moved several times, its first move in `moves` counts.
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
    """Return one move of each sibling to a target of its own.

    Moves to the front page, to a common page for all lost ones, or to another spelling of the address are left out.
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
        return None  # the new address lacks what distinguishes the page from its neighbours
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
    """Return the largest group of siblings that moved to addresses of one shape, and the number of all siblings."""
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
    """Return the source of the field `at` of the new addresses in most pairs; old fields are preferred to constants.

    None if several sources are equally good and differ for the wanted address.
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
