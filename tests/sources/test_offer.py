"""What a repo offers: its pages in their places, their assets, a nav, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from conftest import GitRepo
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.git import Git
from mkdocs_oss.model import NavItem, Repo
from mkdocs_oss.sources import Atlas, Offer, blob_ids, offer, open_worktree, plan
from mkdocs_oss.sources.nav import DocsTree, NavFile, NavFormat, repo_nav
from mkdocs_oss.sources.site_config import SiteConfig, read_site_config

MakeRepo = Callable[..., GitRepo]
Files = dict[str, str | bytes | None]


@pytest.fixture
def offered(make_repo: MakeRepo, git: Git) -> Callable[..., Offer]:
    def make(
        files: Files,
        *,
        has_guide: bool = True,
        remote: str | None = "git@github.com:o/lab.git",
        **settings: str,
    ) -> Offer:
        repo = make_repo("lab", files, remote=remote)
        source = open_worktree(Repo("lab", path=repo.path, **settings), git=git)  # type: ignore[arg-type]
        planned = plan(source, git=git, has_guide=has_guide)
        return offer(planned, Atlas.of([planned]), git=git)

    return make


Offered = Callable[..., Offer]


def uris(made: Offer) -> dict[str, str]:
    return {page.uri.removeprefix("projects/lab/"): getattr(page.origin, "path", "") for page in made.pages}


def said(made: Offer) -> list[str]:
    return [str(finding) for finding in made.findings]


def test_the_layout_of_the_repo_is_kept(offered: Offered) -> None:
    """Docs land below the repo's folder as they lie; README becomes the overview, CONTRIBUTING the guide."""
    made = offered({
        "README.md": "# The lab\n\nFinds *things*.\n\nMore.\n", "CONTRIBUTING.md": "See [us](README.md).", "docs/index.md": "# Docs",
        "docs/sub/a.md": "[up](../../CONTRIBUTING.md)", "docs/x.csv": "1", "src/a.py": "", "docs/.hidden.md": "x", "other.md": "x",
    })  # fmt: skip
    assert uris(made) == {
        "index.md": "README.md",
        "docs/index.md": "docs/index.md",
        "docs/sub/a.md": "docs/sub/a.md",
    }
    assert {page.uri: page.text for page in made.pages}[
        "projects/lab/docs/sub/a.md"
    ] == "[up](../../contributing.md)"
    assert made.guide == ("CONTRIBUTING.md", "See [us](index.md).")
    assert [asset.uri for asset in made.assets] == ["projects/lab/docs/x.csv"]
    assert made.description == "Finds things."
    assert next(page.kind for page in made.pages if page.uri == "projects/lab/index.md") == "overview"
    assert made.findings == ()


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"README.md": "a", "docs/README.md": "b"}, "README.md"), ({"readme.md": "a"}, "readme.md"), ({"Readme.md": "a"}, "Readme.md"),
        ({".github/README.md": "a"}, ".github/README.md"), ({"docs/README.md": "a"}, "docs/README.md"), ({"README.markdown": "a"}, "README.markdown"),
    ],
)  # fmt: skip
def test_variants_of_readme(offered: Offered, files: Files, path: str) -> None:
    """Whatever its case and place, the README is the overview, once."""
    made = offered(files)
    assert uris(made)["index.md"] == path
    assert list(uris(made).values()).count(path) == 1
    assert made.findings == ()


@pytest.mark.parametrize(
    ("files", "text"),
    [
        (
            {"README.rst": "x"},
            "This repo's README is [README.rst](https://github.com/o/lab/blob/main/README.rst), which is no Markdown",
        ),
        ({"README": "x"}, "[README](https://github.com/o/lab/blob/main/README)"),
        ({"a.py": "x"}, "This repo has no README yet"),
    ],
)
def test_a_repo_without_a_markdown_readme(offered: Offered, files: Files, text: str) -> None:
    """Its overview says so, with a link to what there is."""
    (page,) = offered(files).pages
    assert (page.uri, page.title, page.kind) == ("projects/lab/index.md", "lab", "overview")
    assert text in (page.text or "")


def test_a_readme_without_a_forge(offered: Offered) -> None:
    """Where no forge is known, the README is named without a link."""
    text = offered({"README.rst": "x"}, remote=None).pages[0].text or ""
    assert "`README.rst`" in text
    assert "](" not in text


@pytest.mark.parametrize("place", ["CONTRIBUTING.md", ".github/CONTRIBUTING.md", "contributing.md"])
def test_places_of_contributing(offered: Offered, place: str) -> None:
    """It becomes part of the contribution page, and no page of its own."""
    made = offered({"README.md": f"[c]({place})", place: "# How"})
    assert made.guide == (place, "# How")
    assert uris(made) == {"index.md": "README.md"}
    assert (made.pages[0].text or "").endswith("[c](contributing.md)")


