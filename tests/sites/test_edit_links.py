"""Edit links: in the form of each forge, with no secret in them, and none where none can be right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import links, of_class


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def handbook(make_repo: Callable[..., GitRepo], repos: str) -> Path:
    files = {
        "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [search, oss]\n",
        "repos.yml": repos,
        "docs/index.md": "# Welcome\n",
    }
    return make_repo("handbook", files).path / "mkdocs.yml"


@pytest.mark.parametrize(
    ("remote", "more", "edit"),
    [
        ("git@github.com:org/tool.git", "", "https://github.com/org/tool/edit/main/docs/a%20b.md"),
        ("https://me:secret@gitlab.com/org/sub/tool.git", "", "https://gitlab.com/org/sub/tool/-/edit/main/docs/a%20b.md"),
        ("ssh://git@bitbucket.org/org/tool.git", "", "https://bitbucket.org/org/tool/src/main/docs/a%20b.md?mode=edit&spa=0&at=main"),
        ("https://codeberg.org/org/tool", "", "https://codeberg.org/org/tool/_edit/main/docs/a%20b.md"),
        ("https://git.example.org/org/tool.git", "forge: gitea", "https://git.example.org/org/tool/_edit/main/docs/a%20b.md"),
        ("https://git.example.org/org/tool.git", "forge: forgejo, ref: stable", "https://git.example.org/org/tool/_edit/stable/docs/a%20b.md"),
        ("https://git.example.org/org/tool.git", "edit_url: 'https://code.example.org/{ref}?file={path}'", "https://code.example.org/main?file=docs/a%20b.md"),
    ],
)  # fmt: skip
def test_edit_links_for_each_forge(
    remote: str, more: str, edit: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The form of each forge's own edit links, paths encoded, and never a password."""
    make_repo("tool", {"README.md": "# Tool\n", "docs/a b.md": "# A b\n"}, remote=remote)
    repos = f"repos:\n  - {{path: ../tool{', ' if more else ''}{more}}}\n"
    site = build(handbook(make_repo, repos), strict=True)
    assert links(site.read("projects/tool/docs/a b/index.html"))["Edit it"] == edit
    for file in (*site.folder.rglob("*.html"), *site.folder.rglob("*.json")):
        assert "secret" not in file.read_text("utf-8"), file


def test_an_unknown_forge_says_what_is_missing(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """No edit link is invented; the box says why there is none."""
    make_repo("tool", {"README.md": "# Tool\n"}, remote="https://git.example.org/org/tool.git")
    html = build(handbook(make_repo, "repos:\n  - path: ../tool\n"), strict=True).read(
        "projects/tool/index.html"
    )
    (box,) = of_class(html, "oss-box")
    assert "Edit it" not in box.words
    assert "the forge at git.example.org is not known" in box.words
    assert box.attributes["data-oss-state"] == "unknown"
