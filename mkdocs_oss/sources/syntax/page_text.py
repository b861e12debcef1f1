"""A page's Markdown as a search for syntax sees it: what is prose, and where code blocks begin."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from mkdocs_oss.sources.prose import code_spans, prose

_MAX_LINE = 1000  # the rest of a longer line is not looked at
_MAX_LOOK = 200
_HILITE = re.compile(r"[\w#.+-]+ [^`]+(?=`)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)")
_VERBATIM = re.compile(r"<(pre|script|style|textarea|svg|math)\b", re.IGNORECASE)
_FENCE = re.compile(r"(?P<lead>(?:[ \t]|>)*)(?P<ticks>`{3,}|~{3,})(?P<after>.*)")
_HOLDS_MORE = re.compile(r"\s*(?:[-*+]\s|\d{1,9}[.)]\s|!!!|\?\?\?|===|:\s{1,3}\S|\[\^)")


class Fence(Struct, frozen=True):
    """The first line of a fenced code block, the text behind its fence, and the lines inside."""

    number: int
    line: str
    lead: str
    after: str
    inside: tuple[str, ...]

    @property
    def language(self) -> str:
        """The first word behind the fence, in lower case."""
        return re.split(r"[\s{]", self.after.strip().lstrip("{. "), maxsplit=1)[0].lower()


class PageText:
    """A page's body; `lines` and `fences` are made when they are first wanted."""

    def __init__(self, body: str) -> None:
        self.body = body
        self._raw = [line[:_MAX_LINE] for line in body.split("\n")]

    @cached_property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """(1-based number, line) of prose; code spans and comments in it are blank, formulas and raw HTML left out."""
        found: list[tuple[int, str]] = []
        until = ""
        for number, line in self._prose:
            if until:
                if until in line.lower():
                    until = ""
                continue
            verbatim = _VERBATIM.search(line)
            if verbatim and f"</{verbatim[1].lower()}" not in line.lower():
                until = f"</{verbatim[1].lower()}"
                line = line[: verbatim.start()]
            elif verbatim:
                continue
            elif line.lstrip().startswith("$$") and line.count("$$") % 2:
                until = "$$"
            found.append((number, _COMMENT.sub(_blank, _without_code(line))))
        return tuple(found)

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """The fenced code blocks that follow on a line of prose, which almost all do."""
        in_prose = {number for number, _ in self._prose}
        found: list[Fence] = []
        for index, line in enumerate(self._raw):
            number = index + 1
            if (
                number in in_prose
                or (index and index not in in_prose)
                or ("```" not in line and "~~~" not in line)
            ):
                continue
            match = _FENCE.match(line)
            if match is None or (match["ticks"][0] == "`" and "`" in match["after"]):
                continue
            if not self._is_code(index, match["lead"]):
                end = next((i for i in range(index + 1, len(self._raw)) if i + 1 in in_prose), len(self._raw))
                inside = tuple(self._raw[index + 1 : end])
                found.append(Fence(number, line, match["lead"], match["after"].strip(), inside))
        return tuple(found)

    def line(self, number: int) -> str:
        """A line as it was written, without the white space around it."""
        return self._raw[number - 1].strip()

    def code_span(self, starts: tuple[str, ...]) -> tuple[int, str] | None:
        """The first code span that starts so and goes on with a language and a blank, as `#!python x` does."""
        for number, line in self.lines:
            raw = self._raw[number - 1]
            for start in starts if "`" in line else ():
                at = raw.find(start)
                match = (
                    _HILITE.match(raw, at + len(start)) if at >= 0 and line[at + 1 : at + 2] == " " else None
                )
                if match:
                    return number, raw[at + 1 : match.end()]
        return None

    def has_body(self, number: int) -> bool:
        """Whether the next line with text is indented below line `number`, as the body of a block is."""
        indent = _indent(self._raw[number - 1])
        for line in self._raw[number : number + 4]:
            if line.strip():
                return _indent(line) >= indent + 4
        return False

    def before(self, number: int, *, back: int = 1) -> str:
        """The line `back` lines above; "" above the first."""
        return self._raw[number - 1 - back] if number - 1 - back >= 0 else ""

    def _is_code(self, index: int, lead: str) -> bool:
        """Whether what looks like a fence is a line of indented code: four blanks, and no block that it belongs to."""
        indent = _indent(self._raw[index])
        if ">" in lead or indent < 4:
            return False
        for line in self._raw[max(0, index - _MAX_LOOK) : index][::-1]:
            if line.strip() and _indent(line) < indent:
                return not _HOLDS_MORE.match(line) or indent - _indent(line) > 6
        return True

    @cached_property
    def _prose(self) -> tuple[tuple[int, str], ...]:
        return tuple(prose(self._raw))


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _without_code(line: str) -> str:
    """The line with blanks in place of its code spans, but for their outermost backticks."""
    if "`" not in line:
        return line
    for start, end in code_spans(line):
        line = f"{line[: start + 1]}{' ' * (end - start - 2)}{line[end - 1 :]}"
    return line


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
