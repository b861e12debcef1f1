"""What a user or a repo writes is never an option, a program or a folder to git (threats 1, 2 and 4)."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources.loopback_git import serve_git

from mkdocs_oss.errors import GitError, SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import PageHistory, Repo
from mkdocs_oss.settings.located_yaml import Located
from mkdocs_oss.settings.repos import load_repos
from mkdocs_oss.sources import open_cached, open_worktree, read_files
from mkdocs_oss.sources.store import Store

MakeRepo = Callable[..., GitRepo]

URLS = [
    "ext::sh -c touch% {sentinel}",
    "ext::sh -c 'touch {sentinel}'",
    "ext::touch {sentinel}",
    "ext::{script}",
    "ext::{script} %S",
    "EXT::{script}",
    "fd::17",
    "fd::17,18/x",
    "file://{repo}",
    "file://localhost{repo}",
    "FILE://{repo}",
    "{repo}",
    "../lab",
    "./lab",
    "lab",
    "-u{script}",
    "--upload-pack={script}",
    "--exec={script}",
    "-oProxyCommand={script}",
    "--config=core.sshCommand={script}",
    "ssh://-oProxyCommand={script}/x",
    "ssh://-oProxyCommand={script}@host/x",
    "ssh://host:-oProxyCommand={script}/x",
    "git@-oProxyCommand={script}:x",
    "-oProxyCommand={script}@host:x",
    "git://-oProxyCommand={script}/x",
    "testgit::{repo}",
    "http::ext::{script}",
    "https::{script}",
    "git::ext::{script}",
    "ftp://127.0.0.1:1/x",
    "rsync://127.0.0.1/x",
    "bundle.pack",
    "{repo}/../lab.bundle",
]
"""URLs that would run a program, read a folder of this machine, or be taken for an option."""


@pytest.fixture
def sentinel(tmp_path: Path) -> Path:
    return tmp_path / "sentinel"


@pytest.fixture
def script(tmp_path: Path, sentinel: Path) -> Path:
    """A program that leaves a sentinel."""
    made = tmp_path / "run.sh"
    made.write_text(f"#!/bin/sh\necho ran >> {shlex.quote(str(sentinel))}\nexec cat\n")
    made.chmod(0o755)
    return made


def entries(**entry: object) -> tuple[Repo, ...]:
    return load_repos(Located("repos.yml", {"repos": [entry]}), folder=Path("/nowhere"))


@pytest.mark.parametrize("url", URLS)
def test_a_url_never_runs_a_program_or_reads_a_folder(
    url: str, make_repo: MakeRepo, tmp_path: Path, sentinel: Path, script: Path, git: Git
) -> None:
    """Threat 1: the settings refuse it, and git would too, were it ever asked: nothing runs, nothing is copied."""
    repo = make_repo("lab", {"secret.md": "canary"})
    repo.run("bundle", "create", "--quiet", str(tmp_path / "lab.bundle"), "main")
    hostile = url.format(sentinel=sentinel, script=script, repo=repo.path)
    with pytest.raises(SettingsError, match=r"repos\.yml.*url"):
        entries(name="x", url=hostile)
    store = Store(tmp_path / "cache", git=Git(fetch_limit=5), now=lambda: NOW)
    with pytest.raises(GitError):
        store.fetch(Repo("x", url=hostile))
    assert not sentinel.exists()
    assert not list((tmp_path / "cache").rglob("objects/??/*"))
    assert not list((tmp_path / "cache").rglob("*.pack"))


OPTION = st.text(st.characters(codec="utf-8"), min_size=0, max_size=30).map(lambda text: f"-{text}")


@given(text=OPTION)
@settings(max_examples=300, deadline=None)
def test_what_begins_with_a_dash_is_refused(text: str) -> None:
    """Threat 2: no URL and no ref that git could take for an option passes the settings."""
    for entry in ({"url": text}, {"url": "https://x.org/a", "ref": text}, {"path": "a", "ref": text}):
        with pytest.raises(SettingsError):
            entries(name="x", **entry)
    for url in (
        f"ssh://{text}/x",
        f"git@{text}:x",
        f"https://{text}/x",
        f"git@host:{text}",
        f"{text}@host:x",
    ):
        with pytest.raises(SettingsError):
            entries(name="x", url=url)


DASHED = st.text("abc-=_.: u\"'$;é\t", min_size=1, max_size=12).map(lambda text: f"-{text}.md")
OPTIONS = ["--output=sentinel.md", "-O.md", "--exec=touch sentinel.md", "--upload-pack=x.md", "--.md", "-.md"]


@given(names=st.lists(DASHED, min_size=1, max_size=4))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_path_that_begins_with_a_dash_is_a_path(
    names: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Threat 2: files with the names of options are listed, read, and have their history like any other."""
    repo = GitRepo(tmp_path_factory.mktemp("dashed"))
    repo.run("init", "--quiet", "--initial-branch=main")
    content = {name: name for name in [*OPTIONS, *names]}
    repo.commit(content)
    source = open_worktree(Repo("r", path=repo.path), git=Git())
    assert source.paths == set(content)
    assert read_files(source, content, git=Git()) == {name: name.encode() for name in content}
    histories = read_histories(source, set(content), git=Git()).pages
    assert all(isinstance(histories[name], PageHistory) for name in content)
    assert {path.name for path in repo.path.iterdir()} == {*content, ".git"}


