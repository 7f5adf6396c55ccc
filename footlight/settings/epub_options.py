"""The table [epub]: whose pages the EPUB names, for which readers there are files besides, who evaluated it."""

from dataclasses import dataclass
from enum import StrEnum

from footlight.settings.keys import key
from footlight.settings.kinds import Choice, Each, Flag, Refused, Text


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
_CONFORMANCE = r"EPUB Accessibility 1\.1 - WCAG 2\.[0-2] Level A{1,3}"
"""The form that EPUB Accessibility 1.1 section 4.2.3 gives the claim (https://www.w3.org/TR/epub-a11y-11/)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpubOptions:
    """The table [epub]."""

    pages: PagesOf = key(
        Choice(PagesOf),
        PagesOf.AUTO,
        'Whose pages the page list names: `"print"`, `"reading"` or `"none"`; `"auto"` takes the print edition\'s where'
        " that is made or was made of the same text, else the reading edition's where that was",
    )
    cover: CoverForm = key(
        Choice(CoverForm),
        CoverForm.JPEG,
        'What a drawn cover is: `"jpeg"`, which every shop and reader takes, or `"svg"`. It is about the general EPUB;'
        " files for one reader have what that reader shows",
    )
    variants: tuple[Variant, ...] = key(
        Each(Choice(Variant)),
        (),
        'Files besides the general one: `"kobo"` (NAME.kepub.epub), `"kindle"` (NAME-kindle.epub)',
    )
    onix: bool = key(Flag(), False, "Whether an ONIX 3.0 record is written (NAME.onix.xml)")
    conforms_to: str = key(
        Text(form=_CONFORMANCE, empty=False, takes="a text such as 'EPUB Accessibility 1.1 - WCAG 2.2 Level AA'"),
        "EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
        "The conformance that is claimed, if any is",
    )
    certified_by: str = key(Text(), "", "Who evaluated the editions; without a name no conformance is claimed")
    certifier_credential: str = key(Text(), "", "What entitles them to")
    certifier_report: str = key(
        Text(form=r"https?://[^\s/]+\S*", takes="a web address"), "", "The web address of their report"
    )

    def check(self) -> None:
        """Raise Refused where keys contradict each other."""
        if not self.certified_by and (self.certifier_credential or self.certifier_report):
            message = "'certified-by' has to name the person who has the credential or wrote the report"
            raise Refused(message, key="certifier-report" if self.certifier_report else "certifier-credential")


USUAL = EpubOptions()
"""What holds without a table [epub]."""
