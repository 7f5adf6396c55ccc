"""An ICC profile of black ink on paper, made here because no free one is on every machine.

It describes one ink whose dots grow by a fifth in the middle tones, as on uncoated offset paper (the usual range of
ISO 12647-2). The format is ICC.1:2001-04 (version 2.4), which every PDF/X accepts.
"""

import struct

NAME = "Black ink, dot gain 20 %"
_GAIN = 0.2
"""Dot gain at half coverage."""
_BLACK = 0.02
"""The reflectance of full black ink (density 1.7)."""
_D50 = (0.9642, 1.0, 0.8249)
_STEPS = 256


def _reflectance(gray: float) -> float:
    """The reflectance of a gray, 1 for paper: the Murray-Davies formula, with a parabola for the dot gain."""
    dot = 1 - gray
    dot += 4 * _GAIN * dot * (1 - dot)
    return 1 - dot * (1 - _BLACK)


def _fixed(value: float) -> bytes:
    """A number as s15Fixed16Number."""
    return struct.pack(">i", round(value * 65536))


def gray_profile() -> bytes:
    """The profile: an output device of one channel, from gray (0 is black) to light."""
    curve = [round(65535 * _reflectance(step / (_STEPS - 1))) for step in range(_STEPS)]
    name = NAME.encode("ascii") + b"\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(8) + bytes(3) + bytes(67),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": b"XYZ \0\0\0\0" + b"".join(map(_fixed, _D50)),
        b"kTRC": b"curv\0\0\0\0" + struct.pack(f">I{_STEPS}H", _STEPS, *curve),
    }
    # Header of 128 bytes, number of tags, tag table (12 bytes each), tag data in multiples of 4 bytes.
    table, body = struct.pack(">I", len(tags)), b""
    begin = 128 + 4 + 12 * len(tags)
    for signature, data in tags.items():
        table += struct.pack(">4sII", signature, begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(">I4sI4s4s4s", 128 + len(table) + len(body), bytes(4), 0x02400000, b"prtr", b"GRAY", b"XYZ ")
    # The date of creation is fixed: the same profile in every file.
    header += struct.pack(">6H4s", 2026, 11, 25, 0, 0, 0, b"acsp") + bytes(24) + struct.pack(">I", 1)
    header += b"".join(map(_fixed, _D50))
    return header.ljust(128, b"\0") + table + body
