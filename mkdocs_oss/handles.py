"""What may name an owner outside CODEOWNERS: a handle, a team, a channel, a mail address, or a plain name."""

from __future__ import annotations

import re

_LONGEST = 200
_LINK = re.compile(
    r"(?!(?:group|user):)[a-z][a-z0-9+.-]*:\S|(?:javascript|vbscript|data|file|https?|mailto)\s*:|//|.*://",
    re.IGNORECASE,
)
"""A scheme with something after it. `group:default/docs` is a reference as Backstage writes it."""
_NOT_SHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def wrong_owner(word: str) -> str | None:
    """Why a word names no owner (`is a link`), to stand after its key; None where it may be one."""
    word = word.strip()
    if len(word) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    if _NOT_SHOWN.search(word):
        return "has line breaks or control characters"
    return "is a link, and not a handle or a name" if _LINK.match(word) else None
