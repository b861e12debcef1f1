"""What a nav file of one folder says, whichever format it is in: values, and how those of a folder inherit.

`.nav.yml` is https://lukasgeiter.github.io/mkdocs-awesome-nav/reference/; `.pages` (see `pages_file.py`) is read into
the same values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field, structs

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings.located_yaml import Located, load_yaml
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.sources.nav.glob import Glob, below, compile_glob
from mkdocs_oss.sources.nav.tree import Problem

MAX_NAV_FILE_BYTES = 100_000
_MAX_ITEMS = 2_000
_MAX_DEPTH = 12
_MAX_IGNORED = 100
_INHERIT = "$inherit"


class Options(Struct, frozen=True):
    """How a folder shows what its nav does not name; None is what the folder above says."""

    by: str | None = None
    direction: str | None = None
    type: str | None = None
    sections: str | None = None
    ignore_case: bool | None = None
    flatten: bool | None = None
    own_names: bool | None = None
    append_unmatched: bool | None = None
    ignore: tuple[str, ...] = (_INHERIT,)


class Entry(Struct, frozen=True):
    """`name`, or `Title: name`: a page, a folder, a pattern (without a title), or a web address (with one)."""

    title: str
    target: str
    where: str


class Pattern(Struct, frozen=True):
    """Whatever matches and stands nowhere else. `optional`: matching nothing is right too."""

    glob: str
    where: str = ""
    options: Options = Options()
    optional: bool = False


class Group(Struct, frozen=True):
    """A section of its own."""

    title: str
    items: tuple[Item, ...]


Item = Entry | Pattern | Group
DEFAULT_ITEMS: tuple[Item, ...] = (
    Pattern("@(index|README|readme|Readme).*", optional=True),
    Pattern("*", optional=True),
)


class FolderNav(Struct, frozen=True):
    """What the nav file of a folder says."""

    title: str = ""
    hide: bool = False
    items: tuple[Item, ...] = DEFAULT_ITEMS
    options: Options = Options()


class Rules(Struct, frozen=True):
    """The options that count in a folder, with what it inherits."""

    options: Options = Options()
    ignore: tuple[Glob, ...] = ()

    def within(self, options: Options, *, folder: str) -> tuple[Rules, list[str]]:
        """The rules of a folder below, or of one pattern, and what is wrong with them."""
        problems: list[str] = []
        ignore: list[Glob] = []
        for pattern in options.ignore:
            if pattern == _INHERIT:
                ignore += self.ignore
                continue
            try:
                ignore.append(
                    below(folder, compile_glob(pattern.lstrip("/")), anywhere=not pattern.startswith("/"))
                )
            except ValueError as error:
                problems.append(str(error))
        names = (
            "by",
            "direction",
            "type",
            "sections",
            "ignore_case",
            "flatten",
            "own_names",
            "append_unmatched",
        )
        known = {name: getattr(options, name) for name in names}
        kept = {
            name: getattr(self.options, name) if value is None else value for name, value in known.items()
        }
        return Rules(structs.replace(self.options, **kept), tuple(ignore[-_MAX_IGNORED:])), problems


class Reading(Struct):
    """One nav file while it is read: where its keys are, and what is wrong with it."""

    file: str
    problems: list[Problem]
    located: Located = field(default_factory=lambda: Located("", None))

    def load(self, content: bytes) -> Mapping[str, Any]:
        """The file's mapping; empty where there is none."""
        if len(content) > MAX_NAV_FILE_BYTES:
            self.problems.append(
                (self.file, f"larger than {MAX_NAV_FILE_BYTES // 1000} kB", "make it shorter")
            )
            return {}
        try:
            self.located = load_yaml(content, file=self.file, foreign_tags=True)
        except SettingsError as error:
            self.problems.append((error.where, error.what, error.remedy))
            return {}
        if isinstance(self.located.value, dict):
            return self.located.value
        if self.located.value is not None:
            self.wrong((), "the file is no mapping", "write `key: value` lines")
        return {}

    def wrong(self, path: tuple[str | int, ...], what: str, remedy: str) -> None:
        self.problems.append((self.located.where(path), what, remedy))

    def text(self, values: Mapping[str, Any], key: str) -> str:
        value = values.get(key)
        if value is None or isinstance(value, str | int | float):
            return "" if value is None else str(value).strip()
        self.wrong((key,), f"`{key}` is no text", "write a word")
        return ""

    def items(
        self,
        nav: Any,
        path: tuple[str | int, ...],
        mapping: Callable[[Mapping[str, Any], tuple[str | int, ...]], Item | None],
    ) -> tuple[Item, ...]:
        """The entries of a list. `mapping`: what an entry that is a mapping means."""
        if not isinstance(nav, list):
            self.wrong(path, "the nav is no list", "write a list of names")
            return ()
        if len(nav) > _MAX_ITEMS or len(path) > 2 * _MAX_DEPTH:
            self.wrong(path, f"more than {_MAX_ITEMS} entries, or nested too deeply", "make it shorter")
            return ()
        found: list[Item] = []
        for index, entry in enumerate(nav):
            here = (*path, index)
            item: Item | None = None
            if isinstance(entry, str) and entry:
                item = Entry("", entry, self.located.where(here))
            elif isinstance(entry, dict):
                item = mapping(entry, here)
            if item is not None:
                found.append(item)
            elif entry is not None:
                self.wrong(
                    here, f"{str(entry)[:80]!r} is no entry of a nav", "write a name, or `Title: name`"
                )
        return tuple(found)


