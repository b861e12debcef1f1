"""Real syncs and builds of a small handbook over a real server, to be killed at any moment or run many at once.

The commands run in processes forked from one that has imported everything, so that a run takes a part of a second.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from conftest import NOW, GitRepo
from sources.loopback_git import GitServer, serve_git

Kind = Literal["sync, cold", "sync, warm", "build, cold", "build, warm"]
KINDS: tuple[Kind, ...] = ("sync, cold", "sync, warm", "build, cold", "build, warm")

FORKER = """
import json, os, sys
from mkdocs.__main__ import cli
import mkdocs.commands.build, mkdocs_oss.cli, mkdocs_oss.engines.mkdocs, mkdocs_oss.sources.sync, filelock
for line in sys.stdin:
    order = json.loads(line)
    if "wait" in order:
        print(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]), flush=True)
        continue
    child = os.fork()
    if child == 0:
        os.setsid()
        os.chdir(order["folder"])
        os.environ.update(order["env"])
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = 1
        try:
            command = cli if order["words"][0] == "build" else mkdocs_oss.cli.main
            command(order["words"], standalone_mode=False)
            code = 0
        except SystemExit as error:
            code = int(error.code or 0)
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            sys.stdout.flush(); sys.stderr.flush()
            os._exit(code)
    print(child, flush=True)
