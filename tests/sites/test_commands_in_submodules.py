"""What the commands say of files in submodules, and in the repository that is a submodule elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Built, GitRepo

from mkdocs_oss.cli import main
from mkdocs_oss.engines.mkdocs_files import watched
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.settings import load_settings, read_site

MakeRepo = Callable[..., GitRepo]
CONFIG = """\
site_name: H
theme: mkdocs
repo_url: https://git.example.org/e/handbook
plugins: [search, oss: {api: false, contributing: {forge: gitlab}, ownership: {owner: "@docs"}}]
"""
PAGE = "# Page\n\nRead [how](engine/run.md). It is in `docs/engine/src/load.py`.\n"
ENGINE = {
    "run.md": "---\ndescribes: src/load.py\n---\n# Run\n",
    "src/load.py": "def read(path): ...\n",
    "CODEOWNERS": "[Docs] @ana\n*.md\n",
}
NAME = "handbook/docs/engine"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def engine(make_repo: MakeRepo) -> GitRepo:
    return make_repo("engine", ENGINE, day="2025-03-01", remote="git@git.example.org:e/engine.git")


@pytest.fixture
def hub(make_repo: MakeRepo, engine: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A handbook with that repository as a submodule; the tests are in its folder."""
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, "docs/page.md": PAGE})
    env = {"GIT_ALLOW_PROTOCOL": "file"}
    hub.run("submodule", "--quiet", "add", engine.path.as_uri(), "docs/engine", env=env)
    GitRepo(hub.path / "docs/engine").run("remote", "set-url", "origin", "https://git.example.org/e/engine")
    hub.commit(day="2026-02-01")
    monkeypatch.chdir(hub.path)
    return hub


def cli(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def owners(*paths: str) -> list[list[str]]:
    return [each["owners"] for each in json.loads(cli("owners", *paths, "--json").stdout)]


@pytest.mark.usefixtures("hub")
def test_owners_by_name_and_by_place() -> None:
    """A file of a submodule has its own repository's owners, in the language of the forge that the settings name."""
    assert owners("docs/engine/run.md", f"{NAME}:run.md", "docs/page.md") == [["@ana"], ["@ana"], ["@docs"]]
    assert owners(f"{NAME}:src/load.py", f"{NAME}:not-there.md") == [["@docs"], ["@ana"]]


@pytest.mark.usefixtures("hub")
def test_a_name_that_leads_elsewhere_is_none(make_repo: MakeRepo) -> None:
    """Whatever a name holds, it leads to no repository outside the handbook's own."""
    outside = make_repo("outside", {"CODEOWNERS": "* @outer\n"})
    for name in ("handbook/../outside", f"handbook/{outside.path}", "other/docs/engine"):
        assert "@outer" not in cli("owners", f"{name}:a.md").stdout


def test_a_review_by_name(hub: GitRepo) -> None:
    """As `fresh` names the page, so may whoever reviews it."""
    assert f"{NAME}: run.md" in cli("fresh", f"{NAME}:run.md").stdout
    done = cli("review", f"{NAME}:run.md", "--by", "Ana")
    assert done.exit_code == 0, done.output
    assert "by: Ana" in (hub.path / "docs/engine/.oss-reviews.yml").read_text()


@pytest.mark.parametrize("listed", ["repos: []\n", "repos: [{path: ../engine}]\n"])
def test_a_change_in_its_repository(
    hub: GitRepo,
    engine: GitRepo,
    build: Callable[..., Built],
    monkeypatch: pytest.MonkeyPatch,
    listed: str,
) -> None:
    """It is looked at with the pages that the handbook shows of it, and those that speak of it or link to it, whether the
    settings list the repository too or not."""
    hub.commit({"repos.yml": listed}, day="2026-02-02")
    site = build(hub.path / "mkdocs.yml")
    monkeypatch.chdir(engine.path)
    engine.run("rm", "--quiet", "src/load.py", "run.md")
    found = json.loads(
        cli("check", "--changed", "HEAD", "--hub", str(site.folder), "--format", "json").stdout
    )
    assert [(each["repo"], each["file"], each["path"]) for each in found["links"]] == [
        ("handbook", "docs/page.md", "run.md")
    ]
    assert [(each["repo"], each["where"]) for each in found["pages"]] == [("handbook", "docs/page.md:3")]
    engine.run("reset", "--quiet", "--hard")
    engine.run("rm", "--quiet", "src/load.py")
    found = json.loads(
        cli("check", "--changed", "HEAD", "--hub", str(site.folder), "--format", "json").stdout
    )
    assert [(each["where"], each["owners"]) for each in found["pages"]] == [
        ("docs/page.md:3", ["@docs"]),
        ("run.md:1", ["@ana"]),
    ]


def test_a_serve_watches_each_commit_of_it(hub: GitRepo) -> None:
    """And no page of it once more, which it does with the docs folder: what is watched costs a thread."""
    site = read_site(hub.path / "mkdocs.yml")
    book = assemble(site, load_settings(site), git=Git(), now=NOW)
    modules = hub.path / ".git/modules/docs/engine/logs/HEAD"
    found = [file.resolve() for file in watched(book, [])]
    assert [file for file in found if "engine" in file.parts] == [modules.resolve()]
