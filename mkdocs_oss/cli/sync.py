"""`mkdocs-oss sync`: the cache and the lock."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mkdocs_oss import clock
from mkdocs_oss.cli.shared import config_file_option, explained, site_of
from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.settings import load_settings


@click.command()
@config_file_option
@explained
def sync(config_file: Path | None) -> None:
    """Fetches the remote repos into the cache and writes handbook.lock. Exits 1 where one could not be fetched."""
    from mkdocs_oss.sources.lock import read_lock, write_lock
    from mkdocs_oss.sources.store import Store, cache_folder
    from mkdocs_oss.sources.sync import sync as fetch_all

    site = site_of(config_file)
    settings = load_settings(site)
    folder = site.config_file.parent
    try:
        lock = dict(read_lock(folder))
    except SettingsError as error:
        click.echo(f"{error.where}: {error.what}; it is written anew", err=True)
        lock = {}
    store = Store(cache_folder(settings.cache), git=Git(), now=clock.now)
    remote = [repo for repo in settings.repos if repo.url is not None]
    failed = False
    for synced in fetch_all(remote, store, lock):
        failed |= synced.failure is not None
        if synced.failure is not None:
            click.secho(f"{synced.repo.name}: not fetched: {synced.failure}", fg="red", err=True)
        elif synced.locked is not None:
            after = synced.locked.commit[:10]
            change = f"{(synced.before or 'new')[:10]} → {after}" if synced.moved else f"unchanged at {after}"
            click.echo(f"{synced.repo.name}: {change}")
        if synced.locked is not None:
            lock[synced.repo.name] = synced.locked
    kept = {repo.name: lock[repo.name] for repo in remote if repo.name in lock}
    if remote:
        write_lock(folder, kept)
    else:
        click.echo("No repo has a `url:`; there is nothing to fetch.", err=True)
    sys.exit(failed)
