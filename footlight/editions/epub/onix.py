"""ONIX for Books 3.0 record with reference names (https://www.editeur.org/93/).

It repeats what the essay and the package say; price and supply, which only the publisher knows, are left out.
"""

from dataclasses import dataclass

from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.epub.metadata import Metadata
from footlight.essay.document import PartialDate, Person
from footlight.press.isbn import isbn_13

_ROLES = {"aut": "A01", "edt": "B01", "trl": "B06", "ill": "A12", "pht": "A13"}
"""MARC relators in ONIX code list 17."""
_ROLE = "Z99"
"""Code list 17: other."""
_FEATURES = {
    # schema.org's accessibility features in code list 196.
    "tableOfContents": "11",
    "readingOrder": "13",
    "alternativeText": "14",
    "pageNavigation": "19",
    "structuralNavigation": "29",
    "displayTransformability": "36",
}
_WITHOUT_SIGHT = "52"
"""Code list 196: all non-decorative content can be read without sight."""
_WCAG = {"2.0": "80", "2.1": "81", "2.2": "82"}
_LEVELS = {"A": "84", "AA": "85", "AAA": "86"}
_EPUB_ACCESSIBILITY = "04"
# fmt: off
_LANGUAGES = {
    "ar": "ara", "be": "bel", "bg": "bul", "ca": "cat", "cs": "cze", "cy": "wel", "da": "dan", "de": "ger",
    "el": "gre", "en": "eng", "eo": "epo", "es": "spa", "et": "est", "eu": "baq", "fa": "per", "fi": "fin",
    "fr": "fre", "ga": "gle", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "arm",
    "id": "ind", "is": "ice", "it": "ita", "ja": "jpn", "ka": "geo", "ko": "kor", "la": "lat", "lt": "lit",
    "lv": "lav", "mk": "mac", "mt": "mlt", "nb": "nob", "nl": "dut", "nn": "nno", "no": "nor", "pl": "pol",
    "pt": "por", "ro": "rum", "ru": "rus", "sk": "slo", "sl": "slv", "sq": "alb", "sr": "srp", "sv": "swe",
    "sw": "swa", "ta": "tam", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "yi": "yid",
    "zh": "chi",
}
# fmt: on
"""ISO 639-1 to ISO 639-2/B, which code list 74 uses."""
_UNDETERMINED = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """A contributor as the record writes one."""

    role: str
    name: str
    inverted: str


def onix(setup: BookSetup, metadata: Metadata) -> bytes:
    """Make the record of a book. Raises UsageError where a template of the project is wrong."""
    meta = setup.annotated.essay.source.meta
    first, first_form = _date(meta.date)
    made_at = metadata.modified.replace("-", "").replace(":", "")
    text = setup.render(
        "onix.xml",
        metadata=metadata,
        meta=meta,
        sent=made_at,
        contributors=[_contributor(who) for who in (*metadata.creators, *metadata.contributors)],
        language=_language(meta.lang),
        date=metadata.date.replace("-", ""),
        first=first,
        first_form=first_form,
        features=_features(metadata),
        isbn=isbn_13(meta.isbn),
        publisher=meta.publisher or meta.byline or metadata.title,
    )
    return text.encode()


def _language(tag: str) -> str:
    """The code of a BCP 47 tag's language in code list 74."""
    own = tag.partition("-")[0].lower()
    return _LANGUAGES.get(own, own if len(own) == len(_UNDETERMINED) else _UNDETERMINED)


def _contributor(who: Person) -> Contributor:
    return Contributor(role=_ROLES.get(who.role, _ROLE), name=who.name, inverted=who.file_as)


def _date(when: PartialDate | None) -> tuple[str, str]:
    """The date's digits and their format in code list 55; both empty where the year is unknown."""
    digits = when.iso.replace("-", "") if when else ""
    return digits, {8: "00", 6: "01", 4: "05"}.get(len(digits), "")


def _features(metadata: Metadata) -> list[str]:
    access = metadata.access
    codes = [_FEATURES[feature] for feature in access.features if feature in _FEATURES]
    codes += [_WITHOUT_SIGHT] if access.sufficient == ("textual",) else []
    if access.conforms_to:
        version, level = access.conforms_to.split("WCAG ")[1].split(" Level ")
        codes += [_EPUB_ACCESSIBILITY, _WCAG[version], _LEVELS[level]]
    return sorted(codes)
