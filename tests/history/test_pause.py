"""While a history is read, Python's collector of cycles waits."""

from __future__ import annotations

import gc

import pytest

from mkdocs_oss.history.pause import without_collector


def test_the_collector_goes_on_afterwards() -> None:
    """Also after an error, and from the outermost of several on."""
    assert gc.isenabled()
    with without_collector():
        assert not gc.isenabled()
        with without_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), without_collector():
        raise ValueError("broken")
    assert gc.isenabled()


def test_somebody_else_has_paused_it() -> None:
    """Then it stays so, and what they have put aside stays aside."""
    gc.disable()
    try:
        with without_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
    gc.freeze()
    try:
        with without_collector():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_what_was_made_is_collected_with_all_that_is() -> None:
    """A cycle that was made meanwhile goes away at the next whole collection."""
    with without_collector():
        cycle: list[object] = []
        cycle.append(cycle)
        del cycle
    assert gc.collect() > 0
