"""Language tags (BCP 47), and what people write instead of them."""

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_TAGS = {
    "arabic": "ar", "czech": "cs", "danish": "da", "german": "de", "deutsch": "de", "greek": "el", "english": "en",
    "spanish": "es", "español": "es", "finnish": "fi", "french": "fr", "français": "fr", "italian": "it",
    "italiano": "it", "japanese": "ja", "dutch": "nl", "polish": "pl", "portuguese": "pt", "português": "pt",
    "russian": "ru", "swedish": "sv", "ukrainian": "uk", "chinese": "zh",
}  # fmt: skip


def language_tag(word: str) -> str:
    """Give a language tag, such as en-GB; `_` is taken for a hyphen.

    Raises ValueError for any other word, with the tag that may be meant.
    """
    tag = word.replace("_", "-")
    if _TAG.match(tag):
        return tag
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake has to pay for it

    near = get_close_matches(word.strip().lower(), _TAGS, n=1, cutoff=0.75)
    meant = _TAGS[near[0]] if near else ""
    advice = f"did you mean '{meant}'?" if meant else "write one such as en-GB, fr or ru"
    raise ValueError(f"'{word}' is no language tag; {advice}")
