"""Which files of a repo come into the handbook, where they land, and which stand in the nav."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from conftest import GitRepo
from nav_shapes import planned, shape

from mkdocs_oss.git import Git
from mkdocs_oss.model import Finding, NavItem, Origin, Page, Repo
from mkdocs_oss.sources import Atlas, Offer, Plan, offer
from mkdocs_oss.sources.landing import files_below, site_clashes

Files = dict[str, str | bytes | None]
HOME = "projects/lab/"


@pytest.fixture
def lab(make_repo: Callable[..., GitRepo]) -> Callable[..., Plan]:
    def make(files: Files, *, remote: str | None = "git@github.com:o/lab.git", **settings: Any) -> Plan:
        return planned(make_repo("lab", files, remote=remote), **settings)

    return make


Lab = Callable[..., Plan]


def said(plan: Plan, code: str) -> list[str]:
    return [str(finding) for finding in plan.findings if finding.code == code]


def offered(plan: Plan) -> Offer:
    return offer(plan, Atlas.of([plan]), git=Git())


# The files that forges know by name


def test_community_files_are_pages(lab: Lab) -> None:
    """CHANGELOG, code of conduct, security and the like from the root or .github, in one quiet place of the nav."""
    plan = lab({
        "README.md": "# Lab\n\n[changes](CHANGELOG.md), [report](.github/SECURITY.md), [conduct](CODE_OF_CONDUCT.md)",
        "CHANGELOG.md": "# 1.2.0\n", ".github/SECURITY.md": "# Report\n\n![i](shot.png) [up](../README.md)", ".github/shot.png": b"1",
        "CODE_OF_CONDUCT.md": "# Pledge\n", "SUPPORT.md": "# Help\n", "LICENSE": "MIT", "docs/index.md": "[s](../.github/SECURITY.md)",
    })  # fmt: skip
    made = offered(plan)
    texts = {page.uri.removeprefix(HOME): page.text for page in made.pages}
    assert set(texts) == {
        "index.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "CODE_OF_CONDUCT.md",
        "SUPPORT.md",
        "docs/index.md",
    }
    assert (
        texts["index.md"]
        == "# Lab\n\n[changes](CHANGELOG.md), [report](SECURITY.md), [conduct](CODE_OF_CONDUCT.md)"
    )
    assert texts["SECURITY.md"] == "# Report\n\n![i](dot-github/shot.png) [up](index.md)"
    assert texts["docs/index.md"] == "[s](../SECURITY.md)"
    assert [asset.uri for asset in made.assets] == [f"{HOME}dot-github/shot.png"]
    assert [page.title for page in made.pages if page.uri.endswith("CHANGELOG.md")] == ["Changelog"]
    license_url = "https://github.com/o/lab/blob/main/LICENSE"
    names = [
        ("Changelog", "CHANGELOG.md"),
        ("Code of conduct", "CODE_OF_CONDUCT.md"),
        ("Security", "SECURITY.md"),
        ("Support", "SUPPORT.md"),
    ]
    assert made.about == (
        NavItem(
            "About",
            children=(*(NavItem(title, HOME + uri) for title, uri in names), NavItem("License", license_url)),
        ),
    )


@pytest.mark.parametrize(
    ("files", "pages"),
    [
        ({"CHANGELOG.md": "a", ".github/CHANGELOG.md": "b", "docs/CHANGELOG.md": "c"}, {"docs/CHANGELOG.md"}),
        ({"SECURITY.md": "a", ".github/SECURITY.md": "b"}, {"SECURITY.md"}),
        ({"HISTORY.md": "a", "NEWS.md": "b"}, {"HISTORY.md"}),
        ({"changelog.markdown": "a"}, {"changelog.markdown"}),
        ({"CHANGELOG.md": "a" * 900, "docs/changelog.md": "[see](../CHANGELOG.md)"}, {"CHANGELOG.md", "docs/changelog.md"}),
        ({"SECURITY.md": "policy", "docs/security.md": "how the product is made safe"}, {"SECURITY.md", "docs/security.md"}),
        ({"website/a.md": "x", "docs/SECURITY.md": "x", "mkdocs.yml": "docs_dir: website"}, {"website/a.md", "docs/SECURITY.md"}),
    ],
)  # fmt: skip
def test_each_of_them_once(lab: Lab, files: Files, pages: set[str]) -> None:
    """The root's before .github; one that the docs have is theirs, unless they have only a stub of it."""
    plan = lab(files)
    assert set(plan.documents) == pages
    assert len(set(plan.landed.values())) == len(plan.landed)


