"""YAML as plain values, with the line of each key; safe, and small whatever the input.

Only the YAML 1.1 core tags are built. A foreign tag (`!ENV`, `!!python/name:…`) is never run: its value is
None where `foreign_tags` allows it, else an error. Aliases are refused: a few lines of them can
stand for gigabytes.
"""

from __future__ import annotations

from typing import Any

import yaml
from msgspec import Struct, field
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mkdocs_oss.errors import SettingsError

MAX_BYTES = 2_000_000
_FAST_BYTES = 4_000
_LONGEST_SAID = 80
"""Characters of a value that an error repeats."""
_C_LOADER: Any = getattr(yaml, "CSafeLoader", None)  # PyYAML may come without libyaml
Path = tuple[str | int, ...]
_CORE = "tag:yaml.org,2002:"
_MERGE = f"{_CORE}merge"


class Located(Struct, frozen=True):
    """A YAML document: its value, and the 1-based line of each `(key, index, …)` path in it."""

    file: str
    value: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def where(self, path: Path) -> str:
        """`file:line` of the nearest place that is known."""
        while path and path not in self.lines:
            path = path[:-1]
        line = self.lines.get(path)
        return f"{self.file}:{line}" if line else self.file


class _Loader(yaml.SafeLoader):
    """The safe loader, without aliases."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not supported", mark)
        return super().compose_node(parent, index)


def load_yaml(text: str | bytes, *, file: str, foreign_tags: bool = False, aliases: bool = False) -> Located:
    """Reads one YAML document. Raises SettingsError with file and line.

    `aliases`: allow them; only for the user's own settings, never for a repo's.
    """
    if len(text) > MAX_BYTES:
        raise SettingsError(
            file, f"larger than {MAX_BYTES // 1_000_000} MB", remedy="split it or make it shorter"
        )
    try:
        loader = yaml.SafeLoader(text) if aliases else _Loader(text)
        try:
            node = _composed_fast(text) or loader.get_single_node()
            lines: dict[Path, int] = {}
            value = (
                None
                if node is None
                else _build(node, (), lines, loader, file, foreign_tags=foreign_tags, merge=aliases)
            )
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{file}:{mark.line + 1}" if mark else file
        quotes = "cannot start any token" in str(error.problem)
        remedy = "put the value in quotes" if quotes else "mend the line"
        if "'\\t'" in str(error.problem):
            remedy = "indent with spaces"
        raise SettingsError(where, f"not valid YAML: {error.problem}", remedy=remedy) from error
    except (yaml.YAMLError, UnicodeDecodeError, OverflowError) as error:
        first = str(error).splitlines()[0] if str(error) else "unreadable"
        raise SettingsError(file, f"not valid YAML: {first}", remedy="save the file as UTF-8 YAML") from error
    except RecursionError as error:
        raise SettingsError(file, "nested too deeply", remedy="make it flatter") from error
    return Located(file, value, lines)


def _composed_fast(text: str | bytes) -> Node | None:
    """The nodes of what is short and well formed, by libyaml; None where our own loader has to look.

    libyaml is ten times as fast, but it recurses in C, follows aliases, and words its errors otherwise.
    """
    alias = b"*" in text if isinstance(text, bytes) else "*" in text
    if _C_LOADER is None or alias or len(text) > _FAST_BYTES:
        return None
    try:
        return yaml.compose(text, Loader=_C_LOADER)
    except (yaml.YAMLError, UnicodeError):
        return None  # told by our own loader, with its line


def _build(
    node: Node,
    path: Path,
    lines: dict[Path, int],
    loader: yaml.SafeLoader,
    file: str,
    *,
    foreign_tags: bool,
    merge: bool,
) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    # the core tags have no slash: `!!python/name:…` and `!!js/function` are foreign
    if not node.tag.startswith(_CORE) or "/" in node.tag.removeprefix(_CORE):
        if not foreign_tags:
            raise SettingsError(
                f"{file}:{node.start_mark.line + 1}",
                f"the tag {node.tag!r} is not supported",
                remedy="write a plain value",
            )
        return None
    if isinstance(node, MappingNode):
        mapping: dict[Any, Any] = {}
        defaults: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if key_node.tag == _MERGE and merge:
                merged = _build(value_node, path, {}, loader, file, foreign_tags=foreign_tags, merge=True)
                for other in merged if isinstance(merged, list) else [merged]:
                    defaults = {**other, **defaults} if isinstance(other, dict) else defaults
                continue
            # a repo's own settings may have an empty key: a section of the nav without a name of its own
            if not isinstance(key_node, ScalarNode) or not (key_node.value or foreign_tags):
                raise SettingsError(
                    f"{file}:{line}", "a key must be a word", remedy="write it as `key: value`"
                )
            name = key_node.value  # as it is written: `on`, `1.0`
            if name in mapping:
                raise SettingsError(
                    f"{file}:{line}", f"the key {name!r} stands twice", remedy="keep one of the two"
                )
            lines[(*path, name)] = line
            mapping[name] = _build(
                value_node, (*path, name), lines, loader, file, foreign_tags=foreign_tags, merge=merge
            )
        return {**defaults, **mapping}
    if isinstance(node, SequenceNode):
        return [
            _build(item, (*path, index), lines, loader, file, foreign_tags=foreign_tags, merge=merge)
            for index, item in enumerate(node.value)
        ]
    return _scalar(node, loader, file)


def _scalar(node: Node, loader: yaml.SafeLoader, file: str) -> Any:
    """A plain value. PyYAML's constructors raise whatever they stumble on: `2026-02-31`, `!!int ""`, `!!bool x`."""
    try:
        value = loader.construct_object(node)
        if isinstance(value, str):
            value.encode()  # "\ud800" is half a character, which no file can hold
        if isinstance(value, int):
            str(value)  # Python writes no number of more than 4300 digits, but reads one such as 0xfff…
        return value
    except (ValueError, IndexError, KeyError, AttributeError, OverflowError, TypeError) as error:
        written = str(node.value)
        short = written if len(written) <= _LONGEST_SAID else f"{written[:_LONGEST_SAID]}…"
        raise SettingsError(
            f"{file}:{node.start_mark.line + 1}", f"{short!r} cannot be read", remedy="mend the value"
        ) from error
