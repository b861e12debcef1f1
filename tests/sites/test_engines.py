"""The engines as a user runs them: `mkdocs serve` while repos change, and ProperDocs."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from htmlpage import facts_on

LIMIT_S = 60


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


class Served:
    """A site that `mkdocs serve` serves."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str) -> str:
        """A page; empty where there is none."""
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=LIMIT_S) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return ""

    def after(self, change: Callable[[], None], path: str, *, until: Callable[[str], bool]) -> str:
        """The page once the site was rebuilt after `change`; waits as a browser with live reload does."""
        found = re.search(r"livereload\((\d+), \d+\)", self.get(""))
        assert found
        epoch = found[1]
        change()
        for request in range(5):
            with urllib.request.urlopen(
                f"{self.address}/livereload/{epoch}/{request}", timeout=LIMIT_S
            ) as answer:
                epoch = answer.read().decode()
            if until(page := self.get(path)):
                return page
        raise AssertionError(f"{path} never became what it should be: {page}")


@pytest.fixture
def serve() -> Iterator[Callable[[Path], Served]]:
    running: list[tuple[subprocess.Popen[str], threading.Timer]] = []

    def start(config_file: Path) -> Served:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(config_file), "-a", f"127.0.0.1:{port}"]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=config_file.parent
        )
        deadline = threading.Timer(LIMIT_S, process.kill)
        deadline.start()
        running.append((process, deadline))
        assert process.stderr is not None
        lines: list[str] = []
        for line in process.stderr:
            lines.append(line)
            if "Serving on" in line:
                threading.Thread(target=process.stderr.read, daemon=True).start()  # so that it never blocks
                return Served(f"http://127.0.0.1:{port}")
        raise AssertionError("".join(lines))

    yield start
    for process, deadline in running:
        process.kill()
        process.wait(LIMIT_S)
        deadline.cancel()


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
