"""Repos that a folder or a forge lists. `sync` asks the forges and keeps their answers in the lock; a build reads them."""

from mkdocs_oss.sources.discovery.ask import Asked, ask_forges
from mkdocs_oss.sources.discovery.resolve import resolve, with_discovered

__all__ = ["Asked", "ask_forges", "resolve", "with_discovered"]
