"""From a repo to a source: a worktree on disk, or a plain folder. A commit in the cache: `cached.py`."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Forge, Repo, Source, Unknown
from mkdocs_oss.sources.files import list_folder, list_worktree
from mkdocs_oss.sources.fingerprint import git_folders
from mkdocs_oss.sources.forge import clean_remote, forge_of

NO_GIT = "the folder is not in a git repository"
CHECK = "check the URL and the network"
UNREAD = "its git repository cannot be read"
NO_COMMITS = "the repository has no commits yet"
_FETCH_URL = re.compile(r"(\S+)\t(.+) \(fetch\)(?: \[.*\])?")


def git_top(folder: Path) -> Path | None:
    """The worktree that `folder` is in, by the `.git` file or folder at its top."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return None


def bare_top(folder: Path) -> Path | None:
    """The bare repository that `folder` is in, as git tells one: https://git-scm.com/docs/gitrepository-layout."""
    for candidate in (folder, *folder.parents):
        if (candidate / "HEAD").is_file() and all(
            (candidate / name).is_dir() for name in ("objects", "refs")
        ):
            return candidate
    return None


def open_worktree(repo: Repo, *, git: Git, only: Sequence[str] = ()) -> Source:
    """A worktree as a source, uncommitted edits included. Never raises: what is not known says why.

    `only`: list no more than what lies below these paths (relative to the worktree's top).
    """
    assert repo.path is not None
    if not repo.path.is_dir():
        return absent(repo, f"there is no folder {repo.written or repo.path.name}", remedy="mend the path")
    top = git_top(repo.path)
    if top is None:
        return _folder(repo, NO_GIT)
    if top != repo.path:
        inner = repo.path.relative_to(top).as_posix()
        return absent(
            repo,
            f"{repo.written or inner} is no repository of its own, but a folder of {top.name}",
            remedy=f"give the path of {top.name}, with `docs: {inner}/docs`",
        )
    git_dir = top / ".git"
    try:
        remote = _remote(git_dir, git)
        listing = list_worktree(top, git_dir, git=git, only=only)
        return Source(
            repo=repo,
            root=top,
            git_dir=git_dir,
            commit=_head(git_dir, git),
            branch=_branch(repo, git_dir, git),
            remote=remote,
            forge=forge_at(repo, remote),
            paths=listing.paths,
            links=listing.links,
            unfollowed=listing.unfollowed,
            shallow=shallow_in(git_folders(git_dir)[-1]),
        )
    except GitError as error:
        return _folder(repo, f"{UNREAD}: {error.reason}")


def forge_at(repo: Repo, remote: str | Unknown) -> Forge | Unknown:
    return forge_of(remote, kind=repo.forge, edit_url=repo.edit_url)


def absent(repo: Repo, reason: str, *, remedy: str) -> Source:
    unknown = Unknown(reason)
    return Source(repo, None, None, unknown, unknown, unknown, unknown, missing=reason, remedy=remedy)


def _folder(repo: Repo, reason: str) -> Source:
    assert repo.path is not None
    unknown = Unknown(reason)
    forge = forge_of(unknown, edit_url=repo.edit_url)
    listing = list_folder(repo.path)
    return Source(
        repo=repo,
        root=repo.path,
        git_dir=None,
        commit=unknown,
        branch=unknown,
        remote=unknown,
        forge=forge,
        paths=listing.paths,
        links=listing.links,
        unfollowed=listing.unfollowed,
    )


def _head(git_dir: Path, git: Git) -> str | Unknown:
    try:
        return git.read_text(git_dir, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError as error:
        return Unknown(NO_COMMITS if error.reason.endswith("no message") else error.reason)


def _remote(git_dir: Path, git: Git) -> str | Unknown:
    """The fetch URL of `origin`, else of the first remote."""
    lines = git.read_text(git_dir, "remote", "-v").splitlines()  # "<name>\t<url> (fetch)[ [<filter>]]"
    urls = {match[1]: match[2] for line in lines if (match := _FETCH_URL.fullmatch(line))}
    url = urls.get("origin") or next(iter(urls.values()), None)
    return clean_remote(url) if url else Unknown("the repository has no remote")


def _branch(repo: Repo, git_dir: Path, git: Git) -> str | Unknown:
    """The branch that a change goes to: `ref:`, else the remote's default, else the one checked out."""
    if repo.ref:
        return repo.ref
    listed = git.read_text(
        git_dir,
        "for-each-ref",
        "--format=%(HEAD)%09%(refname)%09%(symref)",
        "refs/heads",
        "refs/remotes/origin",
    )
    checked_out, remote = "", []
    for current, name, target in (line.split("\t") for line in listed.splitlines()):
        if name == "refs/remotes/origin/HEAD":
            return target.removeprefix("refs/remotes/origin/")
        if current == "*":
            checked_out = name.removeprefix("refs/heads/")
        if name.startswith("refs/remotes/origin/"):
            remote.append(name.removeprefix("refs/remotes/origin/"))
    if checked_out:
        return checked_out
    declared = os.environ.get("CI_DEFAULT_BRANCH")  # GitLab checks out a bare commit
    if declared and declared in remote:
        return declared
    if len(remote) == 1:
        return remote[0]
    return Unknown("the default branch is not known; name it with `ref:`")


def shallow_in(git_dir: Path) -> frozenset[str]:
    try:
        return frozenset((git_dir / "shallow").read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()  # no such file: the history is whole
