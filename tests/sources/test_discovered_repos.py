"""Discovered repos on their whole way, from the forge over the lock to the site, without a network but for `sync`."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Built, GitRepo
from htmlpage import of_class
from sources.discovering import (
    GITHUB,
    SECRET,
)
from sources.loopback_forge import (
    ForgeServer,
    Reply,
    github_repo,
)
from sources.loopback_git import serve_git

from mkdocs_oss.cli import main
from mkdocs_oss.settings import load_settings, read_site

pytestmark = pytest.mark.usefixtures("no_tokens")


@dataclass
class Team:
    """A forge that lists the repos of a git server, and a handbook that discovers them."""

    forge: ForgeServer
    config: Path
    git_url: Callable[[str], str]

    def list(self, *listed: str, **more: Any) -> None:
        self.forge.answer(
            GITHUB, Reply([github_repo(name, self.git_url(f"{name}.git"), **more) for name in listed])
        )

    def sync(self, *options: str) -> Result:
        return CliRunner().invoke(main, ["sync", "--config-file", str(self.config), *options])

    @property
    def lock(self) -> Path:
        return self.config.parent / "handbook.lock"


@pytest.fixture
def team(
    forge: ForgeServer, make_repo: Callable[..., GitRepo], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Team]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    served = tmp_path / "served"
    served.mkdir()
    for name in ("lab", "tool"):
        repo = make_repo(
            f"work/{name}", {"README.md": f"# {name}\n\nWords of {name}.\n", "docs/a.md": "# A\n"}
        )
        repo.run("clone", "--quiet", "--bare", str(repo.path), str(served / f"{name}.git"))
    entry = f"discover: {{github: data-team, url: '{forge.url}', archived: true, token_env: TEAM_TOKEN}}"
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
            "docs/index.md": "# W\n",
            "repos.yml": f'repos:\n- {entry}\n  section: Found\n  owner: "@data/platform"\n',
        },
    )
    monkeypatch.setenv("TEAM_TOKEN", SECRET)
    with serve_git(served) as server:
        yield Team(forge, hub.path / "mkdocs.yml", server.url)


def test_from_the_forge_to_the_site(
    team: Team, build: Callable[..., Built], caplog: pytest.LogCaptureFixture
) -> None:
    """sync asks and fetches; the build asks nobody and has the pages, with what the entry says of all; no token leaks."""
    caplog.set_level(logging.DEBUG)
    team.list("tool", "lab")
    done = team.sync()
    assert done.exit_code == 0, done.output
    place = f"github:{team.forge.url}/data-team"
    assert f"{place}: 2 repos" in done.output
    assert f"{place}: new: lab, tool" in done.output
    asked = len(team.forge.asked)
    team.forge.answer(GITHUB, Reply(status=500))
    site = build(team.config, strict=True)
    assert "Words of lab." in site.read("projects/lab/index.html")
    assert "Words of tool." in site.read("projects/tool/index.html")
    pages = [page for page in json.loads(site.read("oss/pages.json")) if page["path"] == "docs/a.md"]
    assert [page["repo"] for page in pages] == ["lab", "tool"], "by name"
    assert pages[0]["owners"] == ["@data/platform"]
    assert {repo["section"] for repo in json.loads(site.read("oss/handbook.json"))["repos"]} == {"Found"}
    assert len(team.forge.asked) == asked, "a build asks no forge"
    everything = b"".join(path.read_bytes() for path in site.folder.rglob("*") if path.is_file())
    assert SECRET.encode() not in everything
    assert SECRET not in team.lock.read_text() + done.output + caplog.text


def test_a_second_sync(team: Team, build: Callable[..., Built]) -> None:
    """Nothing changed: the lock's bytes stay. A repo came, went, or was archived: sync tells, and the site shows it."""
    team.list("lab")
    team.sync()
    first = team.lock.read_bytes()
    assert team.sync().exit_code == 0
    assert team.lock.read_bytes() == first
    team.list("tool", archived=True)
    done = team.sync()
    assert ": new: tool" in done.output
    assert ": no longer there: lab" in done.output
    assert list(json.loads(team.lock.read_text())["repos"]) == ["tool"]
    site = build(team.config)
    assert not (site.folder / "projects/lab").exists()
    assert "archived" in of_class(site.read("projects/tool/index.html"), "oss-banner")[0].words


