"""A symbolic link to a file of its own repo is a copy of that file; any other is told, and not followed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Built, GitRepo
from sources.loopback_git import serve_git

from mkdocs_oss.sources.symlinks import follow, written

CONFIG = "site_name: H\ntheme: mkdocs\nplugins: [oss: {{api: false, repos: [{{{where}, name: lab}}]}}]\n"
LAB = {
    "README.md": "# Lab\n\n[c](docs/changes.md) [f](docs/folder/x.md) [g](docs/gone.md) [log](CHANGELOG.md)\n",
    "CHANGELOG.md": "# Changes\n\n[guide](docs/guide.md) [up](guide.md)\n\n![m](assets/map.png)\n",
    "CODEOWNERS": "/CHANGELOG.md @data/releases\n/docs/ @data/docs\n",
    "notes/more.md": "# More\n",
    "assets/map.png": "png",
    "docs/guide.md": "# Guide\n\n![m](img/map.png)\n",
    "docs/img/x.svg": "<svg/>",
}
LINKS = {
    "docs/changes.md": "../CHANGELOG.md",
    "docs/chain.md": "deep/hop.md",
    "docs/deep/hop.md": "../../notes/more.md",
    "docs/img/map.png": "../../assets/map.png",
    "docs/folder": "../notes",
    "docs/gone.md": "../nowhere.md",
    "docs/loop.md": "pool.md",
    "docs/pool.md": "loop.md",
    "docs/outside.md": "../../outside.md",
    "docs/absolute.md": "/etc/hostname",
    "docs/config.md": "../.git/config",
}

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]


@pytest.fixture(params=["path", "url"])
def built(request: pytest.FixtureRequest, make_repo: MakeRepo, build: Build, tmp_path: Path) -> Any:
    lab = make_repo("lab", LAB)
    lab.run("remote", "add", "origin", "https://github.com/data/lab.git")
    (tmp_path / "outside.md").write_text("# CANARY\n")
    for name, target in LINKS.items():
        (lab.path / name).parent.mkdir(parents=True, exist_ok=True)
        (lab.path / name).symlink_to(target)
    lab.commit(day="2026-01-02", author="Ben <ben@example.org>")
    with serve_git(tmp_path) as server:
        where = (
            "path: ../lab" if request.param == "path" else f"url: '{server.url('lab/.git')}', forge: github"
        )
        hub = make_repo("hub", {"mkdocs.yml": CONFIG.format(where=where), "docs/index.md": "# H\n"})
        yield build(hub.path / "mkdocs.yml", strict=True)


def findings(built: Built, *codes: str) -> dict[str, tuple[str, str]]:
    found = json.loads(built.read("oss/handbook.json"))["findings"]
    return {f["where"]: (f["message"], f["remedy"]) for f in found if f["code"] in codes}


def test_a_link_to_a_file_of_the_repo(built: Built) -> None:
    """It is a page with the content, the edit link, the dates and the owners of the file that it stands for, from a
    worktree and from the cache; its links are right, whether they were written for the one place or for the other."""
    page = built.read("projects/lab/docs/changes/index.html")
    assert ">Changes<" in page
    assert "/CHANGELOG.md" in page
    assert "docs/changes.md" not in page
    assert 'href="../guide/">guide</a>' in page
    assert 'href="../guide/">up</a>' in page
    facts = {p["url"]: p for p in json.loads(built.read("oss/pages.json"))}
    told = facts["projects/lab/docs/changes/"]
    assert told["path"] == "CHANGELOG.md"
    assert told["owners"] == ["@data/releases"]
    assert told["last_touched"].startswith("2026-01-01")
    assert not (built.folder / "projects/lab/CHANGELOG/index.html").exists()
    assert 'href="docs/changes/">log</a>' in built.read("projects/lab/index.html")
    assert ">More<" in built.read("projects/lab/docs/chain/index.html")
    assert (built.folder / "projects/lab/docs/img/map.png").read_text() == "png"


def test_any_other_link_is_told(built: Built) -> None:
    """To a folder, to nothing, around in a circle, out of the repo, into `.git`: each is a note, and a link to one says
    what it is; nothing of what they lead to is in the site."""
    told = findings(built, "symbolic-link")
    assert set(told) == {f"docs/{name}" for name in ("folder", "gone.md", "loop.md", "pool.md", "outside.md", "absolute.md", "config.md")}  # fmt: skip
    assert told["docs/gone.md"][0] == "it is a symbolic link to '../nowhere.md', not followed"
    assert told["docs/absolute.md"][0] == "it is a symbolic link to an absolute path, not followed"
    broken = findings(built, "broken-link")
    assert set(broken) == {"README.md:3"}
    assert "is a symbolic link to" in broken["README.md:3"][0]
    for file in built.folder.rglob("*"):
        assert not (file.is_file() and b"CANARY" in file.read_bytes())
    assert not (built.folder / "projects/lab/docs/config/index.html").exists()


def test_links_are_followed_as_text() -> None:
    """Only the list of the repo's files says where a link may lead; a chain ends somewhere, and so does a circle."""
    paths = {"a.md", "docs/b.md", "x/y/z.md"}
    links = {
        "l1": "a.md", "l2": "./docs/../docs/b.md", "x/l3": "y/z.md", "x/y/l4": "../../a.md", "l5": "l1", "x/l6": "../l5",
        "n1": "/a.md", "n2": "../a.md", "n3": "docs", "n4": "", "n5": "n6", "n6": "n5", "n7": "n7", "n8": "a.md\0", "n9": "docs\\b.md",
        "x/n10": "../../a.md", "n11": "missing", "n12": "a.md/../../a.md", **{f"c{n}": f"c{n + 1}" for n in range(9)}, "c9": "a.md",
    }  # fmt: skip
    found = follow(links, paths)
    assert {name: real for name, real in found.items() if not name.startswith("c")} == {
        "l1": "a.md", "l2": "docs/b.md", "x/l3": "x/y/z.md", "x/y/l4": "a.md", "l5": "a.md", "x/l6": "a.md",
    }  # fmt: skip
    assert "c0" not in found
    assert "c9" in found


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("../a.md", "'../a.md'"), ("/home/ana/a.md", "an absolute path"), ("C:\\a.md", "an absolute path"), ("", "what is not known here"),
        ("a\x1b[31m\n", "'a\\x1b[31m\\n'"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_target(target: str, told: str) -> None:
    """Never a folder of somebody's machine, and nothing that a terminal would obey."""
    assert written(target) == told
