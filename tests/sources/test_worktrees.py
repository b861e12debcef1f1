"""Worktrees and folders on disk: which files count, at which commit and branch, and the handbook's own repo."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import GitRepo

from mkdocs_oss.git import Git
from mkdocs_oss.model import Forge, Origin, Repo, Source, Unknown
from mkdocs_oss.settings import Site
from mkdocs_oss.sources import git_top, hub_pages, open_hub, open_worktree, read_files, repo_path, scan_docs
from mkdocs_oss.sources.files import MAX_FILE_BYTES

MakeRepo = Callable[..., GitRepo]


def opened(path: Path, git: Git, **settings: str) -> Source:
    return open_worktree(Repo("r", path=path, **settings), git=git)  # type: ignore[arg-type]


def test_files_of_a_worktree(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """Tracked and untracked regular files count; ignored ones, links, pipes, folders and deleted ones do not."""
    repo = make_repo("r", {"a.md": "a", "gone.md": "x", "dir/b.md": "b", ".gitignore": "ignored.md\nout/\n"})
    secret = tmp_path / "outside"
    secret.mkdir()
    (secret / "b.md").write_text("canary")
    repo.write({"new.md": "new", "ignored.md": "x", "out/x.md": "x", "gone.md": None})
    (repo.path / "link.md").symlink_to(secret / "b.md")
    (repo.path / "linked").symlink_to(secret)
    os.mkfifo(repo.path / "pipe.md")
    inner = GitRepo(repo.path / "inner")
    inner.path.mkdir()
    inner.run("init", "--quiet")
    inner.commit({"deep.md": "x"})
    repo.run("-c", "advice.addEmbeddedRepo=false", "add", "inner", "link.md")
    source = opened(repo.path, git)
    assert source.paths == {"a.md", "dir/b.md", "new.md", ".gitignore"}
    assert read_files(source, ["a.md", "link.md", "linked/b.md", "pipe.md", "../outside/b.md"], git=git) == {
        "a.md": b"a"
    }


def test_a_folder_that_became_a_link_is_not_followed(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """Files that git still lists below a folder are not read from where a link in its place leads."""
    repo = make_repo("r", {"docs/deep/a.md": "mine", "b.md": "b"})
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep/a.md").write_text("canary")
    repo.write({"docs/deep/a.md": None})
    (repo.path / "docs/deep").rmdir()
    (repo.path / "docs").rmdir()
    (repo.path / "docs").symlink_to(outside)
    assert opened(repo.path, git).paths == {"b.md"}


def test_a_file_that_changes_while_it_is_read(make_repo: MakeRepo, git: Git) -> None:
    """What went away, became a link or is too large since the listing is left out."""
    repo = make_repo("r", {"a.md": "a", "b.md": "b", "c.md": "c"})
    source = opened(repo.path, git)
    (repo.path / "a.md").unlink()
    (repo.path / "a.md").symlink_to("/etc/hostname")
    (repo.path / "b.md").unlink()
    with (repo.path / "c.md").open("wb") as big:
        big.truncate(MAX_FILE_BYTES + 1)
    assert read_files(source, ["a.md", "b.md", "c.md"], git=git) == {}


def test_odd_names(make_repo: MakeRepo, git: Git) -> None:
    """Names of any bytes are listed and read."""
    names = ["line\nend.md", 'quo"te.md', os.fsdecode(b"latin-\xe9.md"), ":colon.md", "-dash.md", "🦉.md"]
    repo = make_repo("r", dict.fromkeys(names, "x"))
    source = opened(repo.path, git)
    assert source.paths == set(names)
    assert read_files(source, names, git=git) == dict.fromkeys(names, b"x")


def test_a_folder_without_git(tmp_path: Path, git: Git) -> None:
    """Its regular files are there; commit, branch and remote say why they are not known."""
    for name in ("a.md", "docs/b.md", "node_modules/c.md", "site/d.md"):
        (tmp_path / "x" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "x" / name).write_text("x")
    (tmp_path / "x/link.md").symlink_to("/etc/hostname")
    source = opened(tmp_path / "x", git, edit_url="https://x.org/{path}")
    assert source.paths == {"a.md", "docs/b.md"}
    assert source.commit == source.branch == source.remote == Unknown("the folder is not in a git repository")
    assert isinstance(source.forge, Forge)


def test_a_folder_that_is_not_there(tmp_path: Path, git: Git) -> None:
    """It is missing, and says so."""
    source = opened(tmp_path / "x", git)
    assert source.missing == "there is no folder x"


@pytest.mark.parametrize("damage", ["HEAD", "config", "packed-refs", "index"])
def test_a_damaged_repository(make_repo: MakeRepo, git: Git, damage: str) -> None:
    """Its files are still there, and the reason stands where its facts would."""
    repo = make_repo("r", {"a.md": "a"})
    (repo.path / ".git" / damage).write_bytes(b"\xff[[[nonsense\n\x00")
    source = opened(repo.path, git)
    assert source.paths == {"a.md"}
    assert isinstance(source.commit, Unknown)
    assert "its git repository cannot be read" in source.commit.reason


def test_a_repository_without_commits(make_repo: MakeRepo, git: Git) -> None:
    """Untracked files count already."""
    repo = make_repo("r")
    repo.write({"a.md": "a"})
    source = opened(repo.path, git)
    assert (source.paths, source.commit) == ({"a.md"}, Unknown("the repository has no commits yet"))


def test_below_the_top(make_repo: MakeRepo, git: Git) -> None:
    """A folder inside another repo is not that repo: nothing of it is shown, and the remedy names both."""
    repo = make_repo("r", {"docs/a.md": "a", "b.md": "b"})
    source = opened(repo.path / "docs", git)
    assert (source.root, source.paths) == (None, frozenset())
    assert source.missing == "docs is no repository of its own, but a folder of r"
    assert source.remedy == "give the path of r, with `docs: docs/docs`"
    assert git_top(repo.path / "docs") == repo.path


def test_the_branch_that_a_change_goes_to(
    make_repo: MakeRepo, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ref:`, else the remote's default, else what is checked out, else what CI says; never a guess."""
    monkeypatch.delenv("CI_DEFAULT_BRANCH", raising=False)
    repo = make_repo("r", {"a.md": "a"})
    assert opened(repo.path, git, ref="v2").branch == "v2"
    assert opened(repo.path, git).branch == "main"
    repo.run("checkout", "--quiet", "-b", "feature/x")
    assert opened(repo.path, git).branch == "feature/x"
    repo.run("update-ref", "refs/remotes/origin/trunk", "HEAD")
    repo.run("update-ref", "refs/remotes/origin/other", "HEAD")
    repo.run("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert opened(repo.path, git).branch == "trunk"
    repo.run("symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    assert opened(repo.path, git).branch == "feature/x"
    repo.run("checkout", "--quiet", "--detach")
    assert opened(repo.path, git).branch == Unknown("the default branch is not known; name it with `ref:`")
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "trunk")
    assert opened(repo.path, git).branch == "trunk"
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "not-here")
    assert isinstance(opened(repo.path, git).branch, Unknown)
    repo.run("update-ref", "-d", "refs/remotes/origin/other")
    assert opened(repo.path, git).branch == "trunk"


