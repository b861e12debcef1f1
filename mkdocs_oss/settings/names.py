"""Which names a repo may have (each becomes a folder of the site, on any file system), and which a ref may have."""

from __future__ import annotations

import re

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""What Windows takes for devices, whatever follows after a dot."""
_NO_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{")
_OF_THE_SITE = frozenset({"index.md", "index.html"})


def is_repo_name(name: str) -> bool:
    """Letters, digits, `-`, `_` and `.`; none that a file system or the handbook itself takes."""
    is_free = name.lower() not in _OF_THE_SITE and name.lower().partition(".")[0] not in _RESERVED
    return bool(_NAME.fullmatch(name)) and is_free and not name.endswith(".")


def is_ref(text: str) -> bool:
    """What may be the name of a branch or tag, or a commit's id."""
    return bool(text) and not text.startswith("-") and not _NO_REF.search(text)
