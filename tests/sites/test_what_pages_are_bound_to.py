"""Which code a page is bound to, in whole handbooks: across repos and below their roots, and never by a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from conftest import NOW, GitRepo

from mkdocs_oss.gather import Build, Memory
from mkdocs_oss.gather.changed import drift_of_change
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Handbook, Origin, Repo
from mkdocs_oss.settings import Settings, load_settings, read_site
from mkdocs_oss.sources import open_worktree

MakeRepo = Callable[..., GitRepo]
CONFIG = "site_name: Team\nplugins: [oss: {api: false}]\n"
RUN = "def run(a): ...\n"


def handbook(folder: GitRepo, below: str = "", memory: Memory | None = None) -> Handbook:
    site = read_site(folder.path / below / "mkdocs.yml")
    return assemble(site, load_settings(site), git=Git(), now=NOW, memory=memory)


def bound(book: Handbook) -> dict[str, list[str]]:
    """Path of a page → `repo:path#symbol` of what it is bound to."""
    return {
        facts.page.origin.path: [
            f"{each.repo}:{each.path}{f'#{each.symbol}' if each.symbol else ''}"
            for each in facts.freshness.bindings
        ]
        for facts in book.pages
        if facts.freshness is not None
        and isinstance(facts.page.origin, Origin)
        and (facts.freshness.bindings or facts.page.origin.path.endswith("page.md"))
    }


def drift(book: Handbook) -> dict[str, list[tuple[str, object]]]:
    return {
        facts.page.origin.path: [(reason.code, reason.values["path"]) for reason in facts.freshness.drift]
        for facts in book.pages
        if facts.freshness is not None and facts.freshness.drift and isinstance(facts.page.origin, Origin)
    }


@pytest.fixture
def team(make_repo: MakeRepo) -> Callable[..., GitRepo]:
    """team(page, {repo: {path: content}}) → a handbook with that page, and those repos beside it."""

    def make(
        page: str, repos: Mapping[str, Mapping[str, str]], own: Mapping[str, str] | None = None
    ) -> GitRepo:
        for name, files in repos.items():
            make_repo(name, {"README.md": f"# {name}\n", **files})
        listed = ", ".join(f"{{path: ../{name}}}" for name in repos)
        files = {"mkdocs.yml": CONFIG, "repos.yml": f"repos: [{listed}]\n", "docs/page.md": page}
        return make_repo("hub", {**files, **(own or {})})

    return make


def test_a_module_of_a_project_below_the_root(make_repo: MakeRepo) -> None:
    """`:::` in a project's docs means its own module, though there is one of that name at the repo's root too."""
    repo = make_repo(
        "mono",
        {
            "hb/mkdocs.yml": CONFIG,
            "hb/docs/page.md": "# Page\n\n::: pkg.m.run\n",
            "hb/docs/other.md": "# Other\n\n::: above.run\n",
            "hb/src/pkg/m.py": RUN,
            "src/pkg/m.py": RUN,
            "lib/above.py": RUN,
        },
    )
    expected = {
        "hb/docs/page.md": ["mono:hb/src/pkg/m.py#run"],
        "hb/docs/other.md": ["mono:lib/above.py#run"],
    }
    assert bound(handbook(repo, "hb")) == expected
    repo.commit({"hb/src/pkg/m.py": None, "src/pkg/m.py": None}, day="2026-02-01")
    assert drift(handbook(repo, "hb")) == {"hb/docs/page.md": [("drift-removed", "hb/src/pkg/m.py")]}


@pytest.mark.parametrize(
    "now", ["hb/python/pkg/m.py", "src/pkg/m.py", "libs/one/src/pkg/m.py", "hb/src/pkg/m/__init__.py"]
)
def test_a_module_that_has_its_name_still(make_repo: MakeRepo, now: str) -> None:
    """A package that moves to another root, or a module that becomes a package, is imported as before: no alarm."""
    text = f"{RUN}{'# more' * 20}\n"
    repo = make_repo(
        "mono",
        {"hb/mkdocs.yml": CONFIG, "hb/docs/page.md": "# Page\n\n::: pkg.m.run\n", "hb/src/pkg/m.py": text},
    )
    repo.commit({"hb/src/pkg/m.py": None, now: text}, day="2026-02-01")
    assert drift(handbook(repo, "hb")) == {}


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("::: t.m.run", "tool:src/t/m.py#run"),
        ("`tool/src/t/m.py`", "tool:src/t/m.py"),
        ("`tool:src/t/m.py::run`", "tool:src/t/m.py#run"),
        ("`tool/lib.d/a.py`", "tool:tool/lib.d/a.py"),
    ],
)
def test_code_of_another_repo(team: Callable[..., GitRepo], page: str, what: str) -> None:
    """A module that one repo alone has, and a path behind a repo's name; while it is there, and when it is gone."""
    files = {"src/t/m.py": RUN, "src/t/n.py": RUN, "tool/lib.d/a.py": RUN}
    hub = team(f"# Page\n\n{page}\n", {"tool": files, "other": {"src/o/m.py": RUN}})
    assert bound(handbook(hub)) == {"docs/page.md": [what]}
    path = what.removeprefix("tool:").partition("#")[0]
    GitRepo(hub.path.parent / "tool").commit({path: None}, day="2026-02-01")
    assert drift(handbook(hub)) == {"docs/page.md": [("drift-removed", f"tool:{path}")]}


