"""`mkdocs-oss sync`: the cache and the lock."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import structs

from mkdocs_oss import clock, gather
from mkdocs_oss.cli.discovered import discover
from mkdocs_oss.cli.lock_check import check_lock
from mkdocs_oss.cli.printing import echo, echo_lines, print_json
from mkdocs_oss.cli.shared import config_file_option, explained, json_option, site_of
from mkdocs_oss.errors import SettingsError
from mkdocs_oss.gather.reads import reads
from mkdocs_oss.git import Git
from mkdocs_oss.model import Unknown
from mkdocs_oss.settings import Part, Settings, Site, load_settings
from mkdocs_oss.sources.lock import Locked, read_lock, write_lock
from mkdocs_oss.sources.store import Store, cache_folder

if TYPE_CHECKING:
    from mkdocs_oss.cli.moves import Move
    from mkdocs_oss.sources.changes import Changes
    from mkdocs_oss.sources.sync import Synced

MAX_AGE_DAYS = 14


@click.command()
@config_file_option
@click.option("--offline", is_flag=True, help="Write the lock from what the cache holds, without a network.")
@click.option("--diff", is_flag=True, help="Print what changed as Markdown, for a pull request.")
@click.option(
    "--check", "only_check", is_flag=True, help="Leave the lock; exit 1 where it is behind the remotes."
)
@click.option(
    "--max-age",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help=f"With --check: how many days the lock may be behind. Default: {MAX_AGE_DAYS}.",
)
@json_option
@explained
def sync(
    config_file: Path | None,
    offline: bool,
    diff: bool,
    only_check: bool,
    max_age: int | None,
    as_json: bool,
) -> None:
    """Fetches the remote repos into the cache, writes handbook.lock, and says what changed in their docs.

    First it asks the forges of `discover:` for their repos. Exits 1 where one could not be asked or fetched.
    """
    if only_check and (offline or diff):
        raise click.UsageError("--check goes neither with --offline nor with --diff.")
    if diff and as_json:
        raise click.UsageError("--diff and --json exclude each other.")
    if max_age is not None and not only_check:
        raise click.UsageError("--max-age needs --check.")
    site = site_of(config_file)
    settings, folder, git = load_settings(site), site.config_file.parent, Git()
    if only_check:
        age = timedelta(days=MAX_AGE_DAYS if max_age is None else max_age)
        sys.exit(check_lock(settings, folder, age, git=git, as_json=as_json))
    form = "json" if as_json else "diff" if diff else ""
    failed = _sync(settings, folder, git=git, offline=offline, form=form)
    if not offline:
        _fetch_the_past(site, settings, git)
    sys.exit(failed)


def _fetch_the_past(site: Site, settings: Settings, git: Git) -> None:
    """What of the repos' past only verdicts compare: a build from the lock has no network to ask for it."""
    from mkdocs_oss.handbook import assemble

    if "freshness" in settings.parts and any(repo.url is not None for repo in settings.repos):
        parts: frozenset[Part] = frozenset({"repos", "freshness"})
        assemble(site, structs.replace(settings, parts=parts), git=git, now=clock.now(), fetches=True)


def _sync(settings: Settings, folder: Path, *, git: Git, offline: bool, form: str) -> bool:
    """Moves the lock and prints in which way; whether something could not be fetched."""
    from mkdocs_oss.cli.moves import as_json, as_markdown, as_text
    from mkdocs_oss.sources.discovery import with_discovered
    from mkdocs_oss.sources.from_cache import from_cache
    from mkdocs_oss.sources.sync import sync as fetch_all

    lock = _lock_or_nothing(folder)
    if offline:
        settings, findings = with_discovered(settings, folder)
        for finding in findings:
            echo(str(finding), fg="yellow", err=True)
        listings, failed = None, any(finding.severity == "error" for finding in findings)
    else:
        # one document alone goes to stdout: what was discovered is told on stderr then
        settings, listings, failed = discover(settings, folder, git=git, err=bool(form))
    store = Store(cache_folder(settings.cache), git=git, now=clock.now, reads=reads(settings))
    remote = [repo for repo in settings.repos if repo.url is not None]
    if not remote and not listings and not lock:
        echo("No repo has a `url:`; there is nothing to fetch.", err=True)
        return failed
    _tell_mismatches(settings, lock)
    for finding in gather.password_findings(settings.repos):
        echo(str(finding), fg="yellow", err=True)
    done = from_cache(remote, store, lock) if offline else fetch_all(remote, store, lock)
    moves = _moves(done, settings, store, git=git, titles=bool(form))
    taken_out = sorted(lock.keys() - {repo.name for repo in remote})
    for synced in done:
        failed |= synced.failure is not None
        if synced.mended:
            echo(f"{synced.repo.name}: {synced.mended}", fg="yellow", err=True)
        if synced.failure is not None:
            remedy = f"; {synced.remedy}" if synced.remedy else ""
            echo(f"{synced.repo.name}: not fetched: {synced.failure}{remedy}", fg="red", err=True)
    if form == "json":
        print_json({"repos": [as_json(move) for move in moves], "taken_out": taken_out})
    elif form == "diff":
        echo_lines(as_markdown(moves, taken_out))
    else:
        for move in moves:
            if move.synced.failure is None:
                echo(as_text(move))
        for name in taken_out:
            echo(f"{name}: taken out of the lock")
    kept = {synced.repo.name: synced.locked for synced in done if synced.locked is not None}
    write_lock(folder, kept, listings=listings)
    if not offline:
        _fetch_replacements(settings, store)
    return failed


def _moves(done: Sequence[Synced], settings: Settings, store: Store, *, git: Git, titles: bool) -> list[Move]:
    """What changed in the docs of each repo that has moved."""
    from mkdocs_oss.cli.moves import Move
    from mkdocs_oss.sources.changes import changes

    has_guide = "contributing" in settings.parts

    def changed(synced: Synced) -> Changes | Unknown | None:
        if synced.failure is not None or not synced.moved or synced.locked is None:
            return None
        git_dir, after = store.git_dir(synced.repo.url or ""), synced.locked.commit
        return changes(
            synced.repo, git_dir, synced.before, after, git=git, has_guide=has_guide, titles=titles
        )

    return [Move(synced, changed(synced)) for synced in done]


def _lock_or_nothing(folder: Path) -> dict[str, Locked]:
    try:
        return dict(read_lock(folder))
    except SettingsError as error:
        echo(f"{error.where}: {error.what}; it is written anew", err=True)
        return {}


def _tell_mismatches(settings: Settings, lock: Mapping[str, Locked]) -> None:
    """A repo whose URL or ref was changed in the settings: what moved is then more than its docs."""
    from mkdocs_oss.sources.lock_fit import mismatch

    for repo in settings.repos:
        if repo.url is not None and repo.name in lock and (reason := mismatch(repo, lock[repo.name])):
            echo(f"{repo.name}: {reason}", fg="yellow", err=True)


def _fetch_replacements(settings: Settings, store: Store) -> None:
    """What stands in for repos is fetched too, so that builds show its newest; it has no place in the lock."""
    from mkdocs_oss.sources.replacements import fetch_replacements

    for note in fetch_replacements(settings, store):
        echo(note, fg="yellow", err=True)
