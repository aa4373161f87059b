"""Work that must not run on the event loop."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import anyio
import anyio.to_thread

P = ParamSpec("P")
R = TypeVar("R")

# Two heavy calls at once: more would only fight for the interpreter lock and for memory.
_heavy: anyio.CapacityLimiter | None = None
_waiting: anyio.CapacityLimiter | None = None

WAITING_AT_ONCE = 32
"""Blocking calls that wait for a network or a disk; as many as a storage client keeps connections."""


def _limiter() -> anyio.CapacityLimiter:
    global _heavy  # noqa: PLW0603 - a limiter belongs to the running loop, so it is made at first use
    if _heavy is None:
        _heavy = anyio.CapacityLimiter(2)
    return _heavy


async def to_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run blocking or CPU-heavy work in a worker thread, two at a time at most."""
    return await anyio.to_thread.run_sync(functools.partial(function, *args, **kwargs), limiter=_limiter())


async def to_io_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a blocking call that mostly waits for something else in a worker thread, `WAITING_AT_ONCE` at a time."""
    global _waiting  # noqa: PLW0603 - a limiter belongs to the running loop, so it is made at first use
    if _waiting is None:
        _waiting = anyio.CapacityLimiter(WAITING_AT_ONCE)
    return await anyio.to_thread.run_sync(functools.partial(function, *args, **kwargs), limiter=_waiting)
