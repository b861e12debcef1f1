"""A build with a lock: offline, the same bytes everywhere, and honest where the lock no longer fits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import NOW, Built, GitRepo
from mkdocs.exceptions import Abort
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss.cli import main

MakeRepo = Callable[..., GitRepo]
LIMIT_S = 60


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


def listed(server: GitServer, **more: Any) -> str:
    repos = [{"url": server.url(f"{name}/.git"), "name": name} for name in ("lab", "tool")]
    return json.dumps({"repos": [{**repos[0], **more}, repos[1]]})


@pytest.fixture
def hub(make_repo: MakeRepo, server: GitServer, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A synced handbook over two remotes, of which one has moved on since."""
    lab = make_repo("lab", {"README.md": "# Lab\n\n![p](docs/p.png)\n", "docs/a.md": "# A\n\nLocked.\n", "docs/p.png": b"\x89PNG"})  # fmt: skip
    make_repo(
        "tool",
        {"README.md": "# Tool\n", "tool/__init__.py": '"""A tool."""\n'},
        day="2025-05-05T23:30:00+1400",
    )
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: H\nsite_url: https://h.example.org/\ntheme: mkdocs\nplugins: [search, oss]\n",
            "docs/index.md": "# H\n",
            "repos.yml": listed(server),
        },
        day="2025-12-31T23:59:00-1100",
    )
    monkeypatch.chdir(hub.path)
    assert CliRunner().invoke(main, ["sync"]).exit_code == 0
    hub.commit(message="Lock")
    lab.commit({"docs/a.md": "# A\n\nNewer.\n", "docs/b.md": "# B\n"})
    server.requests.clear()
    return hub


def built(config_file: Path, site: Path, **env: str) -> dict[str, bytes]:
    """A site as `mkdocs build` in a process of its own makes it: path → content."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config_file), "-d", str(site)],
        env={**os.environ, **env}, check=True, capture_output=True, timeout=LIMIT_S,
    )  # fmt: skip
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def test_the_same_bytes_everywhere_and_no_request(
    hub: GitRepo, server: GitServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In two folders, time zones, languages and temporary folders; with a warm cache and no network, and with a
    cold one."""
    lock = (hub.path / "handbook.lock").read_bytes()
    here = built(hub.path / "mkdocs.yml", tmp_path / "here", TZ="Pacific/Kiritimati", LC_ALL="C")
    assert server.requests == []
    assert b"Locked." in here["projects/lab/docs/a/index.html"]
    assert "projects/lab/docs/b/index.html" not in here

    hub.run("clone", "--quiet", str(hub.path), str(tmp_path / "else where" / "hub"))
    elsewhere = tmp_path / "else where" / "hub"
    hub_remote = hub.run("remote")
    assert hub_remote == "", "the hub has no remote here and there"
    GitRepo(elsewhere).run("remote", "remove", "origin")
    (tmp_path / "tmp").mkdir()
    there = built(
        elsewhere / "mkdocs.yml", tmp_path / "there", TZ="Pacific/Pago_Pago", LC_ALL="C.UTF-8", TMPDIR=str(tmp_path / "tmp")
    )  # fmt: skip
    assert server.requests == []
    assert [name for name in here if here[name] != there.get(name)] == []
    assert here.keys() == there.keys()

    cold = built(hub.path / "mkdocs.yml", tmp_path / "cold", MKDOCS_OSS_CACHE=str(tmp_path / "cold cache"))
    assert server.requests
    assert [name for name in here if here[name] != cold.get(name)] == []
    assert here.keys() == cold.keys()
    assert (hub.path / "handbook.lock").read_bytes() == lock


def test_a_lock_of_another_ref(
    hub: GitRepo, server: GitServer, build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings name another ref than the lock: a warning with the remedy, which ends it."""
    GitRepo(hub.path.parent / "lab").run("branch", "v2")
    hub.write({"repos.yml": listed(server, ref="v2")})
    site = build(hub.path / "mkdocs.yml")
    assert "Newer." in site.read("projects/lab/docs/a/index.html")
    finding = next(f for f in json.loads(site.read("oss/handbook.json"))["findings"] if f["code"] == "lock")
    assert (finding["severity"], finding["repo"], finding["where"]) == ("warning", "lab", "repos.yml:1")
    assert finding["message"] == "handbook.lock has it at its default branch, and the settings say v2"
    assert finding["remedy"] == "run `mkdocs-oss sync`"
    with pytest.raises(Abort):
        build(hub.path / "mkdocs.yml", strict=True)
    monkeypatch.setenv("MKDOCS_OSS_WITH", "lab=@main")
    build(hub.path / "mkdocs.yml", strict=True)
    monkeypatch.delenv("MKDOCS_OSS_WITH")
    assert CliRunner().invoke(main, ["sync"]).exit_code == 0
    build(hub.path / "mkdocs.yml", strict=True)


def test_a_repo_that_the_lock_does_not_have(
    hub: GitRepo, make_repo: MakeRepo, server: GitServer, build: Callable[..., Built]
) -> None:
    """A new repo beside locked ones is a note; without any lock nothing is said."""
    make_repo("new", {"README.md": "# New\n"})
    repos = json.loads(listed(server))["repos"]
    hub.write({"repos.yml": json.dumps({"repos": [*repos, {"url": server.url("new/.git"), "name": "new"}]})})

    def codes(site: Built) -> list[tuple[str, str, str]]:
        found = json.loads(site.read("oss/handbook.json"))["findings"]
        return [(f["severity"], f["repo"], f["message"]) for f in found if f["code"] == "lock"]

    assert codes(build(hub.path / "mkdocs.yml", strict=True)) == [
        ("note", "new", "it is not in handbook.lock")
    ]
    (hub.path / "handbook.lock").unlink()
    assert codes(build(hub.path / "mkdocs.yml", strict=True)) == []


def test_the_same_lock_twice_is_the_same_bytes(hub: GitRepo) -> None:
    """A sync that moves nothing leaves the file as it is, whatever the day."""
    first = (hub.path / "handbook.lock").read_bytes()
    assert CliRunner().invoke(main, ["sync"]).exit_code == 0
    second = (hub.path / "handbook.lock").read_bytes()
    assert first != second, "the lab had moved on"
    later = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()) + 86_400)}
    assert CliRunner(env=later).invoke(main, ["sync"]).exit_code == 0
    assert (hub.path / "handbook.lock").read_bytes() == second
