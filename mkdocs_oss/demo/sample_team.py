"""Writes the sample team: a handbook and five repos, each with its own months of history."""

from __future__ import annotations

import contextlib
import shutil
import stat
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from mkdocs_oss.demo.story import read_stories
from mkdocs_oss.demo.write_repo import write_repo
from mkdocs_oss.errors import GitError, OssError
from mkdocs_oss.git import Git
from mkdocs_oss.settings import load_repos
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.sources.fetching import Patience
from mkdocs_oss.sources.store import Store

SAMPLE = Path(__file__).parent / "sample"
MARKER = ".mkdocs-oss-demo"
_MARKER_TEXT = """\
mkdocs-oss wrote this folder as a sample. Running the demo again rewrites handbook/, repos/, remotes/ and cache/
as they were; what you change in them is lost then.
"""
_OURS = ("handbook", "repos", "remotes", "cache")
LOST_DAYS_AGO = 12
"""When the remote of `features` went away."""


def write_sample_team(folder: Path, *, today: date, git: Git) -> Path:
    """Writes the sample team into `folder`, with all dates relative to `today`, and returns the handbook's folder.

    A folder that this function made before is rewritten; any other must be empty or absent. The same
    day gives the same bytes and the same commit ids. Raises OssError.
    """
    folder = folder.absolute()
    try:
        _claim(folder)
        for story in read_stories(SAMPLE):
            write_repo(folder / story.folder, story, SAMPLE / story.name, today=today, git=git)
    except OSError as error:
        raise OssError(
            f"{error.filename or folder}: cannot be written ({error.strerror or error}); name another folder"
        ) from error
    _lose_remote(folder, today=today, git=git)
    return folder / "handbook"


def _lose_remote(folder: Path, *, today: date, git: Git) -> None:
    """Puts `features` into the cache, and tries to fetch it anew from an address where nobody listens."""
    settings = load_yaml((folder / "handbook" / "repos.yml").read_bytes(), file="repos.yml")
    repos = load_repos(settings, folder=folder / "handbook")
    lost = datetime.combine(today - timedelta(days=LOST_DAYS_AGO), time(12), UTC)
    store = Store(folder / "cache", git=git, now=lambda: lost, patience=Patience(tries=1))
    for repo in repos:
        if repo.url is not None:
            store.adopt(repo, folder / "remotes" / repo.name / ".git", branch="main")
            with contextlib.suppress(GitError):  # as it must be: the store keeps the time and the reason
                store.fetch(repo)


def _claim(folder: Path) -> None:
    """Makes the folder ours and empty of what we wrote before. Raises OssError where it is someone else's."""
    marker = folder / MARKER
    if folder.exists() and not folder.is_dir():
        raise OssError(f"{folder}: not a folder; name another one for the sample team")
    if folder.is_dir() and not marker.is_file() and any(folder.iterdir()):
        raise OssError(
            f"{folder}: not empty, and not written by this command; name a new or an empty folder for the sample team"
        )
    folder.mkdir(parents=True, exist_ok=True)
    marker.write_bytes(_MARKER_TEXT.encode())
    for name in _OURS:
        _remove(folder / name)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        for held in path.rglob(
            ".git/objects/*/*"
        ):  # git's objects are read-only, which Windows does not delete
            held.chmod(stat.S_IREAD | stat.S_IWRITE)
        shutil.rmtree(path)
