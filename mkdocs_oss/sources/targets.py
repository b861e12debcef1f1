"""What a link can come to: a file, a place where there is nothing, an anchor that a page does not have."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

NOWHERE = "#"
"""Where a link leads that has no place to lead to: the top of its own page."""

LinkFault = Literal["broken-link", "broken-anchor", "moved-link", "unknown-link"]


class Target(Struct, frozen=True):
    """A file that a link means. `uri`: its place in the handbook, or None; then `url` is its place at the forge.

    `suffix`: the link's query and anchor, as written. `write`: what to write in its place, where the link is to the
    place that the file had before it moved.
    """

    repo: str
    path: str
    uri: str | None
    suffix: str = ""
    url: str = ""
    write: str = ""


class Nowhere(Struct, frozen=True):
    """A link that leads to nothing that is known: why, what to do, and where it is left to lead."""

    what: str
    remedy: str
    url: str = NOWHERE
    code: LinkFault = "broken-link"


class NoAnchor(Struct, frozen=True):
    """A page has no such anchor; `close`: one like it, or ""."""

    close: str
