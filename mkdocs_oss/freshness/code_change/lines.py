"""The lines of code of a file in any language but Python: without its comments, its blank lines, and what white space
does not mean anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from mkdocs_oss.freshness.code_change.languages import Language, language_of

_HERE = re.compile(r"(?<!<)<<[-~]?\s?[\"']?([A-Z_]\w{0,40})")
_SCALAR = re.compile(r"(?:[:\-]|^)\s+(?:[&!]\S+\s+)*[|>][-+\d]{0,2}\s*(?:#.*)?$")


class Line(Struct, frozen=True):
    """A line of code, its white space made one. `indent`: its columns before that; `depth`: how many levels these are,
    0 where a language does not care."""

    text: str
    indent: int
    depth: int = 0


def code_lines(path: str, content: bytes) -> list[Line]:
    """The lines of a file that are no comments."""
    text = content.decode("utf-8", "replace")
    language = language_of(path, text)
    levels: list[int] = []
    found = []
    for raw in _without_comments(text, language):
        stripped = " ".join(raw.split())
        if not stripped:
            continue
        indent = len(raw) - len(raw.lstrip())
        if language.is_indented:
            while levels and levels[-1] >= indent:
                levels.pop()
            levels.append(indent)
        is_tabbed = raw[0] == "\t"  # a Makefile's recipe, where spaces are none
        found.append(Line(stripped, indent, (2 * len(levels) + is_tabbed) if language.is_indented else 0))
    return found


def _without_comments(text: str, language: Language) -> Iterator[str]:
    """What is left of each line; a line within a text of several lines is no comment, however it begins."""
    is_comment, opens = _markers(language)
    comment = quotes = here = ""
    deeper = -1
    for raw in text.splitlines():
        line, indent = raw.strip(), len(raw) - len(raw.lstrip())
        if quotes or here:
            yield raw
            if line == here or (quotes and line.count(quotes) % 2):
                quotes = here = ""
            continue
        if deeper >= 0 and (indent > deeper or not line):
            yield raw
            continue
        deeper = -1
        line, comment = _after_comments(line, comment, opens, language)
        if not line or is_comment.match(line):
            continue
        yield raw[:indent] + line
        quotes = next((each for each in language.long if line.count(each) % 2), "")
        opened = _HERE.search(line) if language.here else None
        here = opened[1] if opened is not None else ""
        if language.is_indented and _SCALAR.search(line):  # a text of YAML, as deep as it is indented
            deeper = indent


def _after_comments(line: str, comment: str, opens: re.Pattern[str], language: Language) -> tuple[str, str]:
    """(what is left of a line after the comments that it begins with, what ends the one that goes on)."""
    at = 0
    while True:
        if comment:
            found = line.find(comment, at)
            if found < 0:
                return "", comment
            at = found + len(comment)
        opened = opens.match(line, at)
        if opened is None:
            return line[at:].strip(), ""
        comment = language.block[(opened.lastindex or 1) - 1][1]
        at = opened.end()


@lru_cache
def _markers(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    never = r"(?!)"
    blocks = "|".join(f"({opens})" for opens, _ in language.block)
    return re.compile(language.line or never), re.compile(rf"\s*(?:{blocks})" if blocks else never)
