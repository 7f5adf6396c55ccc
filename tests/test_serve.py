"""`footlight serve`: only what is on the shelf can be had, in part and again only where it changed; essays are built
anew while somebody writes. A real server on loopback, spoken to over a real socket.
"""

import asyncio
import base64
import gzip
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from shelving import PNG, addresses_1, edition, editions, package, valid_feed, valid_json
from workshop import ESSAY, FOOTLIGHT, Workshop

from footlight.engines.web_server.events import Broadcast, Message


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """One request, its path sent as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        reply = Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        connection.close()
        return reply


@contextmanager
def serving(
    root: Path, *options: str, start: tuple[str, ...] = ("-c",), environ: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server of a project until the block ends; then Ctrl-C, and nothing must be said of it but where it was.

    `start` are Python's options before the program: `-m`, or `-c`, with `-P` as the `footlight` command is.
    """
    python, _, program = FOOTLIGHT
    command = [python, *start, "footlight" if start[-1] == "-m" else program, "serve", "--port", "0", *options]
    environment = {**os.environ, **(environ or {})}
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline().decode()
            found = re.search(r"http://\S+?:(\d+)/", said)
            assert found, said + process.stderr.read().decode()
            yield Server(int(found[1]), process)
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, b""), err
    assert b"Traceback" not in err


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of sixty editions."""
    root = tmp_path_factory.mktemp("shelf")
    (root / "source").mkdir()
    (root / "secret.txt").write_text("secret")
    editions(root / "build", 60)
    edition(root / "build", "odd name", package("odd", "Gógol & the “Third Turn”", "Nikolai Gógol", "1842"))
    (root / "build" / "odd name" / "odd name-print.pdf").write_bytes(b"%PDF print")
    with serving(root, "--no-build") as server:
        yield server


def test_an_e_reader_finds_every_book(shelf: Server) -> None:
    """From /opds over valid pages to each EPUB, by following links alone."""
    start = shelf.get("/opds").headers["location"]
    seen: set[str] = set()
    taken: set[str] = set()
    waiting = [f"http://shelf{start}"]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        reply = shelf.get(here.removeprefix("http://shelf"))
        assert reply.status == 200, here
        kind = reply.headers["content-type"]
        if "profile=opds-catalog" in kind:
            waiting += addresses_1(valid_feed(reply.body), here)
        elif kind == "application/epub+zip":
            taken.add(here)
    assert len(taken) == 61


@pytest.mark.parametrize("query", ["gogol", "third turn", "GÓGOL 1842", "nikolai"])
def test_searching(shelf: Server, query: str) -> None:
    """Words of titles, names and years find the book, whatever their case and accents, in both formats."""
    first = shelf.get(f"/shelf/search.xml?query={quote(query)}")
    entries = valid_feed(first.body).findall("{*}entry")
    assert [entry.findtext("{*}title") for entry in entries] == ["Gógol & the “Third Turn”"]
    second = valid_json(shelf.get(f"/shelf/search.json?query={quote(query)}").body)
    assert [book["metadata"]["identifier"] for book in second["publications"]] == ["urn:example:odd"]
    assert b"Third Turn" in shelf.get(f"/?query={quote(query)}").body


@pytest.mark.parametrize("query", ["no such words", "", "\0<&\"'", "%", "x" * 5000, "\ud800"])
def test_searching_for_anything(shelf: Server, query: str) -> None:
    """Nothing found is an empty, valid page."""
    spelt = quote(query, errors="surrogatepass")
    assert valid_feed(shelf.get(f"/shelf/search.xml?query={spelt}").body).findall("{*}entry") == []
    assert valid_json(shelf.get(f"/shelf/search.json?query={spelt}").body)["publications"] == []
    assert shelf.get(f"/?query={spelt}").status == 200


def test_the_search_is_described(shelf: Server) -> None:
    """The template of the description, filled in, finds."""
    description = shelf.get("/shelf/opensearch.xml").body.decode()
    template = re.search(r'template="([^"]+)"', description)
    assert template
    reply = shelf.get("/shelf/" + template[1].replace("{searchTerms}", "essay"))
    assert len(valid_feed(reply.body).findall("{*}entry")) == 50


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/shelf/../../secret.txt",
        "/shelf/covers/../../../secret.txt",
        "/shelf//etc/passwd",
        "//etc/passwd",
        "/essay-0001/../../secret.txt",
        "/essay-0001/..%5c..%5csecret.txt",
        "/essay-0001/essay-0001.epub%00.txt",
        "/odd%20name/odd%20name-print.pdf",
        "/essay-0001/",
        "/shelf/titles/3.xml",
        "/shelf/titles/0.xml",
        "/shelf/titles/-1.xml",
        "/shelf/titles/1e1.xml",
        "/shelf/titles/99999999999999999999.xml",
        "/shelf/author/nobody/1.xml",
        "/shelf/index.html",
        "/shelf/book/nobody.json",
        "/shelf/book/essay-0001.xml",
        "/desk/project",
        "/desk/page/x.png",
        "/.footlight.json",
    ],
)
def test_nothing_else_can_be_had(shelf: Server, path: str) -> None:
    """A request for anything outside the shelf gets 404."""
    reply = shelf.get(path)
    assert reply.status == 404
    assert b"secret" not in reply.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed(shelf: Server, method: str) -> None:
    """Reading is all that there is, and what pages of the server send."""
    assert shelf.get("/", method).status == 405


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "http://127.0.0.1", "https://127.0.0.1:1"])
def test_another_page_s_decision(shelf: Server, origin: str) -> None:
    """What is sent from a page elsewhere is refused, also where it guesses at the secret."""
    guess = {"X_Footlight_Secret": "guessed"}
    own = f"http://127.0.0.1:{shelf.port}"
    for sender in (origin, own):
        assert shelf.get("/", "POST", Origin=sender, **guess).status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "", "[::1]evil", "192.0.2.1", "\xff"]
)
def test_a_stranger_s_name_for_this_machine(shelf: Server, host: str) -> None:
    """A page elsewhere that has its own name lead to loopback does not get in (DNS rebinding)."""
    assert shelf.get("/", Host=host).status == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:9", "[::1]:80", "127.0.0.2"])
def test_names_of_this_machine(shelf: Server, host: str) -> None:
    """Whatever leads to this machine alone is answered."""
    assert shelf.get("/", Host=host).status == 200


def test_others_need_the_token(tmp_path: Path) -> None:
    """A server that others can reach asks for the token, in its address, as a cookie or as a password; its name stays
    checked.
    """
    (tmp_path / "source").mkdir()
    with serving(tmp_path, "--no-build", "--host", "0.0.0.0") as server:  # noqa: S104 - that is what is tested
        assert server.process.stderr is not None
        token = server.process.stderr.readline().decode().split()[-1]
        assert len(token) == 20
        for path in ("/", "/opds", "/shelf/index.xml", "/?token=wrong", "/?token="):
            refused = server.get(path)
            assert (refused.status, refused.headers["www-authenticate"][:5]) == (401, "Basic")
        entered = server.get(f"/?token={token}&query=x")
        assert (entered.status, entered.headers["location"]) == (303, "/?query=x")
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert server.get("/", Cookie=cookie.split(";")[0]).status == 200
        password = base64.b64encode(f"anybody:{token}".encode()).decode()
        assert server.get("/shelf/index.xml", Authorization=f"Basic {password}").status == 200
        for wrong in ("Basic", "Basic !", f"Bearer {token}", "Basic " + base64.b64encode(b"a:\xff").decode()):
            assert server.get("/", Authorization=wrong).status == 401
        assert server.get("/", Host="192.0.2.7:8010", Authorization=f"Basic {password}").status == 200
        assert server.get("/", Host="evil.example", Authorization=f"Basic {password}").status == 400


def test_parts_of_a_file(shelf: Server) -> None:
    """Ranges as RFC 9110 has them, also for who takes gzip: a part of a file is a part of that file."""
    path = "/essay-0001/essay-0001.pdf"
    whole = shelf.get(path)
    assert whole.headers["accept-ranges"] == "bytes"
    part = shelf.get(path, Range="bytes=9-1208", Accept_Encoding="gzip")
    assert (part.status, part.headers["content-range"]) == (206, f"bytes 9-1208/{len(whole.body)}")
    assert part.body == whole.body[9:1209]
    assert shelf.get(path, Range="bytes=-5").body == whole.body[-5:]
    assert shelf.get(path, Range=f"bytes={len(whole.body)}-").status == 416
    stale = shelf.get(path, Range="bytes=0-4", If_Range='"other"')
    assert (stale.status, stale.body) == (200, whole.body)
    assert shelf.get(path, "HEAD").headers["content-length"] == str(len(whole.body))


@pytest.mark.parametrize(
    "path", ["/essay-0001/essay-0001.epub", "/shelf/titles/1.xml", "/shelf/covers/essay-0001.png", "/"]
)
def test_what_did_not_change_is_not_sent_again(shelf: Server, path: str) -> None:
    """An entity tag, asked for again, gives 304 and no body; a different one gives it whole."""
    first = shelf.get(path)
    again = shelf.get(path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert shelf.get(path, If_None_Match='"other"').body == first.body
    assert first.headers["cache-control"] == "no-cache"


def test_feeds_are_sent_small(shelf: Server) -> None:
    """Lists go out compressed to who takes that."""
    plain = shelf.get("/shelf/titles/1.xml")
    packed = shelf.get("/shelf/titles/1.xml", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_a_cover(shelf: Server) -> None:
    """... comes out of the EPUB."""
    reply = shelf.get("/shelf/covers/odd%20name.png")
    assert (reply.headers["content-type"], reply.body) == ("image/png", PNG)


def test_a_book_that_is_built_meanwhile_appears(tmp_path: Path) -> None:
    """What is new in build/ is on the shelf a moment later."""
    (tmp_path / "source").mkdir()
    with serving(tmp_path, "--no-build") as server:
        assert b"Nothing has been built yet" in server.get("/").body
        edition(tmp_path / "build", "one", package("one", "The One"))
        assert _until(lambda: b"The One" in server.get("/").body, 10)


def _until(seen: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen():
            return True
        time.sleep(0.1)
    return False


def messages(server: Server, path: str, until: Callable[[str, Any], bool]) -> list[tuple[str, Any]]:
    """What a page of the desk is told, up to the message that is waited for."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    told: list[tuple[str, Any]] = []
    while not (told and until(*told[-1])):
        line = answer.readline().decode()
        if line.startswith("event: "):
            event, data = line[7:].strip(), answer.readline().decode()
            told.append((event, json.loads(data.removeprefix("data: "))))
    connection.close()
    return told


