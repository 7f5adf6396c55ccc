"""Answers kept on this machine, so that no question is asked twice: bodies under their SHA-256, questions under theirs.

`questions/ab/abcd….json` holds what was asked and what was answered but for the body, which stands in
`bodies/12/1234…` once, however many answers have it. Each file appears whole: a kill at any moment loses no answer
that was given and leaves no half of one. A body that is no longer what its name says is not used. Names are digests, so
nothing that the web says can lead anywhere else.
"""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from footlight.engines.web.messages import Reply, Request

_REQUEST_HEADERS_THAT_MATTER = frozenset({"accept", "accept-datetime", "accept-language", "prefer"})


class Answers:
    """Kept answers in a folder. Where it cannot be written, nothing is kept, and `trouble` says why."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.trouble = ""

    def find(self, request: Request) -> Reply | None:
        """The answer that was kept for a question, whatever its age."""
        try:
            told = json.loads(self._place("questions", _name(request), ".json").read_bytes())
            body = self._place("bodies", str(told["sha256"])).read_bytes()
            return _reply(told, body)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, request: Request, reply: Reply) -> None:
        """Keep an answer, the body first, so that what names it never stands alone."""
        digest = hashlib.sha256(reply.body).hexdigest()
        told = {
            "asked": request.url,
            "method": request.method,
            "headers": _headers(request),
            "status": reply.status,
            "answered": reply.headers,
            "sha256": digest,
            "truncated": reply.truncated,
            "when": reply.when.isoformat(),
        }
        try:
            _write(self._place("bodies", digest), reply.body)
            _write(self._place("questions", _name(request), ".json"), json.dumps(told).encode())
        except OSError as error:
            self.trouble = str(error)

    @contextmanager
    def asking(self, request: Request) -> Iterator[None]:
        """While this question is being asked, whoever else would ask it waits, in whichever process. A lock of the
        system's, so that it goes with a process that is killed.
        """
        place = self._folder / "locks" / _name(request)[:3]
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            self.trouble = str(error)
            yield
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _place(self, kind: str, name: str, ending: str = "") -> Path:
        if not (len(name) == 64 and name.isascii() and name.isalnum()):
            raise ValueError(name)
        return self._folder / kind / name[:2] / (name + ending)


def _reply(told: dict[str, Any], body: bytes) -> Reply | None:
    if hashlib.sha256(body).hexdigest() != told["sha256"]:
        return None
    return Reply(
        url=str(told["asked"]),
        status=int(told["status"]),
        headers=tuple((str(name), str(value)) for name, value in told["answered"]),
        body=body,
        truncated=bool(told["truncated"]),
        when=datetime.fromisoformat(told["when"]),
        kept=True,
    )


def _headers(request: Request) -> list[list[str]]:
    """Those that may change the answer."""
    named = ((name.lower(), value) for name, value in request.headers)
    return sorted([name, value] for name, value in named if name in _REQUEST_HEADERS_THAT_MATTER)


def _name(request: Request) -> str:
    asked = json.dumps([request.method, request.url, _headers(request)], ensure_ascii=False)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
