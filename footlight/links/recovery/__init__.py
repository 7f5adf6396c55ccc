"""Recover the targets of missing links from archives, with evidence."""

from footlight.links.recovery.recovery_result import UNLINKED, EssayFacts, Recovery
from footlight.links.recovery.strategies import recover

__all__ = ["UNLINKED", "EssayFacts", "Recovery", "recover"]
