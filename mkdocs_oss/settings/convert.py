"""Plain values into schema classes, with msgspec's complaints told by file, line, key and remedy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Set
from typing import Any, TypeVar

import msgspec

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings.located_yaml import Located, Path
from mkdocs_oss.settings.yaml_text import quoted

T = TypeVar("T")
_KINDS = {
    "object": "a mapping", "array": "a list", "str": "text", "int": "a whole number", "float": "a number",
    "bool": "true or false", "date": "a date", "datetime": "a date with a time", "null": "nothing",
}  # fmt: skip
"""What msgspec calls a value, and what it is called here."""
_LONGEST_EXAMPLE = 60


def convert(located: Located, schema: type[T], *, at: Path = ()) -> T:
    """The value at the path `at` of a document, as `schema`. Raises SettingsError."""
    value = located.value
    for step in at:
        value = value[step]
    try:
        return msgspec.convert(value, schema)
    except msgspec.ValidationError as error:
        raise _explained(error, located, schema, at) from error


def unknown_key(located: Located, path: Path, key: str, known: Set[str]) -> SettingsError:
    """The error for a key that the schema does not have."""
    close = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.5)
    remedy = f"did you mean {close[0]!r}?" if close else f"the keys here are: {', '.join(sorted(known))}"
    return SettingsError(located.where((*path, key)), f"unknown key {key!r}", remedy=remedy)


def _explained(
    error: msgspec.ValidationError, located: Located, schema: type[Any], at: Path
) -> SettingsError:
    message, _, trail = str(error).partition(" - at `")
    path = _path(trail.rstrip("`"))
    unknown = re.match(r"Object contains unknown field `(.*)`$", message)
    if unknown:
        return unknown_key(located, (*at, *path), unknown[1], _keys(_info_at(schema, path)))
    where = located.where((*at, *path))
    key = ".".join(str(step) for step in (*at, *path))
    info = _info_at(schema, path)
    choices = _choices(info)
    if message == "Invalid RFC3339 encoded date":
        message = "Expected `date`, got `str`"
    told = re.match(r"Expected `(?P<wanted>[^`]*)`(?P<limits>.*?)(?:, got `(?P<got>[^`]*)`)?$", message)
    if told is None:
        message = re.sub(r"^Invalid enum value (.*)$", r"\1 is not known here", message)
        remedy = "mend the value"
    else:
        wanted = [kind for kind in told["wanted"].split(" | ") if kind != "null"]
        message = f"expected {' or '.join(_KINDS.get(kind, kind) for kind in wanted)}{told['limits']}"
        message += f", got {_KINDS.get(told['got'], told['got'])}" if told["got"] else ""
        value = located.value
        for step in (*at, *path):
            value = value[step]
        remedy = _remedy(wanted, told["got"], value, info)
    if choices:
        remedy = f"write one of: {', '.join(choices)}"
    return SettingsError(
        f"{where}: {key}" if key else where, message[:1].lower() + message[1:], remedy=remedy
    )


def _remedy(wanted: Collection[str], got: str | None, value: object, info: Any) -> str:
    """How a value of one of the `wanted` kinds of msgspec is written, by the example of the one that stands there."""
    if "date" in wanted:
        return "write it as 2026-03-31"
    if "array" in wanted:
        of = _mapping_inside(info)
        if isinstance(getattr(of, "item_type", None), msgspec.inspect.StrType):
            is_word = isinstance(value, str) and len(value) <= _LONGEST_EXAMPLE
            return f"write a list: [{quoted(str(value)) if is_word else 'a, b'}]"
        return "write a list, with `- ` before each entry"
    if "object" in wanted:
        return "write it as `key: value`"
    if "str" in wanted and got not in ("array", "object"):
        return "put it in quotes"
    return (
        f"write {' or '.join(_KINDS[kind] for kind in wanted)}"
        if _KINDS.keys() >= set(wanted)
        else "mend the value"
    )


def _path(trail: str) -> Path:
    """`$.repos[0].name` as a path, as far as msgspec names its steps."""
    steps: list[str | int] = []
    for match in re.finditer(r"\.([^.\[]+)|\[(\d+)\]|\[\.\.\.\]", trail):
        if match[1] is None and match[2] is None:
            break
        steps.append(match[1] if match[1] is not None else int(match[2]))
    return tuple(steps)


def _info_at(schema: type[Any], path: Path) -> Any:
    """What the schema says of the place that `path` leads to."""
    info: Any = msgspec.inspect.type_info(schema)
    for step in path:
        info = _mapping_inside(info)
        if isinstance(info, msgspec.inspect.StructType) and isinstance(step, str):
            info = next((f.type for f in info.fields if f.encode_name == step), None)
        elif isinstance(info, msgspec.inspect.ListType):
            info = info.item_type
        elif isinstance(info, msgspec.inspect.DictType):
            info = info.value_type
    return info


def _keys(info: Any) -> set[str]:
    info = _mapping_inside(info)
    return {f.encode_name for f in info.fields} if isinstance(info, msgspec.inspect.StructType) else set()


def _choices(info: Any) -> list[str]:
    if isinstance(info, msgspec.inspect.Metadata):
        return _choices(info.type)
    if isinstance(info, msgspec.inspect.UnionType):
        return [choice for t in info.types for choice in _choices(t)]
    return [str(value) for value in info.values] if isinstance(info, msgspec.inspect.LiteralType) else []


def _mapping_inside(info: Any) -> Any:
    if isinstance(info, msgspec.inspect.Metadata):
        return _mapping_inside(info.type)
    if isinstance(info, msgspec.inspect.UnionType):
        kinds = (msgspec.inspect.StructType, msgspec.inspect.ListType, msgspec.inspect.DictType)
        return next((inner for t in info.types if isinstance(inner := _mapping_inside(t), kinds)), None)
    return info