def test_an_offline_sync(team: Team) -> None:
    """`sync --offline` takes the repos of the lock and asks no forge."""
    team.list("lab")
    team.sync()
    first, asked = team.lock.read_bytes(), len(team.forge.asked)
    done = team.sync("--offline")
    assert done.exit_code == 0, done.output
    assert "lab: unchanged at" in done.output
    assert team.lock.read_bytes() == first
    assert len(team.forge.asked) == asked


def test_a_forge_that_is_away(team: Team, build: Callable[..., Built]) -> None:
    """sync says why, keeps the list and exits 1; the build goes on from the lock."""
    team.list("lab")
    team.sync()
    first = team.lock.read_bytes()
    team.forge.answer(GITHUB, Reply(status=401))
    done = team.sync()
    assert done.exit_code == 1
    assert (
        "not listed: it wants a token, or does not know the one it got; the repos of the last sync stay"
        in done.output
    )
    assert "lab: unchanged at" in done.output
    assert team.lock.read_bytes() == first
    assert (build(team.config, strict=True).folder / "projects/lab/index.html").is_file()


def test_before_the_first_sync(team: Team, build: Callable[..., Built]) -> None:
    """The build says what to do, asks nobody, and builds the rest; so does the check."""
    site = build(team.config)
    (message,) = [message for message in site.messages(logging.WARNING) if "handbook.lock" in message]
    assert "its repos are not in handbook.lock yet; run `mkdocs-oss sync`" in message
    assert (site.folder / "index.html").is_file()
    assert team.forge.asked == []
    done = CliRunner().invoke(main, ["check", "--config-file", str(team.config)])
    assert done.exit_code == 1
    assert "run `mkdocs-oss sync`" in done.output


def test_checking_a_list_that_is_not_in_the_lock(team: Team) -> None:
    """`sync --check` fails where the lock has no list of a group, or one of other filters, and asks nobody."""
    place = f"github:{team.forge.url}/data-team"
    done = team.sync("--check")
    said = f"{place}: its repos are not in handbook.lock; run `mkdocs-oss sync`\n"
    assert (done.exit_code, done.stdout) == (1, said)
    assert done.stderr == "1 list and 0 remote repos: 1 not in the lock as the settings say\n"
    assert team.forge.asked == []
    team.list("lab")
    team.sync()
    listed = team.config.parent / "repos.yml"
    listed.write_text(listed.read_text().replace("archived: true", 'archived: true, exclude: ["x-*"]'))
    done = team.sync("--check")
    assert (done.exit_code, done.stdout) == (
        1,
        f"{place}: it was changed after the last sync; run `mkdocs-oss sync`\n",
    )


