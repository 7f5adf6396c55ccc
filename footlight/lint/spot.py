"""A place in a prose where a rule found something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What a rule found at `text[start:end]` of a `Prose`."""

    start: int
    end: int
    message: str
    """What is wrong, in a phrase for a writer."""
    put: str | None = None
    """What `--fix` puts in its place; None where only a person can tell."""
