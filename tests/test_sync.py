"""`mkdocs-oss sync` against a real server: what it says of the docs, the diff for a bot, --check and --offline."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, GitRepo
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss.cli import main

MakeRepo = Callable[..., GitRepo]
PAGES = {"README.md": "# Lab\n", "docs/a.md": "# A\n", "docs/b.md": "# B\n", "docs/gone.md": "# Gone\n"}


@pytest.fixture(autouse=True)
def _few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKDOCS_OSS_TRIES", "1")


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """today(days): the clock says so many days after NOW."""

    def set_to(days: int) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOW + timedelta(days=days)).timestamp())))

    set_to(0)
    return set_to


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


@pytest.fixture
def lab(make_repo: MakeRepo) -> GitRepo:
    return make_repo("lab", PAGES, day="2026-01-01")


@pytest.fixture
def hub(
    make_repo: MakeRepo,
    lab: GitRepo,
    server: GitServer,
    today: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> GitRepo:
    hub = make_repo("hub", {"mkdocs.yml": "site_name: H\nplugins: [oss]\n", "docs/index.md": "# H\n"})
    hub.write({"repos.yml": listed(server)})
    monkeypatch.chdir(hub.path)
    return hub


def listed(server: GitServer, **more: Any) -> str:
    entry = {"url": server.url("lab/.git"), "name": "lab", "forge": "gitea", **more}
    return json.dumps({"repos": [entry]})


def sync(*args: str) -> Result:
    return CliRunner().invoke(main, ["sync", *args])


def locked(hub: GitRepo) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((hub.path / "handbook.lock").read_text())["repos"]
    return found


def moved_on(lab: GitRepo, day: str = "2026-06-14") -> str:
    return lab.commit(
        {
            "docs/a.md": "# A, by @everyone [x](y)\n\nfixes #12\n",
            "docs/b.md": None,
            "docs/gone.md": None,
            "docs/c.md": "# B\n",
            "docs/new.md": "---\ntitle: New <script>\n---\n",
            "src/x.py": "1\n",
        },
        day=day,
    )


def test_what_changed_is_said(hub: GitRepo, lab: GitRepo) -> None:
    """A line for each repo: its commits, and its pages by what became of them."""
    first = lab.run("rev-parse", "HEAD")
    new = "4 pages added (README.md, docs/a.md, docs/b.md …)"
    assert sync().stdout == f"lab: new → {first[:10]}, {new}\n"
    assert sync().stdout == f"lab: unchanged at {first[:10]}\n"
    second = moved_on(lab)
    assert sync().stdout == (
        f"lab: {first[:10]} → {second[:10]}, 1 page edited (docs/a.md), 1 added (docs/new.md), "
        "1 moved (docs/b.md → docs/c.md), 1 removed (docs/gone.md), 1 other file\n"
    )
    third = lab.commit({"src/x.py": "2\n"})
    assert sync().stdout == f"lab: {second[:10]} → {third[:10]}, no page changed, 1 other file\n"


def test_the_diff_is_markdown_for_a_pull_request(hub: GitRepo, lab: GitRepo, server: GitServer) -> None:
    """Sections with links to the forge; a page's title formats nothing, and calls nobody."""
    first = lab.run("rev-parse", "HEAD")
    sync()
    second = moved_on(lab)
    web = server.url("lab/")  # of `lab/.git`
    done = sync("--diff")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert (lines[0], lines[1], lines[3]) == ("### lab", "", "")
    assert lines[2].startswith(f"[`{first[:10]}...{second[:10]}`]({web}")
    assert (
        f"]({web}/compare/{first}...{second}): 1 page edited, 1 added, 1 moved, 1 removed, 1 other file"
        in lines[2]
    )
    edited, added, moved, removed = lines[4:]
    assert f"]({web}/src/commit/{second}/docs/a.md) (`docs/a.md`)" in edited
    assert "@everyone" not in edited
    assert "[x](y)" not in edited
    assert "&#64;&#8203;everyone" in edited
    assert "<script>" not in added
    assert moved.endswith("(`docs/b.md` → `docs/c.md`)")
    assert removed == f"- removed: [Gone]({web}/src/commit/{first}/docs/gone.md) (`docs/gone.md`)"
    assert locked(hub)["lab"]["commit"] == second
    assert sync("--diff").stdout == "No repo has moved.\n"


