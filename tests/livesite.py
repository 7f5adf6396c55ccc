"""A web of made-up hosts on loopback: one real server, which answers for each host as its rows say, and lies as real
ones do. Names are resolved by `Web.resolve`, an argument of the client; no name service is asked.
"""

import gzip
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HTML = "text/html; charset=utf-8"
_WORDS = [
    "harbour",
    "pilot",
    "ledger",
    "tide",
    "crane",
    "quay",
    "lantern",
    "rope",
    "barge",
    "customs",
    "warehouse",
    "timber",
    "salt",
    "copper",
    "mast",
    "anchor",
    "fog",
    "bell",
    "chart",
    "sound",
    "beacon",
    "wharf",
    "cargo",
    "manifest",
    "captain",
    "steward",
    "galley",
    "hull",
    "keel",
    "rudder",
    "sail",
    "signal",
    "storm",
    "surveyor",
    "tariff",
]


def prose(seed: int, words: int = 240) -> str:
    """A text of its own for each seed."""
    picked = [_WORDS[(seed * 7919 + i * (seed + 13) + i * i) % len(_WORDS)] for i in range(words)]
    return ". ".join(" ".join(picked[i : i + 12]).capitalize() for i in range(0, words, 12)) + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = HTML
    head: int = 0
    """The status for HEAD, where it is another than for GET; below 0 the server closes the connection."""
    claimed: int = 0
    """The Content-Length that is claimed, where more is claimed than comes."""


def page(title: str, text: str, more: str = "") -> Answer:
    """A page of HTML."""
    head = f"<!DOCTYPE html><html><head><title>{title}</title>{more}</head>"
    return Answer(body=f"{head}<body><h1>{title}</h1><p>{text}</p></body></html>")


def to(url: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"Location": url})


def bomb() -> Answer:
    """Sixty megabytes in less than a third of one."""
    body = gzip.compress(b"<title>Bomb</title><p>" + b"a " * (30 * 2**20), compresslevel=1)
    return Answer(body=body, headers={"Content-Encoding": "gzip"})


NOT_FOUND = page("Not Found", "There is nothing here.")
Missing = Callable[[str], Answer]


@dataclass(slots=True)
class Host:
    """What one host has, and what it answers for all else."""

    pages: dict[str, Answer] = field(default_factory=dict)
    otherwise: Missing = lambda _: Answer(status=404, body=NOT_FOUND.body)


@dataclass(slots=True)
class Web:
    """The hosts, the server's ports, and who asked for what."""

    hosts: dict[str, Host]
    port: int = 0
    secure: int = 0
    log: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, host and path of each request."""
    cookies: list[str] = field(default_factory=list)
    """What came in a Cookie header."""
    now: Callable[[], float] = time.time
    moments: list[tuple[str, float]] = field(default_factory=list)
    """Which host was asked when, by `now`."""
    held: dict[str, threading.Event] = field(default_factory=dict)
    """Paths whose answer waits until its event is set."""

    def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """As the system's: only this web's hosts have an address, and numbers stand for themselves."""
        if host in self.hosts:
            return [("127.0.0.1", self.secure if port == 443 else self.port)]
        if ":" in host or host.replace(".", "").isdigit():
            return [(host, port)]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def answer(self, host: str, path: str) -> Answer:
        """What the rows say."""
        here = self.hosts.get(host, Host())
        return here.pages.get(path) or here.otherwise(path)

    def asked(self, host: str) -> list[str]:
        """The paths that were asked of a host, robots.txt left out."""
        return [path for _, at, path in self.log if at == host and path != "/robots.txt"]


class _Handler(BaseHTTPRequestHandler):
    web: Web

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing is written; `log` has it."""

    def do_GET(self) -> None:
        """An answer with its body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """An answer without."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        self.web.log.append((self.command, host, self.path))
        self.web.moments.append((host, self.web.now()))
        self.web.cookies += self.headers.get_all("Cookie", [])
        if self.path in self.web.held:
            self.web.held[self.path].wait(20)
        answer = self.web.answer(host, self.path)
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        if not with_body and answer.head < 0:
            return  # closes the connection
        self.send_response(answer.status if with_body or not answer.head else answer.head)
        for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(answer.claimed or len(body)))
        self.end_headers()
        if with_body:
            with suppress(OSError):  # the client has read enough
                self.wfile.write(body)


@contextmanager
def serving(web: Web, folder: Path) -> Iterator[Web]:
    """The web, answering. `folder` takes the certificate of a host `tls.…`, which nobody trusts, where openssl can make
    one.
    """
    handler = type("Handler", (_Handler,), {"web": web})
    plain = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    servers = [plain]
    web.port = plain.server_port
    context = _certified(folder) if any(name.startswith("tls.") for name in web.hosts) else None
    if context:
        secure = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
        secure.handle_error = lambda *_: None  # type: ignore[method-assign]  # a handshake that fails is what is wanted
        web.secure = secure.server_port
        servers.append(secure)
    threads = [threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield web
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


def _certified(folder: Path) -> ssl.SSLContext | None:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=tls.example"]
    with suppress(OSError):
        done = subprocess.run(
            [*command, "-keyout", str(key), "-out", str(certificate)], capture_output=True, check=False
        )
        if done.returncode == 0:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            return context
    return None


def at(web: Web, path: str) -> str:
    """An address of the host that is called by its number."""
    return f"http://127.0.0.1:{web.port}{path}"
