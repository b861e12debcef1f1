"""Remote repos from the cache: at the commit of the lock, and shown on while their remote is away."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import links, of_class
from mkdocs.exceptions import Abort

from mkdocs_oss.git import Git
from mkdocs_oss.sources.store import Store, cache_folder

URL = "http://127.0.0.1:9/team/tool.git"
"""The discard port: nothing listens there."""


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def tool(make_repo: Callable[..., GitRepo]) -> GitRepo:
    repo = make_repo(
        "tool",
        {"README.md": "# Tool\n\nFirst.\n", "docs/a.md": "# A\n\n![p](p.png)\n", "docs/p.png": b"\x89PNG"},
    )
    repo.commit({"README.md": "# Tool\n\nSecond.\n"}, day="2026-02-01")
    return repo


def cached(tool: GitRepo, **state: str) -> Path:
    """The repo as a `sync` would have left it."""
    store = Store(cache_folder(None), git=Git(), now=lambda: NOW).git_dir(URL)
    store.parent.mkdir(parents=True)
    subprocess.run(["git", "clone", "--quiet", "--bare", str(tool.path), str(store)], check=True)
    said = {"url": URL, "branch": "main", "fetched": "2026-06-14T06:00:00+00:00", **state}
    (store / "mkdocs-oss.json").write_text(json.dumps(said))
    return store


def handbook(make_repo: Callable[..., GitRepo], entry: str, lock: str | None = None) -> Path:
    files = {
        "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
        "docs/index.md": "# W\n",
        "repos.yml": f"repos:\n- {entry}\n",
    }
    if lock:
        where = {"url": URL, "ref": "", "commit": lock, "when": "2026-06-14T06:00:00Z"}
        files["handbook.lock"] = json.dumps({"version": 1, "repos": {"tool": where}})
    return make_repo("handbook", files).path / "mkdocs.yml"


def test_what_is_cached_needs_no_network(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The newest commit of the default branch, with its assets; the page says at which commit it is."""
    cached(tool)
    site = build(handbook(make_repo, f"{{url: '{URL}', forge: gitea}}"), strict=True)
    html = site.read("projects/tool/index.html")
    assert "Second." in html
    assert tool.run("rev-parse", "HEAD")[:10] in of_class(html, "oss-box")[0].words
    assert links(html)["Edit it"] == "http://127.0.0.1:9/team/tool/_edit/main/README.md"
    assert (site.folder / "projects/tool/docs/p.png").read_bytes() == b"\x89PNG"
    assert not of_class(html, "oss-banner")


def test_the_lock_decides(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The handbook shows the commit that handbook.lock names, though the cache has a newer one."""
    cached(tool)
    first = tool.run("rev-parse", "HEAD~1")
    site = build(handbook(make_repo, f"url: {URL}", lock=first), strict=True)
    assert "First." in site.read("projects/tool/index.html")
    assert {page["commit"] for page in json.loads(site.read("oss/pages.json")) if page["repo"] == "tool"} == {
        first
    }


def test_an_outage_shows_the_last_good_copy(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Each page says since when its source is away; the build goes on, also under --strict."""
    cached(tool, unreachable_since="2026-06-10T06:00:00+00:00", reason="git fetch failed: <b>no route</b>")
    site = build(handbook(make_repo, f"url: {URL}"), strict=True)
    html = site.read("projects/tool/docs/a/index.html")
    (banner,) = of_class(html, "oss-banner")
    assert "not been reachable since 10 June 2026" in banner.words
    assert not of_class(site.read("index.html"), "oss-banner")
    assert "not reached since 10 June 2026" in site.read("projects/index.html")
    handbook_json = json.loads(site.read("oss/handbook.json"))
    assert handbook_json["repos"][0]["unreachable_since"] == "2026-06-10T06:00:00Z"
    assert handbook_json["findings"][0]["severity"] == "note"
    assert "<b>no route" not in html


def test_an_outage_of_a_required_repo_fails_strict(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """`policy: required`: its last good copy is a warning."""
    cached(tool, unreachable_since="2026-06-10T06:00:00+00:00", reason="away")
    config = handbook(make_repo, f"{{url: '{URL}', policy: required}}")
    assert "Second." in build(config).read("projects/tool/index.html")
    with pytest.raises(Abort):
        build(config, strict=True)


@pytest.mark.parametrize("policy", ["stale-ok", "optional"])
def test_a_ref_that_is_not_there(
    policy: str, tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """It is looked for at the remote; the repo's page says what went wrong, and the rest is built."""
    cached(tool)
    site = build(handbook(make_repo, f"{{url: '{URL}', ref: gone, policy: {policy}}}"))
    assert "nothing of it could be read" in site.read("projects/tool/index.html")
    (finding,) = json.loads(site.read("oss/handbook.json"))["findings"]
    assert finding["severity"] == {"stale-ok": "warning", "optional": "note"}[policy]


def test_a_tag_and_a_commit_are_refs_too(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """`ref:` names a branch, a tag or a commit."""
    first = tool.run("rev-parse", "HEAD~1")
    tool.run("tag", "v1", first)
    cached(tool)
    assert "First." in build(handbook(make_repo, f"{{url: '{URL}', ref: v1}}")).read(
        "projects/tool/index.html"
    )
    config = handbook(make_repo, f"{{url: '{URL}', ref: '{first}'}}")
    assert "First." in build(config).read("projects/tool/index.html")
