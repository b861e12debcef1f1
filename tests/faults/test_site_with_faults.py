"""A whole handbook, built by MkDocs and asked by the commands, while the server of one repo misbehaves."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Built, GitRepo
from htmlpage import of_class
from mkdocs.exceptions import Abort
from sources.fault_server import FAULTS, FaultServer, serve_faults

from mkdocs_oss.cli import main

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]
SOME = (
    "connection refused",
    "401 unauthorised",
    "404 not found",
    "503 unavailable",
    "redirect to a file",
    "a log-in page",
    "garbage instead of a pack",
    "vanishes in the middle of a pack",
)


def clock(monkeypatch: pytest.MonkeyPatch, **later: float) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOW + timedelta(**later)).timestamp())))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    monkeypatch.setenv("MKDOCS_OSS_TRIES", "1")
    clock(monkeypatch)
    with serve_faults(tmp_path) as state:
        yield state


@pytest.fixture
def hub(make_repo: MakeRepo, server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A handbook over `lab`, which stands at the server, and `near`, which does not; the path of its mkdocs.yml."""
    make_repo("lab", {"README.md": "# Lab\n\nIts text.\n", "docs/a.md": "# A\n"})
    make_repo("near", {"README.md": "# Near\n\nIt is here.\n"})
    made = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\n",
            "repos.yml": f"repos:\n- {{name: lab, url: '{server.url('lab/.git')}'}}\n- {{path: ../near}}\n",
            "docs/index.md": "# Hub\n",
        },
    )
    monkeypatch.chdir(made.path)
    return made.path / "mkdocs.yml"


@pytest.mark.parametrize("fault", SOME)
def test_a_site_with_nothing_of_the_repo(
    fault: str, hub: Path, server: FaultServer, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is built; the repo's page says why it is not there, and so do one finding and one line of `sync`. When
    the fault is gone, the next build a while later has it."""
    server.fault = fault
    site = build(hub)
    assert "It is here." in site.read("projects/near/index.html")
    page = site.read("projects/lab/index.html")
    assert "nothing of it could be read" in page
    said = [line for line in site.messages(logging.WARNING) if "lab" in line]
    assert len(said) <= 1, said
    missing = [
        f for f in json.loads(site.read("oss/handbook.json"))["findings"] if f["code"] == "repo-missing"
    ]
    assert len(missing) == 1
    assert FAULTS[fault].says.lower() in missing[0]["message"].lower()
    synced = run("sync")
    assert synced.exit_code == 1
    (line,) = [line for line in synced.stderr.splitlines() if line.startswith("lab: ")]
    assert FAULTS[fault].says.lower() in line.lower()
    server.fault = ""
    clock(monkeypatch, minutes=6)
    healthy = build(hub, strict=True)
    assert "Its text." in healthy.read("projects/lab/index.html")
    assert run("sync").exit_code == 0


@pytest.mark.parametrize("fault", SOME)
def test_a_site_with_the_last_good_copy(
    fault: str, hub: Path, server: FaultServer, build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each page of the repo is there and says since when its source is away; strict builds go on. When the fault is
    gone, one sync brings what is new, and the note is gone."""
    assert run("sync").exit_code == 0
    server.fault = fault
    GitRepo(tmp_path / "lab").commit({"README.md": "# Lab\n\nIts newer text.\n"}, day="2026-02-01")
    clock(monkeypatch, days=1)
    synced = run("sync")
    assert synced.exit_code == 1
    assert len([line for line in synced.stderr.splitlines() if line.startswith("lab: ")]) == 1
    clock(monkeypatch, days=3)
    site = build(hub, strict=True)
    for name in ("projects/lab/index.html", "projects/lab/docs/a/index.html"):
        (banner,) = of_class(site.read(name), "oss-banner")
        assert "not been reachable since 16 June 2026" in banner.words
    assert "Its text." in site.read("projects/lab/index.html")
    assert "16 June 2026" in site.read("projects/index.html")
    assert not of_class(site.read("projects/near/index.html"), "oss-banner")
    server.fault = ""
    assert run("sync").exit_code == 0
    healthy = build(hub, strict=True)
    assert "Its newer text." in healthy.read("projects/lab/index.html")
    assert not of_class(healthy.read("projects/lab/index.html"), "oss-banner")


def test_a_required_repo_that_is_away_fails_strict_alone(
    hub: Path, server: FaultServer, build: Build
) -> None:
    """`policy: required`: a plain build goes on with a page that says why, `--strict` fails, and so does `check`."""
    listed = hub.parent / "repos.yml"
    listed.write_text(listed.read_text().replace("name: lab,", "name: lab, policy: required,"))
    server.fault = "503 unavailable"
    assert "nothing of it could be read" in build(hub).read("projects/lab/index.html")
    with pytest.raises(Abort):
        build(hub, strict=True)
    checked = run("check", "--json")
    assert checked.exit_code == 1
    codes = {finding["code"]: finding["severity"] for finding in json.loads(checked.stdout)}
    assert codes["repo-missing"] == "error"