"""


@dataclass
class Run:
    """A command that was started."""

    pid: int
    log: Path
    forker: Forker

    def wait(self) -> int:
        """Its exit code; minus the signal where it was killed."""
        return self.forker.wait(self.pid)

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")


class Forker:
    """The process that the commands are forked from."""

    def __init__(self) -> None:
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
        )
        self._count = 0

    def start(self, words: list[str], *, folder: Path, env: Mapping[str, str], log: Path) -> Run:
        order = {"words": words, "folder": str(folder), "env": dict(env), "log": str(log)}
        return Run(self._ask(order), log, self)

    def wait(self, pid: int) -> int:
        return self._ask({"wait": pid})

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def _ask(self, order: Mapping[str, object]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def descendants(pid: int) -> list[int]:
    """A process and all that came of it, in whatever session they are (Linux)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            after = entry.read_text("utf-8", "replace").rpartition(")")[2].split()
            parents.setdefault(int(after[1]), []).append(int(entry.parent.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def kill(run: Run, *, orphans: bool) -> None:
    """SIGKILL to all of a run at once, as when the machine goes down; or to its own group, so that the git that it
    started goes on as an orphan."""
    pids = [run.pid] if orphans else descendants(run.pid)
    if orphans:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def digest(folder: Path) -> dict[str, str]:
    """Every file below a folder, by its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass
class Team:
    """A handbook over two remote repos and a worktree, as it is undisturbed: its site, and how long things take."""

    folder: Path
    server: GitServer
    forker: Forker
    hub: Path
    took: dict[Kind, float] = field(default_factory=dict)
    site: dict[str, str] = field(default_factory=dict)
    lock: bytes = b""
    _turn: int = 0

    def start(self, words: list[str], cache: Path, *, hub: Path | None = None) -> Run:
        self._turn += 1
        env = {
            "MKDOCS_OSS_CACHE": str(cache),
            "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
            "NO_MKDOCS_2_WARNING": "1",
        }
        return self.forker.start(
            words, folder=hub or self.hub, env=env, log=self.folder / f"log-{self._turn}"
        )

    def at(self, kind: Kind, place: Path) -> tuple[Path, Path, list[str]]:
        """A cache and a hub of their own as they are before a run of a kind, and the run's words."""
        cache, hub = place / "cache", place / "hub"
        shutil.copytree(self.hub, hub)
        if kind.endswith("warm"):
            shutil.copytree(self.folder / "older", cache, symlinks=True)
        if kind == "build, warm":
            shutil.copytree(self.folder / "site", place / "site")
            shutil.rmtree(cache)
            shutil.copytree(self.folder / "newest", cache, symlinks=True)
        elif kind == "sync, warm":
            (hub / "handbook.lock").write_bytes((self.folder / "older.lock").read_bytes())
        words = ["sync"] if kind.startswith("sync") else ["build", "--quiet", "-d", str(place / "site")]
        return cache, hub, words

    def run(self, words: list[str], cache: Path, hub: Path) -> None:
        """A run that nobody disturbs; it must end well and quietly."""
        run = self.start(words, cache, hub=hub)
        code = run.wait()
        assert code == 0, run.said
        assert "Traceback" not in run.said, run.said

    def check(self, place: Path) -> list[str]:
        """What is wrong after the next sync and build over what a killed run left; nothing is cleaned by hand."""
        cache, hub = place / "cache", place / "hub"
        self.run(["sync"], cache, hub)
        self.run(["build", "--strict", "--quiet", "-d", str(place / "site")], cache, hub)
        wrong = []
        if digest(place / "site") != self.site:
            wrong.append("the site is another one")
        if (hub / "handbook.lock").read_bytes() != self.lock:
            wrong.append("the lock is another one")
        left = [
            path.name for path in (cache / "repos").iterdir() if not path.name.endswith((".git", ".git.lock"))
        ]
        beside = [path.name for path in hub.iterdir() if path.name not in HUB_FILES]
        tmp = [path.name for path in cache.rglob("*") if path.name.startswith("tmp_")]
        return [*wrong, *(f"{name} is left" for name in (*left, *beside, *tmp))]

    def killed(self, kind: Kind, part: float, place: Path, *, orphans: bool) -> tuple[bool, list[str]]:
        """Kills a run of a kind after a part of the time that it takes; whether it was killed in fact, and what is
        wrong afterwards."""
        cache, hub, words = self.at(kind, place)
        run = self.start(words, cache, hub=hub)
        time.sleep(part * self.took[kind])
        kill(run, orphans=orphans)
        code = run.wait()
        return code == -signal.SIGKILL, self.check(place)


HUB_FILES = {"mkdocs.yml", "repos.yml", "docs", "handbook.lock", ".git"}


@contextlib.contextmanager
def small_team(folder: Path) -> Iterator[Team]:
    """Writes the repos, and runs everything once undisturbed."""
    repos = {}
    for name in ("lab", "tool", "near"):
        repos[name] = GitRepo(folder / name)
        repos[name].path.mkdir(parents=True)
        repos[name].run("init", "--quiet", "--initial-branch=main")
        files: dict[str, str | bytes | None] = {
            f"docs/{n:02}.md": f"# {name} {n}\n\n{n * 7919}\n" for n in range(15)
        }
        repos[name].commit({"README.md": f"# {name}\n", "docs/p.png": bytes(range(256)) * 40, **files})
    with serve_git(folder) as server:
        hub = folder / "hub"
        (hub / "docs").mkdir(parents=True)
        urls = "".join(
            f"- {{name: {name}, url: '{server.url(f'{name}/.git')}'}}\n" for name in ("lab", "tool")
        )
        (hub / "repos.yml").write_text(f"repos:\n{urls}- {{path: {folder / 'near'}}}\n")
        (hub / "mkdocs.yml").write_text("site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\n")
        (hub / "docs/index.md").write_text("# Hub\n")
        forker = Forker()
        team = Team(folder, server, forker, hub)
        try:
            team.run(["sync"], folder / "older", hub)
            (folder / "older.lock").write_bytes((hub / "handbook.lock").read_bytes())
            for name in ("lab", "tool"):
                repos[name].commit(
                    {"docs/00.md": f"# {name} 0\n\nNewer.\n", "docs/new.md": "# New\n"}, day="2026-02-01"
                )
            shutil.copytree(folder / "older", folder / "newest", symlinks=True)
            team.run(["sync"], folder / "newest", hub)
            team.run(["build", "--strict", "--quiet", "-d", str(folder / "site")], folder / "newest", hub)
            team.lock = (hub / "handbook.lock").read_bytes()
            team.site = digest(folder / "site")
            for number, kind in enumerate(KINDS):
                cache, own, words = team.at(kind, folder / f"undisturbed-{number}")
                began = time.monotonic()
                team.run(words, cache, own)
                team.took[kind] = time.monotonic() - began
            yield team
        finally:
            forker.close()
