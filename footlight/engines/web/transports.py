"""The transports that commands use: which layers stand before the client, for archives and for the live web."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from footlight import __version__
from footlight.clock import Clock
from footlight.engines.web.messages import Outcome, Request, Transport
from footlight.engines.web.public_addresses import Resolve, resolve_host
from footlight.engines.web.rate_limiter import RateLimiter, RateOptions, RequestBudget, WaitListener, no_wait_listener
from footlight.engines.web.response_cache import ResponseCache, ResponseStore
from footlight.engines.web.retries import Retrier
from footlight.engines.web.robots import RobotsFilter
from footlight.user_folders import cache_folder, state_folder


def _cache_folder() -> Path:
    return cache_folder() / "web"


def _budget_file() -> Path:
    return state_folder() / "budget.sqlite"


def user_agent(contact: str = "") -> str:
    """The User-Agent header: which program asks, and how to reach the person who runs it."""
    reach = f"; {contact}" if contact else ""
    return f"Footlight/{__version__} (looks for the lost links of an essay{reach})"


RequestListener = Callable[[Request], None]
"""Told of each request before it goes to the network."""


def no_request_listener(request: Request) -> None:
    """No-op listener."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportOptions:
    """What a transport is made of. The defaults are those of a user's own machine."""

    agent: str
    """What `user_agent` gives."""
    clock: Clock = field(default_factory=Clock)
    allowed: Collection[str] = ()
    """Hosts (`HOST` or `HOST:PORT`) that may be on this machine or network: those that the configuration names."""
    unlimited: Collection[str] = ()
    """Of those, the user's own (`HOST:PORT`), which have no rate limit."""
    cache: Path = field(default_factory=_cache_folder)
    """Folder of cached responses, `$XDG_CACHE_HOME/footlight/web`."""
    budget: Path = field(default_factory=_budget_file)
    """File of the request budget, `$XDG_STATE_HOME/footlight/budget.sqlite`."""
    resolve: Resolve = resolve_host
    on_wait: WaitListener = no_wait_listener
    on_request: RequestListener = no_request_listener


def archive_transport(options: TransportOptions) -> Transport:
    """A transport to archives: cache, retries, rate limits. Raises EnvironmentProblem where the budget has no file."""
    retrier = Retrier(_limited_client(options, max_pause=120.0), options.clock)
    return ResponseCache(retrier, ResponseStore(options.cache), options.clock)


def live_transport(options: TransportOptions, *, attempts: int = 2) -> Transport:
    """A transport to pages of the live web: as `archive_transport`, and it respects robots.txt. How old a cached
    response may be is each request's to say (`max_age`).
    """
    retrier = Retrier(_limited_client(options, max_pause=10.0), options.clock, attempts=attempts)
    return RobotsFilter(ResponseCache(retrier, ResponseStore(options.cache), options.clock))


def _limited_client(options: TransportOptions, *, max_pause: float) -> Transport:
    from footlight.engines.web.client import HttpClient  # noqa: PLC0415 - 0.2 s, which cached responses do without

    client = HttpClient(agent=options.agent, clock=options.clock, allowed=options.allowed, resolve=options.resolve)
    budget = RequestBudget(options.budget, options.clock)
    rates = RateOptions(unlimited=options.unlimited, max_pause=max_pause, on_wait=options.on_wait)
    return _Announcer(RateLimiter(client, budget, options.clock, rates), options.on_request)


class _Announcer:
    """The layer that tells the listener of each request that goes to the network."""

    def __init__(self, inner: Transport, listener: RequestListener) -> None:
        self._inner, self._listener = inner, listener

    def send(self, request: Request) -> Outcome:
        """Tell the listener, then send the request."""
        self._listener(request)
        return self._inner.send(request)

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()