def test_a_large_diff_is_cut(hub: GitRepo, lab: GitRepo) -> None:
    """Fifty pages of a repo are listed, the others counted."""
    sync()
    lab.commit({f"docs/p{number}.md": "# P\n" for number in range(60)})
    lines = sync("--diff").stdout.splitlines()
    assert len([line for line in lines if line.startswith("- added")]) == 50
    assert lines[-1] == "- and 10 more pages"


def test_as_json(hub: GitRepo, lab: GitRepo, server: GitServer) -> None:
    """All of it, for a script."""
    first = lab.run("rev-parse", "HEAD")
    sync()
    second = moved_on(lab)
    (repo,) = json.loads(sync("--json").stdout)["repos"]
    assert (repo["name"], repo["before"], repo["after"], repo["moved"]) == ("lab", first, second, True)
    assert repo["pages"]["moved"][0]["before"] == "docs/b.md"
    assert repo["pages"]["added"][0]["title"] == "New <script>"
    assert repo["pages"]["added"][0]["url"].endswith(f"/src/commit/{second}/docs/new.md")
    assert (repo["other_files"], repo["failure"], repo["unknown"]) == (1, None, None)
    server.down = True
    done = sync("--json")
    assert done.exit_code == 1
    (repo,) = json.loads(done.stdout)["repos"]
    assert (repo["moved"], repo["pages"], repo["after"]) == (False, None, second)
    assert "503" in repo["failure"]


def test_what_left_the_handbook_leaves_the_lock(hub: GitRepo, server: GitServer) -> None:
    """And is named, also for the pull request."""
    sync()
    hub.write({"repos.yml": listed(server, name="other")})
    assert sync().stdout.splitlines()[-1] == "lab: taken out of the lock"
    assert list(locked(hub)) == ["other"]
    hub.write({"repos.yml": "repos: []\n"})
    assert sync("--diff").stdout == "### other\n\nNo longer in the handbook.\n"
    assert locked(hub) == {}


def test_a_remote_that_is_away_is_in_the_diff(hub: GitRepo, server: GitServer) -> None:
    """With the commit that it stays at; exit 1."""
    sync()
    server.down = True
    done = sync("--diff")
    assert done.exit_code == 1
    assert done.stdout.startswith("### lab\n\nNot fetched: ")
    assert f"it stays at `{locked(hub)['lab']['commit'][:10]}`" in done.stdout


def test_a_remote_that_wants_a_password(hub: GitRepo, server: GitServer) -> None:
    """One line with one remedy, which is of use."""
    server.auth = ("ana:secret",)
    done = sync()
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("lab: not fetched: the server asks for credentials (")
    assert line.endswith("); set up git's credential helper or an SSH key, then run `mkdocs-oss sync`")
    checked = CliRunner().invoke(main, ["check", "--format", "json"])
    (finding,) = [found for found in json.loads(checked.stdout) if found["code"] == "repo-missing"]
    assert "URL" not in finding["remedy"]
    assert finding["remedy"].startswith("set up git's credential helper")


SECRET_URLS = (
    ("http://ana:canary-secret@127.0.0.1:{port}/lab/.git", "password"),
    ("http://ghp_canarysecretcanarysecret0123@127.0.0.1:{port}/lab/.git", "token"),
    ("http://x-access-token:canary-secret@127.0.0.1:{port}/lab/.git", "password"),
    ("http://ana@127.0.0.1:{port}/lab/.git", ""),
    ("http://127.0.0.1:{port}/lab/.git", ""),
)


