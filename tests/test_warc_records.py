"""The records of damaged and hostile WARC files: what is sound among them is read, in time that grows with the file."""

from io import BytesIO

import pytest

from footlight.engines.warc import records
from footlight.engines.warc.bounded_gzip import HeaderStream

BODY = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>hi</title>\r\n"


def record(address: str, *, length: str = "", when: str = "2020-01-01T00:00:00Z") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: {when}\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {length or len(BODY)}\r\n\r\n"
    )
    return head.encode() + BODY + b"\r\n\r\n"


def addresses(data: bytes) -> list[str]:
    return [found.target for found in records(BytesIO(data))]


@pytest.mark.parametrize(
    "bad",
    [
        record("http://e.org/bad", length="10000000000000000000"),
        record("http://e.org/bad", length="4000000000"),
        record("http://e.org/bad", length="-5"),
        record("http://e.org/bad", when="0001-01-01T00:00:00+14:00"),
        record("http://e.org/bad", when="9999-12-31T23:59:59-14:00"),
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.org/bad\r\n",
    ],
    ids=["endless", "beyond the file", "negative", "before all days", "after all days", "cut in its head"],
)
def test_the_record_behind_a_bad_one_is_read(bad: bytes) -> None:
    assert addresses(record("http://e.org/1") + bad + record("http://e.org/2"))[::-1][0] == "http://e.org/2"
    assert addresses(record("http://e.org/1") + bad + record("http://e.org/2"))[0] == "http://e.org/1"


def test_a_record_that_is_cut_off_at_the_file_s_end_is_read_as_far_as_it_goes() -> None:
    (found,) = records(BytesIO(record("http://e.org/1")[:-14]))
    assert (found.body, found.truncated) == (b"<title>hi", True)


def test_work_on_heads_without_bodies_grows_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = 0
    readline = HeaderStream.readline

    def counted(stream: HeaderStream, length: int | None = None) -> bytes:
        nonlocal lines
        lines += 1
        return readline(stream, length)

    def work(heads: int) -> int:
        nonlocal lines
        lines = 0
        assert addresses(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e/\r\n" * heads) == []
        return lines

    monkeypatch.setattr(HeaderStream, "readline", counted)
    few, many = work(100), work(200)
    assert few > 100
    assert many <= 2.2 * few
