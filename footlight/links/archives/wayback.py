"""The Wayback Machine, and what speaks as it does: its CDX server and its raw playback.

https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server documents the CDX server. Its availability
service is asked only where that does not answer, and only believed where it names a capture: an empty answer of it
never means that there is none.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from footlight.engines.web.messages import Response, Transport
from footlight.links.archives.archive import MOVES, Answer, Capture, Excluded, Found, Match, Query, Reading, Unreachable
from footlight.links.archives.playback import captured_address, in_order, index_request, read_raw, unanswered
from footlight.links.archives.url_key import urlkey

MACHINE = "https://web.archive.org"
_AVAILABILITY = "https://archive.org"
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_PAGE = 5_000
_NO_PAGES = "!mimetype:(image|audio|video|font)/.*|.*(javascript|css|octet-stream|zip|pdf).*"


class Wayback:
    """A Wayback Machine at `root`, asked through `transport`."""

    def __init__(self, transport: Transport, *, name: str = "wayback", root: str = MACHINE) -> None:
        self.name = name
        self._transport, self._root = transport, root.rstrip("/")

    def captures(self, query: Query) -> Answer:
        """The rows of the index, in the order of urlkey and timestamp; page after page, up to the query's limit."""
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
        return in_order(found, query)

    def read(self, capture: Capture) -> Reading:
        """What the capture holds, raw; of a revisit, what it repeats."""
        return read_raw(self._transport, capture)

    def close(self) -> None:
        """Nothing is held."""

    def _page(self, query: Query, key: str) -> tuple[list[Capture], str] | Unreachable | Excluded:
        asked = [
            ("url", query.url),
            ("matchType", query.match.value),
            ("output", "json"),
            ("fl", ",".join(_FIELDS)),
            ("limit", str(min(_PAGE, query.limit))),
            ("showResumeKey", "true"),
        ]
        if query.first:
            asked += [("collapse", "urlkey"), ("filter", "statuscode:200"), ("filter", _NO_PAGES)]
        if query.moves:
            asked.append(("filter", "statuscode:" + "|".join(map(str, MOVES))))
        if key:
            asked.append(("resumeKey", key))
        outcome = self._transport.send(
            index_request(f"{self._root}/cdx/search/cdx?{urlencode(asked)}", accepts=_is_list)
        )
        trouble = unanswered(outcome)
        if trouble is not None or not isinstance(outcome, Response):
            return trouble or Unreachable(why="no answer")
        if outcome.status != 200 or outcome.truncated:
            return Unreachable(why=f"its index answered {outcome.status}" + (", cut" if outcome.truncated else ""))
        try:
            return self._rows(json.loads(outcome.body or b"[]"))
        except (ValueError, TypeError, KeyError, RecursionError):
            return Unreachable(why="what its index answered is no list of captures")

    def _rows(self, told: Any) -> tuple[list[Capture], str]:  # noqa: ANN401 - JSON
        """The captures of a page, and the key of the next, which stands alone after an empty row."""
        if not isinstance(told, list):
            raise TypeError
        if not told:
            return [], ""
        names, rows = told[0], told[1:]
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
                status=int(status) if status.isdigit() else 0,
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

    def _available(self, query: Query) -> Answer | None:
        """The one capture that the availability service names; None where it names none, from which nothing
        follows.
        """
        if query.match is not Match.EXACT:
            return None
        root = _AVAILABILITY if self._root == MACHINE else self._root
        outcome = self._transport.send(
            index_request(f"{root}/wayback/available?url={quote(query.url, safe='')}", accepts=_is_object)
        )
        if not isinstance(outcome, Response) or outcome.status != 200:
            return None
        try:
            closest = json.loads(outcome.body)["archived_snapshots"]["closest"]
            timestamp, original = captured_address(str(closest["url"]))
            status = int(closest["status"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        answer = in_order([self._capture(timestamp, original, status=status)], query)
        return answer if isinstance(answer, Found) else None


def _is_list(response: Response) -> bool:
    """Whether it looks like rows, the whole of which is read later."""
    text = response.body.strip()
    return not text or (text.startswith(b"[") and text.endswith(b"]"))


def _is_object(response: Response) -> bool:
    return response.body.strip().startswith(b"{")
