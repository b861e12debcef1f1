"""Finders of syntax on a page: each gives the first line that can mean nothing else.

Syntax: https://python-markdown.github.io/extensions/ and https://facelessuser.github.io/pymdown-extensions/extensions/.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mkdocs_oss.sources.syntax.page_text import Fence, PageText

Use = tuple[int, str]
"""(line, what stands there)."""
Finder = Callable[[PageText], Use | None]


def matching(pattern: str) -> Finder:
    """Finds the first line of prose that a pattern is in."""
    compiled = re.compile(pattern)

    def find(page: PageText) -> Use | None:
        for number, line in page.lines:
            if match := compiled.search(line):
                return number, match[0].strip()
        return None

    return find


def block(marks: str) -> Finder:
    """An opening such as `!!! note` that has a title in quotes or a body, so that it is no exclamation."""
    compiled = re.compile(rf'^\s*(?:{marks}) ?[\w-]+(?: +[\w-]+)*( +"[^"]*")?(?: +(?:inline|end))* *$')

    def find(page: PageText) -> Use | None:
        for number, line in page.lines:
            match = compiled.match(line)
            if match and (match[1] or page.has_body(number)):
                return number, page.line(number)
        return None

    return find


def fence(suits: Callable[[Fence], bool]) -> Finder:
    def find(page: PageText) -> Use | None:
        return next(((found.number, found.line.strip()) for found in page.fences if suits(found)), None)

    return find


_INFO = re.compile(r"(?:^|\s)(?:title|linenums)=[\"']")


def is_for_superfences(fence: Fence) -> bool:
    """Python-Markdown's own fences stand at the start of a line and take no title."""
    closes = any(line.lstrip(" \t>").startswith(("```", "~~~")) for line in fence.inside)
    return closes and bool(fence.lead or _INFO.search(fence.after))


def fence_of(language: str) -> Finder:
    """Finds a fenced code block of a language."""
    return fence(lambda found: found.language == language)


_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,100})\]: *\S")
_REFERENCE = re.compile(r"(?<!\])\[\^([^\]\s]{1,100})\](?![:(\[])")


def footnotes(page: PageText) -> Use | None:
    """A note and a reference to it: either alone may be a link or a character class."""
    notes = {match[1] for _, line in page.lines if (match := _FOOTNOTE.match(line))}
    for number, line in page.lines if notes else ():
        for match in _REFERENCE.finditer(line):
            if match[1] in notes:
                return number, match[0]
    return None


def definitions(pattern: str) -> Finder:
    compiled = re.compile(pattern)
    other = re.compile(r"\s*(?:[-*+|>#]|\d+[.)])|.*\|")

    def find(page: PageText) -> Use | None:
        for number, line in page.lines:
            if not compiled.match(line):
                continue
            term = page.before(number)
            is_alone = not page.before(number, back=2).strip()
            if term.strip() and not term.startswith((" ", "\t")) and not other.match(term) and is_alone:
                return number, page.line(number)
        return None

    return find


def slashed_block(types: str) -> Finder:
    """`/// note` with its end: a line of slashes alone."""
    start = re.compile(rf"^ {{0,3}}/{{3,}} ?(?:{types})(?: ?\|.*)?$")
    end = re.compile(r"^ {0,3}/{3,} *$")

    def find(page: PageText) -> Use | None:
        opened: Use | None = None
        for number, line in page.lines if "///" in page.body else ():
            if opened is not None and end.match(line):
                return opened
            if opened is None and start.match(line):
                opened = number, page.line(number)
        return None

    return find
