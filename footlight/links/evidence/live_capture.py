"""Before it rots: what a living link leads to, captured as it is now, redirects on the way included.

Pages that say "not found" with status 200 are not kept, for they are not what the essay linked to; and silence is not
absence: what did not answer is said, and asked again another time.
"""

from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from footlight.engines.warc.evidence_record import Artefact, http_artefact
from footlight.engines.web.messages import NoResponse, Purpose, Request, Response, Transport
from footlight.links.archives.soft_404_captures import says_not_found
from footlight.links.captured_page import read_page

_HOPS = 6
_REDIRECTS = (301, 302, 303, 307, 308)
_OF_THE_WAY = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"})
"""Headers of how the bytes travelled, which are not kept: the body is kept as it was unpacked."""
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserved:
    """A link's page, captured."""

    url: str
    artefacts: tuple[Artefact, ...]
    """One a hop, the page itself last."""

    @property
    def page(self) -> Artefact:
        """The page itself."""
        return self.artefacts[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPreserved:
    """A link of which nothing was kept, and why."""

    url: str
    why: str


def preserved(url: str, transport: Transport) -> Preserved | NotPreserved:
    """What a link leads to at this moment."""
    artefacts: list[Artefact] = []
    here = urldefrag(url)[0]
    for _ in range(_HOPS):
        outcome = transport.send(Request(url=here, purpose=Purpose.LIVE))
        if isinstance(outcome, NoResponse):
            return NotPreserved(url=url, why=outcome.detail or str(outcome.cause))
        artefact = _artefact(outcome)
        if not artefact.writable:
            return NotPreserved(url=url, why="it is too large, or its address holds what no record can")
        artefacts.append(artefact)
        if outcome.status not in _REDIRECTS:
            trouble = _trouble(outcome)
            return NotPreserved(url=url, why=trouble) if trouble else Preserved(url=url, artefacts=tuple(artefacts))
        onward = _onward(outcome)
        if not onward:
            return NotPreserved(url=url, why="a redirect leads nowhere")
        here = onward
    return NotPreserved(url=url, why=f"more than {_HOPS} redirects")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """An archive was asked to keep a page."""

    copy: str
    """Where it says that its copy is; empty where it does not say."""


def saved(url: str, save: str, transport: Transport) -> Saved | NotPreserved:
    """Asks an archive, by the address that it takes such requests at (`https://web.archive.org/save/`), to keep a page.

    The answer is the archive’s word, not a proof that it did.
    """
    outcome = transport.send(Request(url=save + url, purpose=Purpose.SAVE, timeout=180.0, max_bytes=2**20))
    if isinstance(outcome, NoResponse):
        return NotPreserved(url=url, why=outcome.detail or str(outcome.cause))
    if outcome.status >= 400:
        return NotPreserved(url=url, why=f"the archive answered {outcome.status}")
    copy = outcome.header("content-location") or outcome.header("location")
    return Saved(copy=_joined(save, copy) if copy else "")


def _artefact(response: Response) -> Artefact:
    headers = tuple((name, value) for name, value in response.headers if name not in _OF_THE_WAY)
    truncated = "length" if response.truncated else ""
    made = http_artefact(response.url, response.received, (response.status, headers), response.body)
    return Artefact(kind=made.kind, target=made.target, when=made.when, block=made.block, truncated=truncated)


def _trouble(response: Response) -> str:
    if response.status not in (200, 203):
        return f"it answers {response.status}"
    kind = response.header("content-type")
    if kind.partition(";")[0].strip().lower() in _HTML and says_not_found(
        read_page(response.body, url=response.url, content_type=kind)
    ):
        return "the page says that there is nothing there"
    return "" if response.body else "it answers with nothing"


def _onward(response: Response) -> str:
    url = urldefrag(_joined(response.url, response.header("location")))[0]
    return (
        url if response.header("location") and url.startswith(("http://", "https://")) and url != response.url else ""
    )


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return ""
