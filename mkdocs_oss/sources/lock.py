"""handbook.lock: which commit of each remote repo the handbook is built from, and which repos forges listed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, structs

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import is_object_id
from mkdocs_oss.model import FoundRepo, Listing
from mkdocs_oss.settings.names import is_repo_name
from mkdocs_oss.settings.urls import is_remote_url

NAME = "handbook.lock"
_WRONG = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # msgspec's errors are ValueErrors
_ANEW = "write it anew with `mkdocs-oss sync`"


class Locked(Struct, frozen=True):
    """One repo of the lock. `when` is the time of the fetch, ISO 8601 in UTC."""

    url: str
    ref: str
    commit: str
    when: str


def read_lock(folder: Path) -> Mapping[str, Locked]:
    """The lock beside mkdocs.yml: repo name → commit; empty where there is none. Raises SettingsError."""
    content = _content(folder)
    try:
        locked = {name: Locked(**entry) for name, entry in content["repos"].items()} if content else {}
        for entry in locked.values():
            if not is_object_id(entry.commit):
                raise ValueError(entry.commit)
        return locked
    except _WRONG as error:
        raise SettingsError(NAME, "not a lock file", remedy=_ANEW) from error


def read_listings(folder: Path) -> Mapping[str, Listing]:
    """What the forges listed at the last sync: `Discovery.place` → repos. Raises SettingsError."""
    content = _content(folder)
    try:
        listings = msgspec.convert(content.get("discovered", {}), dict[str, Listing])
        for repo in (repo for listing in listings.values() for repo in listing.repos):
            if not (is_repo_name(repo.name) and is_remote_url(repo.url)):
                raise ValueError(repo.name)
        return listings
    except _WRONG as error:
        raise SettingsError(NAME, "not a lock file", remedy=_ANEW) from error


def write_lock(
    folder: Path, repos: Mapping[str, Locked], *, listings: Mapping[str, Listing] | None = None
) -> Path:
    """Writes the lock whole or not at all; the same content gives the same bytes.

    Without `listings`, those of the lock that is there stay.
    """
    if listings is None:
        try:
            listings = read_listings(folder)
        except SettingsError:
            listings = {}  # it is written anew
    content: dict[str, Any] = {"version": 1}
    if listings:
        content["discovered"] = {place: _listing(listings[place]) for place in sorted(listings)}
    content["repos"] = {name: structs.asdict(entry) for name, entry in sorted(repos.items())}
    path = folder / NAME
    draft = folder / f".{NAME}.new"
    draft.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    draft.replace(path)
    return path


def _content(folder: Path) -> dict[str, Any]:
    """The lock as it is written; empty where there is none. Raises SettingsError."""
    try:
        content = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(NAME, "cannot be read", remedy=_ANEW) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(NAME, "not a lock file", remedy=_ANEW) from error
    if not isinstance(content, dict) or "repos" not in content:
        raise SettingsError(NAME, "not a lock file", remedy=_ANEW)
    return content


def _listing(listing: Listing) -> dict[str, Any]:
    repos = sorted(listing.repos, key=_order)
    return {
        "when": listing.when,
        "filters": sorted(listing.filters),
        "repos": [msgspec.to_builtins(repo) for repo in repos],
    }


def _order(repo: FoundRepo) -> tuple[str, str]:
    return repo.name.casefold(), repo.url
