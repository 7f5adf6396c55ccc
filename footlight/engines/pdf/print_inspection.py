"""A print PDF looked through, page by page and drawing within drawing, for what a preflight needs to know."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from footlight.engines.pdf.content_scan import Looking
from footlight.engines.pdf.pdf_file import items, opened
from footlight.engines.pdf.press_facts import Box, Font, Intent, PressFacts, Seen

_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_OF_PAGES = ("/Type", "/Pages")
_OF_A_PAGE = ("/Annots", "/AA", "/StructParents", "/PieceInfo", "/PZ", "/Trans")


def press_facts(data: bytes) -> PressFacts:
    """The facts of a print PDF. Raises EngineError where it cannot be read."""
    with opened(data) as pdf:
        looking = Looking()
        extras = [Seen(page=0, what=key) for key in sorted(pdf.Root.keys()) if key not in _OF_PAGES]
        fonts: dict[str, Font] = {}
        for number, page in enumerate(pdf.pages, 1):
            looking.page(page.obj, number)
            extras += [
                Seen(page=number, what=key) for key in _OF_A_PAGE if key in page.obj and page.obj[key] != Array()
            ]
            for font in _fonts(page.obj.get("/Resources", Dictionary()), number, 0):
                fonts.setdefault(font.name, font)
        return PressFacts(
            version=max(pdf.pdf_version, str(pdf.Root.get("/Version", "/")).lstrip("/"), key=_parts),
            identified="/ID" in pdf.trailer,
            encrypted=pdf.is_encrypted,
            boxes=tuple(_boxes(page.obj) for page in pdf.pages),
            colours=tuple(looking.colours),
            transparent=tuple(looking.transparent),
            pictures=tuple(looking.pictures),
            fonts=tuple(fonts.values()),
            extras=(*extras, *looking.extras),
            intents=tuple(_intent(item) for item in items(pdf.Root.get("/OutputIntents"))),
            info={str(key): str(value) for key, value in pdf.trailer.get("/Info", Dictionary()).items()},
            metadata=pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else "",
        )


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


def _boxes(page: Any) -> dict[str, Box]:  # noqa: ANN401 - pikepdf's objects are what the file holds
    found = {}
    for name in _BOXES:
        holder = page
        while holder is not None and name not in holder:
            holder = holder.get("/Parent")
        if holder is not None and len(holder[name]) == 4:
            x0, y0, x1, y1 = (float(value) for value in holder[name])
            found[name] = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return found


_DEEPEST = 8
"""Drawings within drawings whose fonts are looked at."""


def _fonts(resources: Any, number: int, depth: int) -> Iterator[Font]:  # noqa: ANN401 - as above
    if depth > _DEEPEST or not isinstance(resources, Dictionary):
        return
    for font in resources.get("/Font", Dictionary()).values():
        yield _font(font, number)
    for drawn in resources.get("/XObject", Dictionary()).values():
        if drawn.get("/Subtype") == Name.Form:
            yield from _fonts(drawn.get("/Resources"), number, depth + 1)


def _font(font: Any, number: int) -> Font:  # noqa: ANN401 - as above
    name = str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/")
    below = items(font.get("/DescendantFonts"))
    descriptor = (below[0] if below else font).get("/FontDescriptor", Dictionary())
    embedded = font.get("/Subtype") == Name.Type3 or any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    return Font(page=number, name=name, embedded=embedded, partial=name[6:7] == "+" and name[:6].isupper())


def _intent(item: Any) -> Intent:  # noqa: ANN401 - as above
    profile = item.get("/DestOutputProfile")
    head = profile.read_bytes()[:20] if isinstance(profile, pikepdf.Stream) else b""
    return Intent(
        kind=str(item.get("/S", "")),
        condition=str(item.get("/OutputConditionIdentifier", "")),
        registry=str(item.get("/RegistryName", "")),
        info=str(item.get("/Info", "")),
        profile=head[12:20].decode("latin-1").strip(),
    )
