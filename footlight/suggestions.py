"""The "did you mean" of every unknown key, option and command."""

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'attempts'?` for the nearest known word; empty where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - 8 ms that only a mistake has to pay

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""