def read_nav_yml(file: str, content: bytes) -> tuple[FolderNav, list[Problem]]:
    """A `.nav.yml`; what cannot be read of it is a problem, and the rest counts."""
    reading = Reading(file, [])
    values = reading.load(content)
    items = DEFAULT_ITEMS
    if values.get("nav") is not None:
        items = reading.items(values["nav"], ("nav",), _mapping(reading))
    nav = FolderNav(reading.text(values, "title"), values.get("hide") is True, items, _options(values))
    return nav, reading.problems


def _mapping(reading: Reading) -> Callable[[Mapping[str, Any], tuple[str | int, ...]], Item | None]:
    def read(entry: Mapping[str, Any], path: tuple[str | int, ...]) -> Item | None:
        glob = entry.get("glob")
        if isinstance(glob, str) and glob:
            optional = entry.get("ignore_no_matches") is True
            return Pattern(glob, reading.located.where(path), _options(entry), optional)
        return titled(reading, entry, path, read)

    return read


def titled(
    reading: Reading,
    entry: Mapping[str, Any],
    path: tuple[str | int, ...],
    mapping: Callable[[Mapping[str, Any], tuple[str | int, ...]], Item | None],
) -> Item | None:
    """`Title: name` or `Title: [names]`; None for anything else."""
    if len(entry) != 1:
        return None
    title, value = next(iter(entry.items()))
    if isinstance(value, list):
        return Group(title, reading.items(value, (*path, title), mapping))
    if (
        isinstance(value, str)
        and value
        and (is_web_url(value) or not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value))
    ):
        return Entry(title, value, reading.located.where((*path, title)))
    return None


def _options(values: Mapping[str, Any]) -> Options:
    sort = values.get("sort")
    sort = sort if isinstance(sort, dict) else {}
    ignore = values.get("ignore", _INHERIT)
    patterns = [ignore] if isinstance(ignore, str) else ignore if isinstance(ignore, list) else [_INHERIT]

    def word(key: str, *allowed: str) -> str | None:
        return sort.get(key) if sort.get(key) in allowed else None

    def switch(mapping: Mapping[str, Any], key: str) -> bool | None:
        return mapping.get(key) if isinstance(mapping.get(key), bool) else None

    return Options(
        by=word("by", "path", "filename", "title"),
        direction=word("direction", "asc", "desc"),
        type=word("type", "natural", "alphabetical"),
        sections=word("sections", "first", "last", "mixed"),
        ignore_case=switch(sort, "ignore_case"),
        flatten=switch(values, "flatten_single_child_sections"),
        own_names=switch(values, "preserve_directory_names"),
        append_unmatched=switch(values, "append_unmatched"),
        ignore=tuple(pattern for pattern in patterns if isinstance(pattern, str) and pattern)[:_MAX_IGNORED],
    )
