"""What tests of `mkdocs-oss review` share: a handbook over one checkout, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from conftest import GitRepo

from mkdocs_oss.cli import main

FILE = ".oss-reviews.yml"
DAY = "2026-06-15"


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["review", *args])


def make_tool(make_repo: Callable[..., GitRepo]) -> GitRepo:
    """A repo whose page has line ends and bytes of its own."""
    return make_repo(
        "tool",
        {
            "README.md": "# Tool\n",
            "CONTRIBUTING.md": "# How to\n",
            "docs/a.md": b"---\r\ntitle: A  # ours\r\nreviewed: '2026-01-05'\r\n---\r\n# A\r\n\xe9\r\n",
            "src/a.py": "x = 1\n",
        },
        remote="https://github.com/example/tool.git",
    )


def make_hub(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A handbook over that checkout, and the folder that commands run in."""
    files = {
        "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
        "repos.yml": "repos:\n- path: ../tool\n",
        "docs/index.md": "---\nlast_reviewed_on: 2026-01-05\n---\n# Welcome\n",
        "docs/new.md": "# New\n",
    }
    repo = make_repo("handbook", files, remote="https://github.com/example/handbook.git")
    monkeypatch.chdir(repo.path)
    return repo


def make_remote(hub: GitRepo, tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handbook fetches the repo, in place of reading its checkout."""
    url = "https://github.com/example/tool.git"
    monkeypatch.setenv("MKDOCS_OSS_ALLOW_PROTOCOL", "file")
    hub.run("config", "--global", f"url.{tool.path.as_uri()}.insteadOf", url)
    hub.write({"repos.yml": f"repos:\n- url: {url}\n"})


def fresh(*args: str) -> list[str]:
    done = CliRunner().invoke(main, ["fresh", "--json", *args])
    (page,) = json.loads(done.stdout)
    reasons: list[str] = page["reasons"]
    return reasons
