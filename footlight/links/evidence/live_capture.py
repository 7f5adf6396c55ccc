"""Capture the page that a present link leads to, redirects included.

Pages that say "not found" with status 200 are not captured, for they are not what the essay linked to. Without a
response, nothing follows: the link is reported, and another run requests it again.
"""

from dataclasses import dataclass
from urllib.parse import urldefrag

from footlight.engines.warc.evidence_record import Artefact, http_artefact
from footlight.engines.web.messages import NoResponse, Purpose, Request, Response, Transport
from footlight.engines.web.redirects import follow, located, stopped
from footlight.links.archives.soft_404_captures import says_not_found
from footlight.links.captured_page import read_page

_TRANSFER_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"})
"""Headers of the transfer, which are not kept: the body is kept decoded."""
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCapture:
    """The page of a link, captured."""

    url: str
    artefacts: tuple[Artefact, ...]
    """One for each redirect, the page itself last."""

    @property
    def page(self) -> Artefact:
        """The page itself."""
        return self.artefacts[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCaptured:
    """A link of which nothing was kept, and why."""

    url: str
    why: str


def capture_page(url: str, transport: Transport, *, accept: str = "") -> PageCapture | NotCaptured:
    """Capture what a link leads to now; `accept` names the form that is asked for, where that is not the page."""
    artefacts: list[Artefact] = []
    headers = (("Accept", accept),) if accept else ()
    outcomes = follow(Request(url=urldefrag(url)[0], purpose=Purpose.LIVE, headers=headers), transport)
    for outcome in outcomes:
        if isinstance(outcome, NoResponse):
            return NotCaptured(url=url, why=outcome.detail or str(outcome.cause))
        artefact = _artefact(outcome)
        if not artefact.writable:
            return NotCaptured(url=url, why="it is too large, or its address has characters that a record cannot hold")
        artefacts.append(artefact)
        trouble = _trouble(outcome) if outcome is outcomes[-1] else ""
        if trouble:
            return NotCaptured(url=url, why=trouble)
    return PageCapture(url=url, artefacts=tuple(artefacts))


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCopy:
    """An archive accepted the request to keep a page."""

    copy: str
    """Where its copy is, as it says; empty where it does not."""


def save_page(url: str, save: str, transport: Transport) -> SavedCopy | NotCaptured:
    """Ask an archive to keep a page; `save` is what stands before the page's address, `https://web.archive.org/save/`.

    The answer is what the archive says, not a proof that it kept the page.
    """
    outcome = transport.send(Request(url=save + url, purpose=Purpose.SAVE, timeout=180.0, max_bytes=2**20))
    if isinstance(outcome, NoResponse):
        return NotCaptured(url=url, why=outcome.detail or str(outcome.cause))
    if outcome.status >= 400:
        return NotCaptured(url=url, why=f"the archive answered {outcome.status}")
    copy = outcome.header("content-location") or outcome.header("location")
    return SavedCopy(copy=located(save, copy))


def _artefact(response: Response) -> Artefact:
    headers = tuple((name, value) for name, value in response.headers if name not in _TRANSFER_HEADERS)
    truncated = "length" if response.truncated else ""
    made = http_artefact(response.url, response.received, (response.status, headers), response.body)
    return Artefact(kind=made.kind, target=made.target, when=made.when, block=made.block, truncated=truncated)


def _trouble(response: Response) -> str:
    if response.status not in (200, 203):
        return stopped(response) or f"it answers {response.status}"
    kind = response.header("content-type")
    if kind.partition(";")[0].strip().lower() in _HTML and says_not_found(
        read_page(response.body, url=response.url, content_type=kind)
    ):
        return "the page says that it was not found"
    return "" if response.body else "it is empty"
