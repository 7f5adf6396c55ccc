"""What came of checking the links of an essay, as values."""

from dataclasses import dataclass

from footlight.findings.finding import Finding
from footlight.links.present_links import PresentLink
from footlight.links.recovery import Recovery
from footlight.links.verdicts.history import History
from footlight.links.verdicts.observation import Observation
from footlight.links.verdicts.verdict import DEAD
from footlight.workflows.links.missing_links import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLink:
    """A link, and what became of what it leads to."""

    link: PresentLink
    seen: Observation
    history: History
    names_fragment: bool
    """Whether the page names the place that the link's fragment means; also where that is not known."""

    @property
    def counts_as_dead(self) -> bool:
        """Whether it failed now, and often enough before."""
        return self.seen.kind in DEAD and self.history.dead


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of one essay."""

    missing: Missing | None
    """The essay and its ledger; None where it cannot be read."""
    links: tuple[CheckedLink, ...]
    findings: tuple[Finding, ...]
    recoveries: tuple[Recovery, ...] = ()
    """What stands in for the links that count as dead, where that was asked for."""
