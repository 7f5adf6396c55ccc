"""The Wayback Machine, and archives with the same interface: its CDX server and its raw playback.

https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server documents the CDX server. The availability
service is asked only where that does not answer, and only believed where it names a capture: its empty answers are
given for archived addresses as well.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from footlight.engines.web.messages import Response, Transport
from footlight.links.archives.archive import (
    MOVED_STATUSES,
    Capture,
    Excluded,
    Found,
    IndexAnswer,
    Match,
    Query,
    ReadAnswer,
    Unreachable,
)
from footlight.links.archives.playback import (
    failure,
    index_json,
    index_request,
    matching_captures,
    read_raw,
    split_capture_url,
)
from footlight.links.archives.url_key import urlkey

WAYBACK_MACHINE = "https://web.archive.org"
_AVAILABILITY = "https://archive.org"
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_PAGE = 5_000
_NO_PAGES = "!mimetype:(image|audio|video|font)/.*|.*(javascript|css|octet-stream|zip|pdf).*"


class Wayback:
    """A Wayback Machine at the address `root`."""

    def __init__(self, transport: Transport, name: str, root: str) -> None:
        self.name = name
        self._transport, self._root = transport, root.rstrip("/")

    def captures(self, query: Query) -> IndexAnswer:
        """Query the index, page after page up to the query's limit."""
        found: list[Capture] = []
        key, keys = "", set[str]()
        while len(found) < query.limit:
            answer = self._page(query, key)
            if isinstance(answer, Unreachable | Excluded):
                return self._available(query) or answer if not found and isinstance(answer, Unreachable) else answer
            rows, key = answer
            found += rows
            if not key or key in keys or not rows:
                break
            keys.add(key)
        return matching_captures(found, query)

    def read(self, capture: Capture) -> ReadAnswer:
        """Read the raw body of a capture; of a revisit, the body that it repeats."""
        return read_raw(self._transport, capture)

    def close(self) -> None:
        """Nothing to close."""

    def _page(self, query: Query, key: str) -> tuple[list[Capture], str] | Unreachable | Excluded:
        """The rows from a resume key on, and the next key."""
        parameters = [
            ("url", query.url),
            ("matchType", query.match.value),
            ("output", "json"),
            ("fl", ",".join(_FIELDS)),
            ("limit", str(min(_PAGE, query.limit))),
            ("showResumeKey", "true"),
        ]
        if query.first:
            parameters += [("collapse", "urlkey"), ("filter", "statuscode:200"), ("filter", _NO_PAGES)]
        if query.moves:
            parameters.append(("filter", "statuscode:" + "|".join(map(str, MOVED_STATUSES))))
        if key:
            parameters.append(("resumeKey", key))
        outcome = self._transport.send(
            index_request(f"{self._root}/cdx/search/cdx?{urlencode(parameters)}", accepts=_is_list)
        )
        failed = failure(outcome)
        if failed is not None or not isinstance(outcome, Response):
            return failed or Unreachable(why="no answer")
        if outcome.status != 200 or outcome.truncated:
            return Unreachable(why=f"its index answered {outcome.status}" + (", cut" if outcome.truncated else ""))
        try:
            return self._rows(index_json(outcome.body or b"[]"))
        except (ValueError, TypeError, KeyError, RecursionError):
            return Unreachable(why="the answer of its index is not a list of captures")

    def _rows(self, parsed: Any) -> tuple[list[Capture], str]:  # noqa: ANN401 - JSON
        """The captures of a page, and the resume key, which stands alone after an empty row."""
        if not isinstance(parsed, list):
            raise TypeError
        if not parsed:
            return [], ""
        names, rows = parsed[0], parsed[1:]
        key = ""
        if len(rows) >= 2 and rows[-2] == [] and len(rows[-1]) == 1:
            key, rows = str(rows[-1][0]), rows[:-2]
        return list(self._captures(dict(zip(names, map(str, row), strict=False)) for row in rows if row)), key

    def _captures(self, rows: Iterator[dict[str, str]]) -> Iterator[Capture]:
        for row in rows:
            status = row["statuscode"]
            yield self._capture(
                row["timestamp"],
                row["original"],
                mime=row.get("mimetype", ""),
                status=int(status) if status.isascii() and status.isdigit() else 0,
                digest=row.get("digest", ""),
            )

    def _capture(self, timestamp: str, original: str, *, mime: str = "", status: int = 0, digest: str = "") -> Capture:
        return Capture(
            urlkey=urlkey(original),
            timestamp=timestamp,
            original=original,
            mime=mime,
            status=status,
            digest=digest,
            archive_url=f"{self._root}/web/{timestamp}/{original}",
            locator=f"{self._root}/web/{timestamp}id_/{original}",
        )

    def _available(self, query: Query) -> IndexAnswer | None:
        """The capture that the availability service names; None where it names none, from which nothing follows."""
        if query.match is not Match.EXACT:
            return None
        root = _AVAILABILITY if self._root == WAYBACK_MACHINE else self._root
        outcome = self._transport.send(
            index_request(f"{root}/wayback/available?url={quote(query.url, safe='')}", accepts=_is_object)
        )
        if not isinstance(outcome, Response) or outcome.status != 200:
            return None
        try:
            closest = index_json(outcome.body)["archived_snapshots"]["closest"]
            timestamp, original = split_capture_url(str(closest["url"]))
            status = int(closest["status"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        answer = matching_captures([self._capture(timestamp, original, status=status)], query)
        return answer if isinstance(answer, Found) else None


def _is_list(response: Response) -> bool:
    """Whether a body looks like a JSON list; it is parsed later."""
    text = response.body.strip()
    return not text or (text.startswith(b"[") and text.endswith(b"]"))


def _is_object(response: Response) -> bool:
    """Whether a body looks like a JSON object."""
    return response.body.strip().startswith(b"{")