def test_the_remote(make_repo: MakeRepo, git: Git) -> None:
    """origin's fetch URL without credentials, else the first remote's; a URL may hold spaces."""
    repo = make_repo("r", {"a.md": "a"})
    assert opened(repo.path, git).remote == Unknown("the repository has no remote")
    repo.run("remote", "add", "fork", "https://x.org/my fork")
    assert opened(repo.path, git).remote == "https://x.org/my fork"
    repo.run("remote", "add", "origin", "https://ana:canary@github.com/o/r.git")
    repo.run("config", "remote.origin.pushurl", "https://push.org/r")
    repo.run("config", "remote.origin.promisor", "true")
    repo.run("config", "remote.origin.partialclonefilter", "blob:none")
    source = opened(repo.path, git)
    assert source.remote == "https://github.com/o/r.git"
    assert "canary" not in repr(source)


def hub(folder: Path, git: Git, **site: str) -> tuple[Source, Site]:
    made = Site(folder / "mkdocs.yml", folder / "docs", **site)  # type: ignore[arg-type]
    return open_hub(made, git=git, also=["CODEOWNERS"], beside=[folder / "repos.yml"]), made


def test_the_handbooks_own_repo(make_repo: MakeRepo, git: Git) -> None:
    """Only its docs folder and what was asked for is listed, also where the handbook lies deep in a repo."""
    repo = make_repo(
        "mono",
        {"hand/docs/a.md": "# A", "hand/repos.yml": "", "CODEOWNERS": "", "src/x.py": ""},
        remote="git@github.com:o/lab.git",
    )
    source, site = hub(repo.path / "hand", git)
    assert source.paths == {"hand/docs/a.md", "hand/repos.yml", "CODEOWNERS"}
    assert source.repo.name == "lab"
    (page,), documents = hub_pages(source, scan_docs(site.docs_dir))
    assert isinstance(page.origin, Origin)
    assert (page.uri, page.title, page.origin.path, page.origin.commit) == (
        "a.md",
        "A",
        "hand/docs/a.md",
        source.commit,
    )
    assert page.origin.blobs[0] == repo.run("rev-parse", "HEAD:hand/docs/a.md")
    assert documents["a.md"].body == "# A"


