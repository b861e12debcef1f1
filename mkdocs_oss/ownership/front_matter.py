"""Owners in a page's front matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_oss.handles import wrong_owner

_KEYS = ("owner", "owners", "owner_slack")


def front_matter_owners(meta: Mapping[str, Any]) -> tuple[str, tuple[str, ...]] | None:
    """(key, handles) that a page's front matter names; None where it names none. Raises ValueError."""
    for key in _KEYS:
        if key not in meta or meta[key] in (None, "", []):
            continue
        value = meta[key]
        handles = [value] if isinstance(value, str) else value
        if not isinstance(handles, list) or not all(isinstance(h, str) and h.strip() for h in handles):
            raise ValueError(f"`{key}` must be a handle or a list of handles")
        if (wrong := next(filter(None, map(wrong_owner, handles)), None)) is not None:
            raise ValueError(f"`{key}` {wrong}")
        return key, tuple(handle.strip() for handle in handles)
    return None
