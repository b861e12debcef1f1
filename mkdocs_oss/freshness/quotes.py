"""Lines of code that a page has word for word, and lines of a file that it points at."""

from __future__ import annotations

import re

from mkdocs_oss.freshness.code_change import CODE_SPAN

_FENCED = re.compile(r"^[ \t]*(?:`{3,}|~{3,})", re.MULTILINE)
_SHORTEST = 15
"""Characters: a shorter line, such as `return None`, may stand anywhere by chance."""
_WORDS = 2
_HAS_WORD = re.compile(r"\w")
_MOST_LINES = 200
"""Of a file that a page points at: who points at more means the file."""


def page_quotes(text: str) -> frozenset[str]:
    """The lines that a page has in code and that may be quoted from a file."""
    fenced = "\n".join(_FENCED.split(text)[1::2])
    lines = (line.strip() for line in (*fenced.split("\n"), *CODE_SPAN.findall(text)))
    return frozenset(
        line for line in lines if len(line) >= _SHORTEST and len(re.findall(r"\w+", line)) >= _WORDS
    )


def lost_quotes(before: bytes, after: bytes, quotes: frozenset[str]) -> frozenset[str]:
    """Those of `quotes` that were a whole line of a file, and stand nowhere in it now."""
    if not quotes:
        return frozenset()
    now = after.decode("utf-8", "replace")
    was = {line.strip() for line in before.decode("utf-8", "replace").splitlines()}
    return frozenset(quote for quote in quotes & was if quote not in now)


def lines_at(content: bytes, lines: tuple[int, int]) -> tuple[str, ...]:
    """The lines of a file from one number to another, without their indentation; none where it ends before."""
    first, last = lines[0], min(lines[1], lines[0] + _MOST_LINES)
    return tuple(line.strip() for line in content.decode("utf-8", "replace").splitlines()[first - 1 : last])


def place_of(lines: tuple[str, ...], content: bytes) -> int | None:
    """The number of the first of these lines in a file; None where they stand there not once or more often."""
    now = tuple(line.strip() for line in content.decode("utf-8", "replace").splitlines())
    found = [
        at
        for at in range(len(now) - len(lines) + 1)
        if now[at] == lines[0] and now[at : at + len(lines)] == lines
    ]
    return found[0] + 1 if len(found) == 1 else None


def moved_lines(shown: tuple[int, int], before: bytes, after: bytes) -> int | None:
    """Where lines that had these numbers begin now; None where they have them still, or where that cannot be told: they
    were there more than once, or are not there any more."""
    was = lines_at(before, shown)
    if not any(map(_HAS_WORD.search, was)) or was == lines_at(after, shown):
        return None
    return place_of(was, after) if place_of(was, before) is not None else None
