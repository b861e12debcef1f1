"""Repos that a folder or a forge lists. `sync` asks the forges and keeps their answers in the lock; a build reads them."""

from mkdocs_oss.sources.discovery.ask import Asked, ask_forges
from mkdocs_oss.sources.discovery.listed import Listed, lists_of
from mkdocs_oss.sources.discovery.resolve import resolve, with_discovered

__all__ = ["Asked", "Listed", "ask_forges", "lists_of", "resolve", "with_discovered"]
