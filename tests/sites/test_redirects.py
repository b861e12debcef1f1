"""Pages that have moved: their old URLs lead to where they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import elements

from mkdocs_oss.model import (
    Commit,
    Handbook,
    Move,
    Origin,
    Page,
    PageFacts,
    PageHistory,
    Repo,
    Source,
    Unknown,
)
from mkdocs_oss.sources.redirects import MOST, redirects

CONFIG = "site_name: H\nsite_url: https://h.example.org/\nuse_directory_urls: {}\ntheme: mkdocs\nplugins: [oss: {{api: false, repos: [path: ../lab]}}]\n"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def leads_to(html: str) -> str:
    (refresh,) = [e for e in elements(html) if e.attributes.get("http-equiv") == "refresh"]
    return refresh.attributes["content"].removeprefix("0; url=")


@pytest.mark.parametrize("directories", [True, False])
def test_a_page_that_moved_twice(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built], directories: bool
) -> None:
    """Each old URL leads to today's at once, in a repo and in the handbook; what has a page today does not."""
    lab = make_repo(
        "lab", {"README.md": "# Lab\n", "docs/one.md": "# Guide <b>\n", "docs/kept.md": "# Kept\n"}
    )
    lab.commit({"docs/one.md": None, "docs/two.md": "# Guide <b>\n"}, day="2026-01-02")
    lab.commit({"docs/two.md": None, "docs/deep/three.md": "# Guide <b>\n"}, day="2026-01-03")
    lab.commit({"docs/kept.md": None, "docs/new.md": "# Kept\n"}, day="2026-01-04")
    lab.commit(
        {"docs/kept.md": "# Another\n", "docs/said.md": "---\nredirect_from: docs/told.md\n---\n# S\n"},
        day="2026-01-05",
    )
    config = CONFIG.format(str(directories).lower())
    hub = make_repo("hub", {"mkdocs.yml": config, "docs/index.md": "# H\n", "docs/a.md": "# A\n\nText.\n"})
    hub.commit({"docs/a.md": None, "docs/b.md": "# A\n\nText.\n"}, day="2026-01-06")
    built = build(hub.path / "mkdocs.yml", strict=True)
    end = "/index.html" if directories else ".html"
    lead = {
        name: leads_to(built.read(f"{name}{end}"))
        for name in ("projects/lab/docs/one", "projects/lab/docs/two", "a", "projects/lab/docs/told")
    }
    assert lead == (
        {"projects/lab/docs/one": "../deep/three/", "projects/lab/docs/two": "../deep/three/", "a": "../b/", "projects/lab/docs/told": "../said/"}
        if directories
        else {"projects/lab/docs/one": "deep/three.html", "projects/lab/docs/two": "deep/three.html", "a": "b.html", "projects/lab/docs/told": "said.html"}
    )  # fmt: skip
    assert "Another" in built.read(f"projects/lab/docs/kept{end}")
    page = built.read(f"a{end}")
    assert f'href="https://h.example.org/b{"/" if directories else ".html"}"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert (built.folder / "oss/redirect.js").is_file()
    facts = {(p["repo"], p["path"]): p["redirect_from"] for p in json.loads(built.read("oss/pages.json"))}
    tail = "/" if directories else ".html"
    assert facts["lab", "docs/deep/three.md"] == [
        f"projects/lab/docs/one{tail}",
        f"projects/lab/docs/two{tail}",
    ]
    assert facts["lab", "docs/new.md"] == []


def handbook(*pages: tuple[str, tuple[Move, ...]]) -> Handbook:
    nothing = Unknown("")
    hub = Source(Repo("hub"), None, None, nothing, nothing, nothing, nothing)
    commit = Commit("0", NOW, "Ana", "x")
    made = (
        PageFacts(
            Page(f"projects/lab/{path}", path, "page", Origin("lab", path, "0", worktree=False), {}, ""),
            PageHistory(commit, commit, commit, (), "", moves),
            None,
            None,
            None,
        )
        for path, moves in pages
    )
    return Handbook(hub, (), tuple(made), (), None, (), NOW)


def old(found: Handbook) -> dict[str, str]:
    return {entry.url: entry.uri for entry in redirects(found, hub_docs="docs", directories=True)}


def test_the_last_page_at_a_place_counts() -> None:
    """Of two pages that were at one place, its readers look for the one that was there last."""
    first, last = Move("docs/a.md", NOW - timedelta(9)), Move("docs/a.md", NOW - timedelta(1))
    assert old(handbook(("docs/b.md", (first,)), ("docs/c.md", (last,)))) == {
        "projects/lab/docs/a/": "projects/lab/docs/c.md"
    }


def test_limits() -> None:
    """Old moves, strange names, other files and more than enough leave no redirect."""
    names = [
        "docs/x\n.md",
        "docs/.h.md",
        "docs/\udcff.md",
        "docs/a.txt",
        "../x.md",
        "docs/B.md",
        f"docs/{'x' * 300}.md",
    ]
    assert old(handbook(("docs/b.md", tuple(Move(name, NOW) for name in names)))) == {}
    assert old(handbook(("docs/b.md", (Move("docs/a.md", NOW - timedelta(4 * 365)),)))) == {}
    many = tuple(Move(f"docs/old-{number}.md", NOW - timedelta(hours=number)) for number in range(MOST + 20))
    found = old(handbook(("docs/b.md", many)))
    assert len(found) == MOST
    assert "projects/lab/docs/old-0/" in found


def test_another_plugins_redirect_stays(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A file that the site has at the old place is not written over."""
    hook = "from pathlib import Path\ndef on_post_build(config):\n    f = Path(config.site_dir, 'a/index.html')\n    f.parent.mkdir()\n    f.write_text('theirs')\n"
    config = CONFIG.format("true") + "hooks: [hook.py]\n"
    make_repo("lab", {"README.md": "# Lab\n"})
    hub = make_repo(
        "hub", {"mkdocs.yml": config, "hook.py": hook, "docs/index.md": "# H\n", "docs/a.md": "# A\n"}
    )
    hub.commit({"docs/a.md": None, "docs/b.md": "# A\n"}, day="2026-01-06")
    try:
        built = build(hub.path / "mkdocs.yml")
    except FileExistsError:
        pytest.fail("our redirect was there before theirs")
    assert built.read("a/index.html") == "theirs"