def test_checking_what_a_forge_lists(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sync --check` asks the forge: a repo that is new there is told, and fails when the lock could have had it for
    longer than the limit; one that is gone is told. The lock stays as it is."""
    team.list("lab", created_at="2020-01-01T00:00:00Z")
    team.sync()
    before = team.lock.read_bytes()
    assert (team.sync("--check").exit_code, team.sync("--check").stdout) == (0, "")
    place = f"github:{team.forge.url}/data-team"
    made = {"lab": "2020-01-01T00:00:00Z", "tool": f"{NOW + timedelta(days=5):%Y-%m-%dT%H:%M:%SZ}"}
    entries = [github_repo(name, team.git_url(f"{name}.git"), created_at=at) for name, at in made.items()]
    team.forge.answer(GITHUB, Reply(entries))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOW + timedelta(days=15)).timestamp())))
    done = team.sync("--check")
    assert (done.exit_code, done.stdout) == (0, f"{place}: new: tool, for 10 days\n")
    assert done.stderr == "1 list and 1 remote repo: none behind by more than 14 days\n"
    done = team.sync("--check", "--max-age", "9")
    assert (done.exit_code, done.stdout) == (1, f"{place}: new: tool, for 10 days; run `mkdocs-oss sync`\n")
    assert done.stderr == "1 list and 1 remote repo: 1 behind by more than 9 days\n"
    found, _ = json.loads(team.sync("--check", "--json").stdout)
    assert (found["kind"], found["state"], found["new"], found["days"]) == ("list", "moved", ["tool"], 10)
    team.forge.answer(GITHUB, Reply([]))
    done = team.sync("--check", "--max-age", "9")
    assert (done.exit_code, done.stdout) == (0, f"{place}: no longer there: lab\n")
    assert team.lock.read_bytes() == before


def test_checking_with_a_forge_that_is_away(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how old the lock's list is, and fails only where the entry's repos are `required`, or nothing could be
    asked at all."""
    team.list("lab")
    team.sync()
    team.forge.answer(GITHUB, Reply(status=401))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOW + timedelta(days=3)).timestamp())))
    done = team.sync("--check")
    assert done.exit_code == 0
    assert "not listed: it wants a token, or does not know the one it got; " in done.stderr
    assert "the lock's list is 3 days old" in done.stderr
    assert "1 list and 1 remote repo: none behind by more than 14 days, 1 not reached" in done.stderr
    assert SECRET not in done.output
    listed = team.config.parent / "repos.yml"
    listed.write_text(f"{listed.read_text()}  policy: required\n")
    assert team.sync("--check").exit_code == 1


def test_a_repo_that_is_listed_and_not_given(team: Team, tmp_path: Path) -> None:
    """Where git has no credentials for a repo that the token lists, `sync`, `sync --check` and `check` say that the
    token is for the list alone, and whom to give one; it is in none of the messages."""
    with serve_git(tmp_path / "served", auth="ana:other-secret") as private:
        team.forge.answer(GITHUB, Reply([github_repo("lab", private.url("lab.git"))]))
        done = team.sync()
        assert done.exit_code == 1
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("lab: ")]
        place = f"github:{team.forge.url}/data-team"
        assert f"{place} lists it, but the token for the list is not given to git; " in line
        assert f"give git's credential helper a user and a token for 127.0.0.1:{private.port}" in line
        assert line.count("credential helper") == 1
        said = CliRunner().invoke(main, ["check", "--config-file", str(team.config)]).output
        assert "the token for the list is not given to git" in said
        private.auth = ()
        team.sync()
        private.auth = ("ana:other-secret",)
        checked = team.sync("--check")
        assert "the token for the list is not given to git" in checked.stderr
        for output in (done.output, said, checked.output):
            assert SECRET not in output


def test_owners_of_a_discovered_repo(team: Team) -> None:
    """`mkdocs-oss owners lab:README.md` knows it."""
    team.list("lab")
    team.sync()
    args = ["owners", "--config-file", str(team.config), "lab:README.md"]
    done = CliRunner().invoke(main, args)
    assert "@data/platform" in done.output, done.output


def test_a_build_does_not_load_the_http_library(tmp_path: Path) -> None:
    """Reading lists out of the lock costs no import of what only sync needs."""
    (tmp_path / "mkdocs.yml").write_text("plugins: [oss]\n")
    (tmp_path / "repos.yml").write_text("repos:\n- discover: {github: data-team}\n")
    script = (
        "import sys; from pathlib import Path; from mkdocs_oss.settings import read_site, load_settings; "
        "from mkdocs_oss.sources.discovery import with_discovered; "
        f"p = Path({str(tmp_path)!r}); with_discovered(load_settings(read_site(p / 'mkdocs.yml')), p); "
        "print('requests' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


def test_settings_in_mkdocs_yml(tmp_path: Path) -> None:
    """`repos:` as a list in mkdocs.yml may hold it too."""
    (tmp_path / "mkdocs.yml").write_text("plugins:\n- oss:\n    repos:\n    - discover: {folder: ..}\n")
    settings = load_settings(read_site(tmp_path / "mkdocs.yml"))
    assert [discovery.kind for discovery in settings.discoveries] == ["folder"]
