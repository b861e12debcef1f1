"""`mkdocs-oss cache`: all that lies in the cache, and clearing it."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from mkdocs_oss import clock
from mkdocs_oss.cli.printing import echo, print_json
from mkdocs_oss.cli.shared import (
    config_file_option,
    counted,
    explained,
    json_option,
    site_or_none,
)
from mkdocs_oss.errors import GitError, OssError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.settings import load_settings
from mkdocs_oss.sources.discovery import with_discovered
from mkdocs_oss.sources.hub_copy import HUBS, hub_folder
from mkdocs_oss.sources.inventory import (
    Beside,
    Held,
    beside,
    held,
    remove,
    remove_beside,
    remove_strays,
)
from mkdocs_oss.sources.store import Store, cache_folder


class _Cache(Struct, frozen=True):
    """The cache of this folder's handbook, else the user's own, and all that is in it."""

    folder: Path
    store: Store
    repos: tuple[Repo, ...]
    stores: list[Held]
    beside: list[Beside]

    @property
    def bytes(self) -> int:
        return sum(each.bytes for each in self.all)

    @property
    def all(self) -> list[Held | Beside]:
        return [*self.stores, *self.beside]


@click.group(invoke_without_command=True)
@config_file_option
@json_option
@click.pass_context
@explained
def cache(context: click.Context, config_file: Path | None, as_json: bool) -> None:
    """Shows where the cache is, and all that is in it: each store with its remote, size, age and commits; the hubs
    that `preview` has fetched; the histories that builds have kept."""
    found = context.obj = _cache(config_file)
    if context.invoked_subcommand is not None:
        return
    if as_json:
        print_json(
            {
                "folder": str(found.folder),
                "bytes": found.bytes,
                "stores": [_facts(each) for each in found.stores],
                "beside": [_beside_facts(each) for each in found.beside],
            }
        )
        return
    echo(f"{found.folder}: {_contents(found)}, {_size(found.bytes)}")
    for each in found.stores:
        echo(_line(each, clock.now()))
    for other in found.beside:
        files = counted(other.files, "file")
        remote = f"{other.remote} · " if other.remote else ""
        echo(f"  {other.name}: {remote}{_size(other.bytes)} · {files}")


@cache.command()
@click.argument("which", metavar="[NAME|URL]...", nargs=-1)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
@explained
def clear(found: _Cache, which: tuple[str, ...], yes: bool) -> None:
    """Takes out of the cache what is named: repos, URLs, or names that `cache` shows; or all. What failed a while ago
    is forgotten too. Exits 1 where something is in use."""
    chosen = _chosen(which, found) if which else found.all
    if not which and chosen and not yes:
        total = _size(found.bytes)
        if not sys.stdin.isatty():
            raise OssError(f"this clears all of {found.folder} ({total}); name what goes, or say --yes")
        click.confirm(f"Clear all of {found.folder} ({_contents(found)}, {total})?", abort=True)
    failed = False
    for each in chosen:
        try:
            remove(each) if isinstance(each, Held) else remove_beside(each)
        except GitError as error:
            failed = True
            echo(f"{each.name}: not cleared: {error.reason}", fg="red", err=True)
        else:
            echo(f"{each.name}: cleared, {_size(each.bytes)}")
    if which:
        found.store.sweep()
    else:
        remove_strays(found.folder)
    sys.exit(failed)


def _cache(config_file: Path | None) -> _Cache:
    site = site_or_none(config_file)
    settings = load_settings(site) if site else None
    if site and settings:
        settings, _ = with_discovered(settings, site.config_file.parent)
    folder, git = cache_folder(settings.cache if settings else None), Git()
    store = Store(folder, git=git, now=clock.now)
    repos = settings.repos if settings else ()
    return _Cache(folder, store, repos, held(store.folder, git=git), beside(folder, git=git))


def _chosen(which: tuple[str, ...], found: _Cache) -> list[Held | Beside]:
    """What these name: repos (by their names in the handbook), URLs, or names in the cache. Raises OssError."""
    urls = {repo.name: repo.url for repo in found.repos if repo.url is not None}
    chosen: dict[Path, Held | Beside] = {}
    for named in which:
        url = urls.get(named) or (named if ":" in named else None)
        by_url = {found.store.git_dir(url), hub_folder(found.folder, url)} if url else set()
        same: dict[Path, Held | Beside] = {
            each.git_dir: each for each in found.stores if named in (each.name, each.short_name)
        }
        same |= {each.git_dir: each for each in found.stores if each.git_dir in by_url}
        same |= {each.path: each for each in found.beside if named == each.name or each.path in by_url}
        if not same:
            known = ", ".join(each.name for each in found.all) or "nothing"
            raise OssError(f"{named}: the cache has no such store; it has: {known}")
        chosen |= same
    return list(chosen.values())


def _contents(found: _Cache) -> str:
    hubs = sum(each.name.startswith(f"{HUBS}/") for each in found.beside)
    parts = [counted(len(found.stores), "store")]
    parts += [counted(hubs, "hub")] if hubs else []
    parts += ["histories"] if len(found.beside) > hubs else []
    return ", ".join(parts)


def _facts(store: Held) -> dict[str, Any]:
    return {
        "name": store.name,
        "remote": store.remote or None,
        "bytes": store.bytes,
        "fetched": _stamp(store.fetched),
        "commits": store.commits,
        "unreachable_since": _stamp(store.unreachable_since),
        "reason": store.reason or None,
        "set_aside": list(store.aside),
        "failed": store.failed.reason if store.failed else None,
        "not_asked_until": _stamp(store.failed.until) if store.failed else None,
    }


def _beside_facts(other: Beside) -> dict[str, Any]:
    return {
        "name": other.name,
        "remote": other.remote or None,
        "bytes": other.bytes,
        "files": other.files,
    }


def _line(store: Held, now: datetime) -> str:
    parts = [_size(store.bytes)]
    parts.append(f"fetched {_age(now - store.fetched)}" if store.fetched else "never fetched whole")
    if store.commits is not None:
        parts.append(counted(store.commits, "commit"))
    elif store.git_dir.is_dir():
        parts.append("cannot be read")
    if store.unreachable_since:
        parts.append(f"not reached since {store.unreachable_since:%Y-%m-%d} ({store.reason})")
    elif store.failed:
        parts.append(f"failed ({store.failed.reason})")
    if store.failed and now < store.failed.until:
        parts.append(f"builds do not ask again until {store.failed.until:%H:%M} UTC")
    if store.aside:
        parts.append(f"set aside: {', '.join(store.aside)}")
    return f"  {store.name}: {store.remote or 'remote not known'} · {' · '.join(parts)}"


def _stamp(when: datetime | None) -> str | None:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}" if when else None


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB" if count < 1_000_000_000 else f"{count / 1_000_000_000:.1f} GB"


def _age(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return f"{counted(minutes // size, name)} ago"
    return "just now"
