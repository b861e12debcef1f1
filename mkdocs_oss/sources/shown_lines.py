"""Which lines of the files that it takes in a page highlights or cuts out by their numbers.

Syntax: `hl_lines` of https://facelessuser.github.io/pymdown-extensions/extensions/highlight/, counted from the first line
of the block; lines of https://facelessuser.github.io/pymdown-extensions/extensions/snippets/, and `hl[…]` and `ln[…]` of
https://github.com/tiangolo/markdown-include-variants, counted from the first line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from mkdocs_oss.sources.front_matter import Document
from mkdocs_oss.sources.snippet_syntax import LINE, MARK, parse_target

Range = tuple[int, int]
"""(first, last)."""
_HIGHLIGHTS = "hl_lines"
_FENCE = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+)?(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*?)\bhl_lines=([\"'])(?P<lines>[\d \t-]{1,300})\3"
)
_VARIANT = re.compile(r"\{\*[ \t]*(?P<path>[\w./@+-]{1,300})(?P<rest>[^*\n]{1,500})\*\}")
_NUMBERS = re.compile(r"\b(?:hl|ln)\[(?P<lines>[\d:, \t]{1,300})\]")
_RANGE = re.compile(r"(?P<first>\d{1,6})(?:[-:](?P<last>\d{1,6}))?\Z")
_MOST = 50
"""Ranges of one file."""


def shown_lines(document: Document) -> Mapping[str, tuple[Range, ...]]:
    """By the file, as the page names it, or by its path where the page's snippets are in place.

    Only numbers that count from the file's own first line: those in a section of a file may stay while it moves.
    """
    body = document.body
    found: dict[str, dict[Range, None]] = {}
    if _HIGHLIGHTS in body or MARK in body or "{*" in body:
        for name, shown in (*_of_blocks(document), *_of_snippets(body), *_of_variants(body)):
            of_file = found.setdefault(name, {})
            if len(of_file) < _MOST:
                of_file[shown] = None
    return {name: tuple(sorted(ranges)) for name, ranges in found.items()}


def _of_blocks(document: Document) -> Iterator[tuple[str, Range]]:
    """What the fenced blocks highlight that begin with a snippet."""
    if _HIGHLIGHTS not in document.body:
        return
    lines = document.body.split("\n")
    for at, line in enumerate(lines[:-1]):
        fence = _FENCE.match(line) if _HIGHLIGHTS in line else None
        if fence is None:
            continue
        ranges = list(_ranges(fence["lines"].split()))
        if document.origins:
            yield from _in_place(document, at + 1, ranges)
        match = LINE.match(lines[at + 1])
        target = parse_target(match["quoted"][1:-1].strip()) if match and match["quoted"] else None
        if target is None or target.section or len(target.ranges) > 1:
            continue
        start = target.ranges[0][0] if target.ranges else 1
        if start is not None and start > 0:
            yield from ((target.file, (first + start - 1, last + start - 1)) for first, last in ranges)


def _in_place(document: Document, at: int, ranges: Iterable[Range]) -> Iterator[tuple[str, Range]]:
    """`at`: where the lines of the block begin. A range counts where they are those of a file from its first line."""
    path = document.origins[at][0]
    for first, last in ranges:
        whole = document.origins[at : at + last]
        if whole == tuple((path, number) for number in range(1, last + 1)):
            yield path, (first, last)


def _of_snippets(body: str) -> Iterator[tuple[str, Range]]:
    """What snippets cut out: `--8<-- "file.py:10:20"`."""
    for line in body.split("\n") if MARK in body else ():
        match = LINE.match(line) if MARK in line else None
        if match is None or match["escape"] or not match["quoted"]:
            continue
        target = parse_target(match["quoted"][1:-1].strip())
        if target is not None:
            yield from (
                (target.file, (first, last))
                for first, last in target.ranges
                if first is not None and last is not None and 0 < first <= last
            )


def _of_variants(body: str) -> Iterator[tuple[str, Range]]:
    """`{* file.py ln[1:20] hl[5,7:8] *}`."""
    for match in _VARIANT.finditer(body) if "{*" in body else ():
        for numbers in _NUMBERS.finditer(match["rest"]):
            yield from ((match["path"], shown) for shown in _ranges(numbers["lines"].split(",")))


def _ranges(parts: Iterable[str]) -> Iterator[Range]:
    for part in parts:
        match = _RANGE.match(part.strip())
        if match is not None and 0 < int(match["first"]) <= int(match["last"] or match["first"]):
            yield int(match["first"]), int(match["last"] or match["first"])
