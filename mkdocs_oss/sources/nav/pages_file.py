"""The `.pages` files of awesome-pages, as the values that `.nav.yml` gives too.

Format: https://github.com/lukasgeiter/mkdocs-awesome-pages-plugin: `title`, `hide`, `nav` (older: `arrange`) with `...`
for the rest, `order`, `order_by`, `sort_type`, `collapse_single_pages`. A regex of a repo is never run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import structs

from mkdocs_oss.sources.nav.folder_nav import (
    DEFAULT_ITEMS,
    Entry,
    FolderNav,
    Group,
    Item,
    Options,
    Pattern,
    Reading,
    titled,
)
from mkdocs_oss.sources.nav.tree import Problem

_REST = "..."


def read_pages_file(file: str, content: bytes) -> tuple[FolderNav, list[Problem]]:
    """A `.pages`; what cannot be read of it is a problem, and the rest counts."""
    reading = Reading(file, [])
    values = reading.load(content)
    items: tuple[Item, ...] = DEFAULT_ITEMS
    for key in ("nav", "arrange"):
        if values.get(key) is not None:
            read = reading.items(values[key], (key,), lambda entry, path: _mapping(reading, entry, path))
            items = _with_rest(reading, read)
            if key == "arrange" and not any(isinstance(item, Pattern) for item in items):
                items = (*items, Pattern("*", optional=True))
            break
    return FolderNav(
        reading.text(values, "title"), values.get("hide") is True, items, _options(values)
    ), reading.problems


def is_rest(target: str) -> bool:
    """Whether an entry stands for all that is named nowhere else: `...`, `... | *.md`."""
    return target.partition("|")[0].strip() == _REST


def rest_glob(target: str) -> str | None:
    """The pattern of a `...`; None where it is a regex. `flat` brings the pages of all folders below in one list."""
    parts = [part.strip() for part in target.split("|")[1:]]
    flat = "flat" in parts
    pattern = next((part for part in parts if part != "flat"), "")
    if pattern.startswith("regex"):
        return None
    pattern = pattern.removeprefix("glob=").strip()
    return f"**/{pattern or '*.*'}" if flat else pattern or "*"


def _mapping(reading: Reading, entry: Mapping[str, Any], path: tuple[str | int, ...]) -> Item | None:
    return titled(reading, entry, path, lambda inner, below: _mapping(reading, inner, below))


def _with_rest(reading: Reading, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items with each `...` as the pattern that it is."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            found.append(structs.replace(item, items=_with_rest(reading, item.items)))
        elif isinstance(item, Entry) and not item.title and is_rest(item.target):
            glob = rest_glob(item.target)
            if glob is None:
                reading.problems.append(
                    (item.where, f"{item.target!r} is a regex, which is not run", "write a pattern")
                )
            else:
                found.append(Pattern(glob, item.where, optional=True))
        else:
            found.append(item)
    return tuple(found)


def _options(values: Mapping[str, Any]) -> Options:
    """Unlike those of `.nav.yml`, they mean this folder alone; the resolver sees to that."""
    ordered = values.get("order") in ("asc", "desc")
    return Options(
        by={"title": "title", "filename": "filename"}.get(str(values.get("order_by")), "path"),
        direction=str(values["order"]) if ordered else "asc",
        type="natural" if values.get("sort_type") == "natural" else "alphabetical",
        sections="mixed" if ordered else "last",
        ignore_case=False,
        flatten=values.get("collapse") is True or values.get("collapse_single_pages") is True,
    )
