"""`mkdocs-oss cache`: what lies in the cache, and clearing it."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from mkdocs_oss import clock
from mkdocs_oss.cli.shared import config_file_option, explained, json_option, print_json, site_or_none
from mkdocs_oss.errors import GitError, OssError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.settings import load_settings
from mkdocs_oss.sources.discovery import with_discovered
from mkdocs_oss.sources.inventory import Held, held, remove
from mkdocs_oss.sources.store import Store, cache_folder


@click.group(invoke_without_command=True)
@config_file_option
@json_option
@click.pass_context
@explained
def cache(context: click.Context, config_file: Path | None, as_json: bool) -> None:
    """Shows where the cache is, and each store in it: its remote, size, age and commits."""
    store, repos = _store(config_file)
    context.obj = (store, repos)
    if context.invoked_subcommand is not None:
        return
    stores = held(store.folder, git=Git())
    if as_json:
        print_json({"folder": str(store.folder), "stores": [_facts(each) for each in stores]})
        return
    total = sum(each.bytes for each in stores)
    click.echo(f"{store.folder}: {len(stores)} store{'s' * (len(stores) != 1)}, {_size(total)}")
    for each in stores:
        click.echo(_line(each, clock.now()))


@cache.command()
@click.argument("which", metavar="[NAME|URL]...", nargs=-1)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
@explained
def clear(found: tuple[Store, tuple[Repo, ...]], which: tuple[str, ...], yes: bool) -> None:
    """Takes stores out of the cache: those of the repos or URLs named, or all. Exits 1 where one is in use."""
    store, repos = found
    stores = held(store.folder, git=Git())
    chosen = _chosen(which, stores, store, repos) if which else stores
    if not which and stores and not yes:
        total = _size(sum(each.bytes for each in stores))
        if not sys.stdin.isatty():
            raise OssError(f"this clears all of {store.folder} ({total}); name stores, or say --yes")
        click.confirm(f"Clear all {len(stores)} stores in {store.folder} ({total})?", abort=True)
    failed = False
    for each in chosen:
        try:
            remove(each)
        except GitError as error:
            failed = True
            click.secho(f"{each.name}: not cleared: {error.reason}", fg="red", err=True)
        else:
            click.echo(f"{each.name}: cleared, {_size(each.bytes)}")
    store.sweep()
    sys.exit(failed)


def _store(config_file: Path | None) -> tuple[Store, tuple[Repo, ...]]:
    """The cache of this folder's handbook, else the user's own."""
    site = site_or_none(config_file)
    settings = load_settings(site) if site else None
    if site and settings:
        settings, _ = with_discovered(settings, site.config_file.parent)
    folder = cache_folder(settings.cache if settings else None)
    return Store(folder, git=Git(), now=clock.now), settings.repos if settings else ()


def _chosen(which: tuple[str, ...], stores: list[Held], store: Store, repos: tuple[Repo, ...]) -> list[Held]:
    """The stores of these repos (by their names in the handbook), names of stores, or URLs. Raises OssError."""
    urls = {repo.name: repo.url for repo in repos if repo.url is not None}
    chosen: dict[Path, Held] = {}
    for named in which:
        url = urls.get(named) or (named if ":" in named else None)
        by_url = store.git_dir(url) if url else None
        same = [each for each in stores if by_url == each.git_dir or named in (each.name, each.short_name)]
        if not same:
            known = ", ".join(each.name for each in stores) or "none"
            raise OssError(f"{named}: the cache has no such store; it has: {known}")
        chosen |= {each.git_dir: each for each in same}
    return list(chosen.values())


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
    }


def _line(store: Held, now: datetime) -> str:
    parts = [_size(store.bytes)]
    parts.append(f"fetched {_age(now - store.fetched)} ago" if store.fetched else "never fetched whole")
    parts.append("cannot be read" if store.commits is None else f"{store.commits} commits")
    if store.unreachable_since:
        parts.append(f"not reached since {store.unreachable_since:%Y-%m-%d} ({store.reason})")
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
    for size, name in ((1440, "day"), (60, "hour")):
        if minutes >= size:
            return f"{minutes // size} {name}{'s' * (minutes // size != 1)}"
    return f"{minutes} minute{'s' * (minutes != 1)}"
