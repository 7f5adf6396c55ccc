"""An ICC profile of black ink on paper, made here: a press's gray has no free profile that every machine brings.

It says what it is and no more: one ink whose dots grow by a fifth in the middle tones, as on uncoated offset paper
(ISO 12647-2's usual range). The format is ICC.1:2001-04 (version 2.4), which every PDF/X takes.
"""

import struct

NAME = "Black ink, dot gain 20 %"
_GAIN = 0.2
"""What a dot of half the area has grown by."""
_BLACK = 0.02
"""How much of the light full black still gives back (density 1.7)."""
_D50 = (0.9642, 1.0, 0.8249)
_STEPS = 256


def _reflectance(gray: float) -> float:
    """The light that a gray gives back, paper white being 1: Murray and Davies' formula with a parabola of dot gain."""
    dot = 1 - gray
    dot += 4 * _GAIN * dot * (1 - dot)
    return 1 - dot * (1 - _BLACK)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def gray_profile() -> bytes:
    """The profile: an output device of one channel, from gray (0 is black) to light."""
    curve = [round(65535 * _reflectance(step / (_STEPS - 1))) for step in range(_STEPS)]
    said = NAME.encode("ascii") + b"\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(said)) + said + bytes(8) + bytes(3) + bytes(67),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": b"XYZ \0\0\0\0" + b"".join(map(_fixed, _D50)),
        b"kTRC": b"curv\0\0\0\0" + struct.pack(f">I{_STEPS}H", _STEPS, *curve),
    }
    table, body = struct.pack(">I", len(tags)), b""
    begin = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sII", name, begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(">I4sI4s4s4s", 128 + len(table) + len(body), bytes(4), 0x02400000, b"prtr", b"GRAY", b"XYZ ")
    header += struct.pack(">6H4s", 2026, 11, 25, 0, 0, 0, b"acsp") + bytes(24) + struct.pack(">I", 1)
    header += b"".join(map(_fixed, _D50))
    return header.ljust(128, b"\0") + table + body
