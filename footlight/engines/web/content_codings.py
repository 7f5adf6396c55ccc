"""Decode content codings (RFC 9110, 8.4.1: gzip, deflate, brotli) up to a limit, at which a bomb is cut."""

import zlib

import brotli

CODINGS = ("gzip", "x-gzip", "deflate", "br")


def decode_body(data: bytes, coding: str, limit: int) -> tuple[bytes, bool]:
    """Decode a body of at most `limit` bytes. Gives it, and whether it is incomplete: cut there, or damaged.

    Some servers name a coding that they did not use; such data come back as they are.
    """
    if not data or coding not in CODINGS:
        return data[:limit], len(data) > limit
    if coding == "br":
        return _brotli(data, limit)
    for window in (15, -15) if coding == "deflate" else (31,):  # some servers send deflate without zlib's header
        try:
            return _zlib(data, window, limit)
        except zlib.error:
            continue
    return data[:limit], len(data) > limit


def _zlib(data: bytes, window: int, limit: int) -> tuple[bytes, bool]:
    """Raises zlib.error only where not one byte could be decoded."""
    found = bytearray()
    rest = data
    while rest and len(found) <= limit:
        decoder = zlib.decompressobj(window)
        try:
            found += decoder.decompress(rest, limit + 1 - len(found))
        except zlib.error:
            if not found:
                raise
            return bytes(found), True
        if not decoder.eof:
            return bytes(found[:limit]), True
        rest = decoder.unused_data if window == 31 else b""  # a gzip file may have several members
    return bytes(found[:limit]), len(found) > limit


def _brotli(data: bytes, limit: int) -> tuple[bytes, bool]:
    decoder = brotli.Decompressor()
    found = bytearray()
    try:
        found += decoder.process(data, output_buffer_limit=limit + 1)
        while not decoder.is_finished() and len(found) <= limit:
            piece = decoder.process(b"", output_buffer_limit=limit + 1)
            if not piece:
                return bytes(found[:limit]), True
            found += piece
    except brotli.error:
        return (bytes(found[:limit]), True) if found else (data[:limit], len(data) > limit)
    return bytes(found[:limit]), len(found) > limit
