"""`mkdocs-oss preview`: inside a child repo, the hub with this checkout in its place."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, GitRepo
from sites.served import served
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss.cli import main
from mkdocs_oss.errors import OssError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources.hub_copy import hub_copy
from mkdocs_oss.sources.same_repo import find_repo, remotes_of

MakeRepo = Callable[..., GitRepo]
MKDOCS = "site_name: Our handbook\ntheme: mkdocs\nplugins: [oss]\n"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["preview", *args])


@pytest.fixture
def hub(make_repo: MakeRepo, server: GitServer, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A synced hub over `cleaning` and `lab`; its commit holds the lock. Both have moved on since."""
    cleaning = make_repo("team/cleaning", {"README.md": "# Cleaning\n\nLocked.\n"})
    lab = make_repo("team/lab", {"README.md": "# Lab\n\nLocked.\n"})
    urls = [server.url(f"team/{name}/.git") for name in ("cleaning", "lab")]
    entries = [{"url": url, "name": name} for url, name in zip(urls, ("cleaning", "lab"), strict=True)]
    files = {"mkdocs.yml": MKDOCS, "repos.yml": json.dumps({"repos": entries}), "docs/index.md": "# Hub\n"}
    hub = make_repo("hub", files)
    monkeypatch.chdir(hub.path)
    assert CliRunner().invoke(main, ["sync"]).exit_code == 0
    hub.commit(message="Lock")
    for repo in (cleaning, lab):
        repo.commit({"README.md": "# X\n\nNewer.\n"})
    return hub


