"""What a preflight needs to know of a print PDF, as values: boxes, colours, pictures, fonts, and what else it holds."""

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt of the page's own space."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Something on a page."""

    page: int
    """1-based; 0 where it is the file's."""
    what: str
    at: Point | None = None
    """Where it is drawn, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as it is drawn."""

    page: int
    box: Box
    pixels: tuple[int, int]
    dpi: float
    """The lesser of its two resolutions as printed, in pixels per inch."""
    space: str
    """The family of its colour space."""
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font that a page uses."""

    page: int
    """The first that does."""
    name: str
    embedded: bool
    partial: bool
    """Whether only a part of it is in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A printing condition that a file says it was made for."""

    kind: str
    """Such as `/GTS_PDFX`."""
    condition: str
    registry: str
    info: str
    profile: str
    """The class and the colour space of its ICC profile, such as `prtrGRAY`; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressFacts:
    """A print PDF."""

    version: str
    identified: bool
    """Whether the trailer has an /ID."""
    encrypted: bool
    boxes: tuple[dict[str, Box], ...]
    """The boxes that each page has, by their names, such as `/TrimBox`."""
    colours: tuple[Seen, ...]
    """Where text, drawings or shadings have any colour that is not DeviceGray's."""
    transparent: tuple[Seen, ...]
    pictures: tuple[Picture, ...]
    fonts: tuple[Font, ...]
    extras: tuple[Seen, ...]
    """What is no page: keys of the catalog and of pages that mean nothing on paper, and states of one device only."""
    intents: tuple[Intent, ...]
    info: dict[str, str]
    metadata: str
    """The XMP packet; empty where there is none."""
