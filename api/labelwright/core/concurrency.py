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


def _limiter() -> anyio.CapacityLimiter:
    global _heavy  # noqa: PLW0603 - a limiter belongs to the running loop, so it is made at first use
    if _heavy is None:
        _heavy = anyio.CapacityLimiter(2)
    return _heavy


async def to_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run blocking or CPU-heavy work in a worker thread, two at a time at most."""
    return await anyio.to_thread.run_sync(functools.partial(function, *args, **kwargs), limiter=_limiter())