@pytest.fixture
def child(make_repo: MakeRepo, hub: GitRepo, server: GitServer, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A checkout of `cleaning` with an edit, and the folder that commands run in is one inside it."""
    child = make_repo(
        "mine", {"README.md": "# Cleaning\n", "docs/a.md": "# A\n"}, remote=server.url("team/cleaning/.git")
    )
    child.write({"README.md": "# Cleaning\n\nMy change.\n"})
    monkeypatch.chdir(child.path / "docs")
    return child


def overviews(site: Path) -> tuple[str, str]:
    return tuple((site / f"projects/{name}/index.html").read_text("utf-8") for name in ("cleaning", "lab"))  # type: ignore[return-value]


@pytest.mark.parametrize("hub_is", ["folder", "file", "url", "variable"])
def test_my_change_in_the_hub(
    hub_is: str,
    hub: GitRepo,
    child: GitRepo,
    server: GitServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The hub by its folder, its file or its remote: this checkout with its edits, and the lock for all others."""
    url = server.url("hub/.git")
    given = {"folder": str(hub.path), "file": str(hub.path / "mkdocs.yml"), "url": url, "variable": ""}[
        hub_is
    ]
    if hub_is == "variable":
        monkeypatch.setenv("MKDOCS_OSS_HUB", url)
    site = tmp_path / "site"
    done = run(*(["--hub", given] if given else []), "--build", str(site))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(site / "index.html")
    mine, other = overviews(site)
    assert "My change." in mine
    assert "Locked." in other
    assert hub.run("status", "--porcelain") == ""


def test_the_hub_is_updated_each_time_and_kept(
    hub: GitRepo, child: GitRepo, server: GitServer, tmp_path: Path
) -> None:
    """A hub's newer commit shows at the next preview, a file that it took away is gone; when it is away, its last
    copy is used and a note says so."""
    url, git, cache = server.url("hub/.git"), Git(), tmp_path / "copies"
    first = hub_copy(url, None, cache=cache, git=git)
    assert (first.root / "docs/index.md").read_text() == "# Hub\n"
    (first.root / ".git/index.lock").touch()  # as a killed one leaves it
    hub.commit({"docs/index.md": None, "docs/new.md": "# New\n"})
    second = hub_copy(url, None, cache=cache, git=git)
    assert (second.root, second.note) == (first.root, "")
    assert [path.name for path in (second.root / "docs").iterdir()] == ["new.md"]
    server.down = True
    third = hub_copy(url, None, cache=cache, git=git)
    assert third.root == first.root
    assert third.note.startswith(f"the hub {url} could not be reached (git fetch failed: ")
    assert third.note.endswith("; its last copy is used")
    server.down = False
    hub.run("branch", "old", "HEAD~1")
    assert (hub_copy(url, "old", cache=cache, git=git).root / "docs/index.md").is_file()
    with pytest.raises(OssError, match="it has no ref 'gone'; name another one after the `@`"):
        hub_copy(url, "gone", cache=cache, git=git)


def test_nothing_of_the_hub_runs_when_it_is_checked_out(
    make_repo: MakeRepo, server: GitServer, tmp_path: Path
) -> None:
    """No filter that its attributes name, no hook of the user's template, no submodule."""
    made = make_repo("hub", {"a.txt": "plain", ".gitattributes": "*.txt filter=evil\n"})
    made.run("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    made.run("commit", "--quiet", "-m", "Submodule")
    mark = tmp_path / "ran"
    home = Path(os.environ["HOME"])
    hook = home / "template/hooks/post-checkout"
    hook.parent.mkdir(parents=True)
    hook.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    hook.chmod(0o755)
    with (home / ".gitconfig").open("a") as config:
        config.write(f"[init]\n templateDir = {home / 'template'}\n[core]\n hooksPath = {hook.parent}\n")
        config.write(
            f'[filter "evil"]\n smudge = "touch {mark}; cat"\n process = touch {mark}\n required = true\n'
        )
    copy = hub_copy(server.url("hub/.git", user="me:secret"), None, cache=tmp_path / "copies", git=Git())
    assert (copy.root / "a.txt").read_text() == "plain"
    assert not mark.exists()
    kept = b"".join(path.read_bytes() for path in copy.root.parent.rglob("*") if path.is_file())
    assert b"secret" not in kept


def test_it_is_served_with_live_reload(hub: GitRepo, child: GitRepo) -> None:
    """Without --build, the hub is served, and an edit here shows."""
    command = [sys.executable, "-m", "mkdocs_oss.cli", "preview", "--hub", str(hub.path)]
    with served(command, folder=child.path) as (site, said):
        assert any(f"cleaning is replaced by {child.path}" in line for line in said)
        assert "My change." in site.get("projects/cleaning/")
        site.after(
            lambda: child.write({"README.md": "# Cleaning\n\nAgain.\n"}),
            "projects/cleaning/",
            until=lambda html: "Again." in html,
        )


@pytest.mark.parametrize(
    ("remotes", "found"),
    [
        (["https://me:secret@git.example.org/team/cleaning"], "cleaning"),
        (["git@git.example.org:team/cleaning.git"], "cleaning"),
        (["ssh://git@git.example.org:2222/Team/Cleaning.git/"], "cleaning"),
        (["https://forks.example.org/me/cleaning.git"], "cleaning"),
        (["https://forks.example.org/me/lab", "https://git.example.org/team/cleaning"], "cleaning"),
        (["https://forks.example.org/me/tools"], "tools"),
        (["https://git.example.org/b/docs"], "b-docs"),
    ],
)
def test_which_of_its_repos_this_is(remotes: list[str], found: str, tmp_path: Path) -> None:
    """By any of the checkout's remotes, however its URL is written; a fork by its name, where only one has it."""
    repos = [
        Repo("cleaning", url="https://git.example.org/team/cleaning.git"),
        Repo("lab", url="git@git.example.org:team/lab"),
        Repo("a-docs", url="https://git.example.org/a/docs.git"),
        Repo("b-docs", url="https://git.example.org/b/docs.git"),
        Repo("tools", path=tmp_path / "tools", written="../tools"),
    ]
    assert find_repo(tmp_path / "here", remotes, repos) == found
    assert find_repo(tmp_path / "tools", [], repos) == "tools"
    with pytest.raises(OssError, match="the hub has this repo as a-docs, b-docs; choose one with --as"):
        find_repo(tmp_path, ["https://forks.example.org/me/docs"], repos)
    with pytest.raises(OssError) as caught:
        find_repo(tmp_path, ["https://me:secret@forks.example.org/me/new"], repos[:1])
    assert str(caught.value) == (
        "the hub does not list this repo (https://forks.example.org/me/new); "
        "it lists cleaning (https://git.example.org/team/cleaning.git); name one with --as"
    )


def test_remotes_are_read_as_they_are_written(make_repo: MakeRepo) -> None:
    """`origin` first; what git would make of a URL by `insteadOf` does not count."""
    made = make_repo("x", {"a": "1"})
    made.run("remote", "add", "a", "https://a.example.org/x")
    made.run("remote", "add", "origin", "https://o.example.org/x")
    made.run("config", "url.https://other.example.org/.insteadOf", "https://o.example.org/")
    assert remotes_of(made.path, git=Git()) == ("https://o.example.org/x", "https://a.example.org/x")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--hub", "HUB", "--as", "cleanin"], "--as: the handbook has no repo 'cleanin'; did you mean 'cleaning'?"),
        (["--hub", "nowhere"], "--hub: 'nowhere' is neither a folder nor an https, http, ssh or git URL; name"),
        (["--hub", "file:///etc@x"], "--hub: 'file:///etc@x' is neither a folder nor"),
        (["--hub", "."], "--hub: . has no mkdocs.yml; name the folder, or the file itself"),
        (["--hub", "http://127.0.0.1:9/hub.git"], "the hub http://127.0.0.1:9/hub.git cannot be had: git fetch failed: "),
        ([], "no handbook is named; name its folder or its remote with --hub, or in MKDOCS_OSS_HUB"),
    ],
)  # fmt: skip
def test_what_does_not_work_is_said(args: list[str], said: str, hub: GitRepo, child: GitRepo) -> None:
    """Exit 2, with the remedy."""
    done = run(*[str(hub.path) if arg == "HUB" else arg for arg in args])
    assert done.exit_code == 2
    assert said in done.stderr


def test_outside_of_git_and_unlisted(
    hub: GitRepo, child: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in a repo, and in one that the hub does not have; with --as any name of the hub's will do."""
    child.run("remote", "remove", "origin")
    done = run("--hub", str(hub.path))
    assert done.exit_code == 2
    assert (
        "the hub does not list this repo (mine, which has no remote); it lists cleaning (http" in done.stderr
    )
    site = tmp_path / "site"
    assert run("--hub", str(hub.path), "--as", "lab", "--build", str(site)).exit_code == 0
    assert "My change." in overviews(site)[1]
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    done = run("--hub", str(hub.path))
    assert done.stderr == (
        "mkdocs-oss: this folder is in no git repository; go to the checkout that is to be shown\n"
    )
