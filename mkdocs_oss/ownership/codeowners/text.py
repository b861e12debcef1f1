"""The bytes of a CODEOWNERS file as lines and words."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE_END = re.compile(r"\r\n|\n|\r")
_WORD = re.compile(r"(?:\\.|[^\s\\]|\\\Z)+", re.DOTALL)


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
