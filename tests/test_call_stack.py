"""Frames of deep calls have their room once, however deep the call that goes on and on."""

import sys

import pytest

from footlight.call_stack import with_room


def least(_: int) -> int:
    """A function with next to no frame."""
    return 1


def called_at(depth: int) -> int:
    """Call a function a thousand times, from so many calls deep."""
    if depth:
        return called_at(depth - 1)
    return len([least(number) for number in range(1_000)])


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts the pages that a thread asks for")
def test_no_depth_maps_memory_for_each_call() -> None:
    import resource  # noqa: PLC0415 - not on Windows

    @with_room
    def most() -> int:
        called_at(300)
        found = 0
        for depth in range(300):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
            called_at(depth)
            found = max(found, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
        return found

    assert most() < 500


def test_a_function_with_room_is_the_function() -> None:
    """It gives what it gives, raises what it raises, and has its name."""

    @with_room
    def divided(dividend: int, *, divisor: int) -> float:
        return dividend / divisor

    assert divided(6, divisor=2) == 3
    assert divided.__name__ == "divided"
    with pytest.raises(ZeroDivisionError):
        divided(1, divisor=0)


def test_calls_may_still_be_too_deep() -> None:
    with pytest.raises(RecursionError):
        with_room(called_at)(sys.getrecursionlimit())
