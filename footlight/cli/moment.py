"""The time of a build, where the environment says one."""

from datetime import UTC, datetime

from footlight.cli.world import World
from footlight.errors import UsageError


def moment_of(world: World) -> datetime | None:
    """The time of the build that SOURCE_DATE_EPOCH gives (https://reproducible-builds.org/specs/source-date-epoch/)."""
    said = world.environ.get("SOURCE_DATE_EPOCH", "")
    if not said:
        return None
    try:
        return datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is '{said[:40]}', which is not a number of seconds") from None
