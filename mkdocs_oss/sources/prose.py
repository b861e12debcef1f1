"""Which lines of a Markdown text are prose, and which parts of a line are code.

Syntax: https://spec.commonmark.org/ as far as Python-Markdown and the forges agree with it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

_FENCE = re.compile(r"^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*+(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
_BLANK = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(
    r" {0,3}(?:(?:[-*+]|\d{1,9}[.)])[ \t]|!!!|\?\?\?|={3}[!+]* ?\"|:[ \t]{1,3}\S|\[\^[^\[\]\n]{1,100}\]:)"
)
"""What indented lines may belong to: items, admonitions, tabs, definitions and footnotes."""
_PLAIN = frozenset(f"#{string.ascii_letters}")
"""What neither code, a comment, a fence nor any of these items begins with."""
_FENCES = re.compile(
    r"^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*+(`{3,}|~{3,})(?P<rest>.*)", re.MULTILINE
)


def hidden_lines(text: str) -> Iterator[tuple[int, int]]:
    """(first, last) of the lines, counted from 1, that are no prose: code blocks and comments."""
    if not (text.startswith("    ") or "\n    " in text or "\t" in text or "<!--" in text):
        yield from _fenced_lines(text)
        return
    last = 0
    count = text.count("\n") + 1
    for number, _ in prose(text.split("\n")):
        if number > last + 1:
            yield last + 1, number - 1
        last = number
    if last < count:
        yield last + 1, count


def _fenced_lines(text: str) -> Iterator[tuple[int, int]]:
    """As `hidden_lines`, where nothing but fences can hide a line: a look at these alone is enough."""
    fence, first, line, seen = "", 0, 1, 0
    for match in _FENCES.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        rest = match["rest"]
        if fence:
            if match[1].startswith(fence) and not rest.strip():
                yield first, line
                fence = ""
        elif not (match[1][0] == "`" and "`" in rest):
            fence, first = match[1], line
    if fence:
        yield first, text.count("\n") + 1


def prose_starts(text: str) -> dict[int, int]:
    """Line → column at which it becomes prose, of the lines in which a comment of whole lines ends."""
    lines = text.split("\n")
    found: dict[int, int] = {}
    for number, line in prose(lines):
        if line != lines[number - 1]:
            found[number] = lines[number - 1].index("-->") + 3
    return found


def comment_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a text are that end before their paragraph does."""
    at = close = paragraph = 0
    while (start := text.find("<!--", at)) >= 0:
        if close < start + 4:
            close = text.find("-->", start + 4)
        if close < 0:
            return
        if paragraph < start:
            blank = _BLANK.search(text, start)
            paragraph = blank.start() if blank else len(text)
        at = start + 4
        if close < paragraph:
            yield start, close + 3
            at = close + 3


def prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """(1-based number, line) of each line outside code blocks and comments; of one that a comment begins with, the
    comment is blank.

    An indented line is code where a blank line stands before it and no list or the like has begun that it could belong to.
    """
    fence = ""
    in_comment = in_list = in_code = False
    blank = True
    for number, line in enumerate(lines, 1):
        if fence:
            blank = blank or not line.strip()
            match = _FENCE.match(line) if fence in line else None
            if match and match[1].startswith(fence) and not line[match.end() :].strip():
                fence = ""
            continue
        if not in_comment:  # of most lines the first letter says enough
            if not line:
                blank = True
                yield number, line
                continue
            if line[0] in _PLAIN:
                in_list = in_list and not blank
                in_code = blank = False
                yield number, line
                continue
        if in_comment or ("<!--" in line and line.lstrip().startswith("<!--")):
            end = line.find("-->")
            in_comment = end < 0
            if not in_comment and line[end + 3 :].strip():
                in_code = blank = False
                yield number, " " * (end + 3) + line[end + 3 :]
            continue
        if line.strip():
            indented = line.startswith(("    ", "\t"))
            in_list = bool(_ITEM.match(line)) or (in_list and (indented or line.startswith(" ") or not blank))
            in_code = indented and not in_list and (blank or in_code)
            blank = False
            if in_code:
                continue
            match = _FENCE.match(line) if "```" in line or "~~~" in line else None
            if match and not (match[1][0] == "`" and "`" in line[match.end() :]):
                fence = match[1]
                continue
        else:
            blank = True
        yield number, line


def code_spans(line: str) -> list[tuple[int, int]]:
    """Where the code spans of a line are: from a run of backticks to the next run of the same length."""
    runs = [match.span() for match in _TICKS.finditer(line)]
    following: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        following.setdefault(runs[index][1] - runs[index][0], []).append(index)
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(runs):
        start, end = runs[index]
        same = following[end - start]
        while same and same[-1] <= index:
            same.pop()
        if same:
            index = same[-1]
            spans.append((start, runs[index][1]))
        index += 1
    return spans
