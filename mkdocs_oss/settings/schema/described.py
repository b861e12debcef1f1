"""What a schema class takes, in words: the docs' option tables are made from it."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Meta, Struct


def described(schema: type[Struct]) -> list[tuple[str, str, str, str]]:
    """(key, what it takes, default, meaning) of each key of a schema class, for the docs."""
    rows = []
    for entry in msgspec.structs.fields(schema):
        meta = next((m for m in getattr(entry.type, "__metadata__", ()) if isinstance(m, Meta)), None)
        default = entry.default
        shown = (
            ""
            if default in (None, (), "") or isinstance(default, Struct) or default is msgspec.NODEFAULT
            else str(default)
        )
        rows.append(
            (entry.encode_name, _spelled(entry.type), shown, (meta.description if meta else "") or "")
        )
    return rows


def _spelled(kind: Any) -> str:
    """A type as a user would name it."""
    info = msgspec.inspect.type_info(kind)
    return _words(info)


def _words(info: Any) -> str:
    inspect = msgspec.inspect
    match info:
        case inspect.Metadata():
            return _words(info.type)
        case inspect.UnionType():
            return " or ".join(_words(t) for t in info.types if not isinstance(t, inspect.NoneType))
        case inspect.LiteralType():
            return " · ".join(f"`{value}`" for value in info.values)
        case inspect.StructType() | inspect.DictType():
            return "mapping"
        case inspect.ListType() | inspect.VarTupleType():
            return "list"
        case inspect.BoolType():
            return "true/false"
        case inspect.IntType():
            return "number"
        case inspect.DateType():
            return "date"
        case _:
            return "text"
