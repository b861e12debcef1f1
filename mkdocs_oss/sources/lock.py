"""handbook.lock: which commit of each remote repo the handbook is built from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from mkdocs_oss.errors import SettingsError

NAME = "handbook.lock"
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Locked:
    """One repo of the lock. `when` is the time of the fetch, ISO 8601 in UTC."""

    url: str
    ref: str
    commit: str
    when: str


def read_lock(folder: Path) -> Mapping[str, Locked]:
    """The lock beside mkdocs.yml: repo name → commit; empty where there is none. Raises SettingsError."""
    try:
        text = (folder / NAME).read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(NAME, "cannot be read", remedy="write it anew with `mkdocs-oss sync`") from error
    try:
        entries = json.loads(text)["repos"]
        locked = {name: Locked(**entry) for name, entry in entries.items()}
        for entry in locked.values():
            if not _SHA.fullmatch(entry.commit):
                raise ValueError(entry.commit)
        return locked
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SettingsError(NAME, "not a lock file", remedy="write it anew with `mkdocs-oss sync`") from error


def write_lock(folder: Path, repos: Mapping[str, Locked]) -> Path:
    """Writes the lock whole or not at all; the same repos give the same bytes."""
    content = {"version": 1, "repos": {name: asdict(entry) for name, entry in sorted(repos.items())}}
    path = folder / NAME
    draft = folder / f".{NAME}.new"
    draft.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    draft.replace(path)
    return path
