"""What the pages hold: grays, nothing transparent, fonts that are there."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.ticket import PressStandard


def colours(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """Only DeviceGray, in text, drawings and pictures: our editions by these standards are black only."""
    yield from proof.of_each_kind(proof.facts.colours)
    for picture in proof.facts.pictures:
        if picture.space != "/DeviceGray":
            yield f"page {picture.page}: a picture in {picture.space.lstrip('/')}"
            return


def opaque(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """No transparency: PDF/X-1a forbids it (15930-1, 6.1: PDF 1.3), and ours has none by PDF/X-4 either."""
    yield from proof.of_each_kind(proof.facts.transparent)


def fonts(proof: Proof, _standard: PressStandard) -> Iterator[str]:
    """Every font is embedded (15930-1, 6.4; 15930-7, 6.2.9)."""
    yield from (
        f"page {font.page}: the font {font.name} is not embedded" for font in proof.facts.fonts if not font.embedded
    )
