"""A page of the handbook in a submodule is that repository's: its dates, its owners, its code, its way to be changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Built, GitRepo
from htmlpage import links, of_class

from mkdocs_oss.cli import main
from mkdocs_oss.gather import Memory
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Handbook, Origin, Owners, PageFacts, PageHistory, Unknown
from mkdocs_oss.settings import load_settings, read_site

MakeRepo = Callable[..., GitRepo]
CONFIG = """\
site_name: H
theme: mkdocs
repo_url: https://github.com/e/handbook
edit_uri: edit/main/docs/
plugins: [search, oss: {api: false, ownership: {owner: "@docs"}}]
"""
SHARED = {
    "index.md": "# Shared\n\nBack [home](../index.md), on to [use](use/use.md).\n",
    "use/use.md": "---\ndescribes: src/load.py\n---\n# Use\n\n![A picture](../dot.png)\n",
    "use/run.md": "# Run\n",
    "src/load.py": "def read(path): ...\n",
    "dot.png": b"\x89PNG\r\n",
    "CODEOWNERS": "/use/use.md @ana\n",
}
HOME = """\
# Home

See [the shared pages](shared/index.md) and [how](repo:handbook/docs/shared/use/use.md).
"""
NAME = "handbook/docs/shared"
ALLOWED = {"GIT_ALLOW_PROTOCOL": "file"}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def shared(make_repo: MakeRepo) -> GitRepo:
    """The repository that is the submodule; the page `use/run.md` was moved."""
    repo = make_repo("shared")
    first = {path: content for path, content in SHARED.items() if path != "use/run.md"}
    repo.commit({**first, "old/run.md": "# Run\n"}, day="2025-03-01", author="Bo <bo@example.org>")
    repo.commit({"old/run.md": None, "use/run.md": "# Run\n"}, day="2025-04-01")
    return repo


@pytest.fixture
def hub(make_repo: MakeRepo, shared: GitRepo) -> GitRepo:
    hub = make_repo(
        "handbook", {"mkdocs.yml": CONFIG, "docs/index.md": HOME}, remote="https://github.com/e/handbook"
    )
    with_submodule(hub, shared, "docs/shared")
    hub.commit(day="2026-02-01")
    return hub


def with_submodule(hub: GitRepo, inner: GitRepo, folder: str, *options: str) -> GitRepo:
    hub.run("submodule", "--quiet", "add", *options, inner.path.as_uri(), folder, env=ALLOWED)
    found = GitRepo(hub.path / folder)
    found.run("remote", "set-url", "origin", "https://github.com/e/shared.git")
    return found


def inside(hub: GitRepo) -> GitRepo:
    return GitRepo(hub.path / "docs/shared")


def handbook(repo: GitRepo, memory: Memory | None = None) -> Handbook:
    site = read_site(repo.path / "mkdocs.yml")
    return assemble(site, load_settings(site), git=Git(), now=NOW, memory=memory)


def at(book: Handbook, uri: str) -> PageFacts:
    [found] = [facts for facts in book.pages if facts.page.uri == uri]
    return found


def drift(book: Handbook, uri: str) -> list[tuple[str, str]]:
    verdict = at(book, uri).freshness
    assert verdict is not None
    return [(reason.code, str(reason.values["path"])) for reason in verdict.drift]


def cli(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def test_its_dates_are_those_of_its_own_repository(hub: GitRepo) -> None:
    """Not of the commit that moved the submodule on; and of each page what its repository has of it."""
    history = at(handbook(hub), "shared/use/run.md").history
    assert isinstance(history, PageHistory)
    assert not isinstance(history.created, Unknown)
    assert f"{history.created.time:%Y-%m-%d} {history.last_touched.time:%Y-%m-%d}" == "2025-03-01 2025-04-01"
    assert history.last_touched.sha == inside(hub).run("rev-parse", "HEAD")


def test_its_owner_is_named_by_its_own_repository(hub: GitRepo) -> None:
    """And where that names none, by the handbook's settings."""
    hub.commit({"CODEOWNERS": "* @outer\n"}, day="2026-02-02")
    book = handbook(hub)
    named = {}
    for uri in ("shared/use/use.md", "shared/use/run.md"):
        owners = at(book, uri).owners
        assert isinstance(owners, Owners)
        named[uri] = owners.handles, str(owners.rule)
    assert named == {
        "shared/use/use.md": (("@ana",), "CODEOWNERS:1"),
        "shared/use/run.md": (("@docs",), "mkdocs.yml"),
    }


