"""What people see while repos are fetched: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import GitRepo
from sources.loopback_git import GitServer, serve_git

MakeRepo = Callable[..., GitRepo]
SYNC = (sys.executable, "-m", "mkdocs_oss.cli", "sync")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


@pytest.fixture
def hub(make_repo: MakeRepo, server: GitServer) -> Path:
    names = ("lab", "tool")
    for name in names:
        make_repo(name, {"README.md": f"# {name}\n"})
    listed = "".join(f"- {{name: {name}, url: '{server.url(f'{name}/.git')}'}}\n" for name in names)
    files = {"mkdocs.yml": "site_name: H\nplugins: [oss]\n", "repos.yml": f"repos:\n{listed}"}
    return make_repo("hub", {**files, "docs/index.md": "# H\n"}).path


@pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminal")
def test_a_bar_on_a_terminal(hub: Path) -> None:
    """It names what is done, and is full at the end; what goes to stdout is none of its business."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(SYNC, cwd=hub, stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    shown = b""
    try:
        while more := os.read(ours, 4096):
            shown += more
    except OSError:  # Linux: the other side has closed it
        pass
    os.close(ours)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"Fetching repos" in shown
    assert b"100%" in shown
    assert "Fetching" not in told
    assert [line.partition(":")[0] for line in told.splitlines()] == ["lab", "tool"]


def test_no_bar_elsewhere(hub: Path) -> None:
    """In a log, a file or a pipe there is none, and nothing else either where all goes well."""
    done = subprocess.run(SYNC, cwd=hub, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Fetching" not in done.stdout
