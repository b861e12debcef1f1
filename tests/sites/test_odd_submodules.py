"""Submodules of all kinds: of odd names, within each other, not checked out, broken, and those that the settings list too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import links

from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Contribution, Freshness, Handbook, Owners, PageFacts, Unknown
from mkdocs_oss.settings import load_settings, read_site
from mkdocs_oss.sources.within import submodules

MakeRepo = Callable[..., GitRepo]
CONFIG = """\
site_name: H
theme: mkdocs
repo_url: https://github.com/e/handbook
plugins: [search, oss: {api: false, ownership: {owner: "@docs"}}]
"""
ENGINE = {
    "index.md": "# Engine\n",
    "run.md": "# Run\n\nSee [load](https://github.com/e/engine/blob/main/src/load.py).\n",
    "src/load.py": "def read(path): ...\n",
    "engine/a.py": "def go(): ...\n",
    ".github/ci.yml": "a: 1\n",
}
OF = "Of `{}/src/load.py`.\n"
ALLOWED = {"GIT_ALLOW_PROTOCOL": "file"}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def engine(make_repo: MakeRepo) -> GitRepo:
    return make_repo("engine", ENGINE, day="2025-03-01", remote="https://github.com/e/engine.git")


@pytest.fixture
def make_hub(make_repo: MakeRepo, engine: GitRepo) -> Callable[..., GitRepo]:
    """make_hub(text of the page, folder, {more files}) → a handbook that has the engine as a submodule there."""

    def make(
        text: str = "", folder: str = "libs/engine", files: dict[str, str] | None = None, config: str = CONFIG
    ) -> GitRepo:
        own = {"mkdocs.yml": config, "docs/index.md": "# H\n", "docs/page.md": f"# Page\n\n{text}"}
        hub = make_repo("handbook", {**own, **(files or {})}, remote="https://github.com/e/handbook")
        with_submodule(hub, engine, folder)
        hub.commit(day="2026-02-01")
        return hub

    return make


def with_submodule(hub: GitRepo, inner: GitRepo, folder: str) -> GitRepo:
    hub.run("submodule", "--quiet", "add", "--force", inner.path.as_uri(), folder, env=ALLOWED)
    found = GitRepo(hub.path / folder)
    found.run("remote", "set-url", "origin", "https://github.com/e/engine.git")
    return found


def handbook(repo: GitRepo) -> Handbook:
    site = read_site(repo.path / "mkdocs.yml")
    return assemble(site, load_settings(site), git=Git(), now=NOW)


def at(book: Handbook, uri: str) -> PageFacts:
    [found] = [facts for facts in book.pages if facts.page.uri == uri]
    return found


def verdict(book: Handbook, uri: str = "page.md") -> Freshness:
    found = at(book, uri).freshness
    assert found is not None
    return found


def bound(book: Handbook, uri: str = "page.md") -> list[tuple[str, str]]:
    return [(each.repo, each.path) for each in verdict(book, uri).bindings]


def edit_url(book: Handbook, uri: str) -> str | Unknown:
    way = at(book, uri).contribution
    assert isinstance(way, Contribution)
    return way.edit_url


@pytest.mark.parametrize(
    "written",
    [
        '[submodule "x"] path = libs/engine\n',
        '[Submodule "x"]\n\tPATH = libs/engine\n',
        '[submodule "]"]\n\tpath = "libs/engine" # a comment\n',
        "\ufeff[submodule.x]\r\n\tpath = libs/engine/ ; a comment\r\n",
        f"path = {'a' * 5000}\npath = {'a/' * 3000}\npath = a\0b\npath = libs/engine\n",
    ],
)
def test_all_that_git_takes_for_a_submodule_is_one(make_hub: Callable[..., GitRepo], written: str) -> None:
    """Whatever the form of the line; what can be the name of no folder is none, and ends no build."""
    hub = make_hub(OF.format("libs/engine"))
    hub.write({".gitmodules": written})
    assert bound(handbook(hub)) == [("handbook/libs/engine", "src/load.py")]


def test_a_list_of_submodules_that_is_a_link(make_repo: MakeRepo, tmp_path: Path) -> None:
    """Neither it nor a submodule that it names is read: the file is somebody else's."""
    hub = make_repo("handbook", {"a.md": "# A\n"})
    make_repo("handbook/libs/engine", {})
    (tmp_path / "outside").write_text("path = libs/engine\n")
    (hub.path / ".gitmodules").symlink_to("../outside")
    assert submodules(hub.path) == []