def test_a_package_that_no_repo_has_any_more(team: Callable[..., GitRepo]) -> None:
    """A repo that had the module is found by its history, where it has nothing of that package today."""
    hub = team("# Page\n\n::: t.m.run\n", {"tool": {"src/t/m.py": RUN}, "other": {"src/o/m.py": RUN}})
    GitRepo(hub.path.parent / "tool").commit({"src/t/m.py": None}, day="2026-02-01")
    assert drift(handbook(hub)) == {"docs/page.md": [("drift-removed", "tool:src/t/m.py")]}


@pytest.mark.parametrize(
    ("page", "repos"),
    [
        ("::: t.m.run", {"one": {"src/t/m.py": RUN}, "two": {"t/m.py": RUN}}),
        ("::: t.m.run", {"one": {"src/t/__init__.py": ""}, "two": {"src/t/__init__.py": ""}}),
        ("::: t.m.run", {"one": {"deep/src/t/m.py": RUN}}),  # no root that packages are imported from
        ("`src/t/m.py`", {"one": {"src/t/m.py": RUN}}),  # of which repo, it does not say
        ("`one/m.py`", {"one": {"m.py": RUN}}),
        ("`one/a/m.py`", {"one": {"a/m.py": RUN, "one/a/m.py": RUN}}),
        ("`one:a/m.py` `one/a/m.py`", {"one": {"b/m.py": RUN}}),
        ("`two:a/m.py` `two/a/m.py`", {"one": {"a/m.py": RUN}}),
    ],
)
def test_what_may_be_anything(
    team: Callable[..., GitRepo], page: str, repos: Mapping[str, Mapping[str, str]]
) -> None:
    """Several repos, several paths, or none: then nothing is bound."""
    assert bound(handbook(team(f"# Page\n\n{page}\n", repos))) == {"docs/page.md": []}


def test_repos_that_share_a_namespace(team: Callable[..., GitRepo]) -> None:
    """Of two repos with parts of one namespace, the one that alone has the module is meant."""
    init = {"src/ns/__init__.py": "", "src/ns/x/__init__.py": ""}
    hub = team("# Page\n\n::: ns.x.m.run\n", {"one": {**init, "src/ns/x/m.py": RUN}, "two": init})
    assert bound(handbook(hub)) == {"docs/page.md": ["one:src/ns/x/m.py#run"]}
    GitRepo(hub.path.parent / "one").commit({"src/ns/x/m.py": None}, day="2026-02-01")
    assert bound(handbook(hub)) == {"docs/page.md": []}  # it may have gone to the other


def test_the_own_repo_goes_first(team: Callable[..., GitRepo]) -> None:
    """What the page's own repo has is meant, though another has it too."""
    own = {"src/t/m.py": RUN, "tool/src/a.py": RUN}
    files = {"src/t/m.py": RUN, "src/a.py": RUN}
    hub = team("# Page\n\n::: t.m.run\n\n`tool/src/a.py`\n", {"tool": files}, own)
    assert bound(handbook(hub)) == {"docs/page.md": ["hub:src/t/m.py#run", "hub:tool/src/a.py"]}


def test_a_module_that_moved_to_another_repo(team: Callable[..., GitRepo]) -> None:
    """What the page's own repo gave away is not gone where another has it."""
    hub = team("# Page\n\n::: t.m.run\n", {"tool": {"src/t/m.py": RUN}}, {"src/t/m.py": RUN})
    hub.commit({"src/t/m.py": None}, day="2026-02-01")
    book = handbook(hub)
    assert (bound(book), drift(book)) == ({"docs/page.md": ["tool:src/t/m.py#run"]}, {})


