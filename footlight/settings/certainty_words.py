"""How sure an answer is, in a sentence or two, in the words of an edition."""

from footlight.ledger.certainty import certainty
from footlight.ledger.entries import Entry
from footlight.settings.wording import Wording


def certainty_sentence(entry: Entry, words: Wording) -> str:
    """Say why an entry's answer is as sure as it is, and how many of 100 such answers are right.

    Empty where a person decided, or nothing was asked.
    """
    known = certainty(entry)
    if known is None:
        return ""
    figure = words.say("sure-figure", right=known.right) if known.right is not None else ""
    return " ".join(filter(None, (words.say(known.why), figure)))
