"""Whether a reader could notice that a text became another: what Markdown shows, without how it is written.

Left out are front matter, white space, the wrapping of lines, emphasis and list markers, and the padding of tables;
inside fenced code, white space at the ends of lines alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_oss.model import Substance

_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_MARKERS = b" \t\n\r\f\v*_-+|:`~"
_BOM = b"\xef\xbb\xbf"
_FENCE = re.compile(r"\s*(?:[-*+>]\s+)*(`{3,}|~{3,})(.*)")
_LIST_ITEM = re.compile(r"^((?:>\s*)*)(?:[-*+](?:\s+|$))+")
_DELIMITER_ROW = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_BACKTICKS = re.compile(r"`+")
_EMPHASIS = re.compile(r"(?<![\w\\*])(?:\*{1,3}|_{1,3})(?=[^\s*_])|(?<=[^\s*_\\])(?:\*{1,3}|_{1,3})(?![\w*])")


def is_noticed(old: bytes, new: bytes, *, substance: Substance) -> bool:
    """Whether the change of a page from `old` to `new` counts."""
    if old == new:
        return False
    if substance == "any":
        return True
    old, new = old.removeprefix(_BOM), new.removeprefix(_BOM)
    if substance == "text":
        old, new = _body(old), _body(new)
    # what differs in letters alone is decided at the speed of bytes: most changes are
    if old.translate(None, _MARKERS) != new.translate(None, _MARKERS):
        return True
    return _is_shown_otherwise(
        old.decode("utf-8", "replace").splitlines(), new.decode("utf-8", "replace").splitlines()
    )


def _is_shown_otherwise(old: list[str], new: list[str]) -> bool:
    """Whether two texts are shown differently: only the paragraphs from the first line that differs to the last."""
    shorter = min(len(old), len(new))
    start = next((number for number in range(shorter) if old[number] != new[number]), shorter)
    end = next((n for n in range(shorter - start) if old[-1 - n] != new[-1 - n]), shorter - start)
    while start and old[start - 1].strip():
        start -= 1
    while end and old[-end].strip():
        end -= 1
    fence = _fence_after(old[:start])
    return shown(old[start : len(old) - end], fence) != shown(new[start : len(new) - end], fence)


def _fence_after(lines: list[str]) -> str:
    """The fence that is still open after some lines."""
    fence = ""
    for line in lines:
        if ("```" in line or "~~~" in line) and (found := _FENCE.fullmatch(line)):
            if fence:
                fence = "" if found[1].startswith(fence) and not found[2].strip() else fence
            elif "`" not in found[2]:
                fence = found[1]
    return fence


def shown(lines: list[str], fence: str = "") -> str:
    """A text as words and code, in a form that is the same for all ways to write it. `fence`: the open one."""
    parts: list[str] = []
    prose: list[str] = []
    for line in lines:
        found = _FENCE.fullmatch(line)
        if fence:
            closes = found is not None and found[1].startswith(fence) and not found[2].strip()
            parts.append("```" if closes else line.rstrip())
            fence = "" if closes else fence
        elif found is not None and "`" not in found[2]:
            parts += [_prose(prose), f"```{' '.join(found[2].split())}"]
            prose = []
            fence = found[1]
        else:
            prose.append(_line(line))
    return "\n".join((*parts, _prose(prose)))


def _line(line: str) -> str:
    line = _LIST_ITEM.sub(r"\1- ", line.strip())
    if "|" not in line:
        return line
    return (
        "|"
        if _DELIMITER_ROW.fullmatch(line)
        else "|".join(cell.strip() for cell in _BETWEEN_CELLS.split(line)).strip("|")
    )


def _prose(lines: list[str]) -> str:
    """Text as it is shown: one space between words, no emphasis but inside code."""
    text = " ".join(" ".join(lines).split())
    pieces: list[str] = []
    end = 0
    for start, stop in code_spans(text):
        pieces += [_EMPHASIS.sub("", text[end:start]), text[start:stop]]
        end = stop
    pieces.append(_EMPHASIS.sub("", text[end:]))
    return "".join(pieces)


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code is in a text: from some backticks to the next that are as many. In one pass: a text of backticks
    without end would cost a regular expression minutes."""
    runs = [found.span() for found in _BACKTICKS.finditer(text)]
    closing: list[int | None] = [None] * len(runs)
    last: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        closing[number] = last.get(length)
        last[length] = number
    number = 0
    while number < len(runs):
        end = closing[number]
        if end is not None:
            yield runs[number][0], runs[end][1]
            number = end
        number += 1


def _body(content: bytes) -> bytes:
    head = _FRONT_MATTER.match(content)
    return content[head.end() :] if head else content