def test_community_files_that_are_no_markdown(lab: Lab) -> None:
    """They are links to the forge; without a forge they are not there."""
    files: Files = {"README.md": "x", "CHANGES.rst": "x", "COPYING": "x"}
    assert [item.target for item in lab(files).about[0].children] == [
        f"https://github.com/o/lab/blob/main/{name}" for name in ("CHANGES.rst", "COPYING")
    ]


def test_whole_repos_as_docs(lab: Lab) -> None:
    """Where the repo's root is its docs, its community files are pages there already, and .github's come beside."""
    plan = lab(
        {"README.md": "x", "CHANGELOG.md": "x", ".github/SECURITY.md": "x", ".github/CHANGELOG.md": "y"},
        docs=".",
    )
    assert {path: uri.removeprefix(HOME) for path, uri in plan.landed.items()} == {
        "README.md": "index.md", "CHANGELOG.md": "CHANGELOG.md", ".github/SECURITY.md": "SECURITY.md",
    }  # fmt: skip
    assert shape(plan.nav, start=HOME) == ["CHANGELOG.md"]
    assert plan.about == (NavItem("Security", f"{HOME}SECURITY.md"),)


# Patterns


DOCS: Files = {
    "docs/index.md": "[a](a.md) ![i](img/i.png) [f](files/x.csv)", "docs/a.md": "x", "docs/old/b.md": "x", "docs/img/i.png": b"1",
    "docs/img/other.png": b"1", "docs/files/x.csv": "1", "docs/templates/t.md": "x",
}  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "left_out"),
    [
        ({}, set()),
        ({"exclude": ("old/", "*.csv")}, {"docs/old/b.md", "docs/files/x.csv"}),
        ({"include": ("index.md",)}, {"docs/a.md", "docs/old/b.md", "docs/img/other.png", "docs/templates/t.md"}),
        ({"include": ("*.md", "!old/*"), "exclude": ("img/", "templates")}, {"docs/old/b.md", "docs/img/i.png", "docs/img/other.png", "docs/templates/t.md"}),
    ],
)  # fmt: skip
def test_include_and_exclude(lab: Lab, settings: dict[str, Any], left_out: set[str]) -> None:
    """Patterns of .gitignore below the docs folder; what included pages show comes along, unless it is excluded."""
    plan = lab(DOCS, **settings)
    assert set(DOCS) - set(plan.landed) == left_out


def test_patterns_of_the_repos_own_settings(lab: Lab) -> None:
    """`exclude_docs` and `draft_docs` are left out, `not_in_nav` is a page without a place in the nav."""
    yml = "exclude_docs: |\n  old/\ndraft_docs: '*.csv'\nnot_in_nav: |\n  /a.md\n"
    plan = lab({**DOCS, "mkdocs.yml": yml})
    assert set(DOCS) - set(plan.landed) == {"docs/old/b.md", "docs/files/x.csv", "docs/templates/t.md"}
    assert shape(plan.nav) == ["index.md"]
    assert "docs/a.md" in plan.pages


@pytest.mark.parametrize(
    ("custom", "left_out"),
    [("docs/theme", True), ("./docs/theme/", True), ("overrides", False), ("docs", False), ("[a]", False)],
)
def test_templates_of_a_theme_folder_are_no_pages(lab: Lab, custom: str, left_out: bool) -> None:
    """A theme folder below the docs folder gives no HTML; its pictures are there for pages that show them."""
    files = {"docs/index.md": "x", "docs/theme/main.html": "{{ x }}", "docs/theme/partials/a.html": "{{ x }}"}
    yml = f"theme: {{name: material, custom_dir: {custom}}}\n"
    plan = lab({**files, "docs/theme/logo.png": "png", "docs/demo.html": "<p>", "mkdocs.yml": yml})
    assert {"docs/theme/logo.png", "docs/demo.html"} <= set(plan.landed)
    assert (set(files) - set(plan.landed)) == (
        {"docs/theme/main.html", "docs/theme/partials/a.html"} if left_out else set()
    )


@pytest.mark.parametrize(
    ("line", "what"),
    [("*a*a*a*a*b", "more than 3 stars"), ("x" * 301, "is too long"), ("a\n" * 201, "more than 200 lines")],
)
def test_patterns_of_a_repo_that_could_take_long(lab: Lab, line: str, what: str) -> None:
    """They are not used, and the finding says so."""
    block = "\n".join(f"  {each}" for each in line.splitlines())
    plan = lab({"docs/" + "a" * 200 + ".md": "x", "mkdocs.yml": f"exclude_docs: |\n{block}\n"})
    assert len(plan.pages) == 1
    assert any(what in line for line in said(plan, "site-config"))


