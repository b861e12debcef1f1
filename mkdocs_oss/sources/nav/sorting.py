"""The order of what a pattern of a nav file has matched."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Hashable, Sequence
from typing import Any

from msgspec import Struct

from mkdocs_oss.sources.nav.folder_nav import Options

_DIGITS = re.compile(r"(\d{1,30})")


class Sortable(Struct, frozen=True):
    """What is sorted: its path, its title, whether it is a section, and the place that its page asks for."""

    path: str
    title: str
    is_section: bool
    order: float | None
    key: Hashable = None


def ordered(found: Sequence[Sortable], options: Options) -> list[Sortable]:
    """In the order of the options; what asks for a place goes first where they say nothing of how to sort."""

    def key(item: Sortable) -> Any:
        text: tuple[str, ...] = (item.path,)
        if options.by == "filename":
            text = (posixpath.basename(item.path), item.path)
        elif options.by == "title":
            text = (item.title, posixpath.basename(item.path), item.path)
        if options.ignore_case:
            text = tuple(part.casefold() for part in text)
        return text if options.type == "alphabetical" else tuple(_natural(part, options) for part in text)

    items = sorted(found, key=key, reverse=options.direction == "desc")
    if options.sections != "mixed":
        items.sort(key=lambda item: item.is_section, reverse=options.sections == "first")
    if options.by is None:
        items.sort(key=lambda item: (item.order is None, item.order or 0.0))
    return items


def _natural(text: str, options: Options) -> tuple[Any, ...]:
    """Numbers by their value, letters without regard to case but for a tie."""
    parts: list[Any] = []
    for level in text.split("/") if options.by != "title" else [text]:
        chunks = [
            (0, int(chunk), "", "") if chunk.isdecimal() else (1, 0, chunk.casefold(), chunk.swapcase())
            for chunk in _DIGITS.split(level)
            if chunk
        ]
        parts.append(tuple(chunks))
    return tuple(parts)
