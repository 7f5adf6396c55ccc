"""What a project decides, as frozen values; footlight.settings.parser reads them from source/footlight.toml."""

from dataclasses import dataclass, field
from enum import StrEnum

from footlight.errors import UsageError
from footlight.press.binding import Booklet, Cover
from footlight.press.job_ticket import Ticket
from footlight.press.paper import SIZES, Page
from footlight.press.presets import PRESETS
from footlight.settings.epub_options import Ebook
from footlight.suggestions import did_you_mean


class Edition(StrEnum):
    """What `build` can make of an essay."""

    READING = "reading"
    PRINT = "print"
    BOOKLET = "booklet"
    COVER = "cover"
    EPUB = "epub"


ENDINGS = {
    Edition.READING: ".pdf",
    Edition.PRINT: "-print.pdf",
    Edition.BOOKLET: "-booklet.pdf",
    Edition.COVER: "-cover.pdf",
    Edition.EPUB: ".epub",
}
"""What follows the essay's name in the name of each edition's file."""
USUAL = (Edition.READING, Edition.PRINT, Edition.EPUB)
"""What is made where nobody says what."""


class Reading(StrEnum):
    """Where in the order of reading a note stands; on the page it stands at the foot, whatever is chosen."""

    CALL = "call"
    PARAGRAPH = "paragraph"
    END = "end"


class Standard(StrEnum):
    """What the reading PDF is besides PDF/UA-1; A-3 alone takes attachments of any kind."""

    A2A = "a-2a"
    A3A = "a-3a"

    @property
    def profile(self) -> str:
        """Its name among the profiles that are checked."""
        return self.value.removeprefix("a-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a project decides. The defaults build a folder that has no footlight.toml."""

    editions: tuple[Edition, ...] = USUAL
    page: Page = SIZES["A5"]
    """The reading edition's."""
    ticket: Ticket = field(default_factory=lambda: Ticket(preset=PRESETS["a5"], page=SIZES["A5"]))
    """The print edition's: for whom it is printed, and on what."""
    tallest_note: float = 0.4
    """A note taller than this share of the text block is set at the end, and announced."""
    notes_read: Reading = Reading.CALL
    """Where a programme that reads aloud reads a note."""
    standard: Standard = Standard.A2A
    """Of PDF/A, for the reading edition."""
    attach_captures: bool = False
    """Whether the captured pages travel in the reading PDF, where its standard takes attachments."""
    csl: str = "notes.csl"
    """A style in templates/csl/."""
    editor: str = ""
    """Whose the editor's notes are; named in the colophon."""
    cover: Cover = field(default_factory=Cover)
    booklet: Booklet = field(default_factory=Booklet)
    epub: Ebook = field(default_factory=Ebook)
    archives: tuple[str, ...] = ()
    """Where `links recover` looks, in the form of `--archive`."""
    contact: str = ""
    """How those who are asked on the web can reach whoever asks."""
    allowed: tuple[str, ...] = ()
    """Hosts (`HOST` or `HOST:PORT`) of this machine or network whose pages may be asked for."""
    save: str = ""
    """What `links preserve` puts before an address to ask an archive to keep it; empty: nobody is asked."""
    pages: int = 400
    """Pages read at most of an archive behind a network, for one essay."""


def edition_named(name: str) -> Edition:
    """The edition of a name. Raises UsageError with the nearest name."""
    try:
        return Edition(name)
    except ValueError:
        nearest = did_you_mean(name, Edition) or f"there are {', '.join(Edition)}"
        raise UsageError(f"unknown edition '{name}'; {nearest}") from None
