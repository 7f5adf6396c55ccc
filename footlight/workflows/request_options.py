"""How a command sends its requests: what the configuration says of contact and of hosts on this machine."""

from collections.abc import Callable

from footlight.clock import Clock
from footlight.engines.web.transports import TransportOptions, user_agent
from footlight.settings.values import Config

Told = Callable[[str], None]


def transport_options(config: Config, clock: Clock, told: Told) -> TransportOptions:
    """Return the options of the requests; hosts of this machine only if the configuration allows them."""
    return TransportOptions(
        agent=user_agent(config.links.contact),
        clock=clock,
        allowed=config.links.allowed,
        unlimited=tuple(host for host in config.links.allowed if ":" in host),
        on_wait=lambda seconds, host: told(f"waiting {seconds:.0f} s for a turn at {host}"),
        on_request=lambda request: told(f"asking for {request.url[:200]}"),
    )
