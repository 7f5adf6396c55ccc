"""Preflight of a booklet: whole sheets, every font in the file, and nothing but what is printed."""

from collections.abc import Iterator

from footlight.engines.pdf.print_inspection import press_facts
from footlight.findings.finding import Finding


def check_booklet(data: bytes, shown: str) -> Iterator[Finding]:
    """What does not hold of a booklet. Raises EngineError where the file cannot be read."""
    seen = press_facts(data)
    sides = len(seen.boxes)
    extras = ", ".join(dict.fromkeys(extra.what for extra in seen.extras))
    missing = ", ".join(font.name for font in seen.fonts if not font.embedded)
    for code, wrong, message in (
        ("booklet-odd-sides", sides % 2, f"{sides} sides are no whole sheets"),
        ("booklet-extras", extras, f"the file holds more than sheets: {extras}"),
        ("booklet-font", missing, f"fonts that are not embedded: {missing}"),
    ):
        if wrong:
            yield Finding(code=code, message=message, hint="Build it again.", file=shown)