@pytest.mark.parametrize(("url", "what"), SECRET_URLS)
def test_a_password_in_the_settings(url: str, what: str, hub: GitRepo, server: GitServer) -> None:
    """`sync` and `check` warn with file and line and say what to do; they never say the secret. A name is none."""
    hub.write({"repos.yml": f"repos:\n\n- name: lab\n  url: {url.format(port=server.port)}\n"})
    done = sync()
    assert done.exit_code == 0
    checked = CliRunner().invoke(main, ["check"])
    for said in (done.stderr, checked.stdout):
        lines = [line for line in said.splitlines() if "its `url:` has a" in line]
        assert len(lines) == bool(what)
        for line in lines:
            assert "repos.yml:3" in line
            assert f"has a {what}, which everybody reads who reads repos.yml; take it out" in line
        assert "canary" not in said


class TestCheck:
    """`sync --check`."""

    def test_days_behind(self, hub: GitRepo, lab: GitRepo, today: Callable[[int], None]) -> None:
        """Within the limit exit 0, beyond it exit 1; the lock stays as it is."""
        sync()
        before = (hub.path / "handbook.lock").read_bytes()
        assert (sync("--check").exit_code, sync("--check").stdout) == (0, "")
        commit = moved_on(lab, day="2026-06-16")
        today(10)
        done = sync("--check")
        span = f"{locked(hub)['lab']['commit'][:10]} → {commit[:10]}"
        assert (done.exit_code, done.stdout) == (0, f"lab: {span}, behind for 10 days\n")
        assert done.stderr.endswith("1 remote repo: none behind by more than 14 days\n")
        today(20)
        done = sync("--check")
        assert (done.exit_code, done.stdout) == (
            1,
            f"lab: {span}, behind for 19 days; run `mkdocs-oss sync`\n",
        )
        assert sync("--check", "--max-age", "19").exit_code == 0
        assert sync("--check", "--max-age", "18").exit_code == 1
        (standing,) = json.loads(sync("--check", "--json").stdout)
        assert (standing["state"], standing["days"], standing["remote"]) == ("behind", 19, commit)
        assert (hub.path / "handbook.lock").read_bytes() == before
        sync()
        assert sync("--check").exit_code == 0

    def test_a_repo_that_rested_is_not_behind(
        self, hub: GitRepo, lab: GitRepo, today: Callable[[int], None]
    ) -> None:
        """The lock is a year old because nothing moved; of a commit of yesterday it is one day behind."""
        sync()
        today(365)
        assert sync("--check").exit_code == 0
        moved_on(lab, day=f"{NOW + timedelta(days=364):%Y-%m-%d}")
        done = sync("--check")
        assert done.exit_code == 0
        assert done.stdout.endswith("behind for 1 day\n")

    def test_what_is_not_in_the_lock(self, hub: GitRepo, server: GitServer) -> None:
        """No entry, another ref, another URL: exit 1 with the remedy, and the remote is not asked."""
        done = sync("--check")
        assert (done.exit_code, done.stdout) == (
            1,
            "lab: it is not in handbook.lock; run `mkdocs-oss sync`\n",
        )
        sync()
        server.requests.clear()
        hub.write({"repos.yml": listed(server, ref="main")})
        done = sync("--check")
        said = "lab: handbook.lock has it at its default branch, and the settings say main; run `mkdocs-oss sync`\n"
        assert (done.exit_code, done.stdout) == (1, said)
        hub.write({"repos.yml": listed(server, url="https://me:secret@git.example.org/lab.git")})
        done = sync("--check")
        assert done.stdout == (
            f"lab: handbook.lock has another URL of it ({server.url('lab/.git')}); run `mkdocs-oss sync`\n"
        )
        assert server.requests == []

    def test_the_summary_says_what_is_known(
        self, hub: GitRepo, lab: GitRepo, server: GitServer, today: Callable[[int], None]
    ) -> None:
        """A repo that is not in the lock is not called behind, one that was not reached is not called up to date, and
        what moved today is not behind for 0 days."""
        assert sync("--check").stderr == "1 remote repo: 1 not in the lock as the settings say\n"
        sync()
        moved_on(lab, day="2026-06-15")
        assert sync("--check").stdout.endswith(", behind for less than a day\n")
        server.down = True
        done = sync("--check")
        assert done.exit_code == 1
        assert done.stderr.splitlines()[-1] == "1 remote repo: 1 not reached"
        hub.write({"repos.yml": "repos: []\n"})
        assert sync("--check").stderr == "0 remote repos: nothing to ask\n"

    def test_a_remote_that_is_away(self, hub: GitRepo, make_repo: MakeRepo, server: GitServer) -> None:
        """It is said; alone it is exit 1, as nothing was learned; beside others only where it is `required`."""
        make_repo("other", {"README.md": "# O\n"})
        entries = json.loads(listed(server))["repos"]
        gone = {"url": server.url("gone/.git"), "name": "gone"}
        make_repo("gone", {"README.md": "# G\n"})
        hub.write({"repos.yml": json.dumps({"repos": [*entries, gone]})})
        sync()
        shutil.rmtree(hub.path.parent / "gone")
        done = sync("--check")
        assert done.exit_code == 0
        assert "gone: not reached: " in done.stderr
        hub.write({"repos.yml": json.dumps({"repos": [*entries, {**gone, "policy": "required"}]})})
        assert sync("--check").exit_code == 1
        hub.write({"repos.yml": json.dumps({"repos": [gone]})})
        assert sync("--check").exit_code == 1