def test_the_desk_follows_the_source(project: Workshop) -> None:
    """Text, pages and findings of an essay come when somebody looks at it, and when it changes; then it is built."""
    project.essay("First words.\n", name="mine")
    with serving(project.root) as server:
        assert b"/desk/static/main.js" in server.get("/").body
        assert server.get("/desk/static/main.js").status == 200
        listed = json.loads(server.get("/desk/project").body)
        assert [(essay["name"], essay["title"]) for essay in listed["essays"]] == [("mine", "A Test")]
        first = messages(server, "/desk/events/essay/mine", lambda event, _: event == "facts")
        assert "First words." in next(value["html"] for event, value in first if event == "text")
        key = next(value["keys"][0] for event, value in first if event == "pages")
        picture = server.get(f"/desk/page/{key}.png?width=600")
        assert (picture.headers["content-type"], picture.body[:4]) == ("image/png", b"\x89PNG")
        assert _until(lambda: server.get("/mine/mine.pdf").body.startswith(b"%PDF"), 120)
        project.essay("Other words.\n\n![](missing.png)\n", name="mine", head=ESSAY)
        again = messages(
            server,
            "/desk/events/essay/mine",
            lambda event, value: event == "findings" and any("missing.png" in row["message"] for row in value),
        )
        assert again


