"""Finds the few rules that may match a path, so that a file of a thousand rules is asked a handful of times a path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from mkdocs_oss.ownership.codeowners.patterns import Pattern, Segment

_GRAM = 3


class Index:
    """Patterns by one thing that each path they match must have.

    In this order: the folders that it begins with, a name in it, the extension of a name, three letters of a name.
    Patterns that have none of these, such as `*`, are asked of each path.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._by_start: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_extension: dict[str, list[int]] = defaultdict(list)
        self._by_letters: dict[str, list[int]] = defaultdict(list)
        self._others: list[int] = []
        places = {
            "start": self._by_start,
            "name": self._by_name,
            "extension": self._by_extension,
            "letters": self._by_letters,
        }
        for position, pattern in enumerate(patterns):
            if not pattern.never:
                key = _key(pattern)
                (self._others if key is None else places[key[0]][key[1]]).append(position)

    def candidates(self, path: str) -> list[int]:
        """The positions of all patterns that may match a path, in order."""
        found = list(self._others)
        names = path.split("/")
        if self._by_start:
            end = -1
            while (end := path.find("/", end + 1)) != -1:
                found += self._by_start.get(path[:end], ())
            found += self._by_start.get(path, ())
        if self._by_name:
            for name in set(names):
                found += self._by_name.get(name, ())
        if self._by_extension:
            for extension in {name[name.rindex(".") :] for name in names if "." in name}:
                found += self._by_extension.get(extension, ())
        if self._by_letters:
            for letters in {path[at : at + _GRAM] for at in range(len(path) - _GRAM + 1)}:
                found += self._by_letters.get(letters, ())
        found.sort()
        return found


def has_key(pattern: Pattern) -> bool:
    """Whether there is something to find a pattern by, or it needs no finding: it matches everything, or nothing."""
    return pattern.never or pattern.is_everything or _key(pattern) is not None


def _key(pattern: Pattern) -> tuple[Literal["start", "name", "extension", "letters"], str] | None:
    """What each path that matches must have; None where nothing is certain."""
    start: list[str] = []
    for part in pattern.segments:
        if not isinstance(part, Segment) or part.literal is None:
            break
        start.append(part.literal)
    if start:
        return "start", "/".join(start)
    named = [part for part in pattern.segments if isinstance(part, Segment)]
    if names := [part.literal for part in named if part.literal is not None]:
        return "name", max(names, key=len)
    if extensions := [part.tail[part.tail.rindex(".") :] for part in named if "." in part.tail]:
        return "extension", max(extensions, key=len)
    core = max((part.core for part in named), key=len, default="")
    return ("letters", core[:_GRAM]) if len(core) >= _GRAM else None