def test_contributing_within_the_docs_stays_a_page(offered: Offered) -> None:
    """The repo's own site has it as a page already."""
    made = offered({"docs/CONTRIBUTING.md": "# How"})
    assert made.guide is None
    assert "projects/lab/docs/CONTRIBUTING.md" in [page.uri for page in made.pages]


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "contributing.md"])
def test_docs_at_the_root(offered: Offered, name: str) -> None:
    """Where the whole repo is its docs, only Markdown and images come, and nothing takes the guide's place."""
    made = offered(
        {"README.md": "# R", name: "# How", "a.md": "# A", "a.py": "", "p.png": b"p", "src/b.md": "# B"},
        docs=".",
    )
    assert uris(made) == {"index.md": "README.md", "a.md": "a.md", "src/b.md": "src/b.md"}
    assert made.guide == (name, "# How")
    assert [asset.uri for asset in made.assets] == ["projects/lab/p.png"]


def test_contributing_without_a_guide(offered: Offered) -> None:
    """Where the handbook makes no contribution page, CONTRIBUTING is a page in its place."""
    made = offered({"README.md": "[c](CONTRIBUTING.md)", "CONTRIBUTING.md": "x"}, has_guide=False)
    assert uris(made) == {"index.md": "README.md", "contributing.md": "CONTRIBUTING.md"}
    assert made.about == (NavItem("Contributing", "projects/lab/contributing.md"),)
    assert made.guide is None


@pytest.mark.parametrize(
    ("files", "loser"),
    [
        ({"docs/A.md": "1", "docs/a.md": "2"}, "docs/a.md: it has the same URL as docs/A.md"),
        ({"docs/e\u0301.md": "1", "docs/\u00e9.md": "2"}, "'docs/\\xe9.md': it has the same URL as 'docs/e\\u0301.md', which is shown in its place"),
        ({"docs/index.md": "1", "docs/README.md": "2", "README.md": "3"}, "docs/README.md: it has the same URL as docs/index.md"),
        ({"docs/Sub/x.md": "1", "docs/sub/X.md": "2"}, "docs/sub/X.md: it has the same URL as docs/Sub/x.md"),
    ],
)  # fmt: skip
def test_two_files_of_one_url(offered: Offered, files: Files, loser: str) -> None:
    """On some file system one would overwrite the other: one stays, and the finding names both."""
    made = offered(files)
    assert any(loser in line and "rename one of the two" in line for line in said(made)), said(made)


@pytest.mark.parametrize("name", ["a\nb.md", "a\u202eb.md", "a\x7f.md", "back\\slash.md", "\x01.md"])
def test_names_that_cannot_be_urls(offered: Offered, name: str) -> None:
    """They are left out, and the finding shows them without their control characters."""
    made = offered({f"docs/{name}": "x"})
    assert uris(made).keys() == {"index.md"}
    (line,) = said(made)
    assert "its name cannot be a URL; give it a plain name" in line
    assert line.isprintable()


def test_images_of_the_readme(offered: Offered) -> None:
    """They come along from anywhere in the repo; other files are links to the forge."""
    made = offered({"README.md": "![l](art/logo.png) <img src='art/b.svg'> [p](art/data.csv) ![n](art/none.png)", "art/logo.png": b"1", "art/b.svg": "2", "art/c.png": b"3", "art/data.csv": "4"})  # fmt: skip
    assert {asset.uri for asset in made.assets} == {"projects/lab/art/logo.png", "projects/lab/art/b.svg"}
    assert "[p](https://github.com/o/lab/blob/main/art/data.csv)" in (made.pages[0].text or "")
    assert said(made) == ["lab: README.md:1: the link 'art/none.png' leads nowhere; mend the link"]


def test_findings_have_the_line_of_the_file(offered: Offered) -> None:
    """Front matter counts for the line of a broken link, and its own faults have theirs."""
    made = offered({"docs/a.md": "---\ntitle: A\n---\n\n[x](no.md)\n", "docs/b.md": "---\nowner: @x\n---\n"})
    assert said(made) == [
        "lab: docs/b.md:2: in the front matter: not valid YAML: found character '@' that cannot start any token; put the value in quotes",
        "lab: docs/a.md:5: the link 'no.md' leads nowhere; mend the link",
    ]


def test_a_page_that_is_too_large(offered: Offered) -> None:
    """Its start is shown, and that is said."""
    made = offered({"docs/a.md": "# A\n" + "x\n" * 1_100_000})
    assert len(made.pages[0].text or "") == 2_000_000
    assert said(made) == ["lab: docs/a.md: it is larger than 2 MB, so only its start is shown; split it"]


