"""Protego: what a site's robots.txt allows (RFC 9309)."""

from protego import Protego

LIMIT = 512 * 1024
"""Bytes that are read of one; RFC 9309 asks for at least 500 KiB."""


def allows(robots: bytes, url: str, agent: str) -> bool:
    """Whether a robots.txt lets this agent fetch an address. One that cannot be read forbids nothing."""
    try:
        return bool(Protego.parse(robots[:LIMIT].decode("utf-8", "replace")).can_fetch(url, agent))
    except (ValueError, RecursionError):
        return True
