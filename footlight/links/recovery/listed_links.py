"""Links that a text dump lists itself: a number in the text, and its address in the references at the end."""

from collections.abc import Iterator

from footlight.ledger.entries import Evidence, Status
from footlight.links.archives.url_key import host_of
from footlight.links.recovery.recovery_result import UNLINKED, Recovery
from footlight.markdown.dump_references import listed_calls
from footlight.textmatch.places import Place


def listed_links(source: str) -> Iterator[Recovery]:
    """Yield a recovery for each number whose address the essay's own list has; the list is the evidence."""
    for start, end, url, line in listed_calls(source):
        place = Place(
            start=start,
            end=end,
            kind=UNLINKED,
            code="listed",
            confidence=1.0,
            why="the references at the end of the text have its address",
            anchor=source[start:end],
        )
        yield Recovery(
            place=place,
            status=Status.RECOVERED,
            url=url,
            site=host_of(url),
            score=1.0,
            evidence=(Evidence(what="source", line=line),),
        )
