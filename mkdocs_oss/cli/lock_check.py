"""`mkdocs-oss sync --check`: where the lock is behind the forges and the remotes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_oss import clock
from mkdocs_oss.cli.discovered import some
from mkdocs_oss.cli.printing import echo, print_json
from mkdocs_oss.cli.shared import counted
from mkdocs_oss.gather.reads import reads
from mkdocs_oss.git import Git
from mkdocs_oss.settings import Settings
from mkdocs_oss.sources.lock import read_listings, read_lock
from mkdocs_oss.sources.store import Store, cache_folder

if TYPE_CHECKING:
    from mkdocs_oss.sources.discovery import Listed
    from mkdocs_oss.sources.standing import Standing

_SYNC = "run `mkdocs-oss sync`"


def check_lock(settings: Settings, folder: Path, max_age: timedelta, *, git: Git, as_json: bool) -> bool:
    """Prints where the lock is behind; whether that, or what could not be asked, is more than the settings allow."""
    from mkdocs_oss.sources.discovery import lists_of, with_discovered
    from mkdocs_oss.sources.standing import standings

    listings = read_listings(folder) if settings.discoveries else {}
    lists = list(
        lists_of(
            settings.discoveries, listings, hub=folder, git=git, environ=os.environ, now=clock.now, max_age=max_age
        )
    )  # fmt: skip
    settings, findings = with_discovered(settings, folder)
    told = {listed.place for listed in lists if listed.state == "unlocked"}
    findings = tuple(finding for finding in findings if finding.repo not in told)
    for finding in findings:
        echo(str(finding), fg="yellow", err=True)
    store = Store(cache_folder(settings.cache), git=git, now=clock.now, reads=reads(settings))
    found = standings(settings.repos, read_lock(folder), store, git=git, now=clock.now(), max_age=max_age)
    if as_json:
        print_json([*map(_list_facts, lists), *map(_facts, found)])
    else:
        for listed in lists:
            _tell_list(listed)
        for standing in found:
            _tell(standing)
        echo(_summary(lists, found, max_age), err=True)
    every: list[Listed | Standing] = [*lists, *found]
    unreachable = [each for each in every if each.state == "unreachable"]
    asked = [each for each in every if each.state not in ("unlocked", "unreachable")]
    return (
        any(each.state in ("behind", "unlocked") for each in every)
        or any(listed.is_required for listed in lists if listed.state == "unreachable")
        or any(each.repo.policy == "required" for each in found if each.state == "unreachable")
        or bool(unreachable and not asked)
        or any(finding.severity == "error" for finding in findings)
    )


def _summary(lists: Sequence[Listed], found: Sequence[Standing], max_age: timedelta) -> str:
    """How many of what was looked at stand how; only what was asked can be said not to be behind."""
    every: list[Listed | Standing] = [*lists, *found]

    def number(state: str) -> int:
        return sum(each.state == state for each in every)

    looked_at = [counted(len(lists), "list")] if lists else []
    looked_at.append(counted(len(found), "remote repo"))
    limit = counted(max_age.days, "day")
    known = len(every) - number("unreachable") - number("unlocked")
    parts = [f"{number('behind') or 'none'} behind by more than {limit}"] if known else []
    parts += [f"{count} not in the lock as the settings say" for count in [number("unlocked")] if count]
    parts += [f"{count} not reached" for count in [number("unreachable")] if count]
    return f"{' and '.join(looked_at)}: {', '.join(parts) or 'nothing to ask'}"


def _tell(standing: Standing) -> None:
    name, reason = standing.repo.name, standing.reason
    span = f"{standing.locked[:10]} → {standing.remote[:10]}"
    if standing.state == "unlocked":
        echo(f"{name}: {reason}; {_SYNC}", fg="red")
    elif standing.state == "behind":
        echo(f"{name}: {span}, behind {_since(standing.days)}; {_SYNC}", fg="red")
    elif standing.state == "moved":
        echo(f"{name}: {span}, behind {_since(standing.days)}")
    elif standing.state == "unreachable":
        echo(f"{name}: not reached: {reason}", fg="yellow", err=True)


def _tell_list(listed: Listed) -> None:
    place = listed.place
    if listed.state == "unlocked":
        echo(f"{place}: {listed.reason}; {_SYNC}", fg="red")
    elif listed.state == "unreachable":
        said = f"{place}: not listed: {listed.reason}; the lock's list is {counted(listed.old, 'day')} old"
        echo(said, fg="yellow", err=True)
    if listed.new:
        is_behind = listed.state == "behind"
        remedy = f"; {_SYNC}" if is_behind else ""
        said = f"{place}: new: {some(listed.new)}, {_since(listed.days)}{remedy}"
        echo(said, fg="red" if is_behind else None)
    if listed.gone:
        echo(f"{place}: no longer there: {some(listed.gone)}")


def _since(days: int) -> str:
    return f"for {counted(days, 'day')}" if days else "for less than a day"


def _facts(standing: Standing) -> dict[str, Any]:
    return {
        "kind": "repo",
        "name": standing.repo.name,
        "state": standing.state,
        "locked": standing.locked or None,
        "remote": standing.remote or None,
        "days": standing.days,
        "reason": standing.reason or None,
    }


def _list_facts(listed: Listed) -> dict[str, Any]:
    return {
        "kind": "list",
        "name": listed.place,
        "state": listed.state,
        "new": list(listed.new),
        "gone": list(listed.gone),
        "days": listed.days,
        "list_days": listed.old,
        "reason": listed.reason or None,
    }
