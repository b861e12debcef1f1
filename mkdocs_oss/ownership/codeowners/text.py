"""The bytes of a CODEOWNERS file as lines, and a repo's text as it may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE_END = re.compile(r"\r\n|\n|\r")
_WORD = re.compile(r"(?:\\.|[^\s\\]|\\\Z)+", re.DOTALL)
_NOT_SHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def lines_of(content: bytes) -> Iterator[tuple[int, str]]:
    """(number, text) of each line. A byte-order mark is none of it, and bytes that are not UTF-8 match as git's do."""
    text = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return enumerate(_LINE_END.split(text), 1)


def words_of(line: str) -> list[str]:
    """The words of a line; a backslash joins the space after it to its word, and is part of it at the line's end too."""
    return _WORD.findall(line)


def before_comment(words: list[str]) -> list[str]:
    """The words up to the first that begins with a `#`."""
    end = next((at for at, word in enumerate(words) if word.startswith("#")), len(words))
    return words[:end]


def shown(text: str) -> str:
    """A repo's text for a terminal, a page or JSON: control characters, and marks that turn its direction, replaced."""
    return _NOT_SHOWN.sub("\ufffd", text)
