"""What a serve keeps from one build to the next: each repo's share, as long as nothing of it has changed.

A memory never decides what a page says: whatever is taken from it is what would be made again from the same
files and settings. A build that has none makes everything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from msgspec import Struct, field

from mkdocs_oss.model import Source
from mkdocs_oss.sources.fingerprint import Fingerprint, fingerprint

_T = TypeVar("_T")
_RACY_NS = 20_000_000
"""File systems stamp a change with a time that may be this much older than the change."""


class _Seen(Struct, frozen=True):
    asked: Hashable
    source: Source
    stamp: Fingerprint


class Memory(Struct):
    """The last build's sources, by the repo's name, and what was made of them. `keeps`: whether it remembers."""

    keeps: bool = True
    _sources: dict[str, _Seen] = field(default_factory=dict)
    _made: dict[tuple[str, str], tuple[Source, tuple[Any, ...], Any]] = field(default_factory=dict)

    def source(self, name: str, asked: Hashable, read: Callable[[], Source]) -> Source:
        """The source of that name: the last build's where its files are as they were, and `asked` is the same."""
        last = self._sources.pop(name, None)
        if last is not None and last.asked == asked and fingerprint(last.source) == last.stamp:
            self._sources[name] = last
            return last.source
        began = time.time_ns() - _RACY_NS
        source = read()
        stamp = fingerprint(source) if self.keeps else None
        # What changed while it was read may or may not be in it: the next build reads it again.
        if stamp is not None and all(changed < began for _, changed, _, _ in stamp):
            self._sources[name] = _Seen(asked, source, stamp)
        return source

    def has(self, step: str, source: Source) -> bool:
        """Whether something was made of the very same source, which may still be taken."""
        last = self._made.get((step, source.repo.name))
        return last is not None and last[0] is source

    def made(
        self,
        step: str,
        source: Source,
        of: tuple[Any, ...],
        make: Callable[[], _T],
        *,
        holds: Callable[[_T], bool] = lambda _: True,
    ) -> _T:
        """What `make` gives for a source; the last build's where it is the very same source, `of` is equal, and
        what was made then `holds` now."""
        key = (step, source.repo.name)
        last = self._made.pop(key, None)
        if last is not None and last[0] is source and last[1] == of and holds(last[2]):
            self._made[key] = last
            kept: _T = last[2]
            return kept
        value = make()
        if self.keeps:
            self._made[key] = (source, of, value)
        return value
