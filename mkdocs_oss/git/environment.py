"""What git is told besides its arguments: nothing of a repo runs, nothing is asked for, nothing leaves by itself."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# A worktree's own configuration must not run programs (https://git-scm.com/docs/git-config), and what the
# user has set for showing must not change what we parse.
HARDENED = (
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=" + os.devnull,
    "-c", "core.quotePath=false",
    "-c", "log.showSignature=false",
    "-c", "trailer.separators=:",
    "-c", "protocol.ext.allow=never",
    "-c", "protocol.fd.allow=never",
    "-c", "submodule.recurse=false",
    "-c", "gc.auto=0",
    "-c", "maintenance.auto=false",
    "-c", "http.lowSpeedLimit=1",
    "-c", "http.lowSpeedTime=30",
    "-c", "http.postBuffer=20000000",  # what we ask for is sent in one piece: some servers know no chunks
)  # fmt: skip
PROTOCOLS = "http:https:ssh:git"


@dataclass(frozen=True, slots=True)  # no Struct: those show all of their fields
class RemoteAccess:
    """What a command needs to reach a remote: git configuration, and secrets as environment variables."""

    config: tuple[tuple[str, str], ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return "RemoteAccess(…)"  # a traceback shows values; this one holds secrets


def environment(git_dir: Path, *, protocols: str = "") -> dict[str, str]:
    """What git is told besides the user's own environment. Without `protocols` it cannot use the network:
    a partial clone would else fetch while it is read, by a program that its own configuration names."""
    index = {"GIT_INDEX_FILE": str(real_git_dir(git_dir) / "index")} if "GIT_INDEX_FILE" in os.environ else {}
    return {
        **index,
        **_whole_paths(),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "GCM_INTERACTIVE": "never",
        "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=20"),
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",  # a commit is what its id says, on every machine
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_FLUSH": "0",  # else `git log` writes each commit into a pipe by itself, which costs it a fifth of its time
    }


def _whole_paths() -> dict[str, str]:
    """PATH without the entries that lead from where git runs: an empty one is that folder, so a repo's own file named
    `git` or `ssh` would be run."""
    path = os.environ.get("PATH")
    if path is None or os.name != "posix":
        return {}
    entries = [entry for entry in path.split(os.pathsep) if entry.startswith("/")]
    return {"PATH": os.pathsep.join(entries) or os.defpath}


def configured(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Configuration as environment variables, after what the user's environment already says
    (GIT_CONFIG_COUNT, https://git-scm.com/docs/git-config#ENVIRONMENT)."""
    told = os.environ.get("GIT_CONFIG_COUNT", "")
    count = int(told) if told.isdecimal() else 0
    env: dict[str, str] = {}
    for count, (key, value) in enumerate(pairs, start=count + 1):  # noqa: B020  # goes on from the user's own
        env |= {f"GIT_CONFIG_KEY_{count - 1}": key, f"GIT_CONFIG_VALUE_{count - 1}": value}
    return {**env, "GIT_CONFIG_COUNT": str(count)}


def real_git_dir(git_dir: Path) -> Path:
    """The folder that a `.git` file (of a linked worktree, or a submodule) names; else `git_dir` itself."""
    try:
        named = os.fsdecode(git_dir.read_bytes()).removeprefix("gitdir:").strip()
    except OSError:
        return git_dir  # a folder
    return git_dir.parent / named
