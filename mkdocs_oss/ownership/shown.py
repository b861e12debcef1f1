"""A repo's text as it may be shown."""

from __future__ import annotations

import re

_NOT_SHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def shown(text: str) -> str:
    """A repo's text for a terminal, a page or JSON: control characters, and marks that turn its direction, replaced."""
    return _NOT_SHOWN.sub("\ufffd", text)
