"""The page of a review: a place in its sentence, the addresses that were found, and the archived text beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from footlight.engines.terminal import Paragraph, Run, Screen
from footlight.engines.web.lookalikes import disguise_of
from footlight.links.decisions.decision import Offer
from footlight.links.decisions.questionnaire import Question
from footlight.textmatch.clean_text import visible
from footlight.textmatch.places import single_spaced
from footlight.workflows.links.review import ArchivedText

_WIDE = 100
"""Width in cells from which the archived text stands beside the addresses, not below."""
_INDENT = 5
_LINES = 14
"""Lines of the archived text, approximately."""
_KEYS = (
    ("a", "accept"), ("r", "reject"), ("e", "edit"), ("s", "skip"), ("u", "undo"),
    ("o", "open"), ("q", "quit"), ("?", "help"),
)  # fmt: skip
HELP = """\
a    accept the address that is marked with >
1-9  mark another address
e    edit: type the address
r    reject: no link is missing here
s    skip: leave the place open
u    undo the last step
o    open the marked address in the browser
q    quit; all decisions are already in the ledger"""


def plain(text: str) -> str:
    """Return a text from outside for the terminal: on one line, control characters made visible."""
    return visible(single_spaced(text).strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The content of the page."""

    question: Question
    number: int
    total: int
    found: tuple[Offer, ...]
    marked: int
    """The index of the address that `a` accepts."""
    sure: str
    """How sure the place's answer is, why, and what would help; empty where there is nothing to say."""
    archived: ArchivedText | None
    """The archived text of that address."""


def show_place(screen: Screen, view: View) -> None:
    """Show a place; the archived text stands beside the addresses on a wide terminal, else below."""
    question, entry = view.question, view.question.entry
    what = f"line {question.line}, {plain(entry.kind)}, {entry.status}"
    head = f"Place {view.number} of {view.total}: {plain(entry.id)}, {what}"
    mark = Run(words=f"⟦{plain(question.words) or 'here'}⟧", style="bold reverse")
    before, after = (Run(words=visible(single_spaced(words))) for words in (question.before, question.after))
    blank = _of("")
    sure = [_of(plain(view.sure), indent=2), blank] if view.sure else []
    screen.show([_of(head, "bold cyan"), blank, Paragraph(runs=(before, mark, after), indent=2), blank, *sure])
    left, right = list(_offers(view.found, view.marked)), list(_archived(view, screen.width))
    if right and screen.width >= _WIDE:
        screen.show_beside(left, right)
    else:
        screen.show([*left, *([blank] if right else []), *right])
    screen.show([blank, _keys(view.found)])


def _of(words: str, style: str = "", indent: int = 0) -> Paragraph:
    return Paragraph(runs=(Run(words=words, style=style),), indent=indent)


def _offers(found: Sequence[Offer], marked: int) -> Iterator[Paragraph]:
    if not found:
        yield _of("Nothing was found.", "dim")
    for index, offer in enumerate(found):
        title = f"“{plain(offer.title)[:160]}”" if offer.title else "(no title)"
        score = f"score {offer.score:.2f}" if offer.score is not None else ""
        told = ", ".join(filter(None, (title, offer.day, score)))
        lead = f"{'>' if index == marked else ' '} {index + 1}"
        runs = (Run(words=told, style="bold" if index == marked else ""),)
        yield Paragraph(runs=runs, indent=_INDENT, lead=lead)
        yield _of(plain(offer.url), "cyan", indent=_INDENT)
        if disguise := disguise_of(offer.url):
            words = f"It can be taken for another: {disguise.why}. In ASCII: {disguise.in_ascii}"
            yield _of(plain(words), "bold", indent=_INDENT)
        if offer.why:
            yield _of(plain(offer.why), "dim", indent=_INDENT)


def _archived(view: View, width: int) -> Iterator[Paragraph]:
    archived = view.archived
    if archived is None:
        if view.found:
            yield _of("This machine has no archived copy of the marked address.", "dim")
        return
    limit = _LINES * (width // 2 if width >= _WIDE else width)
    text = plain(archived.text[: limit * 2])
    yield _of(f"Archived {archived.day}:", "bold")
    yield _of(f"{text[:limit].rstrip()}…" if len(text) > limit else text or "(no text)")


def _keys(found: Sequence[Offer]) -> Paragraph:
    runs: list[Run] = []
    for key, meaning in _KEYS:
        if key in "ao" and not found:
            continue
        runs += [Run(words=key, style="bold"), Run(words=f" {meaning}   ")]
    return Paragraph(runs=tuple(runs))
