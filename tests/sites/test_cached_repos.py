"""Remote repos from the cache: at the commit of the lock, and shown on while their remote is away."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import links, of_class
from mkdocs.exceptions import Abort
from sources.loopback_git import GitServer, serve_git

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
    """Each page and the repo's card say since when its source is away; the build goes on, also under --strict."""
    cached(tool, unreachable_since="2026-06-10T06:00:00+00:00", reason="git fetch failed: <b>no route</b>")
    site = build(handbook(make_repo, f"url: {URL}"), strict=True)
    html = site.read("projects/tool/docs/a/index.html")
    (banner,) = of_class(html, "oss-banner")
    assert "not been reachable since 10 June 2026" in banner.words
    assert not of_class(site.read("index.html"), "oss-banner")
    assert "The source could not be reached since 10 June 2026" in site.read("projects/index.html")
    handbook_json = json.loads(site.read("oss/handbook.json"))
    assert handbook_json["repos"][0]["unreachable_since"] == "2026-06-10T06:00:00Z"
    assert handbook_json["findings"][0]["severity"] == "note"
    assert "<b>no route" not in html


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("policy", ["required", "stale-ok", "optional"])
def test_only_a_required_repo_fails_strict(
    there: bool, policy: str, tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Stale or not there at all: a warning with the list where the repo is required; of `stale-ok` one line that is
    none; of `optional` nothing. Why it is not there is said once."""
    if there:
        cached(tool, unreachable_since="2026-06-10T06:00:00+00:00", reason="away")
    config = handbook(make_repo, f"{{url: '{URL}', policy: {policy}}}")
    if policy == "required":
        warnings = build(config).messages(logging.WARNING)
        with pytest.raises(Abort):
            build(config, strict=True)
        said, wanted = warnings, "Required repos that are not up to date: tool ("
    else:
        site = build(config, strict=True)
        assert site.messages(logging.WARNING) == []
        said, wanted = site.messages(), "Repos that could not be reached: tool ("
    lines = [message for message in said if wanted in message]
    assert len(lines) == (policy != "optional")
    assert len([message for message in said if "git clone failed" in message]) == (
        not there and policy != "optional"
    )
    for line in lines:
        assert (
            "since 10 June 2026"
            if there
            else "(not there)"
            if policy == "required"
            else "(repos.yml:2: git clone failed"
        ) in line


def test_a_repo_that_was_never_there_has_its_place(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Its page and its card say why there is nothing to read, once each; it stands in the nav."""
    site = build(handbook(make_repo, f"url: {URL}"), strict=True)
    page = site.read("projects/tool/index.html")
    assert "nothing of it could be read" in page
    assert page.count("git clone failed") == 1
    assert "`" not in page.partition("Its pages come back")[2].partition("</p>")[0]
    assert "This repo is not here: git clone failed" in site.read("projects/index.html")
    assert "projects/tool/" in site.read("index.html")


def test_an_optional_repo_that_was_never_there_is_quiet(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """`policy: optional`: it is not in the nav, its card says no more than that it is not here, and links to it find
    its page, which says why; `check` has a note."""
    site = build(handbook(make_repo, f"{{url: '{URL}', policy: optional}}"), strict=True)
    assert "projects/tool/" not in site.read("index.html")
    index = site.read("projects/index.html")
    assert "Not here at present." in index
    assert "git clone failed" not in index
    assert site.read("projects/tool/index.html").count("git clone failed") == 1
    (finding,) = json.loads(site.read("oss/handbook.json"))["findings"]
    assert (finding["code"], finding["severity"]) == ("repo-missing", "note")


def test_two_of_three_that_are_away(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The list names each repo once, with since when or why."""
    cached(tool, unreachable_since="2026-06-10T06:00:00+00:00", reason="away")
    entries = f"url: {URL}\n- {{url: '{URL[:-8]}other.git', policy: stale-ok}}\n- path: ../tool\n  name: here"
    (line,) = [
        m for m in build(handbook(make_repo, entries), strict=True).messages() if "not be reached" in m
    ]
    assert "tool (since 10 June 2026); other (repos.yml:3: " in line
    assert "here (" not in line


@pytest.mark.parametrize("policy", ["stale-ok", "optional"])
def test_a_ref_that_is_not_there(
    policy: str, tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """It is looked for at the remote; the repo's page says what went wrong, and the rest is built."""
    cached(tool)
    site = build(handbook(make_repo, f"{{url: '{URL}', ref: gone, policy: {policy}}}"))
    assert "nothing of it could be read" in site.read("projects/tool/index.html")
    (finding,) = json.loads(site.read("oss/handbook.json"))["findings"]
    assert finding["severity"] == "note"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


def test_a_partial_store_builds_the_same_site(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built], server: GitServer
) -> None:
    """From a store with a build's files alone comes, page by page, what comes from one with all; then offline."""
    tool.commit(
        {
            "README.md": "# Tool\n\n![logo](art/logo.png)\n",
            "art/logo.png": b"\x89PNG logo",
            "docs/a.md": '# A\n\n![p](p.png)\n\n--8<-- "parts/b.txt"\n',
            "parts/b.txt": "From a part.\n",
            "pyproject.toml": "[project]\nname = 'tool'\nrequires-python = '>=3.9'\n",
            "tox.ini": "[testenv]\ncommands = pytest\n",
            "CODEOWNERS": "* @ana\n",
            ".mailmap": "Ana Ruiz <ana@example.org>\n",
            "tool/__init__.py": '"""The tool."""\n',
            "tool/run.py": 'def run() -> None:\n    """Runs."""\n',
            "big.bin": b"unread",
        },
        day="2026-03-01",
    )
    url = server.url("tool/.git")
    config = handbook(make_repo, f"{{url: '{url}', name: tool, forge: gitea}}")
    sites = {}
    for filters in (False, True):
        server.filters = filters
        cache = cache_folder(None)
        shutil.rmtree(cache, ignore_errors=True)
        sites[filters] = build(config, strict=True).folder
        store = Store(cache, git=Git(), now=lambda: NOW).git_dir(url)
        blob = tool.run("rev-parse", "HEAD:big.bin")
        found = subprocess.run(["git", f"--git-dir={store}", "cat-file", "-e", blob], capture_output=True)
        assert (found.returncode == 0) is not filters
    full, partial = (
        {p.relative_to(s): p.read_bytes() for p in s.rglob("*") if p.is_file()} for s in sites.values()
    )
    del full[Path("sitemap.xml.gz")], partial[Path("sitemap.xml.gz")]  # it holds the time
    assert partial == full
    assert b"From a part." in partial[Path("projects/tool/docs/a/index.html")]
    assert Path("projects/tool/art/logo.png") in partial
    server.down = True
    again = build(config, strict=True)
    assert (
        again.read("projects/tool/docs/a/index.html").encode()
        == partial[Path("projects/tool/docs/a/index.html")]
    )
    assert not [message for message in again.messages() if "reached" in message]


def test_damage_that_a_build_meets(
    tool: GitRepo, make_repo: Callable[..., GitRepo], build: Callable[..., Built], server: GitServer
) -> None:
    """A content that turns out to be damaged in mid-build is fetched anew, and the site is whole, with a note."""
    url = server.url("tool/.git")
    config = handbook(make_repo, f"{{url: '{url}', name: tool, forge: gitea}}")
    build(config, strict=True)
    store = Store(cache_folder(None), git=Git(), now=lambda: NOW).git_dir(url)
    packs = sorted(store.glob("objects/pack/*.pack"), key=lambda path: path.stat().st_mtime_ns)
    for pack in packs[1:]:  # the first is the history
        content = pack.read_bytes()
        pack.chmod(0o644)
        pack.write_bytes(content[:12] + bytes(255 - byte for byte in content[12:-20]) + content[-20:])
    site = build(config, strict=True)
    assert "Second." in site.read("projects/tool/index.html")
    assert (site.folder / "projects/tool/docs/p.png").read_bytes() == b"\x89PNG"
    findings = json.loads(site.read("oss/handbook.json"))["findings"]
    assert [finding["severity"] for finding in findings if finding["code"] == "cache-damaged"] == ["note"]


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
