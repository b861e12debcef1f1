"""The ids that git gives commits and contents."""

from __future__ import annotations

import re

_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def is_object_id(text: str) -> bool:
    """Whether a text is an id in full, of SHA-1 or SHA-256."""
    return bool(_OBJECT_ID.fullmatch(text))
