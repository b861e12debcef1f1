"""A `SUMMARY.md`: a nav written as a Markdown list, read line by line.

Formats: https://oprypin.github.io/mkdocs-literate-nav/, and those of GitBook
(https://gitbook.com/docs/getting-started/git-sync/content-configuration) and mdBook
(https://rust-lang.github.io/mdBook/format/summary.html), where headings make parts and a lone link is a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from msgspec import Struct, field

from mkdocs_oss.sources.front_matter import plain
from mkdocs_oss.sources.prose import prose

_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(\S.*)")
_RULE = re.compile(r"\s*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,300})\]\(\s{0,5}(?:<([^<>]{0,500})>|([^\s<>]{0,500}))(?:\s{1,5}[\"'][^\"']{0,300}[\"'])?\s{0,5}\)(.*)"
)
_MARK = "<!--nav-->"
_MAX_POINTS = 20_000
_MAX_DEPTH = 12


class Point(Struct):
    """An item of the list: a page (`target`), a section (`inner`), both, or a pattern (`target` without a title).

    `is_draft`: a link to nothing, `[Later]()`, by which mdBook announces a chapter.
    """

    line: int
    title: str = ""
    target: str = ""
    is_pattern: bool = False
    is_draft: bool = False
    inner: list[Point] = field(default_factory=list)


def read_summary(text: str, *, literate: bool) -> tuple[list[Point], list[tuple[int, str]]]:
    """The points of a summary, and (line, what) of what cannot be read of it.

    `literate`: of several lists, only the one that literate-nav takes: after `<!--nav-->`, else the last.
    """
    lists, problems = _lists(text)
    if literate:
        mark = max((n for n, line in enumerate(text.split("\n"), 1) if line.strip() == _MARK), default=0)
        after = [points for _, points in lists if points[0].line > mark] if mark else []
        return (after[0] if after else lists[-1][1] if lists else []), problems
    found: list[Point] = []
    for heading, points in lists:
        if heading is None:
            found += points
        else:
            found.append(Point(heading.line, heading.title, inner=points))
    return found, problems


def _lists(text: str) -> tuple[list[tuple[Point | None, list[Point]]], list[tuple[int, str]]]:
    """Each list with its heading, where it has one that is not the title of the file."""
    lists: list[tuple[Point | None, list[Point]]] = []
    problems: list[tuple[int, str]] = []
    heading: Point | None = None
    open_points: list[tuple[int, Point]] = []
    count, last, is_first = 0, 0, True
    for number, line in prose(text.replace("\t", "    ").split("\n")):
        if number > last + 1:
            open_points = []  # code or a comment stands between
        last = number
        if not line.strip():
            continue
        match = None if _RULE.fullmatch(line) else _ITEM.fullmatch(line.rstrip())
        if match is None:
            if line.startswith("#"):
                open_points = []
                heading = None if is_first else Point(number, plain(line.lstrip("#")))
                is_first = False
            elif not line.startswith(" "):
                open_points = []
                if lone := _LINK.fullmatch(line.strip()):
                    lists.append((None, [_point(number, line.strip(), problems)] if not lone[4] else []))
            continue
        is_first = False
        count += 1
        if count > _MAX_POINTS:
            problems.append((number, f"more than {_MAX_POINTS} entries"))
            break
        point = _point(number, match[2].strip(), problems)
        indent = len(match[1])
        if not open_points:
            lists.append((heading, []))
            heading = None
        while open_points and open_points[-1][0] >= indent:
            open_points.pop()
        if len(open_points) > _MAX_DEPTH:
            problems.append((number, "nested too deeply"))
            continue
        siblings: list[Point] = open_points[-1][1].inner if open_points else lists[-1][1]
        siblings.append(point)
        open_points.append((indent, point))
    return [(head, points) for head, points in lists if points], problems


def _point(number: int, text: str, problems: list[tuple[int, str]]) -> Point:
    match = _LINK.fullmatch(text)
    if match is None:
        if "*" in text and not re.search(r"\s|\*\*\w|\*\w+\*", text):
            return Point(number, target=text, is_pattern=True)
        return Point(number, plain(text))
    if match[4].strip():
        problems.append((number, f"there is text after the link: {match[4].strip()[:80]!r}"))
    target = unquote(match[2] or match[3] or "")
    return Point(number, plain(match[1]), target, is_draft=not target)


def pages_of(points: Sequence[Point]) -> list[str]:
    """The targets of all points, patterns apart."""
    found: list[str] = []
    for point in points:
        found += [point.target] if point.target and not point.is_pattern else []
        found += pages_of(point.inner)
    return found