def test_a_shallow_clone(make_repo: MakeRepo) -> None:
    """Where history ends too early, what is there today is bound; words that may never have been a path are not."""
    page = "# Page\n\n::: pkg.m.run\n\n`src/pkg/m.py`, `src/pkg/no.py`\n\n::: pkg.no.run\n"
    repo = make_repo("lab", {"mkdocs.yml": CONFIG, "docs/page.md": page, "src/pkg/m.py": RUN})
    repo.commit({"docs/index.md": "# Home\n"}, day="2026-02-01")
    shallow = GitRepo(repo.path.with_name("shallow"))
    repo.run(
        "clone",
        "--quiet",
        "--depth=1",
        repo.path.as_uri(),
        str(shallow.path),
        env={"GIT_ALLOW_PROTOCOL": "file"},
    )
    for each in (repo, shallow):
        [places] = [places for path, places in bound(handbook(each)).items() if path == "docs/page.md"]
        assert {place.partition(":")[2] for place in places} == {"src/pkg/m.py#run", "src/pkg/m.py"}


def test_a_folder_without_history(make_repo: MakeRepo) -> None:
    """In a repo without commits too, what is bound is a file in it, and never one that a link leads to outside."""
    repo = make_repo("lab", None)
    (repo.path.parent / "secret").mkdir()
    (repo.path.parent / "secret/a.py").write_text(RUN)
    (repo.path / "src").symlink_to(repo.path.parent / "secret")
    page = "# Page\n\n`src/a.py`, [x](../../secret/a.py), [y](../own/a.py)\n"
    repo.write({"mkdocs.yml": CONFIG, "docs/page.md": page, "own/a.py": RUN})
    assert bound(handbook(repo)) == {"docs/page.md": ["lab:own/a.py"]}


PACKAGE = {
    "src/pkg/__init__.py": "from ._run import go as run\n",
    "src/pkg/_run.py": "from .deep import go\n",
    "src/pkg/deep.py": "def go(a): ...\n\n\ndef other(): ...\n",
}


@pytest.mark.parametrize(
    ("page", "drifted"),
    [
        ("---\ndescribes: src/pkg/__init__.py#run\n---\n", [("drift-changed-names", "src/pkg/deep.py")]),
        ("# Page\n\n`src/pkg/__init__.py::run`\n", [("drift-changed-names", "src/pkg/deep.py")]),
        ("# Page\n\n::: pkg.run\n", []),  # taken in at each build
    ],
)
def test_a_symbol_that_a_module_only_imports(
    make_repo: MakeRepo, page: str, drifted: list[tuple[str, str]]
) -> None:
    """The page is about what defines it, too: a change there counts, one beside it does not."""
    repo = make_repo("lab", {"mkdocs.yml": CONFIG, "docs/page.md": page, **PACKAGE})
    assert bound(handbook(repo)) == {
        "docs/page.md": ["lab:src/pkg/__init__.py#run", "lab:src/pkg/deep.py#go"]
    }
    repo.commit(
        {"src/pkg/deep.py": PACKAGE["src/pkg/deep.py"].replace("other()", "other(a)")}, day="2026-02-01"
    )
    assert drift(handbook(repo)) == {}
    repo.commit({"src/pkg/deep.py": PACKAGE["src/pkg/deep.py"].replace("(a)", "(a, b)")}, day="2026-02-02")
    assert drift(handbook(repo)) == ({"docs/page.md": drifted} if drifted else {})


def test_what_defines_a_symbol_may_move(make_repo: MakeRepo) -> None:
    """A refactoring behind a package's own names leaves the page right, and nobody is alarmed."""
    repo = make_repo(
        "lab",
        {"mkdocs.yml": CONFIG, "docs/page.md": "---\ndescribes: src/pkg/__init__.py#run\n---\n", **PACKAGE},
    )
    repo.commit(
        {
            "src/pkg/deep.py": None,
            "src/pkg/_run.py": "from .far import go\n",
            "src/pkg/far.py": PACKAGE["src/pkg/deep.py"],
        },
        day="2026-02-01",
    )
    assert drift(handbook(repo)) == {}


@pytest.mark.parametrize(
    ("named", "bound_to"),
    [
        ("Store.put", ["src/pkg/__init__.py#Store", "src/pkg/_a.py#Store.put"]),
        ("part.go", ["src/pkg/__init__.py#part", "src/pkg/_b.py#go"]),
        ("star", ["src/pkg/_c.py#star"]),
    ],
)
def test_what_a_module_has_without_defining_it(make_repo: MakeRepo, named: str, bound_to: list[str]) -> None:
    """A member of what is imported, or what a star brings: the module itself is asked for what it imports alone, and
    nobody is told that there is no such symbol."""
    package = {
        "src/pkg/__init__.py": "from ._a import Store\nfrom . import _b as part\nfrom ._c import *\n",
        "src/pkg/_a.py": "class Store:\n    def put(self, a): ...\n",
        "src/pkg/_b.py": "def go(a): ...\n",
        "src/pkg/_c.py": "def star(a): ...\n",
    }
    page = f"---\ndescribes: src/pkg/__init__.py#{named}\n---\n"
    repo = make_repo("lab", {"mkdocs.yml": CONFIG, "docs/page.md": page, **package})
    book = handbook(repo)
    assert bound(book) == {"docs/page.md": [f"lab:{each}" for each in bound_to]}
    assert [facts.freshness.state for facts in book.pages if facts.freshness] == ["fresh"]
    assert [finding for finding in book.findings if finding.code == "describes"] == []
    path = bound_to[-1].partition("#")[0]
    repo.commit({path: package[path].replace("a)", "a, b)")}, day="2026-02-01")
    assert drift(handbook(repo)) == {"docs/page.md": [("drift-changed-names", path)]}


