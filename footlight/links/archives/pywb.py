"""A pywb collection (https://github.com/webrecorder/pywb, tried with 2.10): its CDX server and its raw playback.

Its surprises: `page=1` repeats page 0, so all rows are requested at once. A filter that matches nothing falls back to a
fuzzy search, so no filter is sent, and `allowFuzzy=false`. `fl` with Wayback's names drops fields, and `collapse` does
nothing. A collection that does not exist has an empty index, so the collection's page is requested before an empty
index is believed. In place of a capture that cannot be played back it gives another one (`playback` rejects that).
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from footlight.engines.web.messages import Response, Transport
from footlight.errors import UsageError
from footlight.links.archives.archive import Capture, Found, IndexAnswer, NotArchived, Query, ReadAnswer, Unreachable
from footlight.links.archives.playback import (
    failure,
    first_captures,
    index_json,
    index_request,
    matching_captures,
    read_raw,
)
from footlight.links.archives.url_key import urlkey

_NO_KEEP_ALIVE = ("Connection", "close")
"""Its server delays each answer on a kept connection by 40 ms; a new connection costs less."""


class Pywb:
    """The collection at the address `root`, `http://HOST/COLLECTION`."""

    def __init__(self, transport: Transport, name: str, root: str) -> None:
        self.name = name
        self._transport, self._root = transport, root.rstrip("/")

    def captures(self, query: Query) -> IndexAnswer:
        """Query the index. The rows come in the order of urlkey and timestamp."""
        parameters = {"url": query.url, "matchType": query.match.value, "output": "json", "allowFuzzy": "false"}
        if not (query.first or query.moves):
            parameters["limit"] = str(query.limit)
        outcome = self._transport.send(
            index_request(f"{self._root}/cdx?{urlencode(parameters)}", headers=(_NO_KEEP_ALIVE,), accepts=_is_rows)
        )
        failed = failure(outcome)
        if failed is not None or not isinstance(outcome, Response):
            return failed or Unreachable(why="no answer")
        if outcome.status != 200:
            return Unreachable(why=f"{self._root}/cdx answered {outcome.status}")
        try:
            rows = [self._capture(index_json(line)) for line in _lines(outcome)]
        except (ValueError, TypeError, KeyError, RecursionError):
            return Unreachable(why="the answer of its index is not a list of captures")
        answer = matching_captures(first_captures(rows) if query.first else rows, query)
        return answer if isinstance(answer, Found) else self._answer_to_none()

    def read(self, capture: Capture) -> ReadAnswer:
        """Read the raw body of a capture; of a revisit, the body that it repeats."""
        return read_raw(self._transport, capture, headers=(_NO_KEEP_ALIVE,))

    def close(self) -> None:
        """Nothing to close."""

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

    def _answer_to_none(self) -> IndexAnswer:
        """The meaning of an empty index. Raises UsageError where the collection has no page, and so does not exist."""
        outcome = self._transport.send(index_request(f"{self._root}/", headers=(_NO_KEEP_ALIVE,)))
        failed = failure(outcome)
        if isinstance(outcome, Response) and outcome.status == 404:
            raise UsageError(f"there is no collection at {self._root}/", hint="Look at the end of its address.")
        return failed or NotArchived()


def _is_rows(response: Response) -> bool:
    """Whether a body looks like JSON Lines; it is parsed later."""
    return not response.body.strip() or response.body.lstrip().startswith(b"{")


def _lines(response: Response) -> Iterator[bytes]:
    """The rows; of a truncated response, those that are whole."""
    lines = response.body.split(b"\n")
    return (line for line in (lines[:-1] if response.truncated else lines) if line.strip())
