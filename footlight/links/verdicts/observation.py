"""What is kept of a look at an address: the verdict in words, and what its page names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from footlight.engines.web.messages import Response
from footlight.links.verdicts.fetched_target import Seen, Sight
from footlight.links.verdicts.page_markup import names
from footlight.links.verdicts.signs import judge
from footlight.links.verdicts.verdict import kind_of, said

_LONGEST = 500
"""Characters of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was seen of an address at one time, as it is kept."""

    when: datetime
    """UTC."""
    kind: str
    """As `verdict.kind_of` has it."""
    why: str = ""
    final: str = ""
    """Where its redirects led."""
    status: int = 0
    """The last status; 0 where nobody answered."""
    named: tuple[tuple[str, bool], ...] = ()
    """The fragments that were looked for on its page, and whether the page names them."""


def observed(seen: Seen, fragments: Iterable[str], when: datetime) -> Observation:
    """The verdict on what was seen, and which of these fragments its page names."""
    verdict, sight = judge(seen), seen.sight
    return Observation(
        when=when,
        kind=kind_of(verdict),
        why=_clipped(said(verdict)),
        final=sight.final if sight.hops else "",
        status=sight.status,
        named=tuple((fragment, _names(sight, fragment)) for fragment in fragments),
    )


def _clipped(words: str) -> str:
    """What a server sends can be as long as it likes: an address of ten thousand characters, for one."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _names(sight: Sight, fragment: str) -> bool:
    """Whether a page names a place; also where it cannot be said, for it is no page, or was not read to its end."""
    whole = isinstance(sight.last, Response) and sight.last.status == 200 and not sight.last.truncated
    return names(sight.raw, fragment) if whole and sight.page is not None else True
