"""Ctrl-C and SIGTERM end a fetch at once, whatever it waits for, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from faults.killing import descendants
from filelock import FileLock
from sources.fault_server import FaultServer, serve_faults

from mkdocs_oss.sources.remote import remote_of

MakeRepo = Callable[..., GitRepo]
SYNC = (sys.executable, "-m", "mkdocs_oss.cli", "sync")
BUILD = (sys.executable, "-m", "mkdocs", "build", "-d", "site")
SILENT = "takes the connection and says nothing"
AT_ONCE_S = 5.0
"""Far less than anything a fetch waits for, and enough for a machine with much to do."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes in /proc")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FaultServer]:
    with serve_faults(tmp_path) as state:
        yield state


@pytest.fixture
def hub(make_repo: MakeRepo, server: FaultServer, tmp_path: Path) -> Path:
    """A handbook over twelve repos of one server: more than are fetched at once."""
    listed = []
    for number in range(12):
        make_repo(f"r{number}", {"README.md": f"# R{number}\n"})
        listed.append(f"- {{name: r{number}, url: '{server.url(f'r{number}/.git')}'}}\n")
    made = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\n",
            "repos.yml": f"repos:\n{''.join(listed)}",
            "docs/index.md": "# Hub\n",
        },
    )
    return made.path


def start(words: tuple[str, ...], hub: Path) -> subprocess.Popen[str]:
    env = {
        **os.environ,
        "MKDOCS_OSS_CACHE": str(hub.parent / "cache"),
        "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
    }
    # whoever starts the tests in the background may ignore the signal, and so would all below it
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            words, cwd=hub, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    finally:
        signal.signal(signal.SIGINT, before)


def until(holds: Callable[[], object], *, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def interrupted(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """What it said until it ended, which it did at once, and with it all that it had started."""
    family = descendants(process.pid)
    began = time.monotonic()
    os.kill(process.pid, number)
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - began < AT_ONCE_S, said
    assert process.returncode == (143 if number == signal.SIGTERM else 1)
    assert "Traceback" not in said
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), seconds=AT_ONCE_S)
    return said


def left_in(hub: Path) -> list[str]:
    """What stands in the cache besides stores and locks."""
    folder = hub.parent / "cache/repos"
    return [path.name for path in folder.iterdir() if not path.name.endswith((".git", ".git.lock"))]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("words", [SYNC, BUILD], ids=["sync", "build"])
def test_an_interrupt_ends_a_fetch(
    words: tuple[str, ...], number: signal.Signals, hub: Path, server: FaultServer
) -> None:
    """One signal is enough: command and git are gone at once, no half store and no remembered failure stay, and the
    next sync has every repo."""
    server.fault = SILENT
    process = start(words, hub)
    until(lambda: len(server.requests) >= 8)
    interrupted(process, number)
    assert left_in(hub) == []
    assert not (hub / "handbook.lock").exists()
    assert len(server.requests) == 8  # the others were not begun
    server.fault = ""
    done = start(SYNC, hub)
    _, said = done.communicate(timeout=60)
    assert (done.returncode, said) == (0, "")


def test_an_interrupt_leaves_the_copy(hub: Path, server: FaultServer) -> None:
    """A sync over a full cache that is interrupted: the next build shows what there was, and says nothing of it."""
    assert start(SYNC, hub).wait(60) == 0
    before = (hub / "handbook.lock").read_bytes()
    server.fault = SILENT
    process = start(SYNC, hub)
    asked = len(server.requests)
    until(lambda: len(server.requests) >= asked + 8)
    interrupted(process, signal.SIGINT)
    assert left_in(hub) == []
    assert (hub / "handbook.lock").read_bytes() == before
    build = start((*BUILD, "--strict"), hub)
    _, said = build.communicate(timeout=60)
    assert build.returncode == 0, said
    assert "reached" not in said


def test_an_interrupt_ends_a_pause(hub: Path, server: FaultServer) -> None:
    """While a server wants patience, nobody has to have it."""
    server.fault = "429 too many requests"
    process = start(SYNC, hub)
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith(f"127.0.0.1:{server.port} says that it is asked too often: 12 repos wait for ")
    interrupted(process, signal.SIGINT)


def test_an_interrupt_ends_the_wait_for_a_lock(hub: Path, server: FaultServer) -> None:
    """Who waits for another process says so after a moment, once, and leaves when told to."""
    assert start(SYNC, hub).wait(60) == 0
    remote = remote_of(server.url("r0/.git"))
    with FileLock(hub.parent / f"cache/repos/{remote.name}-{remote.key}.git.lock"):
        process = start(SYNC, hub)
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line == "r0: waits for another fetch of it, 15 minutes at most\n"
        assert "waits" not in interrupted(process, signal.SIGINT)
