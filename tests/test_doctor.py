"""`mkdocs-oss doctor`: each thing that is missing has a line with its remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, GitRepo

from mkdocs_oss.cli import main

REMOTE = "repos:\n- url: https://git.example.org/a.git\n- url: https://git.example.org/b.git\n"
SITE = "site_name: Handbook\ntheme: mkdocs\nplugins:\n- oss: {api: false}\n"
COMMIT = "1" * 40


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    repo = make_repo("handbook", {"mkdocs.yml": SITE, "docs/index.md": "# Welcome\n"})
    monkeypatch.chdir(repo.path)
    return repo


def doctor(*args: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *args])


def lock(**when: str) -> str:
    repos = {
        name: {"url": f"https://git.example.org/{name}.git", "ref": "", "commit": COMMIT, "when": day}
        for name, day in when.items()
    }
    return json.dumps({"version": 1, "repos": repos})


def test_nothing_is_missing(hub: GitRepo) -> None:
    """Exit 0 and one line; as JSON an empty list."""
    assert (doctor().exit_code, doctor().stdout) == (0, "Nothing is missing.\n")
    assert json.loads(doctor("--json").stdout) == []


def test_settings_that_cannot_be_read_are_exit_2(hub: GitRepo) -> None:
    """As with every command: where, what, and the remedy."""
    hub.write({"repos.yml": "repos:\n- paht: ../tool\n"})
    assert doctor().exit_code == 2
    assert "did you mean 'path'?" in doctor().stderr


def test_git_is_missing(hub: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Exit 1, and what to install."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    done = doctor()
    assert (done.exit_code, done.stdout) == (1, "git: it is not installed; install git\n")


def test_git_is_too_old(hub: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its own version, and the one to install."""
    tool = tmp_path / "bin" / "git"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho git version 2.20.1\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:/bin:/usr/bin")
    assert "git: it is 2.20, too old" in doctor().stdout
    assert "install git 2.31 or newer" in doctor().stdout


def test_the_theme_is_missing(hub: GitRepo) -> None:
    """A theme that no installed package has is named."""
    hub.write({"mkdocs.yml": SITE.replace("theme: mkdocs", "theme: {name: no-such-theme}")})
    done = doctor()
    assert done.exit_code == 1
    assert "theme: mkdocs.yml names 'no-such-theme', which is not installed" in done.stdout


def test_the_lock_is_missing_or_lags_behind(hub: GitRepo) -> None:
    """No lock, a lock that does not name a repo, and one that is months old: each says `mkdocs-oss sync`."""
    hub.write({"repos.yml": REMOTE})
    assert "lock: there is no handbook.lock" in doctor().stdout
    hub.write({"handbook.lock": lock(a="2026-06-01T00:00:00Z")})
    assert doctor().stdout.startswith("lock: handbook.lock does not name b; run `mkdocs-oss sync`")
    hub.write({"handbook.lock": lock(a="2026-06-01T00:00:00Z", b="2025-06-01T00:00:00Z")})
    assert doctor().stdout == (
        "lock: b: locked more than 90 days ago; run `mkdocs-oss sync`, and commit handbook.lock\n"
    )
    hub.write({"handbook.lock": lock(a="2026-06-01T00:00:00Z", b="2026-06-01T00:00:00Z")})
    assert doctor().exit_code == 0
    hub.write({"handbook.lock": "no lock"})
    assert "lock: handbook.lock is not a lock file; write it anew" in doctor().stdout


def test_the_cache_cannot_be_written_to(hub: GitRepo) -> None:
    """A cache folder that cannot be is named, with the part that is in the way."""
    hub.write(
        {"repos.yml": REMOTE, "handbook.lock": lock(a="2026-06-01T00:00:00Z", b="2026-06-01T00:00:00Z")}
    )
    hub.write({"full": "a file", "mkdocs.yml": SITE.replace("api: false", "api: false, cache: full/cache")})
    done = doctor()
    assert done.exit_code == 1
    assert done.stdout.startswith(f"cache: {hub.path / 'full'} cannot be written to; ")


def test_a_nav_that_grows_with_the_square(hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `repo_nav: whole` over many pages, `doctor` and `check` say how many links that makes, and how many it
    would; without it they are silent."""
    for number in range(2):
        pages = {f"docs/{page}.md": "# A page\n" for page in range(160)}
        GitRepo(hub.path.parent / f"r{number}").write(pages | {"README.md": "# Read me\n"})
    hub.write({"repos.yml": "repos:\n- path: ../r0\n- path: ../r1\n"})
    assert doctor().exit_code == 0
    hub.write({"mkdocs.yml": SITE.replace("api: false", "api: false, repo_nav: whole")})
    done = doctor()
    assert done.exit_code == 1
    assert done.stdout == (
        "nav: the nav of 325 pages has 325 links on each, 0.1 million in all; "
        "with `repo_nav: auto` it would be 33,375; take `repo_nav: whole` out of the settings\n"
    )
    findings = json.loads(CliRunner().invoke(main, ["check", "--json"]).stdout)
    assert [entry["severity"] for entry in findings if entry["code"] == "nav-size"] == ["note"]
