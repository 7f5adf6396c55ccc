"""Servers on loopback, for a test's length: any WSGI application, and a real pywb."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from workshop import REPOSITORY

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PYWB = Path(os.environ.get("PYWB_BIN", REPOSITORY / ".venv-pywb" / "bin"))
_CONFIG = "framed_replay: false\nredirect_to_exact: true\nenable_memento: true\nenable_prefer: true\n"
"""Without these it answers 200 with a Memento-Datetime even for what it does not hold."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no news."""


class _Handler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def serving(app: App) -> Iterator[str]:
    """The address of a server that runs the application."""
    server = make_server("127.0.0.1", 0, app, server_class=_Server, handler_class=_Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def replaying(folder: Path, warcs: Iterable[Path]) -> Iterator[str]:
    """The address of a pywb whose collection `web` holds these WARCs."""
    folder.mkdir()
    commands = [["init", "web"], *(["add", "web", str(warc)] for warc in warcs)]
    for command in commands:
        subprocess.run([PYWB / "wb-manager", *command], cwd=folder, check=True, capture_output=True)
    (folder / "config.yaml").write_text(_CONFIG, encoding="utf-8")
    address, server = _started(folder)
    try:
        yield address
    finally:
        server.terminate()
        server.wait()


def _started(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """A pywb that answers. It takes no port of the system's choice, and a free one may be gone before it asks."""
    for _ in range(5):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [str(PYWB / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if _answers(f"http://127.0.0.1:{port}/", server):
            return f"http://127.0.0.1:{port}", server
        server.kill()
        server.wait()
    raise TimeoutError("pywb did not start")


def _answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether it is this pywb that answers there within a minute, not a server that took the port before it."""
    for _ in range(600):
        if server.poll() is not None:
            return False
        try:
            with urlopen(url, timeout=5) as page:  # noqa: S310 - loopback
                return b"pywb" in page.read().lower()
        except HTTPError:
            return False
        except (URLError, TimeoutError):
            time.sleep(0.1)
    return False
