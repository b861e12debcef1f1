"""Repos that a folder or a forge lists. `sync` asks the forges and keeps their answers in the lock; a build reads them."""

from typing import TYPE_CHECKING

from mkdocs_oss.late import late
from mkdocs_oss.sources.discovery.resolve import resolve, with_discovered

if TYPE_CHECKING:
    from mkdocs_oss.sources.discovery.ask import Asked, ask_forges
    from mkdocs_oss.sources.discovery.listed import Listed, lists_of
else:  # of `sync` alone
    __getattr__ = late(__name__, {"ask": ("Asked", "ask_forges"), "listed": ("Listed", "lists_of")})

__all__ = ["Asked", "Listed", "ask_forges", "lists_of", "resolve", "with_discovered"]
