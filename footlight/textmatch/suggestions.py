"""What messages say about an unknown key, option, command or name: the nearest one that is known."""

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str], *, closeness: float = 0.6) -> str:
    """Write `did you mean 'attempts'?` with the nearest known word; empty where none is near.

    `closeness` is difflib's ratio (0 to 1) that a word needs to be called near. The hyphens before an option do not
    count: they would make any two options alike.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - 8 ms that only a mistake has to pay

    words = {known_word.lstrip("-"): known_word for known_word in known}
    near = get_close_matches(word.lstrip("-"), list(words), n=1, cutoff=closeness)
    return f"did you mean '{words[near[0]]}'?" if near else ""


def nearest_first(word: str, known: Iterable[str]) -> list[str]:
    """Sort the known words by their likeness to `word`, the nearest first; equally near ones keep their order."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - as above

    matcher = SequenceMatcher(b=word.lower(), autojunk=False)

    def distance(candidate: str) -> float:
        matcher.set_seq1(candidate.lower())
        return -matcher.ratio()

    return sorted(known, key=distance)


def among(word: str, known: Iterable[str]) -> str:
    """Write which words are known, the nearest first: `did you mean 'cream'? There are cream, white`."""
    words = nearest_first(word, known)
    listed = ", ".join(words)
    nearest = did_you_mean(word, words)
    return f"{nearest} There are {listed}" if nearest else f"there are {listed}"
