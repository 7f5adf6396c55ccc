"""The HTTP client: what it refuses, what it bounds, and that it sends nothing of the user's."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import brotli
import pytest
from loopback import serving

from footlight.clock import Clock
from footlight.engines.web.client import HttpClient
from footlight.engines.web.content_codings import decode_body
from footlight.engines.web.messages import Cause, NoResponse, Outcome, Purpose, Request, Response
from footlight.engines.web.public_addresses import is_public

MEBIBYTE = 2**20


def ask(url: str, *, allowed: tuple[str, ...] = ("127.0.0.1",), **how: object) -> Outcome:
    """Send one request by a client of its own."""
    client = HttpClient(agent="Footlight/test (somebody@example.org)", clock=Clock(), allowed=allowed)
    try:
        return client.send(Request(url=url, purpose=Purpose.LIVE, **{"timeout": 30.0, **how}))  # type: ignore[arg-type]
    finally:
        client.close()


@contextmanager
def answering(raw: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that answers with whatever `raw` writes on the socket."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                talk, _ = listener.accept()
            except OSError:
                return
            with talk:
                talk.settimeout(5)
                try:
                    talk.recv(65536)
                    raw(talk)
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
    "2002:7f00:1::", "2002:a01:203::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "no address",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_this_machine_and_network_are_not_public(address: str) -> None:
    """Loopback, private, link-local, reserved; IPv4 inside IPv6 in each of its forms."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """The rule above does not refuse everything."""
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_a_private_address_is_not_asked_whatever_it_is_written_as(host: str) -> None:
    """The resolved address counts, checked when the connection is made. No request reaches the server."""
    received: list[str] = []

    def app(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        received.append(environ["PATH_INFO"])
        start("200 OK", [])
        return [b""]

    with serving(app) as address:
        port = address.rpartition(":")[2]
        answer = ask(f"http://{host}:{port}/", allowed=())
    assert isinstance(answer, NoResponse)
    assert answer.cause in (Cause.FORBIDDEN, Cause.NO_SUCH_HOST)
    assert received == []


def test_a_name_that_changes_its_answer_gains_nothing() -> None:
    """The address that was checked is the one that is connected to: the name is resolved once."""
    asked: list[str] = []

    def changing(host: str, port: int) -> list[tuple[str, int]]:
        asked.append(host)
        return [("127.0.0.1", port)] if len(asked) > 1 else [("192.0.2.7", port), ("10.0.0.1", port)]

    client = HttpClient(agent="test", clock=Clock(), resolve=changing)
    answer = client.send(Request(url="http://rebinding.example/", purpose=Purpose.LIVE))
    client.close()
    assert isinstance(answer, NoResponse)
    assert answer.cause is Cause.FORBIDDEN
    assert asked == ["rebinding.example"]


def test_a_redirect_is_a_response_and_is_not_followed() -> None:
    """Also one to this machine: the caller requests the new address, which is checked again."""
    location = "http://127.0.0.1:1/secret"
    with serving(lambda _, start: [start("302 Found", [("Location", location)]), b""][1:]) as address:
        answer = ask(address)
    assert isinstance(answer, Response)
    assert (answer.status, answer.header("location")) == (302, location)


def test_nothing_of_the_users_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """No cookie, no password of .netrc or the environment, no proxy; only the user agent that was given."""
    netrc = f"{tmp_path}/netrc"
    with open(netrc, "w", encoding="utf-8") as file:  # noqa: PTH123 - a name for the environment
        file.write("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", netrc)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://me:secret@127.0.0.1:1/")
    received: list[dict[str, str]] = []

    def app(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        received.append({k: v for k, v in environ.items() if k.startswith("HTTP_")})
        start("200 OK", [("Set-Cookie", "a=b"), ("Set-Cookie", "c=d; Secure")])
        return [b"hello"]

    client = HttpClient(agent="Footlight/test (somebody@example.org)", clock=Clock(), allowed=["127.0.0.1"])
    with serving(app) as address:
        answers = [client.send(Request(url=f"{address}/{n}", purpose=Purpose.LIVE)) for n in range(2)]
    client.close()
    assert all(isinstance(one, Response) and not one.header("set-cookie") for one in answers)
    for headers in received:
        assert headers["HTTP_USER_AGENT"] == "Footlight/test (somebody@example.org)"
        assert not {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION", "HTTP_REFERER"} & headers.keys()


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "file:///etc/passwd", "gopher://x/", "http://me:secret@example.org/", "http:///x", "x",
     "http://a b/", "http://a\\b/", "http://example.org:0/", "http://example.org:99999/", "http://[::1/", "",
     "http://" + "a" * 70 + ".example/", "javascript:alert(1)", "http://a\x00b/"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_not_requested(url: str) -> None:
    """A NoResponse with a reason, and no traceback."""
    answer = ask(url)
    assert isinstance(answer, NoResponse)
    assert answer.cause is Cause.FORBIDDEN
    assert answer.detail


def test_an_address_is_requested_as_it_was_written() -> None:
    """Percent signs stay, characters beyond ASCII are encoded, the fragment is not sent, line breaks are removed."""
    received: list[str] = []

    def app(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        received.append(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
        start("200 OK", [])
        return [b""]

    with serving(app) as address:
        ask(f"{address}/a;b?u=http://x/%2Fy|z&q=ü%20\r\nHost:evil#part")
    assert received == ["/a;b?u=http://x/%2Fy|z&q=%C3%BC%20Host:evil"]


def test_an_international_host_is_asked_by_its_ascii_name() -> None:
    """In the name service, in the Host header, and where it is compared with the hosts that are allowed."""
    names: list[str] = []
    hosts: list[str] = []

    def app(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        hosts.append(environ["HTTP_HOST"])
        start("200 OK", [])
        return [b""]

    with serving(app) as address:
        port = int(address.rpartition(":")[2])

        def resolve(host: str, port: int) -> list[tuple[str, int]]:
            names.append(host)
            return [("127.0.0.1", port)]

        client = HttpClient(agent="test", clock=Clock(), allowed=["Straße.example"], resolve=resolve)
        answer = client.send(Request(url=f"http://straße.example:{port}/", purpose=Purpose.LIVE))
        client.close()
    assert isinstance(answer, Response)
    assert (names, hosts) == (["xn--strae-oqa.example"], [f"xn--strae-oqa.example:{port}"])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", ""])
def test_a_bomb_is_decoded_up_to_the_limit(coding: str) -> None:
    """A hundred megabytes from a few kilobytes, and ten megabytes without a coding: cut, and marked as truncated."""
    plain = bytes(100 * MEBIBYTE)
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda data: brotli.compress(data, quality=1)}
    body = pack[coding](plain) if coding else plain[: 10 * MEBIBYTE]
    headers = [("Content-Encoding", coding)] if coding else []
    with serving(lambda _, start: [start("200 OK", headers), body][1:]) as address:
        answer = ask(address, max_bytes=MEBIBYTE, timeout=30.0)
    assert isinstance(answer, Response)
    assert (len(answer.body), answer.truncated) == (MEBIBYTE, True)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_coding_is_decoded(coding: str) -> None:
    """A part of a body is marked as incomplete; a body that is not in that coding after all stays as it is."""
    data = b"The harbour report. " * 100
    packed = {"gzip": gzip.compress(data), "deflate": zlib.compress(data), "br": brotli.compress(data)}[coding]
    assert decode_body(packed, coding, MEBIBYTE) == (data, False)
    part, cut = decode_body(packed[: len(packed) - 4], coding, MEBIBYTE)
    assert cut or part != data
    assert decode_body(b"<html>not packed</html>", coding, MEBIBYTE)[0] == b"<html>not packed</html>"
    assert decode_body(b"", coding, MEBIBYTE) == (b"", False)


def test_deflate_without_its_header_and_gzip_in_members() -> None:
    """As some servers send them."""
    raw = zlib.compressobj(wbits=-15)
    assert decode_body(raw.compress(b"hello") + raw.flush(), "deflate", 99) == (b"hello", False)
    assert decode_body(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip", 99) == (b"one two", False)


def drip(head: bytes) -> Callable[[socket.socket], None]:
    """A server that sends these bytes, and then one every tenth of a second."""

    def talk(line: socket.socket) -> None:
        line.sendall(head)
        for _ in range(100):
            line.sendall(b"x")
            time.sleep(0.1)

    return talk


SLOW = [
    (drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"), Cause.TOO_SLOW),
    (drip(b"HTTP/1.1 200 OK\r\nX-Endless: "), Cause.TOO_SLOW),
    (lambda line: line.recv(1), Cause.TOO_SLOW),
]


@pytest.mark.parametrize(("talk", "cause"), SLOW)
def test_the_time_of_a_whole_request_is_bounded(talk: Callable[[socket.socket], None], cause: Cause) -> None:
    """A byte now and then, in the body or in the headers, gives no more time; nor does silence."""
    with answering(talk) as address:
        answer = ask(address, timeout=0.6)
    assert isinstance(answer, NoResponse)
    assert answer.cause is cause


BROKEN = [
    b"",
    b"garbage without an end\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nnot hex",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"y" * 300_000 + b"\r\n\r\n",
]


@pytest.mark.parametrize("bytes_", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_http_is_no_response(bytes_: bytes) -> None:
    """Cut-off bodies, broken chunks, endless headers: a NoResponse, never half a page."""
    with answering(lambda line: line.sendall(bytes_)) as address:
        answer = ask(address)
    assert isinstance(answer, NoResponse)
    assert answer.cause in (Cause.PROTOCOL, Cause.REFUSED)


def test_causes_are_told_apart() -> None:
    """No server, no such name, no name service, no trusted certificate: only one of them is 'no such host'."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    refused = ask(f"http://127.0.0.1:{port}/")
    with answering(lambda line: line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")) as address:
        untrusted = ask(address.replace("http:", "https:"))

    def unknown(host: str, port: int) -> list[tuple[str, int]]:
        raise socket.gaierror(socket.EAI_NONAME if host == "no.example" else socket.EAI_AGAIN, f"{host}:{port}")

    client = HttpClient(agent="test", clock=Clock(), resolve=unknown)
    no_name, no_service = (
        client.send(Request(url=f"http://{h}/", purpose=Purpose.LIVE)) for h in ("no.example", "dns.example")
    )
    client.close()
    kinds = [one.cause for one in (refused, untrusted, no_name, no_service) if isinstance(one, NoResponse)]
    assert kinds == [Cause.REFUSED, Cause.TLS, Cause.NO_SUCH_HOST, Cause.NAME_SERVICE]