@pytest.mark.parametrize(
    "branch",
    ["-x", "--upload-pack=touch-sentinel", "--output=sentinel", "-c", "$(touch${IFS}sentinel)", "a;b", "a'b"],
)
def test_a_remotes_branch_is_never_an_option(
    branch: str, make_repo: MakeRepo, tmp_path: Path, git: Git
) -> None:
    """Threat 2: a remote may call its default branch what it likes; it is a name, in the cache as on the page."""
    made = make_repo("lab", {"a.md": "# A"})
    made.run("update-ref", f"refs/heads/{branch}", "HEAD")
    made.run("symbolic-ref", "HEAD", f"refs/heads/{branch}")
    made.run("update-ref", "-d", "refs/heads/main")
    with serve_git(tmp_path) as server:
        repo = Repo("lab", url=server.url("lab/.git"))
        source = open_cached(repo, Store(tmp_path / "cache", git=git, now=lambda: NOW), git=git, commit=None)
    assert source.missing is None, source.missing
    assert (source.branch, source.paths) == (branch, {"a.md"})
    assert isinstance(read_histories(source, {"a.md"}, git=git).pages["a.md"], PageHistory)
    assert not list(tmp_path.rglob("sentinel"))  # the branch's own file is called otherwise


MODULES = """\
[submodule "evil"]
\tpath = sub
\turl = {url}
\tupdate = !{script}
\tfetchRecurseSubmodules = true
\tbranch = --upload-pack={script}
[submodule "../../evil"]
\tpath = ../../escaped
\turl = -u{script}
"""


@pytest.mark.parametrize("url", ["ext::{script}", "file://{outside}", "./outside", "-u{script}"])
def test_submodules_are_never_entered(
    url: str, make_repo: MakeRepo, tmp_path: Path, sentinel: Path, script: Path, git: Git
) -> None:
    """Threat 4: a hostile .gitmodules fetches nothing, runs nothing and brings no file, in a worktree or the cache."""
    outside = make_repo("outside", {"secret.md": "canary"})
    lab = make_repo("lab", {"README.md": "# Lab\n"})
    fake = url.format(script=script, outside=outside.path)
    lab.write({".gitmodules": MODULES.format(url=fake, script=script)})
    lab.run("add", ".gitmodules")
    commit = outside.run("rev-parse", "HEAD")
    lab.run("update-index", "--add", "--cacheinfo", f"160000,{commit},sub")
    lab.run("commit", "--quiet", "-m", "Submodules")
    lab.run("config", "submodule.recurse", "true")
    lab.run("config", "fetch.recurseSubmodules", "true")
    home = Path(
        subprocess.check_output(["git", "config", "--global", "--show-origin", "--list"])
        .decode()
        .split("\t")[0]
        .removeprefix("file:")
    )
    home.write_text(home.read_text() + "[submodule]\n recurse = true\n[fetch]\n recurseSubmodules = true\n")
    worktree = open_worktree(Repo("lab", path=lab.path), git=git)
    with serve_git(tmp_path) as server:
        cached = open_cached(
            Repo("lab", url=server.url("lab/.git")),
            Store(tmp_path / "cache", git=git, now=lambda: NOW),
            git=git,
            commit=None,
        )
        assert not any("outside" in request for request in server.requests)
    for source in (worktree, cached):
        assert source.missing is None
        assert source.paths == {"README.md", ".gitmodules"}
    assert not sentinel.exists()
    assert not (tmp_path.parent / "escaped").exists()
