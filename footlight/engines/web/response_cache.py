"""The response cache: no request is sent twice, in this run or a later one. Failures are not cached.

`questions/ab/abcd….json` holds a request and its response but for the body, which stands once in `bodies/12/1234…`
under its SHA-256, however many responses have it. Each file appears whole, so a kill at any moment loses no response
and leaves no half of one. A body that no longer matches its name is not used. All names are digests, so nothing that
the web says can lead out of the folder.

hishel was tried instead. It adapts httpx, httpx2 and requests, not httpcore2 below them, where addresses are checked.
It follows RFC 9111, so that servers decide what is kept; here the request does (`Request.max_age`: a capture for ever,
an index for a month, a live page for a day), a 404 of an archive is kept as well, and of two processes that send the
same request at once, one waits for the other's response.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from footlight.clock import Clock
from footlight.engines.web.messages import Outcome, Request, Response, Transport, is_conclusive
from footlight.file_lock import lock_file
from footlight.file_replacement import put_file, remove_leftovers

_SELECTING_HEADERS = frozenset({"accept", "accept-datetime", "accept-language", "prefer", "range"})
"""Headers of a request that may change the response."""


class ResponseCache:
    """Sends only requests for which `store` holds no response, or one that is older than the request allows.

    Pages that are only judged (`Request.pages_only`) are not kept: `links check` keeps what it observed, and to write
    and lock a file for each took half of its processor time.
    """

    def __init__(self, inner: Transport, store: "ResponseStore", clock: Clock) -> None:
        self._inner, self._store, self._clock = inner, store, clock

    def send(self, request: Request) -> Outcome:
        """The cached response, marked as one, or else what came of sending the request."""
        if request.pages_only or request.method not in ("GET", "HEAD"):
            return self._inner.send(request)
        cached = self._cached(request)
        if cached is not None:
            return cached
        with self._store.locked(request):
            cached = self._cached(request)  # another process may have sent it while this one waited for the lock
            if cached is not None:
                return cached
            outcome = self._inner.send(request)
            if isinstance(outcome, Response) and is_conclusive(outcome, request):
                self._store.put(request, outcome)
            return outcome

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()

    def _cached(self, request: Request) -> Response | None:
        cached = self._store.get(request)
        if cached is None:
            return None
        # The difference either way: a clock that was set back must not make a response fresh for ever.
        fresh = abs(self._clock.now() - cached.received.timestamp()) < request.max_age
        too_short = cached.truncated and len(cached.body) < request.max_bytes
        return cached if fresh and not too_short else None


class ResponseStore:
    """Responses in a folder. Where it cannot be written, nothing is kept, and `problem` says why."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cleared = False
        self.problem = ""

    def get(self, request: Request) -> Response | None:
        """The response to a request, whatever its age."""
        try:
            stored = json.loads(self._path("questions", _key(request), ".json").read_bytes())
            body = self._path("bodies", str(stored["sha256"])).read_bytes()
            return _response(stored, body)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, request: Request, response: Response) -> None:
        """Store a response, the body first, so that no file names a body that is not there."""
        digest = hashlib.sha256(response.body).hexdigest()
        stored = {
            "asked": request.url,
            "method": request.method,
            "headers": _selecting_headers(request),
            "status": response.status,
            "answered": response.headers,
            "sha256": digest,
            "truncated": response.truncated,
            "when": response.received.isoformat(),
        }
        try:
            self._remove_leftovers()
            _write(self._path("bodies", digest), response.body)
            _write(self._path("questions", _key(request), ".json"), json.dumps(stored).encode())
        except OSError as error:
            self.problem = str(error)

    def _remove_leftovers(self) -> None:
        """Remove, before the first response is stored, what killed processes left in any of the folders."""
        if not self._cleared:
            self._cleared = True
            for kind in (self._folder / "questions", self._folder / "bodies"):
                for folder in kind.iterdir() if kind.is_dir() else ():
                    remove_leftovers(folder)

    @contextmanager
    def locked(self, request: Request) -> Iterator[None]:
        """Let others that want the same response wait, in whichever process. The lock is the system's, so it ends with
        a process that is killed.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(lock_file(self._folder / "locks" / _key(request)[:3]))
            except OSError as error:
                self.problem = str(error)
            yield

    def _path(self, kind: str, name: str, ending: str = "") -> Path:
        if not (len(name) == 64 and name.isascii() and name.isalnum()):
            raise ValueError(name)
        return self._folder / kind / name[:2] / (name + ending)


def _response(stored: dict[str, Any], body: bytes) -> Response | None:
    if hashlib.sha256(body).hexdigest() != stored["sha256"]:
        return None
    return Response(
        url=str(stored["asked"]),
        status=int(stored["status"]),
        headers=tuple((str(name), str(value)) for name, value in stored["answered"]),
        body=body,
        truncated=bool(stored["truncated"]),
        received=datetime.fromisoformat(stored["when"]),
        from_cache=True,
    )


def _selecting_headers(request: Request) -> list[list[str]]:
    named = ((name.lower(), value) for name, value in request.headers)
    return sorted([name, value] for name, value in named if name in _SELECTING_HEADERS)


def _key(request: Request) -> str:
    identity = json.dumps([request.method, request.url, _selecting_headers(request)], ensure_ascii=False)
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    put_file(path, data, private=True)
