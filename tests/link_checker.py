"""Check links of essays on the web of `livesite`, through the real transport with all its layers."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from livesite import Web

from footlight.clock import Clock
from footlight.engines.web.transports import TransportOptions, live_transport, user_agent
from footlight.essay_files import lone_essay
from footlight.links.archives.archive import Archive
from footlight.workflows.links.link_checks import Check, CheckedEssay, CheckedLink, check_links


class NoListener:
    """No-op listener."""

    def begin(self, number: int) -> None:
        """Ignored."""

    def told(self, words: str) -> None:
        """Ignored."""

    def one_more(self) -> None:
        """Ignored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChecker:
    """Checks the links of essays in a folder, where responses and observations are kept as well."""

    web: Web
    folder: Path
    unlimited: bool = True
    """Whether hosts have no rate limit."""
    clock: Clock = field(default_factory=Clock)

    def options(self) -> TransportOptions:
        """The options of the transport."""
        hosts = tuple(self.web.hosts)
        return TransportOptions(
            agent=user_agent("tests@example.org"),
            allowed=hosts,
            unlimited=hosts if self.unlimited else (),
            cache=self.folder / "answers",
            budget=self.folder / "budget.sqlite",
            clock=self.clock,
            resolve=self.web.resolve,
        )

    def check(
        self,
        essays: Sequence[Path],
        *,
        archives: Sequence[Archive] = (),
        again: bool = False,
    ) -> tuple[CheckedEssay, ...]:
        """Check the links of essays."""
        with closing(live_transport(self.options(), attempts=1)) as transport:
            check = Check(
                transport=transport,
                observations=self.folder / "observations.sqlite",
                archives=archives,
                again=again,
                clock=self.clock,
                listener=NoListener(),
            )
            return check_links([lone_essay(essay, essay.name) for essay in essays], check)

    def essay(self, body: str, *, name: str = "essay", dated: str = "2011-02-25") -> Path:
        """An essay's file."""
        path = self.folder / f"{name}.md"
        path.write_text(f"---\ntitle: T\ndate: {dated}\n---\n\n{body}\n", encoding="utf-8")
        return path

    def links(self, body: str, **how: object) -> dict[str, CheckedLink]:
        """What becomes of the links of a text, by their words."""
        (checked,) = self.check([self.essay(body)], **how)  # type: ignore[arg-type]
        return {one.link.words or one.link.url: one for one in checked.links}
