"""The layer that says what is being asked, each time that the network is."""

from collections.abc import Callable

from footlight.engines.web.messages import Door, Outcome, Request


class Telling:
    """Tells `told` of a request before `door` is asked."""

    def __init__(self, door: Door, told: Callable[[Request], None]) -> None:
        self._door, self._told = door, told

    def ask(self, request: Request) -> Outcome:
        """The answer."""
        self._told(request)
        return self._door.ask(request)

    def close(self) -> None:
        """Close the door behind it."""
        self._door.close()