# Documents that are no Markdown


def test_other_formats_are_links(lab: Lab) -> None:
    """Each stands in the nav in its folder as a link to its source; links to it lead there; one finding a kind."""
    plan = lab(
        {
            "docs/index.md": "[r](how/set-up.rst)",
            "docs/how/set-up.rst": "x",
            "docs/how/run.md": "x",
            "docs/n.ipynb": "{}",
            "docs/b.rst": "x",
        }
    )
    assert shape(plan.nav) == [
        "index.md",
        "B (reST) -> https://github.com/o/lab/blob/main/docs/b.rst",
        "N (notebook) -> https://github.com/o/lab/blob/main/docs/n.ipynb",
        {"How": ["how/run.md", "Set up (reST) -> https://github.com/o/lab/blob/main/docs/how/set-up.rst"]},
    ]
    assert said(plan, "format") == [
        "lab: docs/n.ipynb: 1 notebook file is shown as links to the source; write them in Markdown, or leave them out with `exclude:`",
        "lab: docs/b.rst: 2 reST files are shown as links to the source, such as docs/b.rst and docs/how/set-up.rst; write them in Markdown, or leave them out with `exclude:`",
    ]  # fmt: skip
    assert next(page.text for page in offered(plan).pages if page.uri.endswith("docs/index.md")) == (
        "[r](https://github.com/o/lab/blob/main/docs/how/set-up.rst)"
    )
    assert not any(path.endswith((".rst", ".ipynb")) for path in plan.landed)


def test_other_formats_in_a_nav(lab: Lab) -> None:
    """Where the repo's own nav names one, the link stands there under that title."""
    yml = "nav:\n- index.md\n- Notebook: n.ipynb\n"
    plan = lab({"mkdocs.yml": yml, "docs/index.md": "x", "docs/n.ipynb": "{}", "docs/o.org": ""})
    assert shape(plan.nav) == ["index.md", "Notebook -> https://github.com/o/lab/blob/main/docs/n.ipynb"]


def test_a_repo_of_sphinx(lab: Lab) -> None:
    """Its README is the overview, its docs are links, and of its other files only those come that a page shows."""
    files: Files = {f"docs/_static/{n}.js": "x" for n in range(20)}
    files |= {"README.md": "![l](docs/logo.png)", "docs/conf.py": "1/0", "docs/index.rst": "x", "docs/logo.png": b"1", "docs/Makefile": "x", "docs/b.png": b"1"}  # fmt: skip
    plan = lab(files)
    assert plan.landed == {"README.md": f"{HOME}index.md", "docs/logo.png": f"{HOME}docs/logo.png"}
    assert shape(plan.nav) == ["Overview (reST) -> https://github.com/o/lab/blob/main/docs/index.rst"]


def test_a_repo_of_sphinx_with_markdown(lab: Lab) -> None:
    """Its Markdown is pages, with what they show and no more."""
    plan = lab(
        {"docs/conf.py": "1/0", "docs/index.md": "![b](b.png)", "docs/b.png": b"1", "docs/_static/x.css": "x"}
    )
    assert set(plan.landed) == {"docs/index.md", "docs/b.png"}


def test_very_many_of_them_are_one_link(lab: Lab) -> None:
    """A thousand links would stand in the nav of every page."""
    plan = lab({"docs/a.md": "x", **{f"docs/p{number}.rst": "x" for number in range(60)}})
    assert shape(plan.nav) == ["a.md", "Docs at the source -> https://github.com/o/lab/blob/main/docs"]
    assert len(said(plan, "format")) == 1


def test_other_formats_without_a_forge(lab: Lab) -> None:
    """There is nothing to link to, and the finding says that too."""
    plan = lab({"docs/a.rst": "x", "README.rst": "x"}, remote=None)
    assert plan.nav == ()
    assert (
        "2 reST files are not shown, and no forge is known to link to, such as README.rst and docs/a.rst"
        in said(plan, "format")[0]
    )


# The tree


def test_the_order_that_pages_ask_for(lab: Lab) -> None:
    """A number in the front matter, of a page or of a folder's index, comes before names; indexes come first."""
    plan = lab({
        "docs/index.md": "# Home", "docs/z.md": "---\nnav_order: 1\n---\n", "docs/a.md": "x", "docs/m.md": "---\nweight: 2.5\n---\n",
        "docs/y/index.md": "---\nsidebar_position: 2\n---\n# The *why*\n", "docs/y/b.md": "---\nsidebar_label: Bee\n---\n",
        "docs/y/hidden.md": "---\nnav_exclude: true\n---\n", "docs/n/x.md": "---\norder: first\nnav_title: Ex\n---\n", "docs/n/c.md": "---\nhide: [toc]\n---\n",
    })  # fmt: skip
    assert shape(plan.nav) == [
        "index.md", "z.md", {"The why": ["y/index.md", "Bee -> y/b.md"]}, "m.md", "a.md", {"N": ["n/c.md", "Ex -> n/x.md"]},
    ]  # fmt: skip
    assert "docs/y/hidden.md" in plan.pages


