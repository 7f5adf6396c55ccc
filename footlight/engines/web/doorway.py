"""The doorway put together: which layers stand before the network, for archives and for the live web."""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from footlight import __version__
from footlight.engines.web.budget_layer import Budgeted, Leave, nobody_listens
from footlight.engines.web.clock import Timepiece
from footlight.engines.web.messages import Door, Request
from footlight.engines.web.public_addresses import Resolve, resolved
from footlight.engines.web.request_budget import Budget
from footlight.engines.web.request_listener import Telling
from footlight.engines.web.response_cache import Remembering
from footlight.engines.web.response_store import Answers
from footlight.engines.web.retry_layer import Retrying
from footlight.engines.web.robots_layer import Heeding


def _kept(variable: str, otherwise: str) -> Path:
    """A folder of the XDG base directories (https://specifications.freedesktop.org/basedir-spec/)."""
    root = os.environ.get(variable, "")
    return (Path(root) if root.startswith("/") else Path.home() / otherwise) / "footlight"


def _answers() -> Path:
    return _kept("XDG_CACHE_HOME", ".cache") / "web"


def _budget() -> Path:
    return _kept("XDG_STATE_HOME", ".local/state") / "budget.sqlite"


def agent(contact: str = "") -> str:
    """The User-Agent: who asks, and how to reach them."""
    reach = f"; {contact}" if contact else ""
    return f"Footlight/{__version__} (looks for the lost links of an essay{reach})"


def _nobody_hears(request: Request) -> None:
    """Questions are told to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """What a door is made of. The defaults are those of a user's own machine."""

    agent: str
    """What `agent` gives."""
    allowed: Collection[str] = ()
    """Hosts (`HOST` or `HOST:PORT`) that may be on this machine or network: those that the configuration names."""
    free: Collection[str] = ()
    """Of those, the user's own archives (`HOST:PORT`), which have no budget."""
    answers: Path = field(default_factory=_answers)
    """`$XDG_CACHE_HOME/footlight/web`."""
    budget: Path = field(default_factory=_budget)
    """`$XDG_STATE_HOME/footlight/budget.sqlite`."""
    time: Timepiece = field(default_factory=Timepiece)
    resolve: Resolve = resolved
    waits: Callable[[float, str], None] = nobody_listens
    """Told of each wait of more than a second: how long, and for which host."""
    asks: Callable[[Request], None] = _nobody_hears
    """Told of each question to the network."""


def archive_door(way: Doorway) -> Door:
    """A door to archives: kept answers, retries, the budget. Raises EnvironmentProblem where that cannot be kept."""
    network = _budgeted(way, patience=120.0)
    retrying = Retrying(Telling(network, way.asks), way.time)
    return Remembering(retrying, Answers(way.answers), way.time)


def live_door(way: Doorway, *, attempts: int = 2) -> Door:
    """A door to pages of the live web: as `archive_door`, and robots.txt is heeded. How long an answer is good is the
    request's to say (`good_for`).
    """
    network = _budgeted(way, patience=10.0)
    retrying = Retrying(Telling(network, way.asks), way.time, attempts=attempts)
    return Heeding(Remembering(retrying, Answers(way.answers), way.time))


def _budgeted(way: Doorway, *, patience: float) -> Door:
    from footlight.engines.web.client import Http  # noqa: PLC0415 - the engine costs 0.2 s, and kept answers do without

    return Budgeted(
        Http(agent=way.agent, allowed=way.allowed, resolve=way.resolve),
        Budget(way.budget, way.time),
        way.time,
        Leave(free=way.free, patience=patience, waits=way.waits),
    )