def test_a_readme_that_is_far_too_large(offered: Offered) -> None:
    """A README that is not read at all leaves the overview that says what there is."""
    made = offered({"README.md": b"x" * 50_000_001})
    assert [page.uri for page in made.pages] == ["projects/lab/index.md"]


@pytest.mark.parametrize(("content", "ids"), [(b"a\n", 2), (b"a\r\n", 4)])
def test_object_ids(content: bytes, ids: int, make_repo: MakeRepo) -> None:
    """As git computes them, with SHA-1 or SHA-256, and for CRLF also with LF."""
    found = blob_ids(content)
    assert len(found) == ids
    repo = make_repo("r", {"a": content})
    assert repo.run("rev-parse", "HEAD:a") == found[0]
    assert hashlib.sha256(b"blob %d\0" % len(content) + content).hexdigest() in found


@pytest.mark.parametrize(
    ("readme", "description"),
    [
        ("# T\n\nOne\ntwo.\n\nThree", "One two."), ("# T\n\n[![b](c)](d)\n\nText", "Text"), ("# T\n\n<p>x</p>\n\n- list\n\nText", "Text"),
        ("# T\n", ""), ("# T\n\n" + "word " * 100, ("word " * 39).strip() + "…"), ("A [link](x) `code`", "A link code"),
        ("By [Ana] and [the team][t] [1].\n\n[ana]: a.md\n[t]: b.md", "By Ana and the team [1]."), ("In [`go`].\n\n[`go`]: a.md", "In go."),
    ],
)  # fmt: skip
def test_descriptions(offered: Offered, readme: str, description: str) -> None:
    """The first paragraph of prose, at most 200 characters."""
    assert offered({"README.md": readme}).description == description


# A repo's own settings


def config(**files: str) -> SiteConfig:
    found = read_site_config({name.replace("_", "."): text.encode() for name, text in files.items()})
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["mkdocs_yml", "mkdocs_yaml", "properdocs_yml", "properdocs_yaml"])
def test_settings_in_yaml(name: str) -> None:
    """Docs folder and nav are read from any of the names; nothing else is looked at."""
    text = "docs_dir: ./pages/\nnav:\n  - Home: index.md\n  - guide.md\n  - Area:\n    - a.md\n  - Site: https://x.org\nhooks: [evil.py]\n"
    found = config(**{name: text})
    assert (found.file, found.docs_dir) == (name.replace("_", "."), "pages")
    assert found.nav == (
        NavItem("Home", "index.md"), NavItem("", "guide.md"), NavItem("Area", children=(NavItem("", "a.md"),)), NavItem("Site", "https://x.org"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '[project]\ndocs_dir = "pages"\nnav = [{Home = "index.md"}]\n',
        'docs_dir = "pages"\nnav = [{Home = "index.md"}]\n',
    ],
)
def test_settings_in_toml(text: str) -> None:
    """zensical.toml says the same, with or without its table."""
    assert config(zensical_toml=text) == SiteConfig("zensical.toml", "pages", (NavItem("Home", "index.md"),))


def test_the_first_settings_file_counts() -> None:
    """mkdocs.yml before the others; none is none."""
    assert config(mkdocs_yml="docs_dir: a", zensical_toml='docs_dir = "b"').docs_dir == "a"
    assert read_site_config({}) is None


@pytest.mark.parametrize(
    ("text", "docs_dir", "problems"),
    [
        ("docs_dir: ../x", "docs", ["'../x' is not a folder of the repo"]), ("docs_dir: /etc", "docs", ["'/etc' is not a folder"]),
        ("docs_dir: a/../../x", "docs", ["is not a folder"]), ("docs_dir: [a]", "docs", ["is not a folder"]), ("docs_dir: 5", "docs", ["is not a folder"]),
        ("docs_dir: .", "", []), ("docs_dir: !ENV [DOCS, x]", "docs", []), ("docs_dir: !ENV DOCS", "docs", []), ("docs_dir:", "docs", []),
        ("nav: index.md", "docs", ["not a list"]), ("nav: [5, a.md]", "docs", ["5 is not a page"]), ("nav: [{A: 'ftp://x'}]", "docs", ["'ftp://x' is not a page"]),
        ("nav:\n- Home: !ENV X\n- a.md\n", "docs", []), ("nav: {A: a.md, B: [b.md]}", "docs", []), ("nav: [{2026-01-01: a.md}]", "docs", []),
        ("markdown_extensions:\n- x: {y: !!python/object/apply:os.system ['false']}\n", "docs", []), ("a: *b", "docs", ["aliases"]), ("[", "docs", ["not valid YAML"]),
        ("just text", "docs", []), ("nav: " + "[" * 20 + "]" * 20, "docs", ["nested too deeply"]), ("x: " + "[" * 5000, "docs", ["nested too deeply"]),
    ],
)  # fmt: skip
def test_settings_that_are_wrong_or_foreign(text: str, docs_dir: str, problems: list[str]) -> None:
    """Nothing is run; what cannot be used is a problem with its key, and the rest counts."""
    found = config(mkdocs_yml=text)
    assert found.docs_dir == docs_dir
    assert len(found.problems) == len(problems), found.problems
    for (where, what, remedy), expected in zip(found.problems, problems, strict=True):
        assert where.startswith("mkdocs.yml")
        assert expected in what
        assert remedy


