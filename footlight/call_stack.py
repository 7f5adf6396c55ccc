"""Room for the frames of deep calls, mapped once.

CPython (3.11 and later, Python/pystate.c) keeps the frames of Python functions in pieces of 16 KB, and gives a piece
back to the system as soon as its first frame ends. Where a function that is called all the time has the first frame of
a piece, each call maps memory, fills a page of it, and gives it back. Layout goes down a hundred frames and more, and
where the ends of pieces fall is chance: a build of a book lost a fiftieth of its time so, a program that laid out the
same sections from a few frames further up a fifth. A piece is as large as its first frame asks for, rounded up to a
power of two. So a function that claims a very large frame has all that it calls in one piece.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_SLOTS = 140_000
"""Pointers that the frame claims: a megabyte. The piece has two, half of which are left, for some four thousand frames.
Only what is used of them takes memory."""
Given = ParamSpec("Given")
Result = TypeVar("Result")


def with_room(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function, with room for the frames of all that it calls in its thread, and in forks of it."""

    def roomy(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=_SLOTS)
    return wraps(function)(roomy)
