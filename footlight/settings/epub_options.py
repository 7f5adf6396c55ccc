"""What a project decides of its EPUB: whose pages it names, for which readers it is made besides, who evaluated it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class PagesOf(StrEnum):
    """The edition whose pages the page list names."""

    AUTO = "auto"
    """The print edition's where that is made, else the reading edition's where that is."""
    PRINT = "print"
    READING = "reading"
    NONE = "none"


class Variant(StrEnum):
    """A reader for which a file of its own is made, beside the one for all."""

    KOBO = "kobo"
    KINDLE = "kindle"


class CoverForm(StrEnum):
    """What a drawn cover is."""

    JPEG = "jpeg"
    """Every shop and every reader takes it."""
    SVG = "svg"
    """Sharp at any size, its letters outlines."""


VARIANT_ENDINGS = {Variant.KOBO: ".kepub.epub", Variant.KINDLE: "-kindle.epub"}
"""What follows the essay's name in the name of each; Kobo's readers go by the first."""
_CONFORMANCE = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[0-2] Level A{1,3}\Z")
"""The form that EPUB Accessibility 1.1 section 4.2.3 gives the claim (https://www.w3.org/TR/epub-a11y-11/)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ebook:
    """The table [epub]."""

    pages: PagesOf = PagesOf.AUTO
    cover: CoverForm = CoverForm.JPEG
    """Of the general EPUB; files for one reader have what that reader shows."""
    variants: tuple[Variant, ...] = ()
    onix: bool = False
    """Whether an ONIX 3.0 record is written beside it."""
    certified_by: str = ""
    """Who evaluated the editions; without them no conformance is claimed."""
    credential: str = ""
    report: str = ""
    """The web address of their report."""
    conforms_to: str = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"

    def checked(self) -> Self:
        """Itself. Raises ValueError where a claim has not the form that the standard gives it."""
        if not _CONFORMANCE.match(self.conforms_to):
            raise ValueError("'conforms-to' takes a text such as 'EPUB Accessibility 1.1 - WCAG 2.2 Level AA'")
        if self.report and not re.match(r"https?://[^\s/]+\S*\Z", self.report):
            raise ValueError(f"'certifier-report' takes a web address, not '{self.report}'")
        if not self.certified_by and (self.credential or self.report):
            raise ValueError("'certified-by' has to name who it is that has the credential or wrote the report")
        return self


USUAL = Ebook()
"""What holds where nobody says otherwise."""
