"""A repo's own files as they are needed here: those of the folders around a path, and YAML that never raises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.handles import wrong_owner
from mkdocs_oss.settings.located_yaml import Located, load_yaml

MAX_YAML_BYTES = 256_000


def around(path: str, files: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    """Those of `files` called one of `names` whose folder holds `path`, the nearest first."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        for name in names:
            place = f"{folder}/{name}" if folder else name
            if place in files:
                yield place


def folder_of(file: str) -> str:
    """The folder that a file lies in, with a slash at its end; "" for the repo's root."""
    folder = file.rpartition("/")[0]
    return f"{folder}/" if folder else ""


def read_yaml(content: bytes, *, file: str) -> Located | SettingsError:
    """A YAML document, or what is wrong with it."""
    if len(content) > MAX_YAML_BYTES:
        return SettingsError(file, "larger than 256 kB", remedy="make it shorter")
    try:
        return load_yaml(content.decode("utf-8-sig"), file=file, foreign_tags=True)
    except UnicodeDecodeError:
        return SettingsError(file, "not UTF-8", remedy="save it as UTF-8")
    except SettingsError as error:
        return error


def line_of(located: Located, *path: str | int) -> int:
    """The line of the nearest place that is known; 0 where none is."""
    while path and path not in located.lines:
        path = path[:-1]
    return located.lines.get(path, 0)


def names_in(value: Any) -> tuple[str, ...]:
    """The words of a list that are names: text, on one line, not longer than any handle."""
    found = value if isinstance(value, list) else []
    return tuple(
        name.strip()
        for name in found[:1000]
        if isinstance(name, str)
        and name.strip()
        and len(name) <= 200
        and name.strip().isprintable()
        and wrong_owner(name) is None
    )
