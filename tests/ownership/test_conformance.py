"""Each dialect decides as its forge's documentation says. The rows name their source."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import GitRepo
from ownership import conformance_bitbucket, conformance_github, conformance_gitlab

from mkdocs_oss.ownership.codeowners import Codeowners, parse_bitbucket, parse_github, parse_gitlab
from mkdocs_oss.ownership.codeowners.bitbucket import compile_bitbucket
from mkdocs_oss.ownership.codeowners.github import compile_github


def rows(groups: Any) -> list[Any]:
    return [
        pytest.param(source, *row, id=f"{source}-{at}")
        for source, found in groups
        for at, row in enumerate(found)
    ]


def decided(parsed: Codeowners, path: str) -> str | None:
    decision = parsed.decide(path)
    if not decision.decides:
        return None
    return " ".join(decision.owners) if decision.rules else "-"


@pytest.mark.parametrize(("source", "file", "path", "owners"), rows(conformance_github.FILES))
def test_github(source: str, file: str, path: str, owners: str | None) -> None:
    """GitHub's rules: what the row's source says of the file and the path."""
    assert decided(parse_github(file.encode(), file="CODEOWNERS"), path) == owners, source


@pytest.mark.parametrize(("path", "owners"), conformance_github.EXAMPLE_ROWS)
def test_githubs_own_example(path: str, owners: str) -> None:
    """GitHub's example file gives the owners that its comments say."""
    parsed = parse_github(conformance_github.EXAMPLE.encode(), file="CODEOWNERS")
    assert parsed.bad_lines == ()
    assert decided(parsed, path) == owners


@pytest.mark.parametrize(("pattern", "path", "expected"), conformance_github.PATTERNS)
def test_githubs_patterns(pattern: str, path: str, expected: bool) -> None:
    """Each pattern matches what GitHub says, and nothing else."""
    assert compile_github(pattern).matches(path) is expected


@pytest.mark.parametrize(("source", "file", "path", "owners"), rows(conformance_gitlab.FILES))
def test_gitlab(source: str, file: str, path: str, owners: str | None) -> None:
    """GitLab's rules: what the row's source says of the file and the path."""
    assert decided(parse_gitlab(file.encode(), file="CODEOWNERS"), path) == owners, source


@pytest.mark.parametrize(("source", "file", "expected"), rows(conformance_gitlab.SECTIONS))
def test_gitlabs_sections(source: str, file: str, expected: tuple[str, bool, int]) -> None:
    """What a section asks for: whether it is optional, and how many approvals."""
    (section,) = parse_gitlab(file.encode(), file="CODEOWNERS").sections
    assert (section.name, section.optional, section.approvals) == expected, source


@pytest.mark.parametrize(("source", "file", "path", "owners"), rows(conformance_bitbucket.FILES))
def test_bitbucket(source: str, file: str, path: str, owners: str | None) -> None:
    """Bitbucket's rules: what the row's source says of the file and the path."""
    assert decided(parse_bitbucket(file.encode(), file=".bitbucket/CODEOWNERS"), path) == owners, source


def test_git_itself_agrees(tmp_path: Path) -> None:
    """Where GitHub and Bitbucket say ".gitignore", git is asked: the same patterns match the same files.

    GitHub's `docs/*` is the one exception, which its documentation names.
    """
    repo = GitRepo(tmp_path)
    repo.run("init", "--quiet")
    table = [
        row for row in conformance_github.PATTERNS if row[0].strip() == row[0] and row[1].strip("/") == row[1]
    ]
    paths = sorted({path for _, path, _ in table})
    seen: set[str] = set()
    for pattern in sorted({pattern for pattern, _, _ in table}):
        repo.write({".gitignore": f"{pattern}\n"})
        ignored = set(git_says(repo, paths))
        seen |= ignored
        ours = {path for path in paths if compile_bitbucket(pattern).matches(path)}
        assert ours == ignored, pattern
        if not pattern.endswith("/*"):
            assert {path for path in paths if compile_github(pattern).matches(path)} == ignored, pattern
    assert len(seen) > 40  # git was asked, and had something to say


def git_says(repo: GitRepo, paths: list[str]) -> list[str]:
    """The paths that git ignores."""
    argv = ["git", "check-ignore", "--no-index", "--stdin", "-z"]
    done = subprocess.run(
        argv, cwd=repo.path, input="\0".join(paths).encode(), capture_output=True, timeout=60
    )
    assert done.returncode in (0, 1), done.stderr
    return [path for path in done.stdout.decode().split("\0") if path]
