"""What a serve does again after an edit, and what it does not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import pytest
from conftest import NOW, GitRepo

from mkdocs_oss.gather import Memory
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Handbook
from mkdocs_oss.settings import load_settings, read_site


class CountingGit(Git):
    """Runs git as ever, and keeps in mind for which repository it did."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Path] = []

    @contextmanager
    def stream(self, git_dir: Path, *args: str, **options: Any) -> Iterator[IO[bytes]]:
        self.asked.append(git_dir)
        with super().stream(git_dir, *args, **options) as out:
            yield out


class Serve:
    """A handbook over two worktrees, built again and again with one memory."""

    def __init__(self, make_repo: Callable[..., GitRepo]) -> None:
        self.git = CountingGit()
        self.memory = Memory()
        self.alpha = make_repo(
            "alpha", {"README.md": "# Alpha\n", "docs/a.md": "# A\n", "pyproject.toml": ""}
        )
        self.beta = make_repo("beta", {"README.md": "# Beta\n\n[a](docs/b.md)\n", "docs/b.md": "# B\n"})
        self.hub = make_repo(
            "hub",
            {
                "mkdocs.yml": "site_name: Team\nplugins: [oss: {api: false}]\n",
                "repos.yml": "repos:\n  - path: ../alpha\n  - path: ../beta\n",
                "docs/index.md": "# Team\n",
            },
        )
        self.now = NOW
        self.settle()

    def settle(self) -> None:
        """Makes every file as old as one that was edited a while ago."""
        for repo in (self.alpha, self.beta, self.hub):
            for folder, folders, files in os.walk(repo.path):
                for name in (*folders, *files, "."):
                    stamp = (Path(folder) / name).lstat().st_mtime_ns - 10_000_000_000
                    os.utime(Path(folder) / name, ns=(stamp, stamp))

    def build(self) -> tuple[Handbook, set[str]]:
        """The handbook, and the names of the repositories for which git ran."""
        self.git.asked.clear()
        site = read_site(self.hub.path / "mkdocs.yml")
        handbook = assemble(site, load_settings(site), git=self.git, now=self.now, memory=self.memory)
        return handbook, {git_dir.parent.name for git_dir in self.git.asked}

    def afresh(self) -> Handbook:
        """The same without a memory."""
        site = read_site(self.hub.path / "mkdocs.yml")
        return assemble(site, load_settings(site), git=Git(), now=self.now)


@pytest.fixture
def serve(make_repo: Callable[..., GitRepo]) -> Serve:
    return Serve(make_repo)


def test_nothing_changed(serve: Serve) -> None:
    """A second build runs no git at all, and says the same."""
    first, asked = serve.build()
    assert asked == {"alpha", "beta", "hub"}
    second, asked = serve.build()
    assert asked == set()
    assert second == first


@pytest.mark.parametrize(
    ("repo", "files"),
    [
        ("alpha", {"docs/a.md": "# A\n\nMore.\n"}),
        ("alpha", {"docs/a.md": "# B\n"}),  # the size stays
        ("alpha", {"docs/new.md": "# New\n"}),
        ("alpha", {"docs/deep/er/new.md": "# New\n"}),
        ("alpha", {"CODEOWNERS": "* @data/new\n"}),
        ("alpha", {"docs/a.md": None}),
        ("alpha", {"README.md": "# Alpha\n\n[gone](docs/none.md)\n"}),
        ("alpha", {"pyproject.toml": "[project]\nrequires-python = '>=3.12'\n"}),
        ("hub", {"docs/index.md": "# Team\n\nHello.\n"}),
        ("hub", {"docs/more.md": "# More\n"}),
    ],
)
def test_an_edit(serve: Serve, repo: str, files: dict[str, str | None]) -> None:
    """Git runs for the edited repo alone, and the handbook is the one that is built without a memory."""
    serve.build()
    getattr(serve, repo).write(files)
    edited, asked = serve.build()
    assert asked == {repo}
    assert edited == serve.afresh()


def test_a_page_that_moves_changes_the_links_of_others(serve: Serve) -> None:
    """Where a repo's pages land is part of what every other repo's links depend on."""
    serve.build()
    serve.alpha.write({"docs/a.md": None, "docs/z.md": "# A\n"})
    moved, _ = serve.build()
    assert moved == serve.afresh()


def shares(handbook: Handbook) -> dict[str, int]:
    """What each repo gave, by identity: a share that was made again is another object."""
    return {repo.source.repo.name: id(repo) for repo in handbook.repos}


def test_only_the_touched_repo_is_made_again(serve: Serve) -> None:
    """A new heading and a new page in one repo leave the facts of the others as they were."""
    serve.beta.write({"docs/b.md": "# B\n\n[a](repo:alpha/docs/a.md#a)\n"})
    serve.settle()
    first, _ = serve.build()
    serve.alpha.write({"docs/a.md": "# A\n\n## Another heading\n", "docs/new.md": "# New\n"})
    second, _ = serve.build()
    assert second == serve.afresh()
    before, after = shares(first), shares(second)
    assert before["beta"] == after["beta"]
    assert before["alpha"] != after["alpha"]


@pytest.mark.parametrize(
    "link", ["repo:alpha/docs/a.md#a", "repo:alpha/docs/none.md", "https://example.org/alpha/a/", "repo:none"]
)
def test_a_link_between_repos(serve: Serve, link: str) -> None:
    """What a sibling's link leads to, or that it leads nowhere, is told anew when it has changed."""
    serve.alpha.write({"mkdocs.yml": "site_url: https://example.org/alpha/\n"})
    serve.beta.write({"docs/b.md": f"# B\n\n[a]({link})\n"})
    serve.settle()
    serve.build()
    serve.alpha.write({"docs/a.md": None, "docs/none.md": "# None\n", "docs/z.md": "# A\n"})
    moved, _ = serve.build()
    assert moved == serve.afresh()
    serve.alpha.write({"docs/a.md": "# Other\n"})
    again, _ = serve.build()
    assert again == serve.afresh()


def test_a_commit(serve: Serve) -> None:
    """A commit changes no file of the worktree, and yet what is known of it."""
    serve.alpha.write({"docs/a.md": "# Edited\n"})
    before, _ = serve.build()
    serve.alpha.commit({}, day="2026-06-01", message="Edit")
    after, asked = serve.build()
    assert asked == {"alpha"}
    assert after == serve.afresh() != before


def test_settings_and_the_day(serve: Serve) -> None:
    """Another setting or another day is another verdict, for every repo."""
    serve.build()
    serve.hub.write({"teams.yml": "teams:\n  '@data/new': {name: New}\n"})
    (serve.alpha.path / "CODEOWNERS").write_text("* @data/new\n", "utf-8")
    named, _ = serve.build()
    assert named == serve.afresh()
    serve.now += timedelta(days=400)
    later, _ = serve.build()
    assert later == serve.afresh()


def test_an_edit_while_it_was_read(serve: Serve) -> None:
    """What changed a moment before or while it was read is read again: its stamp could not tell."""
    serve.alpha.write({"docs/a.md": "# Just now\n"})
    future = (serve.alpha.path / "docs/a.md").stat().st_mtime_ns + 60_000_000_000
    os.utime(serve.alpha.path / "docs/a.md", ns=(future, future))
    serve.build()
    _, asked = serve.build()
    assert asked == {"alpha"}