@pytest.mark.parametrize(
    ("folder", "text"),
    [
        ("my libs/the engine", "[a](<../my libs/the engine/src/load.py>)"),
        ("my libs/the engine", "[a](../my%20libs/the%20engine/src/load.py)"),
        ("bücher", "[a](../b%C3%BCcher/src/load.py)"),
        ('a"b#c', '[a](<../a"b%23c/src/load.py>)'),
    ],
)
def test_a_submodule_of_an_odd_name(make_hub: Callable[..., GitRepo], folder: str, text: str) -> None:
    """However a page writes it."""
    hub = make_hub(f"See {text}.\n", folder)
    assert bound(handbook(hub)) == [(f"handbook/{folder}", "src/load.py")]


def test_code_of_a_submodule_in_a_submodule(make_hub: Callable[..., GitRepo], engine: GitRepo) -> None:
    """A page of the handbook may name it, though neither has pages."""
    hub = make_hub("---\ndescribes: libs/engine/deep/src/load.py\n---\n", files={"docs/page.md": "# P\n"})
    inner = GitRepo(hub.path / "libs/engine")
    deep = with_submodule(inner, engine, "deep")
    inner.commit(day="2026-02-02")
    page = "---\ndescribes: libs/engine/deep/src/load.py\n---\n# Page\n"
    hub.commit({"docs/page.md": page}, day="2026-02-10")
    book = handbook(hub)
    assert bound(book) == [("handbook/libs/engine/deep", "src/load.py")]
    assert [finding for finding in book.findings if finding.code == "describes"] == []
    deep.commit({"src/load.py": None}, day="2026-03-01")
    assert verdict(handbook(hub)).state == "contradicted"
    inner.run("submodule", "deinit", "--quiet", "--force", "deep")
    book = handbook(hub)
    assert (bound(book), book.findings) == ([], ())


def test_of_a_submodule_that_is_not_checked_out_nothing_is_said(make_hub: Callable[..., GitRepo]) -> None:
    """Not that a page names a file that nobody has; not even where the handbook itself had that file once."""
    moved = {"libs/engine/src/load.py": "def read(path): ...\n"}
    text = f"---\ndescribes: libs/engine/src/run.py\n---\n# Page\n\n{OF.format('libs/engine')}"
    hub = make_hub()
    hub.run("submodule", "deinit", "--quiet", "--force", "libs/engine")
    hub.commit({"docs/page.md": text}, day="2026-02-10")
    assert (handbook(hub).findings, bound(handbook(hub))) == ((), [])
    hub.run("rm", "--quiet", "libs/engine")
    hub.commit(moved, day="2026-02-11")
    assert bound(handbook(hub)) == [("handbook", "libs/engine/src/load.py")]
    hub.run("revert", "--no-edit", "HEAD")
    assert not list((hub.path / "libs/engine").iterdir())
    assert (handbook(hub).findings, bound(handbook(hub))) == ((), [])


def test_code_that_a_listed_repo_has_moved_into_a_submodule(make_repo: MakeRepo, engine: GitRepo) -> None:
    """It is not gone, and nobody here reads it: the page is not contradicted."""
    files = {
        "docs/guide.md": f"# Guide\n\n{OF.format('vendor/engine')}",
        "vendor/engine/src/load.py": "x = 1\n",
    }
    lib = make_repo("lib", files)
    lib.run("rm", "--quiet", "-r", "vendor")
    with_submodule(lib, engine, "vendor/engine")
    lib.commit(day="2026-03-01")
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, "repos.yml": "repos: [{path: ../lib}]\n"})
    assert verdict(handbook(hub), "projects/lib/docs/guide.md").drift == ()


