"""A questionnaire on the first essay: what its ledger knows, what is written in, and what comes of it."""

from pathlib import Path

from sites import NAME, TURN_OPEN
from workshop import Workshop

from footlight.ledger.entries import Entry
from footlight.ledger.parser import read_ledger

FOUND = "https://example.org/2010/third-turn?a=1&b=2"
LEDGER = f"""\
{TURN_OPEN}url = "{FOUND}"
title = "A Turn"
score = 0.4

[[link.candidate]]
url = "https://example.org/other"
title = "Another"
score = 0.2

[[link]]
id = "see"
kind = "dangling"
exact = "(See"
prefix = "the deployments had nothing to do with Russia). "
suffix = " For these reasons Moscow"
status = "unrecovered"
reason = "nothing-found"
"""
LONG = "https://example.org/2010/11/17/" + "a-very-long-slug-" * 4 + "indeed.html"


def sheet(workshop: Workshop) -> Path:
    """Where it stands."""
    return workshop.source / f"{NAME}.questions.txt"


def filled(workshop: Workshop, **answers: str) -> str:
    """The questionnaire with answers behind the labels of its two places."""
    text = sheet(workshop).read_text(encoding="utf-8")
    for place in ("third-turn", "see"):
        before, heading, after = text.partition(f": {place}\n")
        said = answers.get(place.replace("-", "_"), "")
        text = before + heading + after.replace("Answer:", f"Answer: {said}", 1)
    return text


def answer(workshop: Workshop, text: str) -> tuple[int, list[str], dict[str, Entry]]:
    """The exit code, the codes of the findings, and the entries after the answers were taken."""
    workshop.write("reply.txt", text)
    done = workshop.run("links", "answer", "reply.txt")
    ledger, findings = read_ledger(workshop.source / f"{NAME}.links.toml")
    assert findings == ()
    return done.code, done.codes, {entry.id: entry for entry in ledger.entries}