@pytest.mark.parametrize("value", [".nan", ".inf", "1e400", "true", "[1]", "9" * 400])
def test_an_order_that_is_no_number(lab: Lab, value: str) -> None:
    """It is passed over."""
    assert shape(lab({"docs/b.md": f"---\nweight: {value}\n---\n", "docs/a.md": "x"}).nav) == ["a.md", "b.md"]


# Two files of one URL


@pytest.mark.parametrize(
    ("policy", "severity"), [("required", "error"), ("stale-ok", "note"), ("optional", "note")]
)
def test_two_files_of_one_url_by_policy(lab: Lab, policy: str, severity: str) -> None:
    """Both are named; it is an error in a repo that is required."""
    plan = lab({"docs/A.md": "1", "docs/a.md": "2"}, policy=policy)
    assert plan.pages == ("docs/A.md",)
    (found,) = (finding for finding in plan.findings if finding.code == "same-url")
    assert (found.severity, found.where, found.message) == (
        severity,
        "docs/a.md",
        "it has the same URL as docs/A.md, which is shown in its place",
    )


def test_which_of_two_files_stays(lab: Lab) -> None:
    """It does not depend on the order in which they are listed; an index stays before a README, as in MkDocs."""
    paths = [
        "docs/README.md",
        "docs/index.md",
        "docs/A.md",
        "docs/a.md",
        "docs/a/index.md",
        "docs/caf\u00e9.md",
        "docs/cafe\u0301.md",
        "docs/x",
    ]
    source = lab({"README.md": "x"}).source
    first = files_below(source, paths, {})
    assert first[0] == ["docs/A.md", "docs/cafe\u0301.md", "docs/index.md", "docs/x"]
    for seed in range(10):
        assert files_below(source, random.Random(seed).sample(paths, len(paths)), {}) == first


def page(repo: str, path: str, uri: str = "", kind: Any = "page") -> tuple[Repo, Page]:
    return Repo(repo), Page(
        uri or f"projects/{repo}/{path}", "T", kind, Origin(repo, path, "c", worktree=False)
    )


@pytest.mark.parametrize(
    ("own", "theirs", "severity", "message"),
    [
        (["projects/lab/docs/a.md"], [page("lab", "docs/a.md")], "error", "it has the same URL as projects/lab/docs/a.md of hub"),
        (["projects/Lab/docs/A.md"], [page("lab", "docs/a.md")], "error", "it has the same URL as projects/Lab/docs/A.md of hub"),
        (["projects/lab/docs/README.md"], [page("lab", "docs/index.md")], "error", "projects/lab/docs/README.md of hub"),
        (["projects/lab.md"], [page("lab", "README.md", "projects/lab/index.md", "overview")], "error", "projects/lab.md of hub"),
        (["projects/lab/index.md"], [page("lab", "README.md", "projects/lab/index.md", "overview")], "note", "projects/lab/index.md of hub"),
        ([], [page("a", "x.md", "projects/ab/x.md"), page("b", "y.md", "projects/AB/X.md")], "error", "it has the same URL as x.md of a"),
        ([], [page("a", "api/b.md"), page("a", "src/b.py", "projects/a/api/b.md", "api")], "note", "it has the same URL as api/b.md"),
    ],
)  # fmt: skip
def test_pages_of_the_handbook_and_of_repos(
    own: list[str], theirs: list[tuple[Repo, Page]], severity: str, message: str
) -> None:
    """The handbook's page stays, of two repos' pages the first; the finding names both, and both repos."""
    lost, findings = site_clashes(own, "hub", theirs)
    assert lost == {len(theirs) - 1}
    (found,) = findings
    assert isinstance(found, Finding)
    assert (found.code, found.severity) == ("same-url", severity)
    assert message in found.message
    assert found.where in (theirs[-1][1].origin.path, theirs[-1][1].uri)  # type: ignore[union-attr]


def test_pages_that_do_not_clash() -> None:
    """A page and a folder of its name have URLs of their own."""
    assert site_clashes(
        ["index.md", "projects/a/b.md"], "hub", [page("a", "b/c.md"), page("a", "index.md")]
    ) == (frozenset(), [])
