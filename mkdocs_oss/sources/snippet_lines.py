"""Which lines of a file a snippet takes, each with where it was written.

Syntax: https://facelessuser.github.io/pymdown-extensions/extensions/snippets/.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from mkdocs_oss.sources.snippet_syntax import MARK, SECTION, Target


class Written(Struct, frozen=True):
    """A line, and where it was written."""

    text: str
    path: str
    number: int
    is_code: bool = False


def taken(text: str, target: Target, *, path: str, is_code: bool, dedent: bool) -> list[Written] | None:
    """The lines of a file that a target names; None where it has no such section.

    `is_code`: they come to stand in code. `dedent`: parts of a file lose the space that all of their lines begin with.
    """
    lines = [Written(line, path, number, is_code) for number, line in enumerate(text.split("\n"), 1) if text]
    if target.section:
        part = _section(lines, target.section)
    elif target.ranges:
        part = [line for start, end in target.ranges for line in _range(lines, start, end)]
    else:
        return lines[:-1] if lines and not lines[-1].text else lines
    return _dedented(part) if part and dedent else part


def indented(lines: Iterable[Written], space: str) -> Iterator[Written]:
    """The lines below the mark that they stand for, as far in as it."""
    for line in lines:
        yield structs.replace(line, text=space.expandtabs(4) + line.text) if space else line


def without_section_mark(line: Written) -> Written | None:
    """The line as the extension leaves it: None for the mark of a section, without its `;` for an escaped one."""
    match = SECTION.search(line.text)
    if match is None:
        return line
    if not match["escape"]:
        return None
    at = match.start("escape")
    return structs.replace(line, text=line.text[:at] + line.text[at + 1 :])


def _range(lines: Sequence[Written], start: int | None, end: int | None) -> Sequence[Written]:
    """Lines from `start` to `end`, both included and counted from 1; from the end where negative."""
    count = len(lines)
    first = 0 if start is None else max(0, count + start) if start < 0 else max(0, start - 1)
    last = count if end is None else max(0, count + 1 + end) if end < 0 else end
    return lines[first:last]


def _section(lines: Iterable[Written], name: str) -> list[Written] | None:
    """The lines between `--8<-- [start:name]` and its end, without any other such marks; None where it never starts."""
    found: list[Written] | None = None
    for line in lines:
        match = SECTION.search(line.text) if MARK in line.text else None
        if match and not match["escape"] and match["name"] == name:
            if match["kind"].lower() == "end":
                break
            found = [] if found is None else found
            continue
        kept = without_section_mark(line) if match else line
        if kept is not None and found is not None:
            found.append(kept)
    return found


def _dedented(lines: list[Written]) -> list[Written]:
    texts = textwrap.dedent("\n".join(line.text for line in lines)).split("\n")
    return [structs.replace(line, text=text) for text, line in zip(texts, lines, strict=True)]