def test_a_port_that_is_taken(project: Workshop) -> None:
    """... is said, with what to do, and ends with 3."""
    with serving(project.root, "--no-build") as server:
        done = project.process("serve", "--no-build", "--port", str(server.port))
    assert done.code == 3
    assert "--port" in done.err
    assert not done.out


@pytest.mark.parametrize("options", [("--port", "x"), ("--port", "99999999"), ("--host", "no such host")])
def test_wrong_places(project: Workshop, options: tuple[str, ...]) -> None:
    """... are refused in words."""
    done = project.process("serve", "--no-build", *options)
    assert done.code in (2, 3)
    assert "Traceback" not in done.err


def test_outside_any_project(tmp_path: Path) -> None:
    """... there is nothing to serve."""
    done = Workshop(tmp_path).process("serve")
    assert done.code == 2
    assert list(tmp_path.iterdir()) == []


def resident(process: subprocess.Popen[bytes]) -> int:
    """The memory of a process, in bytes."""
    return int(Path(f"/proc/{process.pid}/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")


HANGING = {
    "silent": b"",
    "half a request": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "letter by letter": b"GET / HTTP/1.1\r\nX-Slow: ",
    "never reads": b"GET /essay/essay.pdf HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
}


def test_pages_that_listen_are_bounded() -> None:
    """With one more than a hundred, the oldest is told no more; all others go on."""

    async def listening() -> tuple[list[bytes], int]:
        broadcast = Broadcast()
        waiting = [asyncio.ensure_future(anext(broadcast.messages(), b"the end")) for _ in range(101)]
        done, others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        broadcast.send(Message(event="saved", data="1"))
        told = await asyncio.gather(*others)
        return [one.result() for one in done], len([one for one in told if b"saved" in one])

    assert asyncio.run(listening()) == ([b"the end"], 100)


@pytest.mark.slow
@pytest.mark.parametrize("how", HANGING)
def test_a_thousand_connections_that_hang(tmp_path: Path, how: str) -> None:
    """... keep nobody from being served while they hang, and the memory that they took comes back."""
    editions(tmp_path / "build", 1)
    (tmp_path / "source").mkdir()
    name = next((tmp_path / "build").iterdir()).name
    (tmp_path / "build" / name / f"{name}.pdf").write_bytes(b"%PDF" + bytes(30_000_000))
    sent = HANGING[how].replace(b"essay/essay", f"{name}/{name}".encode())
    with serving(tmp_path, "--no-build") as server, ExitStack() as stack:
        assert server.get(f"/{name}/{name}.pdf").status == 200
        before = resident(server.process)
        hanging = []
        for _ in range(1000):
            idle = stack.enter_context(socket.socket())
            idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            idle.connect(("127.0.0.1", server.port))
            idle.sendall(sent)
            hanging.append(idle)
        for _ in range(4):
            assert server.get("/").status == 200
            if how == "letter by letter":
                for idle in hanging:
                    with suppress(OSError):
                        idle.sendall(b"a")
        stack.close()
        # 40 threads that send files stay, once there was work for them; nothing else does.
        assert _until(lambda: resident(server.process) < before + 60_000_000, 60)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["argparse", "pickle", "typing", "footlight"])
@pytest.mark.parametrize("start", [("-c",), ("-P", "-c"), ("-m",)])
def test_a_python_file_of_the_project_is_not_run(project: Workshop, name: str, start: tuple[str, ...]) -> None:
    """Neither the server, however it is started, nor what it starts imports anything from the folder that it stands in,
    also where PYTHONPATH has an empty entry.
    """
    if name == "footlight" and "-P" not in start:
        pytest.skip("Python itself looks there for the program")
    environ = {} if name == "footlight" else {"PYTHONPATH": os.pathsep}  # with that, Python looks there in spite of -P
    project.essay()
    project.write(f"{name}.py", "import os\nopen(os.path.join(os.path.dirname(__file__), 'RAN'), 'w').close()\n")
    with serving(project.root, start=start, environ=environ) as server:
        messages(server, "/desk/events/essay/essay", lambda event, _: event == "facts")
        assert _until(lambda: server.get("/essay/essay.pdf").status == 200, 120)
    assert not (project.root / "RAN").exists()
