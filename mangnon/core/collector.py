"""The collector of rings of objects, while very many rows come and go. Pure."""
from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Let Python look for no rings of objects: rows go one by one as they are let go of.

    With a million of them in hand it would look through all of them again and again, a quarter of the whole time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