def test_links_to_the_code_of_a_submodule_lead_to_its_forge(
    make_hub: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """As they are written: a site has such files as they are, or, like those that begin with a dot, not at all."""
    web = "https://github.com/e/engine/blob/main"
    text = f"[code]({web}/src/load.py) [dot]({web}/.github/ci.yml) [page]({web}/run.md)\n"
    html = build(make_hub(text, "docs/engine").path / "mkdocs.yml").read("page/index.html")
    found = links(html)
    assert (found["code"], found["dot"], found["page"]) == (
        f"{web}/src/load.py",
        f"{web}/.github/ci.yml",
        "../engine/run/",
    )


@pytest.mark.parametrize("plugin", ["oss/freshness", "oss/ownership", "oss: {contributing: false}"])
def test_without_the_part_that_knows_better_there_is_no_way_to_change_it(
    make_hub: Callable[..., GitRepo], build: Callable[..., Built], plugin: str
) -> None:
    """Rather none than the engine's link to a file of the handbook's repository that there is not."""
    config = f"site_name: H\ntheme: mkdocs\nrepo_url: https://github.com/e/handbook\nedit_uri: edit/main/docs/\nplugins: [{plugin}]\n"
    site = build(make_hub("", "docs/engine", config=config).path / "mkdocs.yml")
    assert "e/handbook/edit/main/docs/page.md" in site.read("page/index.html")
    assert "e/handbook/edit" not in site.read("engine/run/index.html")


@pytest.mark.parametrize(
    ("host", "remote", "expected"),
    [
        ("git@git.example.org:e/h.git", "git@git.example.org:e/x.git", "https://git.example.org/e/x/-/edit/main/run.md"),
        ("https://git.example.org/e/h", "git@git.example.org:e/x.git", "https://git.example.org/e/x/-/edit/main/run.md"),
        ("git@git.example.org:e/h.git", "git@example.com:e/x.git", Unknown("the forge at example.com is not known")),
    ],
)  # fmt: skip
def test_the_forge_of_the_handbooks_host(
    make_hub: Callable[..., GitRepo], host: str, remote: str, expected: str | Unknown
) -> None:
    """Whatever the form of a remote, `forge:` counts for the same host, and for no other."""
    config = 'site_name: H\nplugins: [oss: {api: false, contributing: {forge: gitlab}, ownership: {owner: "@docs"}}]\n'
    hub = make_hub("", "docs/engine", config=config)
    hub.run("remote", "set-url", "origin", host)
    GitRepo(hub.path / "docs/engine").run("remote", "set-url", "origin", remote)
    assert edit_url(handbook(hub), "engine/run.md") == expected


def test_a_docs_folder_that_is_a_submodule(make_hub: Callable[..., GitRepo]) -> None:
    """Its pages are changed there, whatever address the settings name, which are in another repository."""
    hub = make_hub("", "engine", config=f"{CONFIG}docs_dir: engine\n")
    assert edit_url(handbook(hub), "run.md") == "https://github.com/e/engine/edit/main/run.md"


def test_a_link_from_a_submodule_to_a_page_of_the_handbook(make_hub: Callable[..., GitRepo]) -> None:
    """The site's pattern for edit links would name the link, which the handbook's repository does not have."""
    hub = make_hub("", "docs/engine", config=f"{CONFIG}edit_uri: edit/main/docs/\n")
    (hub.path / "docs/engine/up.md").symlink_to("../page.md")
    assert isinstance(edit_url(handbook(hub), "engine/up.md"), Unknown)
    assert edit_url(handbook(hub), "page.md") == "https://github.com/e/handbook/edit/main/docs/page.md"


def test_no_page_tells_where_it_was_built(
    make_hub: Callable[..., GitRepo], build: Callable[..., Built], tmp_path: Path
) -> None:
    """Though git names the folder in which it finds no repository."""
    hub = make_hub("", "docs/engine")
    (hub.path / ".git/modules/docs/engine/HEAD").unlink()
    site = build(hub.path / "mkdocs.yml")
    [page] = [each for each in json.loads(site.read("oss/pages.json")) if each["url"] == "engine/run/"]
    assert "cannot be read: git remote failed: not a git repository: …/engine" in page["unknown"]["commit"]
    for file in site.folder.rglob("*"):
        assert not file.is_file() or str(tmp_path).encode() not in file.read_bytes(), file


def test_a_submodule_that_the_settings_list_too(make_hub: Callable[..., GitRepo]) -> None:
    """A page of the handbook that does not say which of the two means the listed one; one of the submodule, its own."""
    text = "[a](https://github.com/e/engine/blob/main/src/load.py)\n\n::: engine.a\n"
    book = handbook(make_hub(text, "docs/engine", {"repos.yml": "repos: [{path: ../engine}]\n"}))
    assert bound(book) == [("engine", "src/load.py"), ("engine", "engine/a.py")]
    assert bound(book, "engine/run.md") == [("handbook/docs/engine", "src/load.py")]


def test_a_link_to_the_folder_of_a_submodule(make_hub: Callable[..., GitRepo]) -> None:
    """It leads to its index."""
    book = handbook(
        make_hub("[a](repo:handbook/docs/engine) [b](repo:handbook/docs/engine/#x)\n", "docs/engine")
    )
    assert [(link.repo, link.path) for link in at(book, "page.md").page.links] == [
        ("handbook/docs/engine", "index.md")
    ] * 2
    assert [finding.code for finding in book.findings] == ["broken-anchor"]


def test_owners_of_a_submodule_are_those_that_its_pages_name(make_hub: Callable[..., GitRepo]) -> None:
    """Where the forge of the handbook's settings decides how CODEOWNERS is read, also for the command."""
    config = f"{CONFIG[:-3]}, contributing: {{forge: gitlab}}}}]\n".replace("github.com", "git.example.org")
    hub = make_hub("", "docs/engine", config=config)
    inner = GitRepo(hub.path / "docs/engine")
    inner.run("remote", "set-url", "origin", "git@git.example.org:e/engine.git")
    inner.commit({"CODEOWNERS": "[Docs] @ana\n*.md\n"}, day="2026-02-02")
    owners = at(handbook(hub), "engine/run.md").owners
    assert isinstance(owners, Owners)
    assert owners.handles == ("@ana",)
