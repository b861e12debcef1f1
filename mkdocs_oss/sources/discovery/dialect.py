"""What differs from forge to forge in listing repos."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from mkdocs_oss.model import FoundRepo
from mkdocs_oss.sources.discovery.token import Token


class Dialect(Struct, frozen=True):
    """How one kind of forge is asked, and what its answers mean."""

    api: Callable[[str], str]
    """The forge's address → its API's."""
    paths: Callable[[str], tuple[str, ...]]
    """A group's name → the requests that list its repos; where one is not found, the next is tried."""
    headers: Callable[[Token | None], dict[str, str]]
    shape: type[Struct]
    """One entry of the list."""
    found: Callable[[Any], FoundRepo | None]
    """The entry as a repo, as yet unchecked; None where it has no repo to show."""
