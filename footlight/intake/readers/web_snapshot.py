"""A page with its pictures in one MIME message: MHTML (RFC 2557), as browsers and mail programs save pages."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from footlight.engines.html_pages import decode
from footlight.findings.finding import Finding
from footlight.intake.item import AttachedFile, Item, ItemKind
from footlight.intake.parcel import Parcel

_START = re.compile(r"(?:^|\n)mime-version\s*:", re.IGNORECASE)
_RELATED = re.compile(r"content-type\s*:\s*(?:multipart/related|text/html|multipart/alternative)", re.IGNORECASE)
_PICTURE = re.compile(r"image/", re.IGNORECASE)


def likeness(parcel: Parcel) -> int:
    """By the headers of a message with several parts, or of one part of HTML."""
    head = parcel.start[:4096].partition("\n\n")[0].partition("\r\n\r\n")[0]
    return 90 if _START.search(head) and _RELATED.search(head) else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The page, with the pictures that the message holds."""
    try:
        message = message_from_bytes(parcel.read(), policy=compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError:  # parts in parts, a thousand deep: no browser writes that
        message, parts = Message(), []
    page = next((part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    data = _bytes(page) if page is not None else b""
    if page is None or not data.strip():
        yield Finding(
            code="import-document",
            message="the saved page holds no HTML, or is cut off before it",
            hint="Save the page again, or import it by its address.",
            file=parcel.name,
        )
        return
    stated = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "").strip()
    address = parcel.address or (stated if stated.lower().startswith(("http://", "https://")) else "")
    yield Item(
        kind=ItemKind.PAGE,
        content=decode(data, str(page.get("Content-Type", ""))),
        origin=parcel.name,
        address=address,
        identity=address or parcel.name,
        files=tuple(file for part in parts for file in _attached(part)),
    )


def _bytes(part: Message) -> bytes:
    """The content of a part, decoded; empty where its coding is damaged."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _attached(part: Message) -> Iterator[AttachedFile]:
    """The picture of a part under each name by which the page may call it."""
    if not _PICTURE.match(part.get_content_type()):
        return
    data = _bytes(part)
    place, name = str(part.get("Content-Location") or "").strip(), str(part.get("Content-ID") or "").strip(" <>")
    if place and data:
        yield AttachedFile(address=place, data=data)
    if name and data:
        yield AttachedFile(address=f"cid:{name}", data=data)
