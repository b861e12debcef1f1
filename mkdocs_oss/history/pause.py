"""Python's collector of cycles waits while histories are read and a handbook is assembled: what is made has no cycles,
and all of it is kept, so that looking through it again and again finds nothing and takes a tenth of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Within it nothing is collected but by reference counts; what was made then counts as old: it is looked through
    with all that is. Of several threads the first to leave ends it for all; where somebody else has paused the
    collector, all stays as it is."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # else somebody has put objects aside, which is not ours to end
            gc.freeze()
            gc.unfreeze()
        gc.enable()