class TestOffline:
    """`sync --offline`."""

    def test_the_lock_from_a_cache_that_was_brought_along(
        self, hub: GitRepo, lab: GitRepo, server: GitServer
    ) -> None:
        """No request; the same lock as the sync wrote that filled the cache; and what it moved is said."""
        sync()
        first = (hub.path / "handbook.lock").read_bytes()
        (hub.path / "handbook.lock").unlink()
        server.requests.clear()
        done = sync("--offline")
        assert done.exit_code == 0
        assert done.stdout.startswith("lab: new → ")
        assert (hub.path / "handbook.lock").read_bytes() == first
        commit = moved_on(lab)
        assert sync("--offline").stdout.startswith("lab: unchanged at ")
        sync()
        (hub.path / "handbook.lock").write_bytes(first)
        server.requests.clear()
        assert f"...{commit[:10]}`](" in sync("--offline", "--diff").stdout
        assert locked(hub)["lab"]["commit"] == commit
        assert server.requests == []

    def test_what_the_cache_does_not_have(self, hub: GitRepo, server: GitServer) -> None:
        """Exit 1; its entry in the lock stays."""
        done = sync("--offline")
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr == "lab: not fetched: the cache does not have it\n"
        assert locked(hub) == {}
        assert server.requests == []


@pytest.mark.parametrize(
    "args", [("--check", "--diff"), ("--check", "--offline"), ("--diff", "--json"), ("--max-age", "3"), ("--check", "--max-age", "-1")]
)  # fmt: skip
def test_options_that_do_not_go_together(args: tuple[str, ...], hub: GitRepo) -> None:
    """Exit 2, before anything is asked or written."""
    assert sync(*args).exit_code == 2
    assert not (hub.path / "handbook.lock").exists()


def test_a_changed_ref_is_told(hub: GitRepo, lab: GitRepo, server: GitServer) -> None:
    """Where the settings and the lock name two refs, sync says what was before."""
    sync()
    lab.run("branch", "v2")
    hub.write({"repos.yml": listed(server, ref="v2")})
    assert sync().stderr == "lab: handbook.lock has it at its default branch, and the settings say v2\n"
    assert locked(hub)["lab"]["ref"] == "v2"