def test_a_symbol_that_a_star_has_taken_the_place_of(make_repo: MakeRepo) -> None:
    """What a module defined itself and now takes from another by `import *` is not said to be as it was; where it was a
    star before, what it brings is what counts."""
    package = {"src/pkg/m.py": "def run(a): ...\n", "src/pkg/_m.py": "def run(a, b, c): ...\n"}
    page = "---\ndescribes: src/pkg/m.py#run\n---\n"
    repo = make_repo("lab", {"mkdocs.yml": CONFIG, "docs/page.md": page, **package})
    repo.commit({"src/pkg/m.py": "from ._m import *\n"}, day="2026-02-01")
    book = handbook(repo)
    assert bound(book) == {"docs/page.md": ["lab:src/pkg/m.py#run", "lab:src/pkg/_m.py#run"]}
    assert drift(book) == {"docs/page.md": [("drift-changed-names", "src/pkg/m.py")]}
    repo.commit({"docs/page.md": f"{page}# Read again\n"}, day="2026-02-02")
    assert [each.freshness.state for each in handbook(repo).pages if each.freshness] == ["fresh"]
    repo.commit({"src/pkg/m.py": "from ._m import *\nx = 1\n"}, day="2026-02-03")
    book = handbook(repo)
    assert drift(book) == {}
    assert [each.freshness.state for each in book.pages if each.freshness] == ["fresh"]
    repo.commit({"src/pkg/_m.py": "def run(a): ...\n"}, day="2026-02-04")
    assert drift(handbook(repo)) == {"docs/page.md": [("drift-changed-names", "src/pkg/_m.py")]}


def test_a_symbol_of_another_repo(team: Callable[..., GitRepo]) -> None:
    """The same across repos, also of a repo that a serve has in its memory: code that moves on is noticed."""
    hub = team("---\ndescribes: repo:lab/src/pkg/__init__.py#run\n---\n# Page\n", {"lab": PACKAGE})
    memory = Memory()
    assert drift(handbook(hub, memory=memory)) == {}
    lab = GitRepo(hub.path.parent / "lab")
    lab.commit({"src/pkg/deep.py": "def go(a, b): ...\n"}, day="2026-02-01")
    expected = {"docs/page.md": [("drift-changed-names", "lab:src/pkg/deep.py")]}
    assert drift(handbook(hub, memory=memory)) == expected == drift(handbook(hub))


def test_a_serve_notices_another_origin(make_repo: MakeRepo) -> None:
    """In a serve, an edit of the handbook's own code that is not committed binds its pages anew."""
    repo = make_repo("lab", {"mkdocs.yml": CONFIG, "docs/page.md": "# Page\n\n::: pkg.run\n", **PACKAGE})
    memory = Memory()
    for path in ("src/pkg/deep.py#go", "src/pkg/_run.py#go"):
        expected = {"docs/page.md": ["lab:src/pkg/__init__.py#run", f"lab:{path}"]}
        assert bound(handbook(repo, memory=memory)) == expected
        repo.write({"src/pkg/_run.py": "def go(a): ...\n"})


def test_a_change_of_what_a_module_only_imports(make_repo: MakeRepo) -> None:
    """`check --changed` tells of it before it is merged."""
    page = "---\ndescribes: src/pkg/__init__.py#run\n---\n"
    repo = make_repo("lab", {"docs/page.md": page, **PACKAGE})
    start = repo.run("rev-parse", "HEAD")
    repo.commit({"src/pkg/deep.py": "def go(a, b): ...\n"}, day="2026-02-01")
    git = Git()
    build = Build(Settings(frozenset({"freshness"})), git=git, today=NOW.date())
    source = open_worktree(Repo("lab", path=repo.path), git=git)
    [touched] = drift_of_change(source, start, (), build=build, now=NOW)
    assert touched.cause == "src/pkg/deep.py"
