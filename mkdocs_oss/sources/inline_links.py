"""Where the targets of inline links stand, `[text](target "title")`, as Python-Markdown reads them.

A target may hold spaces, brackets that come in pairs, and characters behind a backslash:
https://python-markdown.github.io/ (`LinkInlineProcessor`). A forge wants `<…>` around a target with spaces, which is
read here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

_LONGEST = 1_000
_DEEPEST = 6
"""Brackets in brackets. A target that reaches into another link's would be looked through with each of them."""
_START = re.compile(r"\]\((?:(?P<plain>[^\s()<>\"'\\]{1,1000})\))?")
_SPACE = re.compile(r"[ \t]{0,100}(?:\n[ \t]{0,100})?")
_ANGLE = re.compile(r"<[^<>\n]{1,1000}>\s{0,100}(?:'[^'\n]{0,500}'\s{0,100}|\"[^\"\n]{0,500}\"\s{0,100})?\)")
_MARK = re.compile(r"[()<>\"'\\]|\n[ \t]{0,100}\n")
_CLOSES = {quote: re.compile(rf"{quote}[ ]{{0,100}}\)|\n[ \t]{{0,100}}\n") for quote in "\"'"}
"""How a title ends the link; a blank line ends its paragraph before that."""
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!])")


def inline_targets(text: str) -> Iterator[tuple[int, int, int]]:
    """(where the label's bracket closes, start, end) of each target, without `<` and `>` around it."""
    titles = _Titles(text)
    for match in _START.finditer(text):
        if match["plain"] is not None:
            yield match.start(), *match.span("plain")
            continue
        space = _SPACE.match(text, match.end())
        start = space.end() if space else match.end()
        if angle := _ANGLE.match(text, start):
            yield match.start(), start + 1, text.index(">", start, angle.end())
            continue
        end = _end(text, start, titles)
        while end > start and text[end - 1] in " \t\n":
            end -= 1
        if end > start and "\n" not in text[start:end]:
            yield match.start(), start, end


def unescaped(target: str) -> str:
    """What a target means: a character that a backslash stands before is itself."""
    return _ESCAPED.sub(r"\1", target) if "\\" in target else target


class _Titles(Struct):
    """The titles of a text's links. Where one would end is kept: that is the answer for all places before it, too."""

    text: str
    ends: dict[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)
    """(which of its link's quotation marks, the mark) → searched from, found at, where the link ends."""

    def start(self, first: int, limit: int) -> int | None:
        """Where a link's title starts, if it has one: at its first quotation mark, or at the first one of the other
        kind, whichever ends the link first."""
        end, start = self._end("first", first), first
        other = self.text.find("'" if self.text[first] == '"' else '"', first, limit)
        if other >= 0 and (sooner := self._end("other", other)) < end:
            end, start = sooner, other
        return start if end <= limit else None

    def _end(self, which: str, start: int) -> int:
        """Where the link ends whose title starts there; beyond the text where it does not."""
        quote = self.text[start]
        since, found, end = self.ends.get((which, quote), (0, -1, 0))
        if not since <= start < found:
            closed = _CLOSES[quote].search(self.text, start + 1)
            nothing = len(self.text) + 1
            found = closed.start() if closed else nothing
            end = closed.end() if closed and closed[0][0] == quote else nothing
            self.ends[which, quote] = start, found, end
        return end


def _end(text: str, start: int, titles: _Titles) -> int:
    """Where a target ends: before its title, else before the bracket that closes the link; `start` where none does."""
    limit = min(len(text), start + _LONGEST)
    at, depth, is_quoted = start, 1, False
    while mark := _MARK.search(text, at, limit):
        char, at = mark[0], mark.end()
        if char == "\\":
            at += 1
        elif char == "(":
            depth += 1
            if depth > _DEEPEST:
                return start
        elif char == ")":
            depth -= 1
            if not depth:
                return mark.start()
        elif char in ("'", '"'):
            if not is_quoted and (title := titles.start(mark.start(), limit)) is not None:
                return title
            is_quoted = True
        else:
            return start
    return start
