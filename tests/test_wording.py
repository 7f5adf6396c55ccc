"""What an edition says in its own voice: whole languages, and only names that the house's English fills in."""

import re
import tomllib
from datetime import date
from typing import Any

import pytest
from workshop import REPOSITORY

from footlight.settings.wording import load_wording

FOLDER = REPOSITORY / "templates" / "words"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
OWN = {"between", "stop", "call", "before-point"}
"""Rows that a language may leave to English."""
AMONG = {"quotes", "others"}
"""Rows that stand among the author's own words, in the text and in running heads."""


def rows(lang: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))


def names(row: object) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", str(row)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_is_whole_or_only_what_stands_among_the_authors_words(lang: str) -> None:
    """Half a language would mix two on one page; a name that English does not have would stop a build."""
    own, english = rows(lang), rows("en")
    assert set(own) <= set(english)
    if set(own) != AMONG:
        assert set(english) - set(own) <= OWN
    assert {key for key in own if not names(own[key]) <= names(english[key])} == set()
    assert len(own["quotes"]) == 4
    assert len(own.get("months", english["months"])) == 12


@pytest.mark.parametrize(
    ("lang", "says"),
    [("ja", "2011年2月25日"), ("zh-Hans", "2011年2月25日"), ("ar", "25 فبراير 2011"), ("en", "25 February 2011")],
)
def test_a_date_in_words(lang: str, says: str) -> None:
    assert load_wording(lang, [REPOSITORY / "templates"]).date(date(2011, 2, 25)) == says
