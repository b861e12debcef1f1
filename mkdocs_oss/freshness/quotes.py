"""Lines of code that a page has word for word, and lines of a file that it points at."""

from __future__ import annotations

import re

from mkdocs_oss.freshness.code_change import CODE_SPAN

_FENCED = re.compile(r"^[ \t]*(?:`{3,}|~{3,})", re.MULTILINE)
_SHORTEST = 15
"""Characters: a shorter line, such as `return None`, may stand anywhere by chance."""
_WORDS = 2
_NAME = re.compile(r"[A-Za-z_][\w-]{0,80}(?:(?:::|->|[.#])[A-Za-z_][\w-]{0,80}){1,6}(?:\(\))?")
"""A name of several parts: `Store::put`, `tool.settings.limit()`, `theme-fixes.css`."""
_SHORTEST_NAME = 8
_HAS_WORD = re.compile(r"\w")
_LONGEST_SHOWN = 60
_MOST_LINES = 200
"""Of a file that a page points at: who points at more means the file."""


def page_quotes(text: str) -> frozenset[str]:
    """The lines that a page has in code and that may be quoted from a file, and its code spans that are a name of several
    parts, without the brackets of a call."""
    fenced = "\n".join(_FENCED.split(text)[1::2])
    spans = [span.strip() for span in CODE_SPAN.findall(text)]
    lines = (line.strip() for line in (*fenced.split("\n"), *spans))
    found = {line for line in lines if len(line) >= _SHORTEST and len(re.findall(r"\w+", line)) >= _WORDS}
    names = (span.removesuffix("()") for span in spans if _NAME.fullmatch(span))
    return frozenset(found.union(name for name in names if len(name) >= _SHORTEST_NAME))


def lost_quotes(before: bytes, after: bytes, quotes: frozenset[str]) -> frozenset[str]:
    """Those of `quotes` that were a whole line of a file, and stand nowhere in it now."""
    if not quotes:
        return frozenset()
    was = {line.strip() for line in before.decode("utf-8", "replace").splitlines()}
    return frozenset(quote for quote in quotes & was if not has_quote(after, quote))


def lost_names(before: bytes, after: bytes, quotes: frozenset[str]) -> frozenset[str]:
    """Those of `quotes` that are a name of several parts, which stood in a file and stands nowhere in it now."""
    return frozenset(
        quote
        for quote in quotes
        if _NAME.fullmatch(quote) and has_quote(before, quote) and not has_quote(after, quote)
    )


def has_quote(content: bytes, quote: str) -> bool:
    """Whether a line, or a name as a whole word, stands in a file."""
    written = quote.encode()
    if written not in content or not _NAME.fullmatch(quote):
        return written in content
    return re.search(rb"(?<![\w-])" + re.escape(written) + rb"(?![\w-])", content) is not None


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


def line_numbers(first: int, last: int) -> str:
    """The numbers of lines as a sentence has them."""
    return str(first) if first == last else f"{first}–{last}"


def shortened(quote: str) -> str:
    """A line of code as a sentence has it."""
    return quote if len(quote) <= _LONGEST_SHOWN else f"{quote[:_LONGEST_SHOWN].rstrip()}…"