def test_the_command_that_tells_owners_says_the_same(hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """`mkdocs-oss owners` of a file in a submodule."""
    monkeypatch.chdir(hub.path)
    done = cli("owners", "docs/shared/use/use.md", "docs/shared/use/run.md", "--json")
    assert done.exit_code == 0, done.output
    assert [each["owners"] for each in json.loads(done.stdout)] == [
        ["@ana"],
        ["@docs"],
    ]


def test_it_is_changed_where_it_lies(hub: GitRepo, build: Callable[..., Built]) -> None:
    """Its links lead to its own forge; the pattern of the site's own pages is not for it."""
    site = build(hub.path / "mkdocs.yml")
    html = site.read("shared/use/run/index.html")
    found = [url for url in links(html).values() if "github.com" in url]
    assert "https://github.com/e/shared/edit/main/use/run.md" in found
    assert [url for url in found if "e/handbook/edit" in url or "docs/shared" in url] == []
    assert "e/handbook/edit/main/docs/index.md" in site.read("index.html")
    assert "Last touched on 1 April 2025" in of_class(html, "oss-line")[0].words
    [page] = [each for each in json.loads(site.read("oss/pages.json")) if each["url"] == "shared/use/run/"]
    assert (page["repo"], page["path"]) == (NAME, "use/run.md")
    assert page["edit_url"] == "https://github.com/e/shared/edit/main/use/run.md"
    [repo] = json.loads(site.read("oss/handbook.json"))["repos"]
    assert (repo["name"], repo["url"], repo["pages"]) == (NAME, "https://github.com/e/shared.git", 3)
    assert NAME in site.read("freshness/index.html")


def test_what_links_to_it_is_known(hub: GitRepo, build: Callable[..., Built]) -> None:
    """From the handbook's pages to those of the submodule, back, within it; by `repo:` too. None is broken."""
    site = build(hub.path / "mkdocs.yml", strict=True)
    pages = json.loads(site.read("oss/links.json"))["pages"]
    found = {
        (each["repo"], each["path"]): [(link["repo"], link["path"]) for link in each["links"]]
        for each in pages
    }
    assert found == {
        ("handbook", "docs/index.md"): [(NAME, "index.md"), (NAME, "use/use.md")],
        (NAME, "index.md"): [("handbook", "docs/index.md"), (NAME, "use/use.md")],
        (NAME, "use/use.md"): [(NAME, "dot.png")],
    }
    assert 'href="shared/use/use/"' in site.read("index.html")
    assert (site.folder / "shared/dot.png").is_file()


def test_a_place_that_its_page_has_left(hub: GitRepo) -> None:
    """Whoever comes to it is sent on to where the page is today."""
    assert [(each.url, each.uri) for each in handbook(hub).redirects] == [
        ("shared/old/run/", "shared/use/run.md")
    ]


def test_its_code_moves_on(hub: GitRepo) -> None:
    """It is compared with the code of its own repository, to which it is bound."""
    assert drift(handbook(hub), "shared/use/use.md") == []
    inside(hub).commit({"src/load.py": "def read(path, strict): ...\n"}, day="2026-03-01")
    assert drift(handbook(hub), "shared/use/use.md") == [("drift-changed", "src/load.py")]


@pytest.mark.parametrize(
    "text",
    [
        "---\ndescribes: docs/shared/src/load.py\n---\n# Page\n",
        "---\ndescribes: repo:handbook/docs/shared/src/load.py\n---\n# Page\n",
        "# Page\n\nIt is in [load](shared/src/load.py).\n",
        "# Page\n\nIt is in [load](https://github.com/e/shared/blob/main/src/load.py).\n",
        "# Page\n\nIt is in `docs/shared/src/load.py`.\n",
    ],
)
def test_a_page_of_the_handbook_that_speaks_of_its_code(hub: GitRepo, text: str) -> None:
    """By each way of naming a file; that it is gone contradicts the page."""
    hub.commit({"docs/page.md": text}, day="2026-02-10")
    book = handbook(hub)
    assert drift(book, "page.md") == []
    assert [finding for finding in book.findings if finding.code == "describes"] == []
    inside(hub).commit({"src/load.py": None}, day="2026-03-01")
    assert drift(handbook(hub), "page.md") == [("drift-removed", f"{NAME}:src/load.py")]


def test_a_review_is_recorded_where_the_page_lies(hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the submodule, whose commit it will be; the handbook shows it."""
    monkeypatch.chdir(hub.path)
    done = cli("review", "docs/shared/use/run.md", "--by", "Ana")
    assert done.exit_code == 0, done.output
    assert (inside(hub).path / ".oss-reviews.yml").is_file()
    assert not (hub.path / ".oss-reviews.yml").exists()
    inside(hub).commit(day="2026-03-01")
    verdict = at(handbook(hub), "shared/use/run.md").freshness
    assert verdict is not None
    assert (verdict.state, str(verdict.reviewed)) == ("fresh", f"{NOW:%Y-%m-%d}")


def test_a_submodule_that_is_shallow(
    make_repo: MakeRepo, shared: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As pipelines fetch it: no date is invented, and it is told once, where the submodule is named."""
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n"})
    with_submodule(hub, shared, "docs/shared", "--depth=1")
    hub.commit(day="2026-02-01")
    monkeypatch.chdir(hub.path)
    assert f"history: {NAME}: the clone is shallow" in cli("doctor").stdout
    book = handbook(hub)
    [finding] = [each for each in book.findings if each.code == "shallow"]
    assert (finding.repo, finding.where) == (NAME, ".gitmodules:2")
    assert "when 3 pages last changed" in finding.message
    history = at(book, "shared/index.md").history
    assert isinstance(history, Unknown) or isinstance(history.last_substantive, Unknown)
    assert isinstance(at(book, "index.md").history, PageHistory)


def test_a_serve_notices_a_commit_in_it(hub: GitRepo) -> None:
    """What the memory keeps of a submodule holds as long as nothing of it has changed, and no longer."""
    memory = Memory()
    for day in ("2026-03-01", "2026-03-02"):
        inside(hub).commit({"use/run.md": f"# Run\n\nSince {day}.\n"}, day=day)
        history = at(handbook(hub, memory), "shared/use/run.md").history
        assert isinstance(history, PageHistory)
        assert f"{history.last_touched.time:%Y-%m-%d}" == day
        assert at(handbook(hub, memory), "shared/use/run.md").history == history


def test_a_submodule_in_a_submodule(hub: GitRepo, make_repo: MakeRepo) -> None:
    """Each page is of the innermost repository that has it."""
    deep = make_repo("deep", {"a.md": "# A\n", "b.py": "x = 1\n"}, day="2024-05-05")
    with_submodule(inside(hub), deep, "deep")
    hub.commit({"docs/page.md": "# Page\n\nOf `docs/shared/deep/b.py`.\n"}, day="2026-02-10")
    book = handbook(hub)
    facts = at(book, "shared/deep/a.md")
    assert isinstance(facts.page.origin, Origin)
    assert (facts.page.origin.repo, facts.page.origin.path) == (f"{NAME}/deep", "a.md")
    assert isinstance(facts.history, PageHistory)
    assert f"{facts.history.last_touched.time:%Y-%m-%d}" == "2024-05-05"
    verdict = at(book, "page.md").freshness
    assert verdict is not None
    assert [(each.repo, each.path) for each in verdict.bindings] == [(f"{NAME}/deep", "b.py")]


def test_a_clone_that_git_ignores(make_repo: MakeRepo) -> None:
    """A repository that lies within the handbook's own and is no submodule; what that one ignores is nowhere."""
    hub = make_repo(
        "handbook", {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n", ".gitignore": "/docs/own/\n"}
    )
    own = make_repo("handbook/docs/own", {"a.md": "# A\n", ".gitignore": "made.md\n"}, day="2024-05-05")
    own.write({"made.md": "# Made\n"})
    book = handbook(hub)
    facts = at(book, "own/a.md")
    assert isinstance(facts.history, PageHistory)
    assert at(book, "own/made.md").page.origin == Unknown(
        "git ignores its file, so the repository does not have it"
    )


def test_a_submodule_without_history(hub: GitRepo, make_repo: MakeRepo) -> None:
    """Nothing in it is committed, or its repository is gone: that is said, and the site is built."""
    make_repo("handbook/docs/new").write({"a.md": "# A\n"})
    shutil.rmtree(hub.path / ".git/modules")
    book = handbook(hub)
    for uri, why in (
        ("new/a.md", "no commits yet"),
        ("shared/index.md", "its git repository cannot be read"),
    ):
        history = at(book, uri).history
        assert isinstance(history, Unknown)
        assert why in history.reason


def test_findings_stand_at_the_submodule(hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report names the file that names the submodule, and the page in the text."""
    inside(hub).commit({"use/run.md": "---\nreviewed: soon\n---\n# Run\n"}, day="2026-03-01")
    monkeypatch.chdir(hub.path)
    done = cli("check", "--format", "sarif")
    [found] = [
        each for each in json.loads(done.stdout)["runs"][0]["results"] if "soon" in each["message"]["text"]
    ]
    [place] = [each["physicalLocation"] for each in found["locations"]]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (".gitmodules", 2)
    assert found["message"]["text"].startswith(f"{NAME}: use/run.md: `reviewed: soon` is not a date")


def test_the_handbook_in_a_folder_of_its_repo(make_repo: MakeRepo, shared: GitRepo) -> None:
    """The submodule is named by its place in the repo, and its pages land in the docs."""
    repo = make_repo("mono", {"team/mkdocs.yml": CONFIG, "team/docs/index.md": "# H\n"})
    with_submodule(repo, shared, "team/docs/shared")
    book = handbook(GitRepo(Path(repo.path / "team")))
    origin = at(book, "shared/use/run.md").page.origin
    assert isinstance(origin, Origin)
    assert (origin.repo, origin.path) == ("handbook/team/docs/shared", "use/run.md")


def test_a_submodule_beside_the_docs(make_repo: MakeRepo, shared: GitRepo) -> None:
    """It has no page of the handbook. Its history is read where a page names a file of it, and else is not."""
    page = "---\ndescribes: libs/shared/src/load.py\n---\n# Page\n"
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n"})
    with_submodule(hub, shared, "libs/shared")
    hub.commit(day="2026-02-01")
    assert handbook(hub).within == {}
    hub.commit({"docs/page.md": page}, day="2026-02-10")
    book = handbook(hub)
    assert [(folder, facts.pages) for folder, facts in book.within.items()] == [("libs/shared", 0)]
    assert [finding for finding in book.findings if finding.repo != "handbook"] == []
    GitRepo(hub.path / "libs/shared").commit({"src/load.py": None}, day="2026-03-01")
    assert drift(handbook(hub), "page.md") == [("drift-removed", "handbook/libs/shared:src/load.py")]


def test_a_file_of_submodules_that_names_folders_outside(make_repo: MakeRepo) -> None:
    """`.gitmodules` is a text that anybody may have written: nothing is read above the handbook's own folder."""
    make_repo("outside", {"a.py": "x = 1\n"})
    folders = ("../outside", "/", ".", "a/../..", "outside")
    modules = "".join(f'[submodule "{folder}"]\n\tpath = {folder}\n' for folder in folders)
    hub = make_repo("handbook", {"mkdocs.yml": CONFIG, ".gitmodules": modules})
    (hub.path / "outside").symlink_to("../outside")
    hub.commit({"docs/index.md": "# H\n\nOf `../outside/a.py`, `outside/a.py`.\n"})
    assert handbook(hub).within == {}


def test_what_its_code_was_is_told_by_the_commit_that_the_handbook_names(hub: GitRepo) -> None:
    """Not by the day: what the submodule had gone on to by then, and the handbook had not, is new to its page."""
    pinned = inside(hub).run("rev-parse", "HEAD")
    inside(hub).commit({"src/load.py": None}, day="2026-02-05")
    newest = inside(hub).run("rev-parse", "HEAD")
    inside(hub).run("checkout", "--quiet", pinned)
    hub.commit({"docs/page.md": "# Page\n\nOf `docs/shared/src/load.py`.\n"}, day="2026-02-10")
    assert drift(handbook(hub), "page.md") == []
    inside(hub).run("checkout", "--quiet", newest)
    hub.commit(day="2026-03-01", message="Move the submodule on")
    assert drift(handbook(hub), "page.md") == [("drift-removed", f"{NAME}:src/load.py")]
    hub.commit({"docs/page.md": "# Page\n\nOf `docs/shared/src/load.py`, once.\n"}, day="2026-03-02")
    assert drift(handbook(hub), "page.md") == []
