"""A repo's own files as plain values with line numbers. Nothing of them is run, and nothing in them raises.

A file that is missing, too large, or not what its name says reads as empty: a guide then has no evidence
there, which is the truth.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.settings.toml_text import load_toml

MAX_BYTES = 1_000_000
MAX_PARSED_BYTES = 256_000
"""For YAML and Python, whose parsers need far more time and memory than the text is long."""

_WORD = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.:@+/-]{0,79}")
_KEY_PART = re.compile(r"\"[^\"]*\"|'[^']*'|[A-Za-z0-9_-]+")

KeyPath = tuple[str, ...]


def is_plain_word(text: str) -> bool:
    """A name that a shell takes as one word as it stands. A reader copies it, so others are left out."""
    return bool(_WORD.fullmatch(text))


class Tables(Struct, frozen=True):
    """A parsed file: nested tables of plain values, and the 1-based line of each key path."""

    file: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def get(self, *path: str) -> Any:
        """The value at `path`, or None."""
        value: Any = self.data
        for key in path:
            if not isinstance(value, Mapping) or key not in value:
                return None
            value = value[key]
        return value

    def table(self, *path: str) -> Mapping[str, Any]:
        """The table at `path`; empty where there is none."""
        value = self.get(*path)
        return value if isinstance(value, Mapping) else {}

    def line(self, *path: str) -> int:
        """The line of `path`, or of the nearest table around it; 0 where no line is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


class ProjectFiles(Struct, frozen=True):
    """The files that speak of how to work in a repo, by path; None: present but not read."""

    contents: Mapping[str, bytes | None]

    def __contains__(self, path: str) -> bool:
        return path in self.contents

    def first(self, *paths: str) -> str | None:
        """The first of `paths` that is there."""
        return next((path for path in paths if path in self.contents), None)

    def text(self, path: str, *, limit: int = MAX_BYTES) -> str:
        """The file as text, with plain line ends; empty where it cannot be read."""
        content = self.contents.get(path)
        if not content or len(content) > limit:
            return ""
        return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")

    def tables(self, path: str) -> Tables:
        """The file as tables, by its name: TOML, YAML, JSON, else INI."""
        match path.rpartition(".")[2]:
            case "toml":
                return self._toml(path)
            case "yml" | "yaml":
                return self._yaml(path)
            case "json":
                return self._json(path)
            case _:
                return read_ini(self.text(path), file=path)

    def _toml(self, path: str) -> Tables:
        text = self.text(path)
        try:
            return Tables(path, load_toml(text), _toml_lines(text))
        except ValueError:
            return Tables(path)

    def _yaml(self, path: str) -> Tables:
        text = self.text(path, limit=MAX_PARSED_BYTES)
        try:
            located = load_yaml(text, file=path, foreign_tags=True)
        except (SettingsError, ValueError, LookupError, AttributeError, OverflowError):
            # PyYAML's constructors raise these for tags that do not fit their value (`!!int ""`).
            return Tables(path)
        lines = {tuple(map(str, key)): line for key, line in located.lines.items()}
        return Tables(path, located.value if isinstance(located.value, dict) else {}, lines)

    def _json(self, path: str) -> Tables:
        text = self.text(path)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return Tables(path)
        return Tables(path, value if isinstance(value, dict) else {}, _json_lines(text))

    def python(self, path: str) -> list[ast.stmt]:
        """The top-level statements of a Python file, parsed and never run."""
        text = self.text(path, limit=MAX_PARSED_BYTES)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a stray "\d" in someone's file is not our reader's concern
                return ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # MemoryError: CPython's "too nested"
            return []


def read_ini(text: str, *, file: str) -> Tables:
    """INI as tox and setuptools write it; a value over several lines keeps its line breaks."""
    values: dict[str, dict[str, list[str]]] = {}
    lines: dict[KeyPath, int] = {}
    section = key = ""
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if line[0] == "[" and "]" in line:
            section, key = line[1 : line.index("]")].strip(), ""
            values.setdefault(section, {})
            lines.setdefault((section,), number)
        elif section and line[0].isspace():
            if key:
                values[section][key].append(stripped)
        elif section:
            key = line.replace(":", "=", 1).partition("=")[0].strip()
            value = line[len(key) :].lstrip().lstrip("=:").strip()
            values[section][key] = [value] if value else []
            lines[(section, key)] = number
    data = {name: {key: "\n".join(parts) for key, parts in keys.items()} for name, keys in values.items()}
    return Tables(file, data, lines)


def _toml_lines(text: str) -> dict[KeyPath, int]:
    """Line of each table and key. A key inside an inline table has the line of the table around it."""
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    quote = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if quote:
            quote = "" if line.count(quote) % 2 else quote
            continue
        stripped = line.strip()
        if stripped.startswith("[") and "=" not in stripped:
            table = _key_parts(stripped.strip("[]").partition("]")[0])
            lines.setdefault(table, number)
        elif "=" in stripped and stripped[0] not in "#[{":
            key = _key_parts(stripped.partition("=")[0])
            lines.setdefault((*table, *key), number)
        quote = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return lines


def _key_parts(text: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in _KEY_PART.findall(text[:200]))


def _json_lines(text: str) -> dict[KeyPath, int]:
    """Lines of the keys at the first two levels, as far as the usual layout (a key a line) shows them."""
    lines: dict[KeyPath, int] = {}
    depth, outer = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped.startswith('"') and ":" in stripped:
            key = stripped[1:200].partition('"')[0]
            if depth == 1:
                outer = key
                lines.setdefault((key,), number)
            elif depth == 2:
                lines.setdefault((outer, key), number)
        depth += stripped.count("{") - stripped.count("}")
    return lines
