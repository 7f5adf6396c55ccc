"""A capture that was cut into several WARC records is read as one; where a part is missing, it is called truncated."""

from pathlib import Path

import pytest

from footlight.links.archives.archive import Found, Query
from footlight.links.archives.local_archive import LocalArchive

ADDRESS = "http://example.org/harbour"
PAGE = b"<title>The harbour</title><p>" + b"It silted up in a night. " * 40 + b"The end.</p>"
BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
FIRST = "urn:uuid:00000000-0000-4000-8000-000000000001"


def record(number: int, block: bytes, *, last: bool = False) -> bytes:
    kind = "response" if number == 1 else "continuation"
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <{FIRST[:-1]}{number}>",
        f"WARC-Target-URI: {ADDRESS}",
        "WARC-Date: 2012-03-04T05:06:07Z",
        f"WARC-Segment-Number: {number}",
        *([f"WARC-Segment-Origin-ID: <{FIRST}>"] if number > 1 else []),
        *([f"WARC-Segment-Total-Length: {len(BLOCK)}"] if last else []),
        *(["Content-Type: application/http; msgtype=response"] if number == 1 else []),
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


PARTS = [record(1, BLOCK[:300]), record(2, BLOCK[300:700]), record(3, BLOCK[700:], last=True)]


def archive(folder: Path, *files: bytes) -> LocalArchive:
    warcs = folder / "captures"
    warcs.mkdir()
    for number, data in enumerate(files):
        (warcs / f"{number}.warc").write_bytes(data)
    return LocalArchive(warcs, cache=folder / "cache")


@pytest.mark.parametrize(
    "files",
    [(b"".join(PARTS),), (PARTS[0], PARTS[1] + PARTS[2]), (PARTS[2], PARTS[0] + PARTS[1])],
    ids=["one file", "two files", "the last first"],
)
def test_segments_are_joined(tmp_path: Path, files: tuple[bytes, ...]) -> None:
    found = archive(tmp_path, *files)
    answer = found.captures(Query(url=ADDRESS))
    assert isinstance(answer, Found)
    (capture,) = answer.value
    body, kept = found.read(capture), found.artefact(capture)
    assert isinstance(body, Found)
    assert (body.value.data, body.value.truncated) == (PAGE, False)
    assert kept is not None
    assert (kept.block, kept.truncated) == (BLOCK, "")
    assert (found.library.size, found.unread) == (1, ())


def test_a_missing_segment_makes_the_capture_a_truncated_one(tmp_path: Path) -> None:
    found = archive(tmp_path, PARTS[0] + PARTS[2])
    answer = found.captures(Query(url=ADDRESS))
    assert isinstance(answer, Found)
    body, kept = found.read(answer.value[0]), found.artefact(answer.value[0])
    assert isinstance(body, Found)
    assert body.value.truncated
    assert PAGE.startswith(body.value.data)
    assert kept is not None
    assert (kept.block, kept.truncated) == (BLOCK[:300], "unspecified")


ABOUT = (
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2012-03-04T05:06:07Z\r\nWARC-Record-ID: <urn:uuid:9>\r\n"
    b"Content-Type: application/warc-fields\r\nContent-Length: 12\r\n\r\nsoftware: x\n\r\n\r\n"
)


@pytest.mark.parametrize(
    ("data", "sound"),
    [(ABOUT, True), (ABOUT + ABOUT, True), (PARTS[1], False), (ABOUT + PARTS[1], False), (ABOUT + b"dam" * 9, False),
     (ABOUT[:-9], False), (b"", False)],
    ids=["only about", "twice", "a continuation of nothing", "… behind it", "damage behind it", "cut off", "nothing"],
)  # fmt: skip
def test_a_file_counts_as_searched_only_where_all_of_it_was_understood(
    tmp_path: Path, data: bytes, *, sound: bool
) -> None:
    assert [file.name for file in archive(tmp_path, data).unread] == ([] if sound else ["0.warc"])
