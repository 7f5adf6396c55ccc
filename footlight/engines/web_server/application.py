"""An ASGI application (Starlette) over a function that answers requests.

Files are served with ranges (RFC 9110, 14). All content has an entity tag and is sent again only if it has changed.
"""

import asyncio
from hashlib import sha256

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from footlight.engines.web_server.access import COOKIE, Access
from footlight.engines.web_server.exchange import (
    Answer,
    Content,
    EventStream,
    FileAnswer,
    NotFound,
    PageRequest,
    Redirect,
    Respond,
)

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
"""For pages and images. Not for files: on a PDF it would stop the browser's viewer."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",  # may be kept, and has to be validated before each use
}
_LASTING = "private, max-age=31536000, immutable"
_LEAST_GZIPPED = 1024
_LONGEST_BODY = 64 * 1024
"""Bytes of a decision."""
_BODY_SECONDS = 5.0
_ASKED = {"WWW-Authenticate": 'Basic realm="Footlight", charset="UTF-8"'}


def application(respond: Respond, access: Access) -> Starlette:
    """An ASGI application over a function; `access` says who may ask."""

    async def answer(request: Request) -> Response:
        body = None
        if request.method == "POST":
            if not access.is_ours(request.headers):
                return PlainTextResponse("This does not come from a page of this server.\n", 403, _HEADERS)
            body = await _body(request)
            if body is None:
                return PlainTextResponse("Too long, or too slow.\n", 413, _HEADERS)
        asked = PageRequest(path=request.url.path, query=dict(request.query_params), body=body)
        return _response(await run_in_threadpool(respond, asked), request)

    layers = [
        Middleware(_Door, access=access),
        Middleware(GZipMiddleware, minimum_size=_LEAST_GZIPPED),
    ]
    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD", "POST"])], middleware=layers)


class _Door:
    """Lets through only requests that name this machine and bring the token, where one is asked for."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        refusal = self._refusal(Request(scope)) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        access = self._access
        if not access.knows(request.headers.get("host", "")):
            return PlainTextResponse("This machine is not called so.\n", 400, _HEADERS)
        given = request.query_params.get("token", "")
        if not access.admits(request.headers, given):
            return PlainTextResponse("A token is needed: it stands in the terminal.\n", 401, {**_HEADERS, **_ASKED})
        if given and access.token and request.method == "GET":
            return _with_cookie(request.url.remove_query_params("token"), access)
        return None


def _with_cookie(url: URL, access: Access) -> Response:
    """Send a browser to the same place without the token in its address, which it keeps as a cookie."""
    place = f"/{url.path.lstrip('/')}" + (f"?{url.query}" if url.query else "")
    response = RedirectResponse(place, 303, _HEADERS)
    response.set_cookie(COOKIE, access.token, httponly=True, samesite="strict")
    return response


async def _body(request: Request) -> bytes | None:
    """What a request holds; None where it is too long, or takes too long to come."""
    data = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                data += chunk
                if len(data) > _LONGEST_BODY:
                    return None
    except (TimeoutError, ClientDisconnect):
        return None
    return bytes(data)


def _response(answer: Answer, request: Request) -> Response:
    match answer:
        case Content(data=data, media=media, lasting=lasting, status=status, policy=policy):
            tag = f'"{sha256(data).hexdigest()[:32]}"'
            headers = {**_HEADERS, "ETag": tag, "Content-Security-Policy": policy or _POLICY}
            if lasting:
                headers["Cache-Control"] = _LASTING
            response = Response(data, status, media_type=media, headers=headers)
            return _unless_cached(response, request) if status == 200 else response
        case FileAnswer(path=path, media=media):
            try:
                state = path.stat()
            except OSError:  # deleted since it was listed
                return _response(NotFound(), request)
            return _unless_cached(FileResponse(path, media_type=media, headers=_HEADERS, stat_result=state), request)
        case Redirect(path=path):
            return RedirectResponse(path, status_code=307, headers=_HEADERS)
        case NotFound(page=page):
            return Response(page.data, status_code=404, media_type=page.media, headers=_HEADERS)
        case EventStream(broadcast=broadcast):
            said = broadcast.messages() if request.method == "GET" else iter(())
            return StreamingResponse(said, media_type="text/event-stream", headers=_HEADERS)


def _unless_cached(response: Response, request: Request) -> Response:
    """The response, or 304 where the client has the same content already (RFC 9110, 13.1.2)."""
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if request.method == "POST" or (response.headers["etag"] not in held and "*" not in held):
        return response
    kept = {name: response.headers[name] for name in ("etag", "cache-control")}
    return Response(status_code=304, headers=kept)
