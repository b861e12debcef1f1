"""`mkdocs-oss cache`: what lies there, and clearing it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import GitRepo
from filelock import FileLock
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss import clock
from mkdocs_oss.cli import main
from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources.hub_copy import hub_copy
from mkdocs_oss.sources.store import Store, cache_folder

DAY = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a handbook, two days after the fetches."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((DAY + timedelta(days=2, hours=1)).timestamp())))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


@pytest.fixture
def store() -> Store:
    return Store(cache_folder(None), git=Git(), now=lambda: DAY)


@pytest.fixture
def two(make_repo: Callable[..., GitRepo], server: GitServer, store: Store) -> list[Path]:
    """Two stores, of which the second's remote went away."""
    made = []
    for name in ("tool", "lab"):
        repo = make_repo(name, {"README.md": f"# {name}"})
        repo.commit({"README.md": "# Two"})
        url = server.url(f"{name}/.git", user="ana:canary").replace("/.git", "")
        (repo.path / ".git").rename(repo.path.with_suffix(".git"))
        url += ".git"
        store.fetch(Repo(name, url=url))
        made.append(store.git_dir(url))
    server.down = True
    with pytest.raises(GitError):
        store.fetch(Repo("lab", url=url))
    return made


def run(*args: str, input_: str | None = None) -> Result:
    return CliRunner().invoke(main, ["cache", *args], input=input_)


def test_an_empty_cache() -> None:
    """It says where it would be; clearing it is no fault."""
    shown = run()
    assert (shown.exit_code, shown.output) == (0, f"{cache_folder(None)}: 0 stores, 0 kB\n")
    assert run("clear", "--yes").exit_code == 0


def test_what_it_shows(two: list[Path], server: GitServer) -> None:
    """Of each store: remote without credentials, size, age, commits, and since when it could not be reached."""
    shown = run().output
    assert f"{two[0].name[:-4]}: http://127.0.0.1:{server.port}/tool.git" in shown
    assert "fetched 2 days ago · 2 commits" in shown
    assert "not reached since 2026-06-15 (git ls-remote failed" in shown
    facts = json.loads(run("--json").output)
    assert facts["folder"] == str(two[0].parent.parent)
    lab, tool = facts["stores"]
    assert (
        tool.items()
        >= {
            "remote": f"http://127.0.0.1:{server.port}/tool.git",
            "fetched": "2026-06-15T12:00:00Z",
            "commits": 2,
            "unreachable_since": None,
        }.items()
    )
    assert lab["unreachable_since"] == "2026-06-15T12:00:00Z"
    assert tool["bytes"] == sum(path.stat().st_size for path in two[0].rglob("*") if path.is_file())
    assert "canary" not in shown + json.dumps(facts)


def test_a_store_that_cannot_be_read(two: list[Path]) -> None:
    """It is listed, and said to be what it is; copies that were set aside count too."""
    shutil.rmtree(two[0] / "objects")
    shutil.copytree(two[1], two[0].with_name(f"{two[0].name}.damaged-20260601T000000Z"))
    shown = run().output
    assert "cannot be read" in shown
    assert "set aside: tool-" in shown


@pytest.mark.parametrize("named", ["tool", "STORE", "URL"])
def test_clearing_one(two: list[Path], server: GitServer, named: str) -> None:
    """By the remote's last part, the store's name or the URL; nothing of it is left, and the other stays."""
    given = {"STORE": two[0].name[:-4], "URL": f"http://bo@127.0.0.1:{server.port}/tool.git"}.get(
        named, named
    )
    (two[0].parent / f"{two[0].name}.damaged-20260601T000000Z").mkdir()
    cleared = run("clear", given)
    assert (cleared.exit_code, "cleared" in cleared.output) == (0, True)
    assert [path.name for path in two[0].parent.iterdir() if path.is_dir()] == [two[1].name]