@pytest.mark.parametrize(
    ("site", "edit"),
    [
        ({}, "https://github.com/o/lab/edit/main/docs/a.md"),
        ({"repo_url": "https://gitlab.com/g/r"}, "https://gitlab.com/g/r/-/edit/main/docs/a.md"),
        ({"repo_url": "https://x.org/g/r", "edit_uri": "edit/trunk/docs"}, "https://x.org/g/r/edit/trunk/docs/a.md"),
        ({"repo_url": "https://x.org/g/r/", "edit_uri": "?file="}, "https://x.org/g/r/?file=/a.md"),
        ({"repo_url": "https://x.org/g/r", "edit_uri_template": "e/{path}?x=1"}, "https://x.org/g/r/e/a.md?x=1"),
        ({"repo_url": "https://x.org/g/r", "edit_uri_template": "https://y.org/{path!q}"}, "https://y.org/a.md"),
        ({"repo_url": "javascript:alert(1)", "edit_uri": "x"}, "https://github.com/o/lab/edit/main/docs/a.md"),
    ],
)  # fmt: skip
def test_the_handbooks_edit_links(make_repo: MakeRepo, git: Git, site: dict[str, str], edit: str) -> None:
    """repo_url and the user's patterns win over the remote; what is no web address does not count."""
    repo = make_repo("hand", {"docs/a.md": "# A", "mkdocs.yml": ""}, remote="git@github.com:o/lab.git")
    source, _ = hub(repo.path, git, **site)
    assert isinstance(source.forge, Forge)
    assert source.forge.link("edit", ref="main", path="docs/a.md", docs_path="a.md") == edit


def test_a_page_from_elsewhere_has_no_origin(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """A file outside the repository, or one that cannot be read, says so."""
    repo = make_repo("hand", {"docs/a.md": "# A"})
    source, _ = hub(repo.path, git)
    (tmp_path / "x.md").write_text("# X")
    pages, _ = hub_pages(source, {"x.md": tmp_path / "x.md", "y.md": tmp_path / "y.md"})
    assert [page.origin for page in pages] == [
        Unknown("its file lies outside the handbook's repository"),
        Unknown("its file cannot be read (No such file or directory)"),
    ]
    assert repo_path(tmp_path / "x.md", repo.path) is None
    assert repo_path(tmp_path, None) is None
    assert repo_path(repo.path, repo.path) == ""
