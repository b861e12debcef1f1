"""A link that may be shown."""

from __future__ import annotations

from msgspec import Struct


class Link(Struct, frozen=True):
    """A link that has passed the scheme allow-list."""

    label: str
    url: str
