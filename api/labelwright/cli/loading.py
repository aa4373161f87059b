"""How commands load heavy modules."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def heavy() -> Iterator[None]:
    """Import without collecting garbage, which takes a fifth of the time: what is imported stays to the end.

    For the same reason later collections leave it out.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
