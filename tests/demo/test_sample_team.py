"""The sample team: real repos with months of history, the same on every machine for the same day."""

from __future__ import annotations

import ast
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_oss.demo import write_sample_team
from mkdocs_oss.demo.sample_files import SampleFiles, in_version, newest
from mkdocs_oss.demo.sample_team import SAMPLE
from mkdocs_oss.errors import OssError
from mkdocs_oss.git import Git
from mkdocs_oss.settings import load_repos, load_teams
from mkdocs_oss.settings.located_yaml import load_yaml

TODAY = date(2026, 2, 28)
REPOS = (
    "handbook",
    "repos/forecasting",
    "repos/cleaning",
    "repos/dashboards",
    "repos/pipelines",
    "remotes/features",
)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample team, written once. Tests must not change it."""
    folder = tmp_path_factory.mktemp("sample") / "team"
    assert write_sample_team(folder, today=TODAY, git=Git()) == folder / "handbook"
    return folder


def told(repo: Path, *args: str) -> list[str]:
    """The lines that git answers with."""
    done = subprocess.run(["git", "-C", str(repo), *args], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def worktree(folder: Path) -> dict[str, bytes]:
    """Every file but git's own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def test_the_same_day_gives_the_same_bytes(team: Path, tmp_path: Path) -> None:
    """Written twice for one day: the same files, and the same commit ids under the same refs."""
    write_sample_team(tmp_path, today=TODAY, git=Git())
    assert worktree(tmp_path) == worktree(team)
    for repo in REPOS:
        assert told(tmp_path / repo, "show-ref") == told(team / repo, "show-ref")


def test_another_day_moves_every_date(team: Path, tmp_path: Path) -> None:
    """A year later the same team is a year further: reviews and commits keep their age."""
    later = TODAY + timedelta(days=365)
    write_sample_team(tmp_path, today=later, git=Git())
    welcome = "handbook/docs/index.md"
    assert f"reviewed: {TODAY - timedelta(days=20)}" in (team / welcome).read_text("utf-8")
    assert f"reviewed: {later - timedelta(days=20)}" in (tmp_path / welcome).read_text("utf-8")
    newest_commit = told(tmp_path / "handbook", "log", "-1", "--format=%cs")
    assert newest_commit == [str(later - timedelta(days=20))]


@pytest.mark.parametrize("repo", REPOS)
def test_each_repo_has_people_and_months(team: Path, repo: str) -> None:
    """At least three people and two months of history, in order, and not one commit in the future."""
    lines = told(team / repo, "log", "--topo-order", "--format=%ct %at %an")
    times = [int(line.split()[0]) for line in lines]
    people = {line.split(" ", 2)[2] for line in lines if not line.endswith("[bot]")}
    assert len(people) >= 3
    assert max(times) - min(times) >= 60 * 86_400
    assert max(times) < datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).timestamp()
    assert [line.split()[0] for line in lines] == [line.split()[1] for line in lines]
    for line in told(team / repo, "log", "--format=%ct %P"):
        time, *parents = line.split()
        for parent in parents:
            assert int(told(team / repo, "log", "-1", "--format=%ct", parent)[0]) <= int(time)


@pytest.mark.parametrize("repo", REPOS)
def test_each_repo_is_sound(team: Path, repo: str) -> None:
    """`git fsck --strict` has nothing to say, main is checked out, and origin names its default branch."""
    assert told(team / repo, "fsck", "--strict") == []
    assert told(team / repo, "symbolic-ref", "HEAD") == ["refs/heads/main"]
    assert told(team / repo, "symbolic-ref", "refs/remotes/origin/HEAD") == ["refs/remotes/origin/main"]
    assert told(team / repo, "rev-parse", "--is-bare-repository") == ["false"]
    assert len(told(team / repo, "for-each-ref")) == 3


def test_the_worktrees_are_clean_but_for_two_pages(team: Path) -> None:
    """One page of pipelines has edits, one is not committed yet; all else is as git has it."""
    found = {repo: told(team / repo, "status", "--porcelain") for repo in REPOS}
    meant = found.pop("repos/pipelines")
    assert meant == [" M docs/alerts.md", "?? docs/cheap-machines.md"]
    assert set(map(tuple, found.values())) == {()}


def test_history_has_what_freshness_must_see_through(team: Path) -> None:
    """A pure move, a bot, a merge, co-authors, and a formatting commit that .git-blame-ignore-revs names."""
    repo = team / "repos/forecasting"
    log = told(repo, "log", "--raw", "-M100%", "--format=%an %P%n%b")
    assert any(line.endswith("R100\tdocs/backtesting.md\tdocs/how-to/backtest.md") for line in log)
    assert any(line.startswith("dependency-updates[bot] ") for line in log)
    assert "Co-authored-by: Chidi Delta <chidi@example.org>" in log
    assert len(told(repo, "log", "--merges", "--format=%h")) == 1
    ignored = (repo / ".git-blame-ignore-revs").read_text("ascii").splitlines()[-1]
    assert told(repo, "log", "-1", "--format=%s", ignored) == ["Write one sentence on each line"]


