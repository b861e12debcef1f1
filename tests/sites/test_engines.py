"""The engines as a user runs them: `mkdocs serve` while repos change, and ProperDocs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from htmlpage import facts_on
from served import LIMIT_S, Served, served


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def serve() -> Iterator[Callable[[Path], Served]]:
    with ExitStack() as running:

        def start(config_file: Path) -> Served:
            command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(config_file)]
            return running.enter_context(served(command, folder=config_file.parent))[0]

        yield start


def test_serve_follows_the_repos(make_repo: Callable[..., GitRepo], serve: Callable[[Path], Served]) -> None:
    """An edit in a repo's docs is on the page after a rebuild; a page that goes away is gone, its facts too."""
    tool = make_repo("tool", {"README.md": "# Tool\n", "docs/a.md": "# A\n\nBefore.\n", "docs/b.md": "# B\n"})
    config = "site_name: H\ntheme: mkdocs\nplugins: [search, oss: {teams: who.yml}]\n"
    files = {
        "mkdocs.yml": config,
        "docs/index.md": "---\nowner: '@ana'\n---\n# W\n",
        "repos.yml": "repos:\n- path: ../tool\n",
    }
    hub = make_repo("handbook", {**files, "who.yml": "people: {'@ana': {name: Ana Lima}}\n"})
    site = serve(hub.path / "mkdocs.yml")
    assert "Before." in site.get("projects/tool/docs/a/")
    assert "Looked after by Ana Lima" in site.get("")

    page = site.after(
        lambda: tool.write({"docs/a.md": "# A\n\nAfter.\n"}),
        "projects/tool/docs/a/",
        until=lambda html: "After." in html,
    )
    assert "Edited, not committed yet" in page
    assert "Before." not in page
    site.after(
        lambda: (tool.path / "docs/b.md").unlink(), "projects/tool/docs/b/", until=lambda html: html == ""
    )
    assert "projects/tool/docs/b/" not in [page["url"] for page in json.loads(site.get("oss/pages.json"))]
    assert "docs/b/" not in site.get("projects/tool/docs/a/")
    site.after(
        lambda: hub.write({"who.yml": "people: {'@ana': {name: Ana Cruz}}\n"}),
        "",
        until=lambda html: "Looked after by Ana Cruz" in html,
    )
    assert len(re.findall('class="oss-line"', site.get(""))) == 1


def test_serve_follows_commits_and_new_repos(
    make_repo: Callable[..., GitRepo], serve: Callable[[Path], Served]
) -> None:
    """A commit alone is news, and a repo that is added while serving is watched from then on."""
    tool = make_repo("tool", {"README.md": "# Tool\n", "docs/a.md": "# A\n"})
    late = make_repo("late", {"README.md": "# Late\n"})
    config = "site_name: H\ntheme: mkdocs\nplugins: [search, oss]\n"
    files = {"mkdocs.yml": config, "docs/index.md": "# W\n", "repos.yml": "repos:\n- path: ../tool\n"}
    hub = make_repo("handbook", files)
    tool.write({"docs/a.md": "# A\n\nMore.\n"})
    site = serve(hub.path / "mkdocs.yml")
    page = "projects/tool/docs/a/"
    assert "Edited, not committed yet" in site.get(page)
    site.after(lambda: tool.commit({}), page, until=lambda html: "not committed yet" not in html)
    both = {"repos.yml": "repos:\n- path: ../tool\n- path: ../late\n"}
    site.after(lambda: hub.write(both), "projects/late/", until=lambda html: "Late" in html)
    edited = {"README.md": "# Late\n\nHere now.\n"}
    site.after(lambda: late.write(edited), "projects/late/", until=lambda html: "Here now." in html)


def test_serve_follows_files_that_are_new(
    make_repo: Callable[..., GitRepo], serve: Callable[[Path], Served]
) -> None:
    """A first CODEOWNERS or CONTRIBUTING of a repo is on its pages after a rebuild, without a restart."""
    tool = make_repo("tool", {"README.md": "# Tool\n", "docs/a.md": "# A\n", ".github/x.yml": ""})
    config = "site_name: H\ntheme: mkdocs\nplugins: [oss: {api: false, repos: [path: ../tool]}]\n"
    hub = make_repo("handbook", {"mkdocs.yml": config, "docs/index.md": "# W\n"})
    site = serve(hub.path / "mkdocs.yml")
    for files, page, words in (
        ({"CONTRIBUTING.md": "# Come in\n\nKnock first.\n"}, "projects/tool/contributing/", "Knock first."),
        ({".github/CODEOWNERS": "* @data/tool\n"}, "projects/tool/docs/a/", "data/tool"),
    ):
        site.after(lambda files=files: tool.write(files), page, until=lambda html, words=words: words in html)  # type: ignore[misc]


def test_properdocs_builds_the_same_site(make_repo: Callable[..., GitRepo], tmp_path: Path) -> None:
    """The `properdocs` command, strictly, with the same mkdocs.yml."""
    command = Path(sys.executable).with_name("properdocs")
    make_repo("tool", {"README.md": "# Tool\n", "docs/a.md": "# A\n", "lib/__init__.py": '"""L."""\n'})
    config = "site_name: H\ntheme: {name: material, font: false}\nplugins: [search, oss]\n"
    files = {"mkdocs.yml": config, "docs/index.md": "# W\n", "repos.yml": "repos:\n- path: ../tool\n"}
    hub = make_repo("handbook", files, remote="https://github.com/example/handbook.git")
    built = {}
    for name, start in {"properdocs": [str(command)], "mkdocs": [sys.executable, "-m", "mkdocs"]}.items():
        site = tmp_path / f"site-{name}"
        done = subprocess.run(
            [*start, "build", "--strict", "-f", str(hub.path / "mkdocs.yml"), "-d", str(site)],
            capture_output=True, text=True, timeout=LIMIT_S, env=dict(os.environ), check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        built[name] = site
    for page in (
        "index.html",
        "projects/index.html",
        "projects/tool/index.html",
        "projects/tool/docs/a/index.html",
    ):
        shown = [facts_on((site / page).read_text("utf-8")) for site in built.values()]
        assert set(shown[0]) == {"ownership", "freshness", "contributing"}
        assert shown[0] == shown[1]
    facts = [(site / "oss/handbook.json").read_bytes() for site in built.values()]
    assert facts[0] == facts[1]
