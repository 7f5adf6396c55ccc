"""Preflight of a booklet: whole sheets, every font in the file, and nothing but what is printed."""

from collections.abc import Iterator

from footlight.engines.pdf.facts import facts
from footlight.finding import Finding


def check_booklet(data: bytes, shown: str) -> Iterator[Finding]:
    """What does not hold of a booklet. Raises EngineError where the file cannot be read."""
    seen = facts(data)
    extras = ", ".join([*seen.extras, *(["/Annots"] if seen.links else [])])
    missing = ", ".join(seen.fonts_not_embedded)
    for code, wrong, message in (
        ("booklet-odd-sides", seen.pages % 2, f"{seen.pages} sides are no whole sheets"),
        ("booklet-extras", extras, f"the file holds more than sheets: {extras}"),
        ("booklet-font", missing, f"fonts that are not embedded: {missing}"),
    ):
        if wrong:
            yield Finding(code=code, message=message, hint="Build it again.", file=shown)
