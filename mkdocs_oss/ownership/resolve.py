"""Who answers for a page: front matter, then CODEOWNERS, then the setting. Every answer carries its rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_oss.model import Owners, Rule, Unknown
from mkdocs_oss.ownership.codeowners import Codeowners
from mkdocs_oss.ownership.roster import Roster

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
        return key, tuple(handle.strip() for handle in handles)
    return None


def resolve_owners(
    path: str,
    *,
    meta: Mapping[str, Any],
    codeowners: Codeowners | None,
    declared: tuple[tuple[str, ...], str],
    roster: Roster,
) -> Owners | Unknown:
    """The owners of the file `path` of a repo, whether it exists or not.

    `declared`: the handles that a setting gives to the whole repo, and where it does. Unknown where nothing
    in the repo says who owns anything.
    """
    try:
        named = front_matter_owners(meta)
    except ValueError:
        named = None  # told as a finding where the page is read
    if named is not None:
        key, handles = named
        return _owners(handles, Rule(path, 0, f"{key}: {', '.join(handles)}"), roster)
    rule = codeowners.deciding(path) if codeowners is not None else None
    if codeowners is not None and rule is not None:
        return _owners(rule.owners, codeowners.evidence(rule), roster)
    handles, where = declared
    if handles:
        return _owners(handles, Rule(where, 0, f"owner: {', '.join(handles)}"), roster)
    if codeowners is not None:
        return Owners((), Rule(codeowners.file, 0, "no rule matches"))
    return Unknown("the repo has no CODEOWNERS file, and no setting names an owner")


def _owners(handles: tuple[str, ...], rule: Rule, roster: Roster) -> Owners:
    return Owners(tuple(roster.owner(handle) for handle in dict.fromkeys(handles)), rule)
