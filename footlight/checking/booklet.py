"""Preflight of a booklet: whole sheets, every font in the file, and nothing but what is printed."""

from footlight.engines.pdf.facts import facts
from footlight.finding import Finding


def check_booklet(data: bytes, shown: str) -> tuple[Finding, ...]:
    """What does not hold of a booklet. Raises EngineError where the file cannot be read."""
    seen = facts(data)
    extras = [*seen.extras, *(["/Annots"] if seen.links else [])]
    said = (
        ("booklet-odd-sides", seen.pages % 2, f"{seen.pages} sides are no whole sheets"),
        ("booklet-extras", extras, f"the file holds more than sheets: {', '.join(extras)}"),
        ("booklet-font", seen.fonts_not_embedded, f"fonts that are not embedded: {', '.join(seen.fonts_not_embedded)}"),
    )
    return tuple(
        Finding(code=code, message=message, hint="Build it again.", file=shown)
        for code, wrong, message in said
        if wrong
    )
