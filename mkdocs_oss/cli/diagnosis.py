"""What a machine and a handbook lack, each with its remedy: what `mkdocs-oss doctor` prints."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

from msgspec import Struct

from mkdocs_oss.errors import GitError, MissingExtraError, SettingsError
from mkdocs_oss.git import OLDEST_GIT, Git
from mkdocs_oss.handbook import assemble, possible
from mkdocs_oss.settings import Settings, Site, load_settings
from mkdocs_oss.sources.lock import NAME as LOCK
from mkdocs_oss.sources.lock import Locked, read_lock
from mkdocs_oss.sources.open import git_top
from mkdocs_oss.sources.store import cache_folder
from mkdocs_oss.sources.within import submodules


class Ailment(Struct, frozen=True):
    """One thing that is not as it should be. `what` is a short name for it; `remedy` is one next step."""

    what: str
    problem: str
    remedy: str


def of_machine(git: Git) -> Iterator[Ailment]:
    """What every handbook on this machine needs: git."""
    if shutil.which("git") is None:
        yield Ailment("git", "it is not installed", "install git")
        return
    try:
        with tempfile.TemporaryDirectory() as empty:
            said = git.read_text(Path(empty), "version")
    except GitError as error:
        yield Ailment("git", f"it does not run ({error.reason})", "mend its installation")
        return
    found = re.search(r"(\d+)\.(\d+)", said)
    if found and (int(found[1]), int(found[2])) < OLDEST_GIT:
        wanted = ".".join(map(str, OLDEST_GIT))
        yield Ailment(
            "git", f"it is {found[0]}, too old for partial clones", f"install git {wanted} or newer"
        )


def of_handbook(
    site: Site, *, git: Git, now: datetime, stale_after: timedelta, git_works: bool = True
) -> Iterator[Ailment]:
    """What this handbook lacks. Reads what the cache has; fetches nothing. Raises SettingsError."""
    settings = load_settings(site)
    yield from _extras(settings)
    yield from _theme(site)
    unwritable = _unwritable(cache_folder(settings.cache))
    remote = [repo.name for repo in settings.repos if repo.url is not None]
    if remote and unwritable is not None:
        yield Ailment("cache", f"{unwritable} cannot be written to", "mend its rights, or set `cache:`")
    try:
        locked = read_lock(site.config_file.parent)
    except SettingsError as error:
        yield Ailment("lock", f"{error.where} is {error.what}", error.remedy)
    else:
        yield from _lock(remote, locked, now=now, stale_after=stale_after)
        if git_works:
            yield from _teams(site, settings, git=git, now=now)
    yield from _in_findings(site, settings, git=git, now=now)


def _teams(site: Site, settings: Settings, *, git: Git, now: datetime) -> Iterator[Ailment]:
    """That nothing says who is behind the handles which files name."""
    from mkdocs_oss.gather.teams_found import names_owners

    if "ownership" in settings.parts and not settings.teams.file and names_owners(site, git=git, now=now):
        problem = "there is no teams.yml, so pages show bare handles"
        yield Ailment("teams", problem, "run `mkdocs-oss doctor --teams --write`, and edit what it writes")


def _extras(settings: Settings) -> Iterator[Ailment]:
    try:
        _, left_out = possible(settings)
    except MissingExtraError as error:
        left_out = str(error)
    if left_out:
        problem, _, remedy = left_out.partition("; ")
        yield Ailment("extras", problem, remedy)


def _theme(site: Site) -> Iterator[Ailment]:
    name = site.markdown.theme
    groups = ("mkdocs.themes", "properdocs.themes")
    if any(entry.name == name for group in groups for entry in metadata.entry_points(group=group)):
        return
    remedy = "install the package that has it"
    if name == "material":
        remedy = 'install it with: pip install "mkdocs-oss[material]"'
    yield Ailment("theme", f"{site.config_file.name} names {name!r}, which is not installed", remedy)


def _unwritable(folder: Path) -> Path | None:
    """The part of a folder's path that is in the way of writing there; None where nothing is."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return None if there.is_dir() and os.access(there, os.W_OK | os.X_OK) else there


def _lock(
    remote: Sequence[str], locked: Mapping[str, Locked], *, now: datetime, stale_after: timedelta
) -> Iterator[Ailment]:
    sync = f"run `mkdocs-oss sync`, and commit {LOCK}"
    if remote and not locked:
        yield Ailment("lock", f"there is no {LOCK}, so two builds may show different commits", sync)
        return
    if missing := [name for name in remote if name not in locked]:
        yield Ailment("lock", f"{LOCK} does not name {', '.join(missing)}", sync)
    old = [name for name in remote if name in locked and _age(locked[name], now) > stale_after]
    if old:
        yield Ailment("lock", f"{', '.join(old)}: locked more than {stale_after.days} days ago", sync)


def _age(locked: Locked, now: datetime) -> timedelta:
    """How long ago it was locked; a time that cannot be read is as old as can be."""
    try:
        when = datetime.fromisoformat(locked.when)
    except ValueError:
        return timedelta.max
    return now - (when if when.tzinfo else when.replace(tzinfo=UTC))


def _in_findings(site: Site, settings: Settings, *, git: Git, now: datetime) -> Iterator[Ailment]:
    """How large the nav makes the site, and what a shallow clone hides: the pages are read only where the settings want
    the whole nav, or where a clone is shallow."""
    if settings.repo_nav != "whole" and not any(
        _is_shallow(folder, git) for folder in _folders(site, settings)
    ):
        return
    for finding in assemble(site, possible(settings)[0], git=git, now=now).findings:
        if finding.code == "nav-size":
            yield Ailment("nav", finding.message, finding.remedy)
        elif finding.code == "shallow":
            yield Ailment("history", f"{finding.repo}: {finding.message}", finding.remedy)


def _folders(site: Site, settings: Settings) -> Iterator[Path]:
    """The handbook's own folder, its submodules, and the repos that are checkouts."""
    yield site.config_file.parent
    if (top := git_top(site.docs_dir)) is not None:
        yield from submodules(top)
    yield from (repo.path for repo in settings.repos if repo.path is not None)


def _is_shallow(folder: Path, git: Git) -> bool:
    top = git_top(folder)
    try:
        return (
            top is not None and git.read_text(top / ".git", "rev-parse", "--is-shallow-repository") == "true"
        )
    except GitError:
        return False  # what is wrong with it, `check` says
