"""`.gitmodules`: in which folders of a repo its submodules are.

https://git-scm.com/docs/gitmodules, https://git-scm.com/docs/git-config#_syntax
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Container, Mapping

MODULES = ".gitmodules"
_MOST_BYTES = 1_000_000
_SECTION = re.compile(r"\s*\[[^\]\"]*(?:\"(?:\\.|[^\"\\])*\"[^\]\"]*)?\]")
_ESCAPED = {"n": "\n", "t": "\t", "b": "\b"}


def declared(content: bytes) -> Mapping[str, int]:
    """The folders of a repo's submodules, each with its line in `.gitmodules`, whose content is given."""
    found = {}
    text = content[:_MOST_BYTES].removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    for number, line in enumerate(text.split("\n"), 1):
        section = _SECTION.match(line)
        key, _, written = line[section.end() if section else 0 :].partition("=")
        folder = _value(written).rstrip("/")
        is_plain = "\0" not in folder and not {"", ".", ".."} & set(folder.split("/"))
        if key.strip().lower() == "path" and is_plain:
            found[folder] = number
    return found


def folder_of(path: str, folders: Container[str]) -> str | None:
    """Which of the folders a path is or is in, the deepest one; None where it is in none."""
    while path and path not in folders:
        path = path.rpartition("/")[0]
    return path or None


def _value(written: str) -> str:
    """A value of a settings file of git's without its quotes, its escapes and the comment behind it."""
    found, end, is_quoted = "", 0, False
    characters = iter(written.strip())
    for character in characters:
        if character == '"':
            is_quoted = not is_quoted
        elif character in "#;" and not is_quoted:
            break
        else:
            after = next(characters, "") if character == "\\" else ""
            found += _ESCAPED.get(after, after) if after else character
        end = len(found) if is_quoted or not character.isspace() else end
    return found[:end]
