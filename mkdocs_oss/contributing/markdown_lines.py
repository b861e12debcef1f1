"""Just enough of Markdown's block structure to tell headings and code from prose, in one pass over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r"#(?!#)[ \t]*[^\s#]")
_UNDERLINE = re.compile(r"=+[ \t]*")


def visible_lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """(1-based line, text, whether it is inside a fenced block); the fences themselves are left out."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        after = _fence_after(line, fence)
        if after == fence:
            yield number, line, bool(fence)
        fence = after


def _fence_after(line: str, fence: str) -> str:
    """The open fence after `line`, where `fence` was open before (CommonMark 4.5)."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return "" if match[1][0] == "`" and "`" in match[2] else match[1]
    closes = match[1][0] == fence[0] and len(match[1]) >= len(fence) and not match[2].strip()
    return "" if closes else fence


def has_title(text: str) -> bool:
    """Whether there is a heading of the first level: `# Title`, an underlined one, or `<h1>`."""
    previous = ""
    for _, line, fenced in visible_lines(text):
        if fenced:
            previous = ""
            continue
        if _HEADING.match(line) or "<h1" in line.lower():
            return True
        if previous.strip() and _UNDERLINE.fullmatch(line):
            return True
        previous = line
    return False


def closed(text: str) -> str:
    """`text` with an end for what it leaves open (a fence, a comment), so that what follows is still seen."""
    fence, comment = "", False
    for line in text.split("\n"):
        if not comment:
            fence = _fence_after(line, fence)
        if not fence:
            opens = comment or line[:7].lstrip().startswith("<!--")
            comment = opens and line.rfind("-->") <= line.rfind("<!--")
    if fence:
        return f"{text.rstrip()}\n{fence}"
    return f"{text.rstrip()}\n-->" if comment else text.rstrip()
