"""`mkdocs-oss sync --check`: where the lock's lists of repos stand beside what the forges list. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from msgspec import Struct

from mkdocs_oss.git import Git
from mkdocs_oss.model import Discovery, Listing
from mkdocs_oss.sources.discovery.ask import Asked, ask_forges
from mkdocs_oss.sources.discovery.fits import filter_of
from mkdocs_oss.sources.state import time_of


class Listed(Struct, frozen=True):
    """One group. `moved`: the forge lists others, none new for as long as the limit; `behind`: one is.

    `days`: since when the oldest of the `new` repos could have been in the lock; `old`: how long ago the lock's list
    was written. `reason`: why it is `unlocked` or `unreachable`.
    """

    place: str
    state: Literal["current", "moved", "behind", "unlocked", "unreachable"]
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    days: int = 0
    old: int = 0
    reason: str = ""
    is_required: bool = False


def lists_of(
    discoveries: Sequence[Discovery],
    lock: Mapping[str, Listing],
    *,
    hub: Path,
    git: Git,
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    max_age: timedelta,
) -> Iterator[Listed]:
    """How the list of each group stands. One that is not in the lock, or was made with other filters, is not asked for.

    A new repo counts as lacking since it was made, or since the lock's list was written, whichever is later.
    """
    wanting: dict[str, list[Discovery]] = {}
    for discovery in discoveries:
        if discovery.kind != "folder":
            wanting.setdefault(discovery.place, []).append(discovery)
    unfit = {place: reason for place, ones in wanting.items() if (reason := _unfit(ones, lock.get(place)))}
    for place, reason in unfit.items():
        yield Listed(place, "unlocked", reason=reason)
    to_ask = [one for one in discoveries if one.kind != "folder" and one.place not in unfit]
    for asked in ask_forges(to_ask, lock, hub=hub, git=git, environ=environ, now=now):
        required = any(one.defaults.policy == "required" for one in wanting[asked.place])
        yield _beside(asked, now(), max_age, is_required=required)


def _unfit(discoveries: Sequence[Discovery], listing: Listing | None) -> str:
    if listing is None:
        return "its repos are not in handbook.lock"
    if any(filter_of(one) not in listing.filters for one in discoveries):
        return "it was changed after the last sync"
    return ""


def _beside(asked: Asked, now: datetime, max_age: timedelta, *, is_required: bool) -> Listed:
    assert asked.before is not None
    written = time_of(asked.before.when)
    old = max(0, (now - written).days)
    if asked.failure is not None:
        reason = f"{asked.failure}; {asked.remedy}"
        return Listed(asked.place, "unreachable", old=old, reason=reason, is_required=is_required)
    if not asked.new and not asked.gone:
        return Listed(asked.place, "current", old=old)
    since = [max(written, time_of(asked.created.get(name, ""))) for name in asked.new]
    waiting = now - min(since, default=now)
    return Listed(
        asked.place,
        "behind" if waiting > max_age else "moved",
        asked.new,
        asked.gone,
        max(0, waiting.days),
        old,
    )
