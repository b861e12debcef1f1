"""An entry of `.oss-reviews.yml` in the form in which `mkdocs-oss review` writes it, read line by line.

A reader of YAML takes forty times as long, and a file may have tens of thousands of entries. Whatever is not exactly in
this form, or not sound, is left to it.
"""

from __future__ import annotations

import re
from datetime import date

from mkdocs_oss.git import is_object_id

PLAIN_KEY = re.compile(r"(?!\.\.\.)[\w.](?:[\w./+@-]|:(?=[\w./]))*")
PLAIN_VALUE = re.compile(r"[^\W\d_](?:[\w.'()-]| (?=[\w(]))*")
YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
LONGEST_KEY = 1000
"""Characters: a key before its colon is short (https://yaml.org/spec/1.1/, 10.2)."""
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+|0b[01]+")
LONGEST = 500
"""Characters that a name or a reason may have."""
_TRUTH = {"true": True, "false": False}

Fields = dict[str, str | bool | date | dict[str, str]]


def entry_in_lines(text: str) -> tuple[str, Fields] | None:
    """(path, fields) of an entry, as YAML reads them too; None where it is in another form."""
    first, *lines = text.removesuffix("\n").split("\n")
    path = _key(first.removesuffix(":")) if first.endswith(":") else None
    if path is None or not lines or not text.replace("\n", "").isprintable():
        return None
    fields: Fields = {}
    code: dict[str, str] | None = None
    for line in lines:
        if code is not None and line.startswith("    "):
            name, value = _pair(line[4:])
            if name is None or value is None or name in code:
                return None
            code[name] = value
            continue
        if not line.startswith("  "):
            return None
        if line == "  code:" and "code" not in fields:
            code = fields["code"] = {}
            continue
        name, _, value = line[2:].partition(": ")
        read = _field(name, value)
        if read is None or name in fields:
            return None
        fields[name] = read
        code = None
    return (path, fields) if "reviewed" in fields and fields.get("code") != {} else None


def _field(name: str, value: str) -> str | bool | date | None:
    if name == "reviewed":
        try:
            return date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            return None
    if name == "edited":
        return _TRUTH.get(value)
    if name == "page":
        return _hash(value)
    text = _value(value) if name in ("by", "still_accurate") else None
    return text if text is not None and len(text) <= LONGEST else None


def _pair(line: str) -> tuple[str | None, str | None]:
    """`path: hash`; a quoted path may have a colon and a space, a hash has none."""
    name, _, value = line.rpartition(": ")
    return _key(name), _hash(value)


def _hash(text: str) -> str | None:
    bare = text if is_object_id(text) else _unquoted(text) or ""
    is_number = bare is text and _NUMBER.fullmatch(text)  # as YAML reads it
    return bare if is_object_id(bare) and not is_number else None


def _key(text: str) -> str | None:
    if len(text) > LONGEST_KEY:
        return None
    return text if PLAIN_KEY.fullmatch(text) else _unquoted(text)


def _value(text: str) -> str | None:
    is_plain = PLAIN_VALUE.fullmatch(text) and text.casefold() not in YAML_WORDS
    return text if is_plain else _unquoted(text)


def _unquoted(text: str) -> str | None:
    quoted = _QUOTED.fullmatch(text)
    return (quoted[1] or quoted[2] or "") if quoted else None