def test_no_trace_of_who_runs_it(team: Path) -> None:
    """Every author, committer and address is the sample's own, and there is no reflog."""
    for repo in REPOS:
        addresses = set(told(team / repo, "log", "--format=%ae%n%ce"))
        assert all(address.endswith("example.org") for address in addresses)
        assert not (team / repo / ".git" / "logs").exists()


def test_nothing_of_the_sample_is_left_over(team: Path) -> None:
    """Every file of every repo is there in its newest version, with no mark or token left in it."""
    for story in REPOS:
        name = story.rpartition("/")[2]
        written = {path.removeprefix(f"{story}/") for path in worktree(team) if path.startswith(f"{story}/")}
        rendered = dict(SampleFiles(SAMPLE / name, today=TODAY).render("*"))
        assert written == set(rendered)
        for path, text in rendered.items():
            content = (team / story / path).read_text("utf-8")
            assert not any(left in content for left in ("@@ ", "{today", "{commit"))
            if "{commit" not in text:
                assert content == text


def test_the_code_of_the_sample_is_code(team: Path) -> None:
    """Every module parses, but for the one that must not."""
    broken = []
    for path in team.rglob("*.py"):
        try:
            ast.parse(path.read_text("utf-8"))
        except SyntaxError:
            broken.append(path.name)
    assert broken == ["legacy_weights.py"]


def test_the_settings_are_understood(team: Path) -> None:
    """repos.yml names the five repos, each of them there; teams.yml knows everyone and who has left."""
    hub = team / "handbook"
    repos = load_repos(load_yaml((hub / "repos.yml").read_bytes(), file="repos.yml"), folder=hub)
    assert [repo.name for repo in repos] == ["forecasting", "cleaning", "dashboards", "features", "pipelines"]
    assert all((repo.path / ".git").is_dir() for repo in repos if repo.path is not None)
    assert [repo.name for repo in repos if repo.url is not None] == ["features"]
    teams = load_teams(load_yaml((hub / "teams.yml").read_bytes(), file="teams.yml"))
    members = {handle for team in teams.teams.values() for handle in (*team.members, *team.backups)}
    assert members <= set(teams.people)
    assert [handle for handle, person in teams.people.items() if person.left] == ["@farah"]


@pytest.mark.parametrize("site", ["handbook", "repos/forecasting"])
def test_each_site_builds_on_its_own(team: Path, tmp_path: Path, site: str) -> None:
    """`mkdocs build --strict` has no warning, for the handbook without our plugin and for a repo's own docs."""
    options: dict[str, Any] = {"plugins": ["search"], "strict": True, "site_dir": str(tmp_path)}
    build(load_config(str(team / site / "mkdocs.yml"), **options))
    assert (tmp_path / "index.html").is_file()


def test_what_it_made_is_rewritten(tmp_path: Path) -> None:
    """A second run brings everything back, and leaves alone what it did not write."""
    write_sample_team(tmp_path, today=TODAY, git=Git())
    before = worktree(tmp_path)
    (tmp_path / "handbook" / "docs" / "index.md").unlink()
    (tmp_path / "repos" / "mine.txt").write_text("scratch", "utf-8")
    (tmp_path / "notes.txt").write_text("keep me", "utf-8")
    write_sample_team(tmp_path, today=TODAY, git=Git())
    assert worktree(tmp_path) == before | {"notes.txt": b"keep me"}


def test_a_strangers_folder_is_refused(tmp_path: Path) -> None:
    """A folder that holds anything is refused and left as it was; the message says what to do."""
    (tmp_path / "thesis.md").write_text("years of work", "utf-8")
    with pytest.raises(
        OssError, match="not empty, and not written by this command; name a new or an empty folder"
    ):
        write_sample_team(tmp_path, today=TODAY, git=Git())
    assert worktree(tmp_path) == {"thesis.md": b"years of work"}


def test_a_file_is_refused(tmp_path: Path) -> None:
    """A file in the folder's place is refused, and a folder that cannot be made is explained."""
    file = tmp_path / "file"
    file.write_text("here", "utf-8")
    with pytest.raises(OssError, match="not a folder; name another one"):
        write_sample_team(file, today=TODAY, git=Git())
    with pytest.raises(OssError, match=r"cannot be written .*; name another folder"):
        write_sample_team(file / "below", today=TODAY, git=Git())


def test_versions_of_a_file() -> None:
    """Lines stand in the versions that the mark before them names."""
    text = "a\n@@ from 2\nb\n@@ before 2\nc\n@@ from 2 before 3\nd\n@@ end\ne\n"
    assert [in_version(text, version) for version in (1, 2, 3)] == ["a\nc\ne\n", "a\nb\nd\ne\n", "a\nb\ne\n"]
    assert newest(text) == 3
    assert newest("plain\n") == 1


def test_a_story_that_names_no_file_is_a_mistake(tmp_path: Path) -> None:
    """A name that matches nothing is never passed over."""
    with pytest.raises(ValueError, match=r"no sample file matches 'gone\.md@1'"):
        list(SampleFiles(tmp_path, today=TODAY).render("gone.md@1"))
