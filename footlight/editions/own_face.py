"""The style sheets of a face of the project's own, for pages and for the EPUB.

Each of the four styles is one `@font-face`. One that the project does not give is taken from our own face, under the
same name: a slanted or thickened roman, which an engine would make up, is never set.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from footlight.engines.fonts.font_facts import Embedding, FontFacts

STYLES = {
    # name: CSS weight and style, and our own font for it
    "regular": (400, "normal", "Literata_400Regular.ttf"),
    "italic": (400, "italic", "Literata_400Regular_Italic.ttf"),
    "bold": (700, "normal", "Literata_700Bold.ttf"),
    "bold_italic": (700, "italic", "Literata_700Bold_Italic.ttf"),
}
_LARGEST_NAME = 60
_UNSAFE = re.compile(r"[^\w .+&-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFace:
    """A face of the project's own."""

    files: Mapping[str, Path]
    """By style; `regular` is there."""
    data: Mapping[str, bytes]
    facts: Mapping[str, FontFacts]

    @property
    def family(self) -> str:
        """Its name, as the colophon and the style sheets call it."""
        name = " ".join(_UNSAFE.sub("", self.facts["regular"].family).split())[:_LARGEST_NAME]
        return name or "The project's face"

    @property
    def in_epub(self) -> bool:
        """Whether an EPUB may hold it."""
        return all(facts.embedding is Embedding.FREE for facts in self.facts.values())

    def packed(self) -> Mapping[str, Path]:
        """Its files, by the names that they have in the EPUB."""
        return {_packed(style, path): path for style, path in self.files.items()} if self.in_epub else {}

    def sheets(self) -> dict[str, str]:
        """Style sheets, by the names of the house's sheets behind which they are read."""
        epub = {"epub.css": self._epub_sheet()} if self.in_epub else {}
        return {"fonts.css": self._page_sheet(), **epub}

    def _page_sheet(self) -> str:
        name = f"{self.family} Footlight"
        # As `data:` addresses, because layouts read no files of the project but its templates and pictures.
        own = {style: f"data:font/sfnt;base64,{base64.b64encode(data).decode()}" for style, data in self.data.items()}
        faces = "\n".join(
            f'@font-face {{ font-family: "{name}"; src: url("{own.get(style, f"fonts/{house}")}");'
            f" font-weight: {weight}; font-style: {slant}; }}"
            for style, (weight, slant, house) in STYLES.items()
        )
        calls = "" if "sups" in self.facts["regular"].features else _DRAWN_CALLS
        return f'{faces}\n:root {{ --text-face: "{name}", "Literata Footlight"; {calls}}}\n'

    def _epub_sheet(self) -> str:
        faces = "\n".join(
            f'@font-face {{ font-family: "{self.family}"; src: url("{self._place(style, house)}");'
            f" font-weight: {'bold' if weight > 400 else 'normal'}; font-style: {slant}; }}"
            for style, (weight, slant, house) in STYLES.items()
            if style != "bold_italic" or style in self.files
        )
        return f'{faces}\nbody {{ font-family: "{self.family}", serif; }}\n'

    def _place(self, style: str, house: str) -> str:
        return _packed(style, self.files[style]) if style in self.files else f"fonts/{house}"


_DRAWN_CALLS = "--call-position: normal; --call-size: 0.65em; --call-raise: 0.45em; "
"""For a face without superior figures: its own, smaller and raised."""


def _packed(style: str, path: Path) -> str:
    return f"fonts/face-{style.replace('_', '-')}{path.suffix.lower()}"
