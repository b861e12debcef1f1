"""A hub that lies elsewhere: its copy on disk, fetched and checked out below the cache, for a preview.

Nothing of it runs while it is checked out: no hook, no filter (Git LFS among them), no submodule.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from msgspec import Struct

from mkdocs_oss.errors import GitError, OssError
from mkdocs_oss.git import Git
from mkdocs_oss.sources import shelf
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.remote import Remote, remote_of
from mkdocs_oss.sources.waiting import say

LOCK_LIMIT_S = 900.0
HUBS = "hubs"
"""The folder of the cache that they are in."""
_HEAD = "refs/remotes/origin/HEAD"


class HubCopy(Struct, frozen=True):
    """Where the hub is. `note` says why it is not the newest; "" where it is."""

    root: Path
    note: str = ""


def hub_copy(url: str, ref: str | None, *, cache: Path, git: Git) -> HubCopy:
    """The hub at `ref`, or at the remote's default branch, with its whole history. Raises OssError.

    Fetched each time; the last copy where the remote cannot be reached.
    """

    def waits() -> None:
        say(f"the hub {shown}: waits for another fetch of it, {LOCK_LIMIT_S / 60:.0f} minutes at most")

    remote = remote_of(url)
    root = hub_folder(cache, url)
    folder = root.parent
    shown = clean_remote(url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with shelf.locked(root, limit=LOCK_LIMIT_S, stop=git.stop, waits=waits):
            note = _update(remote, root, shown, git) if (root / ".git").is_dir() else ""
            if not (root / ".git").is_dir():
                _first(remote, root, shown, git)
            _check_out(root, ref, git)
    except shelf.BusyError as error:
        raise OssError(f"the hub {shown}: {error.reason}; {error.remedy}") from error
    except OSError as error:
        raise OssError(
            f"the cache {folder} cannot be written ({error.strerror}); free it or choose another"
        ) from error
    except GitError as error:
        remedy = error.remedy or "check --hub and the network"
        raise OssError(f"the hub {shown} cannot be had: {error.reason}; {remedy}") from error
    return HubCopy(root, note)


def hub_folder(cache: Path, url: str) -> Path:
    """Where the copy of a hub is, there or not."""
    remote = remote_of(url)
    return cache / HUBS / f"{remote.name}-{remote.key}"


def _first(remote: Remote, root: Path, shown: str, git: Git) -> None:
    with shelf.incoming(root) as fresh:
        git_dir = fresh / ".git"
        git.init_bare(git_dir)
        git.read(git_dir, "config", "core.bare", "false")
        git.read(git_dir, "config", "remote.origin.url", shown)
        _fetch(remote, git_dir, git)
        shutil.rmtree(root, ignore_errors=True)  # no repository: there is no .git in it
        fresh.rename(root)


def _update(remote: Remote, root: Path, shown: str, git: Git) -> str:
    try:
        _fetch(remote, root / ".git", git)
    except GitError as error:
        return f"the hub {shown} could not be reached ({error.reason}); its last copy is used"
    return ""


def _fetch(remote: Remote, git_dir: Path, git: Git) -> None:
    """All branches and tags, and which branch is the default."""
    access = remote.access_to_clone()
    git.network(
        git_dir, "fetch", "--quiet", "--no-auto-gc", "--no-write-fetch-head", "--prune", "--no-recurse-submodules",
        "--end-of-options", remote.url, "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*",
        remote=access,
    )  # fmt: skip
    listed = git.network(
        git_dir, "ls-remote", "--quiet", "--symref", "--end-of-options", remote.url, "HEAD", remote=access
    ).decode("utf-8", "replace")
    match = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", listed, re.MULTILINE)
    if match:
        git.read(git_dir, "symbolic-ref", _HEAD, f"refs/remotes/origin/{match[1]}")


def _check_out(root: Path, ref: str | None, git: Git) -> None:
    git_dir = root / ".git"
    commit = _commit(git_dir, ref, git)
    (git_dir / "index.lock").unlink(missing_ok=True)  # we hold the hub's own lock: a killed preview left it
    git.read(
        git_dir, *_without_filters(git_dir, git),
        "checkout", "--quiet", "--force", "--detach", "--no-recurse-submodules", commit, "--",
        work_tree=root,
    )  # fmt: skip


def _commit(git_dir: Path, ref: str | None, git: Git) -> str:
    names = [f"refs/remotes/origin/{ref}", f"refs/tags/{ref}", ref] if ref else [_HEAD]
    for name in names:
        try:
            return git.read_text(
                git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
            )
        except GitError:
            continue  # not under this name
    if ref:
        raise GitError(f"it has no ref {ref!r}", remedy="name another one after the `@`")
    raise GitError("its HEAD is on no branch", remedy="name a branch: --hub URL@BRANCH")


def _without_filters(git_dir: Path, git: Git) -> list[str]:
    """Options that switch off each filter that the user's git knows: the hub's .gitattributes choose among them.

    Source: git-scm.com/docs/gitattributes#_filter; an empty command is none.
    """
    listed = git.read_text(git_dir, "config", "--null", "--name-only", "--list").split("\0")
    drivers = {key.rpartition(".")[0] for key in listed if key.startswith("filter.") and key.count(".") > 1}
    return [
        word
        for driver in sorted(drivers)
        for setting in ("smudge=", "process=", "required=false")
        for word in ("-c", f"{driver}.{setting}")
    ]
