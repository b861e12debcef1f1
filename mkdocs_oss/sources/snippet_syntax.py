"""The syntax of snippets: marks, names with lines and sections, and the file that a name means.

Source: https://facelessuser.github.io/pymdown-extensions/extensions/snippets/.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Set

from msgspec import Struct

MARK = "8<"
"""Every snippet has it; a text without it has none."""
LINE = re.compile(
    r"^(?P<space>[ \t]*)(?P<escape>;*)-+8<-+"
    r"(?:[ \t]+(?P<quoted>\"(?:\\\"|[^\"\n])+\"|'(?:\\'|[^'\n])+'))?$"
)
SECTION = re.compile(
    r"(?<!;)(?<!-)(?P<escape>;*)-+8<-+[ \t]+\[[ \t]*(?P<kind>start|end)[ \t]*:[ \t]*(?P<name>[a-z][\w-]*)[ \t]*\]",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?P<file>[^\n]*?)(?::(?P<section>[A-Za-z][\w-]*)|:(?P<ranges>-?\d*(?::-?\d*)?(?:,-?\d*(?::-?\d*)?)*))?\Z",
    re.ASCII,
)
_MAX_NAME = 300  # a longer one is none: its parts are looked for from every place in it
_MAX_NUMBER = 9


class Target(Struct, frozen=True):
    """What a snippet names: a file, and which lines of it."""

    file: str
    ranges: tuple[tuple[int | None, int | None], ...] = ()
    section: str = ""


def snippet_targets(text: str) -> tuple[str, ...]:
    """The file names in a text's snippets, as they are written but for line numbers and sections; each once."""
    if MARK not in text:
        return ()
    found: dict[str, None] = {}
    in_block = False
    for line in text.split("\n"):
        match = LINE.match(line.rstrip("\r")) if MARK in line else None
        if match is None:
            name = line.strip() if in_block else ""
        elif match["escape"]:
            continue
        elif match["quoted"]:
            name = "" if in_block else match["quoted"][1:-1].strip()
        else:
            in_block, name = not in_block, ""
        target = parse_target(name)
        if target is not None and not is_remote(target.file):
            found[target.file] = None
    return tuple(found)


def snippet_path(name: str, *, bases: Iterable[str], paths: Set[str]) -> str | None:
    """The repo path that a name in a snippet means; None where no base has it. Never outside `paths`."""
    for base in bases:
        if base in paths:  # a base that is a file allows that file alone
            if posixpath.normpath(posixpath.join(posixpath.dirname(base), name)) == base:
                return base
            continue
        path = posixpath.normpath(posixpath.join(base, name))
        if path in paths:
            return path
    return None


def parse_target(name: str) -> Target | None:
    """What a name in a snippet stands for; None for no name, and for one that is commented out with `;`."""
    if not name or name.startswith(";") or len(name) > _MAX_NAME:
        return None
    match = _TARGET.match(name)
    if match is None or not match["file"].strip():
        return None
    ranges = []
    for part in (match["ranges"] or "").split(",") if match["ranges"] is not None else ():
        start, _, end = part.partition(":")
        if max(len(start), len(end)) > _MAX_NUMBER:
            return Target(name)
        ranges.append((_number(start), _number(end)))
    return Target(match["file"].strip(), tuple(ranges), match["section"] or "")


def _number(text: str) -> int | None:
    return int(text) if text.strip("-") else None


def is_mark(line: str) -> bool:
    """Whether a line is a mark alone, as it opens and closes a list of names."""
    match = LINE.match(line) if MARK in line else None
    return match is not None and not match["escape"] and not match["quoted"]


def is_remote(name: str) -> bool:
    """Whether a name is an address on the web."""
    return "://" in name or name.startswith("//")
