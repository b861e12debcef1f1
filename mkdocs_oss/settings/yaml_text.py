"""Text as YAML says it, whatever is in it."""

from __future__ import annotations

import json
import re


def quoted(text: str) -> str:
    """A string in double quotes, on one line; read again it is the same."""

    def escaped(match: re.Match[str]) -> str:
        number = ord(match[0])
        return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"

    return re.sub(
        r"[^\x20-\x7e]",
        lambda m: m[0] if m[0].isprintable() else escaped(m),
        json.dumps(text, ensure_ascii=False),
    )
