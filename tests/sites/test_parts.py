"""Each part alone, all of them together, in any order, and what a wrong option says."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import facts_on, of_class
from mkdocs.exceptions import Abort, ConfigurationError

ALL = {"ownership", "freshness", "contributing"}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def site_with(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> Callable[..., Built]:
    """A handbook over one repo, with these plugin lines; built."""
    make_repo(
        "tool",
        {"README.md": "# Tool\n\nIt helps.\n", "docs/index.md": "# Use\n", "CODEOWNERS": "* @data/tools\n"},
        remote="https://github.com/example/tool.git",
    )
    files = {
        "docs/index.md": "# Welcome\n",
        "repos.yml": "repos:\n  - path: ../tool\n",
        "CODEOWNERS": "* @data/docs\n",
    }
    hub = make_repo("handbook", files, remote="https://github.com/example/handbook.git")

    def run(*plugins: str, **options: object) -> Built:
        lines = "".join(f"  - {plugin}\n" for plugin in plugins)
        (hub.path / "mkdocs.yml").write_text(f"site_name: Handbook\ntheme: mkdocs\nplugins:\n{lines}")
        return build(hub.path / "mkdocs.yml", **options)

    return run


def digest(site: Built) -> dict[str, str]:
    return {
        path.relative_to(site.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.folder.rglob("*"))
        if path.is_file() and path.name != "sitemap.xml.gz"  # MkDocs stamps it with the time
    }


@pytest.mark.parametrize("part", sorted(ALL))
def test_a_part_alone_shows_its_own_facts(part: str, site_with: Callable[..., Built]) -> None:
    """`oss/ownership` alone shows owners, and no dates and no box; likewise each other part."""
    site = site_with(f"oss/{part}", strict=True)
    assert set(facts_on(site.read("index.html"))) == {part}
    assert not (site.folder / "projects").exists()
    assert bool(of_class(site.read("index.html"), "oss-box")) == (part == "contributing")


def test_repos_alone_brings_the_pages_and_dresses_none(site_with: Callable[..., Built]) -> None:
    """`oss/repos` alone gathers the repos; no page carries a line, not even an empty one."""
    site = site_with("oss/repos", strict=True)
    html = site.read("projects/tool/index.html")
    assert "It helps." in html
    assert facts_on(html) == {}
    assert of_class(html, "oss-line") == []


@pytest.mark.parametrize(
    "plugins",
    [
        ("oss/repos", "oss/ownership", "oss/freshness", "oss/contributing"),
        ("oss/contributing", "oss/freshness", "oss/ownership", "oss/repos"),
        ("oss", "oss/freshness"),
        ("oss/freshness: {}", "oss"),
    ],
)
def test_parts_together_are_the_suite(plugins: tuple[str, ...], site_with: Callable[..., Built]) -> None:
    """Parts listed one by one, in any order, show what the suite shows."""
    html = site_with(*plugins, strict=True).read("projects/tool/index.html")
    assert set(facts_on(html)) == ALL
    assert len(of_class(html, "oss-line")) == len(of_class(html, "oss-box")) == 1


def test_a_parts_own_line_adds_to_the_suite(site_with: Callable[..., Built]) -> None:
    """`oss` with `oss/freshness: {review_every: …}` beside it: the interval counts, the rest stays on."""
    site = site_with("oss", "oss/freshness: {review_every: 1 month}", strict=True)
    assert facts_on(site.read("index.html")) == {
        "ownership": "owned",
        "freshness": "look",
        "contributing": "editable",
    }


def test_the_order_of_plugins_changes_no_byte(site_with: Callable[..., Built]) -> None:
    """Search before or after, a part before or after the suite: the same site."""
    lines = ["search", "oss", "oss/freshness: {review_every: 1 year}", "oss/ownership: {owner: '@ana'}"]
    assert digest(site_with(*lines)) == digest(site_with(*reversed(lines)))


def test_a_part_that_is_false_is_off(site_with: Callable[..., Built]) -> None:
    """`ownership: false` takes the owners away, and nothing else."""
    site = site_with("oss: {ownership: false}", strict=True)
    assert set(facts_on(site.read("projects/tool/index.html"))) == ALL - {"ownership"}
    site = site_with("oss: {ownership: false, freshness: false, contributing: false}", strict=True)
    assert facts_on(site.read("index.html")) == {}


def test_a_page_can_opt_out(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """`ownership: false` and `freshness: false` in front matter."""
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [oss]\n",
            "docs/index.md": "---\nownership: false\nfreshness: false\n---\n# Welcome\n",
        },
    )
    html = build(hub.path / "mkdocs.yml", strict=True).read("index.html")
    assert set(facts_on(html)) == {"contributing"}
    assert of_class(html, "oss-line") == []


def test_history_is_read_once(
    site_with: Callable[..., Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of our plugins are listed, one build runs one `git log` for each repo."""
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    journal = tmp_path / "journal"
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\necho "$@" >> "{journal}"\nexec "{real}" "$@"\n')
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    site_with("oss", "oss/repos", "oss/ownership", "oss/freshness", "oss/contributing", strict=True)
    commands = journal.read_text().splitlines()
    assert sum(" log " in command for command in commands) == 2, "the handbook and one repo"


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        ("oss: {ownershp: {}}", ["mkdocs.yml: plugins: oss", "'ownershp'", "did you mean 'ownership'?"]),
        (
            "oss/freshness: {review_evry: 1 year}",
            ["mkdocs.yml: plugins: oss/freshness", "did you mean 'review_every'?"],
        ),
        ("oss: {freshness: {review_every: soon}}", ["mkdocs.yml: plugins: oss", "review_every", "soon"]),
        ("oss: {freshness: {review_every: 6}}", ["mkdocs.yml: plugins: oss", "review_every"]),
        (
            "oss: {repos: missing.yml}",
            ["mkdocs.yml", "missing.yml cannot be read", "create it or mend the path"],
        ),
        ("oss: {projects_title: 3}", ["mkdocs.yml: plugins: oss", "projects_title"]),
    ],
)
def test_a_wrong_option_is_explained(
    plugin: str, said: list[str], site_with: Callable[..., Built], caplog: pytest.LogCaptureFixture
) -> None:
    """The message names mkdocs.yml, the plugin and the key, and what was probably meant; no traceback."""
    with pytest.raises((Abort, ConfigurationError)) as raised:
        site_with(plugin)
    told = f"{raised.value}\n{caplog.text}"
    for words in said:
        assert words in told
