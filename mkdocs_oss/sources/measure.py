"""Pages beyond the measure of Python-Markdown: which ones it cannot read, told from their text in one pass.

It follows each level of a list, an admonition or a tab with calls of its own, and Python ends at a thousand of them; it
counts equal ids up as numbers, of which Python reads 4,300 digits; and it writes out what a name stands for at each
use. What people write stays far below. An engine may meet more that it cannot render: this is what can be told early.
"""

from __future__ import annotations

import re
from collections import Counter

from mkdocs_oss.sources.prose import prose

MOST_LEVELS = 100
_MOST_WRITTEN = 20_000_000
_LONG_NUMBER = re.compile(r"_[0-9]{4000}")
_MAY_BE_DEEP = re.compile(r"\n[ \t>*+\-:.)\d]{100}")
_OPENER = re.compile(
    r"(?:[-*+]|\d{1,9}[.)]|:)[ \t]+|[!?]{3}\+?[ \t]|={3}[!+]*[ \t]|\[\^[^\[\]\n]{1,100}\]:[ \t]*"
)
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_RULE = re.compile(r"[-*_\s]+")
_DEFINITION = re.compile(r"\n {0,3}(\*?)\[([^\[\]\n]{1,1000})\] ?:( *\n? *[^\n]*(?:\n *[\"'(][^\n]*)?)")
_LONG_DEFINITION = 200
_NAME = re.compile(r"\[([^\[\]]{1,1000})\]")
_WORD = re.compile(r"\w+")

Beyond = tuple[int, str, str]
"""(line, what, remedy)."""


def beyond_measure(text: str) -> Beyond | None:
    """Where a page goes beyond it, first; None for all that people write."""
    if _LONG_NUMBER.search(text) and (line := _line_of(_LONG_NUMBER, text)):
        return line, "a name ends in a number of thousands of digits", "write a shorter one"
    led = f"\n{text}"  # a pattern that begins with a letter is found ten times as fast as one that may begin a line
    if _MAY_BE_DEEP.search(led) and (line := _deep_line(text)):
        return line, f"it nests more than {MOST_LEVELS} levels deep", "nest less"
    if (at := _repeated(led)) is not None:
        what = "what a long definition stands for would be written out too often"
        return led.count("\n", 0, at), what, "make it shorter, or use it less often"
    return None


def _line_of(pattern: re.Pattern[str], text: str) -> int:
    """The first line of prose that has it; 0 where none has: code may hold anything."""
    return next((number for number, line in prose(text.split("\n")) if pattern.search(line)), 0)


def _deep_line(text: str) -> int:
    """The first line of more than MOST_LEVELS levels; 0 for none. Quotes are not counted: there is an end to them."""
    open_at: list[int] = []
    for number, line in prose(text.split("\n")):
        shown = line.expandtabs(4)
        if not shown.strip() or _RULE.fullmatch(shown):
            continue
        quoted = _QUOTE.match(shown)
        at = quoted.end() if quoted else 0
        at += len(shown[at:]) - len(shown[at:].lstrip())
        while open_at and open_at[-1] >= at:
            open_at.pop()
        while match := _OPENER.match(shown, at):
            open_at.append(at)
            if len(open_at) > MOST_LEVELS:
                return number
            at = match.end()
    return 0


def _repeated(text: str) -> int | None:
    """Where in a text that begins with a line's end the definition stands with which references and abbreviations would fill more than _MOST_WRITTEN."""
    found = [match for match in _DEFINITION.finditer(text) if len(match[3]) > _LONG_DEFINITION]
    if not found:
        return None
    names = Counter(" ".join(name.lower().split()) for name in _NAME.findall(text))
    words = Counter(_WORD.findall(text)) if any(match[1] for match in found) else Counter[str]()
    written = 0
    for match in found:
        is_abbreviation, name = match[1], match[2]
        if is_abbreviation:
            first = _WORD.search(name)
            uses = words[first[0]] if first else text.count(name)
        else:
            uses = names[" ".join(name.lower().split())]
        written += uses * len(match[3])
        if written > _MOST_WRITTEN:
            return match.start(1)
    return None