@pytest.mark.parametrize(
    "text", ["[", "a = 1\na = 2", 'x = "\x00"', "a = " + "[" * 5000, "[project\n", "a = " + "9" * 5000]
)
def test_toml_that_is_wrong(text: str) -> None:
    """The file and the reason."""
    assert config(zensical_toml=text).problems[0][1].startswith("not valid TOML")


@given(
    st.binary(max_size=100) | st.text(alphabet="nav:doc_ir-[]{}&*!' \n./", max_size=100).map(str.encode),
    st.sampled_from(["mkdocs.yml", "zensical.toml"]),
)
def test_any_settings_file(content: bytes, name: str) -> None:
    """Never raises, and the docs folder is inside the repo."""
    found = read_site_config({name: content})
    assert found is not None
    assert ".." not in found.docs_dir.split("/")
    assert not found.docs_dir.startswith("/")


PAGES = ["docs/index.md", "docs/b.md", "docs/area/README.md", "docs/area/x-y.md", "docs/area/deep/z.md"]
PLACES = {path: f"p/{path}" for path in PAGES} | {"README.md": "p/index.md"}


def nav(*items: NavItem) -> tuple[tuple[NavItem, ...], list[str]]:
    tree = DocsTree([NavFile(path, PLACES[path]) for path in PAGES], docs_dir="docs", landed=PLACES)
    made, problems = repo_nav(tree, NavFormat("settings"), SiteConfig("mkdocs.yml", "docs", items), {})
    return made, [what for _, what, _ in problems]


AREA = NavItem("Area", children=(
    NavItem("", "p/docs/area/README.md"), NavItem("", "p/docs/area/x-y.md"), NavItem("Deep", children=(NavItem("", "p/docs/area/deep/z.md"),)),
))  # fmt: skip


def test_the_tree_is_the_nav_where_there_is_none() -> None:
    """Pages by folder, the index first, titles from the folders' names."""
    tree = (NavItem("", "p/docs/index.md"), NavItem("", "p/docs/b.md"), AREA)
    assert nav() == (tree, [])
    assert nav(NavItem("", "nowhere.md")) == (tree, ["there is no page 'nowhere.md'"])


def test_the_repos_own_nav() -> None:
    """Its pages in its order and with its titles; links outside stay; what it names in vain is told."""
    made, problems = nav(
        NavItem("B", "b.md#x"), NavItem("Out", "https://x.org"), NavItem("Home", "../README.md"), NavItem("All", "area/"),
        NavItem("Empty", children=(NavItem("", "no.md"),)), NavItem("Bad", "javascript:alert(1)"), NavItem("Up", "../../etc/passwd"),
    )  # fmt: skip
    assert made == (
        NavItem("B", "p/docs/b.md"), NavItem("Out", "https://x.org"), NavItem("Home", "p/index.md"), NavItem("All", children=AREA.children),
    )  # fmt: skip
    assert problems == [
        f"there is no page {name!r}" for name in ("no.md", "javascript:alert(1)", "../../etc/passwd")
    ]


@pytest.mark.parametrize(
    ("readme", "title", "start"),
    [
        ("![logo](a.png)\n\nText.", "lab", "# lab\n\n![logo]"),
        ("## Use\n\nText.", "lab", "# lab\n\n## Use"),
        ("# Lab book\n\nText.", "Lab book", "# Lab book"),
        ("<h1 align=center>Lab</h1>\n\nText.", "lab", "<h1 align"),
    ],
)
def test_an_overview_has_a_heading(offered: Offered, readme: str, title: str, start: str) -> None:
    """A README that begins with a logo is headed by the repo's name: a theme would say "Overview" of every repo."""
    (page,) = offered({"README.md": readme, "a.png": b"1"}).pages
    assert (page.text or "").startswith(start)
    assert page.title == title


def test_a_title_is_without_its_attributes(offered: Offered) -> None:
    """Also where they are written with spaces."""
    made = offered({"docs/a.md": "# First steps { #first-steps }", "docs/b.md": "# Second {: .x }"})
    assert [page.title for page in made.pages[:2]] == ["First steps", "Second"]
