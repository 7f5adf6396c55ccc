"""Hostile input ends in a finding, within a bound: no traceback, no request, no file outside the project touched.

The inputs are rows of tests/hostile, by kind; each runs in a process of its own that is watched and bounded.
"""

import re
from pathlib import Path

import pytest
from hostile import pictures, projects, strangers, texts
from hostile.attack import Attack
from hostile.run import met, pace
from workshop import quick_rows

from footlight.engines.svg import UnusableSvgError, rebuild_svg

KINDS = {**texts.KINDS, **pictures.KINDS, **projects.KINDS, **strangers.KINDS}
ATTACKS = {f"{kind}-{attack.name}": attack for kind, attacks in KINDS.items() for attack in attacks}
_RAW = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]|\xe2\x81[\xa0-\xa9]|\xef\xbb\xbf|\xed[\xa0-\xbf]"
)
"""Bytes of UTF-8 that control a terminal, turn a line round or hide in it."""


def test_they_are_many_and_of_every_kind() -> None:
    """At least 120, each with a name of its own."""
    assert len(ATTACKS) == sum(map(len, KINDS.values())) >= 120
    assert min(map(len, KINDS.values())) >= 9


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_it_ends_in_words_within_its_bound(tmp_path: Path, name: str) -> None:
    """Exit code, words, processor time, memory, and deeds are as the row says; what is printed is clean."""
    attack = ATTACKS[name]
    outcome = met(attack, tmp_path)
    said = outcome.said[-3000:]
    assert outcome.code in attack.code, (outcome.code, said)
    assert re.search(attack.says, outcome.said), said
    assert not re.search(r"Traceback|unforeseen|fault of its own", outcome.said), said
    assert not _RAW.search(outcome.raw), said
    assert outcome.forbidden == (), said
    assert not (tmp_path / "project" / "RAN").exists()
    assert outcome.seconds <= attack.seconds or outcome.seconds <= attack.seconds * pace(tmp_path), (
        outcome.seconds,
        said,
    )
    assert outcome.mebibytes <= attack.mebibytes, (outcome.mebibytes, said)


@pytest.mark.parametrize(
    "attack",
    quick_rows(pictures.DRAWINGS, *(one for one in pictures.DRAWINGS if one.name != "svg-shapes-300000")),
    ids=lambda attack: attack.name,
)
def test_a_drawing_is_rebuilt_or_refused(attack: Attack) -> None:
    """Of each hostile drawing, in the reader alone: what is left draws no more than it may, and leads nowhere."""
    (data,) = (content for name, content in attack.files().items() if name.endswith(".svg"))
    assert isinstance(data, str)
    try:
        rebuilt = rebuild_svg(data.encode())
    except UnusableSvgError:
        return  # refused, and said: it is no set picture that could lead anywhere
    assert not re.search(rb"script|file:|http://(?!www\.w3\.org/)|@import|onclick", rebuilt.data)