def test_clearing_by_the_handbooks_name(
    two: list[Path], server: GitServer, make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name that `repos.yml` gives a repo names its store too."""
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: H\nplugins: [oss]\n",
            "repos.yml": f"repos:\n- {{url: 'http://127.0.0.1:{server.port}/tool.git', name: forecasting}}\n",
        },
    )
    monkeypatch.chdir(hub.path)
    assert run("clear", "forecasting").exit_code == 0
    assert (two[0].exists(), two[1].exists()) == (False, True)


def test_clearing_what_is_not_there(two: list[Path]) -> None:
    """A name that no store has is an error that lists those that are there; nothing is cleared."""
    cleared = run("clear", "tool", "nowhere")
    assert cleared.exit_code == 2
    assert (
        f"nowhere: the cache has no such store; it has: {two[1].name[:-4]}, {two[0].name[:-4]}"
        in cleared.output
    )
    assert two[0].exists()


def test_clearing_all_is_asked_for(two: list[Path]) -> None:
    """Without a terminal nothing is cleared unless --yes says so."""
    refused = run("clear")
    assert (refused.exit_code, "--yes" in refused.output) == (2, True)
    assert all(path.exists() for path in two)
    assert run("clear", "--yes").exit_code == 0
    assert not any(path.exists() for path in two)


def test_a_store_in_use_stays(two: list[Path]) -> None:
    """What another process is fetching is not cleared; the rest is, and the exit code tells."""
    with FileLock(f"{two[0]}.lock"):
        cleared = run("clear", "--yes")
    assert cleared.exit_code == 1
    assert "not cleared: another process" in cleared.output
    assert (two[0].exists(), two[1].exists()) == (True, False)


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo], server: GitServer, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A handbook whose one repo cannot be reached."""
    server.down = True
    listed = f"repos:\n- {{url: 'http://ana:canary@127.0.0.1:{server.port}/far.git', name: far}}\n"
    hub = make_repo("hub", {"mkdocs.yml": "site_name: H\nplugins: [oss]\n", "repos.yml": listed})
    monkeypatch.setenv("MKDOCS_OSS_TRIES", "1")
    monkeypatch.chdir(hub.path)
    return hub


def missing() -> str:
    told = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)
    (found,) = [finding for finding in told if finding["code"] == "repo-missing"]
    return f"{found['message']}; {found['remedy']}"


def test_a_failure_that_is_remembered(hub: GitRepo, server: GitServer) -> None:
    """A build that asks nobody, because a fetch has just failed, says until when, and what asks now. The cache shows
    the failure, and when it is cleared, by name or as a whole, the next build asks again."""
    assert "not asked again" not in missing()  # this one asked
    asked = len(server.requests)
    assert "not asked again until 13:05 UTC, `mkdocs-oss sync` asks now" in missing()
    assert len(server.requests) == asked
    shown = run().output
    assert (
        f": http://127.0.0.1:{server.port}/far.git · 0 kB · never fetched whole · failed (git clone" in shown
    )
    assert "builds do not ask again until 13:05 UTC" in shown
    for named in (["far"], ["--yes"]):
        assert run("clear", *named).exit_code == 0
        assert list((cache_folder(None) / "repos").iterdir()) == []
        assert "not asked again" not in missing()
    assert len(server.requests) > asked


def test_all_that_is_in_the_cache(
    two: list[Path], make_repo: Callable[..., GitRepo], server: GitServer
) -> None:
    """Copies of hubs and the histories that builds keep are shown and cleared like stores, with locks and what killed
    commands left; a file that is not of the cache stays."""
    make_repo("book", {"mkdocs.yml": "site_name: B\n"})
    server.down = False
    cache = cache_folder(None)
    url = server.url("book/.git", user="ana:canary")
    copy = hub_copy(url, None, cache=cache, git=Git()).root
    (cache / "history/ab").mkdir(parents=True)
    (cache / "history/ab/one.msgpack").write_bytes(bytes(5000))
    (cache / "hubs/.incoming-gone-abc_1").mkdir()
    (cache / "repos/gone.git.lock").touch()
    (cache / "mine.txt").write_text("mine")
    lines = run().output.splitlines()
    assert lines[0].startswith(f"{cache}: 2 stores, 1 hub, histories, ")
    assert lines[3].startswith(f"  hubs/{copy.name}: http://127.0.0.1:{server.port}/book/.git · ")
    assert lines[4] == "  history: 5 kB · 1 file"
    facts = json.loads(run("--json").output)
    assert [each["name"] for each in facts["beside"]] == [f"hubs/{copy.name}", "history"]
    assert facts["bytes"] == sum(each["bytes"] for each in (*facts["stores"], *facts["beside"]))
    assert "canary" not in str(facts)
    assert run("clear", url).output.startswith(f"hubs/{copy.name}: cleared")
    assert not copy.exists()
    hub_copy(url, None, cache=cache, git=Git())
    with FileLock(f"{copy}.lock"):
        assert run("clear", "--yes").exit_code == 1
    assert copy.is_dir()
    assert run("clear", "--yes").exit_code == 0
    assert sorted(path.relative_to(cache).as_posix() for path in cache.rglob("*")) == [
        "hubs",
        "mine.txt",
        "repos",
    ]


def test_one_of_each(
    two: list[Path], make_repo: Callable[..., GitRepo], server: GitServer, store: Store
) -> None:
    """One commit is no plural, and what was fetched this minute is not said to be 0 minutes old."""
    make_repo("one", {"README.md": "# One\n"})
    server.down = False
    Store(cache_folder(None), git=Git(), now=clock.now).fetch(Repo("one", url=server.url("one/.git")))
    assert "fetched just now · 1 commit\n" in run().output
