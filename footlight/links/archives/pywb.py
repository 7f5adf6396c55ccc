"""A pywb collection (https://github.com/webrecorder/pywb, tried with 2.10): its own CDX server and its raw playback.

What it does otherwise than one would think: `page=1` repeats page 0, so all rows are asked for at once; a filter
that matches nothing falls back to a fuzzy search, so none is sent and `allowFuzzy=false`; `fl` with Wayback's names
drops fields, and `collapse` does nothing; a collection that is not there has an empty index, so its own page is looked
at before that is believed; a capture that cannot be played back is another one instead (`playback` sees to that).
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from footlight.engines.web.messages import Response, Transport
from footlight.errors import UsageError
from footlight.links.archives.archive import Answer, Capture, Found, NothingThere, Query, Reading, Unreachable
from footlight.links.archives.playback import in_order, index_request, read_raw, unanswered
from footlight.links.archives.url_key import urlkey

_NO_CLOSING = ("Connection", "close")
"""Its server keeps a connection's answers back for 40 ms each; a new connection costs less."""
_DULL = ("image/", "audio/", "video/", "font/", "text/css", "application/javascript", "text/javascript")


class Pywb:
    """The collection at `root` (`http://HOST/COLLECTION`), asked through `transport`."""

    def __init__(self, transport: Transport, *, name: str, root: str) -> None:
        self.name = name
        self._transport, self._root = transport, root.rstrip("/")

    def captures(self, query: Query) -> Answer:
        """The rows of the index, in the order of urlkey and timestamp."""
        asked = {"url": query.url, "matchType": query.match.value, "output": "json", "allowFuzzy": "false"}
        if not (query.first or query.moves):
            asked["limit"] = str(query.limit)
        outcome = self._transport.send(
            index_request(f"{self._root}/cdx?{urlencode(asked)}", headers=(_NO_CLOSING,), accepts=_is_rows)
        )
        trouble = unanswered(outcome)
        if trouble is not None or not isinstance(outcome, Response):
            return trouble or Unreachable(why="no answer")
        if outcome.status != 200:
            return Unreachable(why=f"{self._root}/cdx answered {outcome.status}")
        try:
            rows = [self._capture(json.loads(line)) for line in _lines(outcome)]
        except (ValueError, TypeError, KeyError, RecursionError):
            return Unreachable(why="what its index answered is no list of captures")
        answer = in_order(_first(rows) if query.first else rows, query)
        return answer if isinstance(answer, Found) else self._empty()

    def read(self, capture: Capture) -> Reading:
        """What the capture holds, raw; of a revisit, what it repeats."""
        return read_raw(self._transport, capture, headers=(_NO_CLOSING,))

    def close(self) -> None:
        """Nothing is held."""

    def _capture(self, row: dict[str, Any]) -> Capture:
        timestamp, original, status = str(row["timestamp"]), str(row["url"]), str(row.get("status", ""))
        return Capture(
            urlkey=urlkey(original),
            timestamp=timestamp,
            original=original,
            mime=str(row.get("mime", "")),
            status=int(status) if status.isascii() and status.isdigit() else 0,
            digest=str(row.get("digest", "")).removeprefix("sha1:"),
            archive_url=f"{self._root}/{timestamp}/{original}",
            locator=f"{self._root}/{timestamp}id_/{original}",
        )

    def _empty(self) -> Answer:
        """What an empty index means. Raises UsageError where there is no such collection: one has a page of its own."""
        outcome = self._transport.send(index_request(f"{self._root}/", headers=(_NO_CLOSING,)))
        trouble = unanswered(outcome)
        if isinstance(outcome, Response) and outcome.status == 404:
            raise UsageError(f"there is no collection at {self._root}/", hint="Look at the end of its address.")
        return trouble or NothingThere()


def _is_rows(response: Response) -> bool:
    return not response.body.strip() or response.body.lstrip().startswith(b"{")


def _lines(response: Response) -> Iterator[bytes]:
    """The rows; of an answer that was cut, those that are whole."""
    lines = response.body.split(b"\n")
    return (line for line in (lines[:-1] if response.truncated else lines) if line.strip())


def _first(rows: list[Capture]) -> list[Capture]:
    """The first good capture of each address that is not a picture, a style or a script."""
    found: dict[str, Capture] = {}
    for row in sorted(rows, key=lambda c: (c.urlkey, c.timestamp)):
        if row.status == 200 and not row.mime.startswith(_DULL):
            found.setdefault(row.urlkey, row)
    return list(found.values())
