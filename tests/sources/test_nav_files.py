"""Navs that a repo writes for plugins of its own site: what we make of them is what the plugins make."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from conftest import GitRepo
from hypothesis import given
from hypothesis import strategies as st
from nav_shapes import files_below_docs, planned, shape, shape_of_mkdocs

from mkdocs_oss.sources.nav import DocsTree, NavFile, NavFormat, repo_nav
from mkdocs_oss.sources.nav.folder_nav import read_nav_yml
from mkdocs_oss.sources.nav.glob import compile_glob
from mkdocs_oss.sources.nav.pages_file import read_pages_file
from mkdocs_oss.sources.nav.summary import read_summary
from mkdocs_oss.sources.site_config import read_site_config

MakeRepo = Callable[..., GitRepo]
PAGES = dict.fromkeys(
    [
        "index.md", "b.md", "a10.md", "a9.md", "area/README.md", "area/x-y.md", "area/deep/z.md", "area/deep/y.md",
        "other/one.md", "zed/index.md", "zed/Upper.md", "zed/lower.md",
    ],
    "x\n",
)  # fmt: skip


def navs(
    make_repo: MakeRepo, files: dict[str, str], settings: str, plugins: Sequence[Any]
) -> tuple[Any, Any]:
    """(ours, MkDocs') of a repo with PAGES and these files."""
    listed = f"plugins: [{', '.join(plugins)}]\n" if plugins else ""
    repo = make_repo(
        "lab", {**files_below_docs({**PAGES, **files}), "mkdocs.yml": f"site_name: x\n{settings}{listed}"}
    )
    return shape(planned(repo).nav), shape_of_mkdocs(repo.path, plugins)


@pytest.mark.parametrize(
    "files",
    [
        {".nav.yml": ""},
        {".nav.yml": "nav:\n- b.md\n- Home: index.md\nappend_unmatched: true\n"},
        {
            ".nav.yml": "nav:\n- index.md\n- Part:\n  - other\n  - A: a9.md\n  - Out: https://example.org\n- '*'\n"
        },
        {".nav.yml": "nav:\n- 'a*.md'\n- area/*\n- '**/y.md'\n- '*/'\n"},
        {".nav.yml": "nav:\n- '**/*.md'\n"},
        {".nav.yml": "nav:\n- area/**\n- '*'\n"},
        {".nav.yml": "nav:\n- '*'\n", "area/deep/.nav.yml": "hide: true\n"},
        {".nav.yml": "", "area/.nav.yml": "title: Our area\nnav: [deep, '*']\n"},
        {".nav.yml": "sort: {direction: desc, sections: first}\n"},
        {".nav.yml": "sort: {type: alphabetical, sections: mixed}\n"},
        {".nav.yml": "sort: {by: filename, ignore_case: true}\nnav: ['**/*.md']\n"},
        {".nav.yml": "ignore: ['x-*.md', /b.md]\n", "area/deep/.nav.yml": "ignore: y.md\n"},
        {".nav.yml": "flatten_single_child_sections: true\npreserve_directory_names: true\n"},
        {".nav.yml": "nav:\n- glob: '*'\n  sort: {direction: desc}\n  ignore: b.md\n- '*'\n"},
        {".nav.yml": "nav:\n- '!(index).md'\n- '@(area|zed)'\n- '?9.md'\n- '[io]*'\n"},
        {".nav.yml": "nav:\n- area\n- area/deep\n- '*'\n"},
        {".nav.yml": "nav:\n- Z: area/deep/z.md\n- '*'\n", "area/.nav.yml": "nav: [x-y.md, deep]\n"},
        {
            ".nav.yml": "nav:\n- My area: area\n- zed/\n",
            "zed/.nav.yml": "append_unmatched: true\nnav: [lower.md]\n",
        },
    ],
)
def test_as_awesome_nav_has_it(make_repo: MakeRepo, files: dict[str, str]) -> None:
    """Names, folders, patterns, titles, order, what is hidden and ignored: the same nav as in the repo's own site."""
    ours, theirs = navs(make_repo, files, "", ["awesome-nav"])
    assert ours == theirs


@pytest.mark.parametrize(
    ("files", "settings"),
    [
        ({"SUMMARY.md": "* [Home](index.md)\n* [B](b.md)\n* Section\n    * [Z](area/deep/z.md)\n    * area/*.md\n* [Other](other/)\n* *\n"}, ""),
        ({"SUMMARY.md": "- [Home](index.md)\n- *.md\n- */\n"}, ""),
        ({"SUMMARY.md": "- [Area](area/)\n- */\n", "area/SUMMARY.md": "- [X](x-y.md)\n- [Deep](deep/)\n"}, ""),
        ({"SUMMARY.md": "* [Area](area/README.md)\n    * [Deep](area/deep/z.md)\n* [Out](https://example.org)\n"}, ""),
        ({"SUMMARY.md": "- [X](index.md)\n- [Y](zed/index.md)\n\nText.\n\n1. [B](b.md)\n2. [Home](index.md)\n"}, ""),
        ({"SUMMARY.md": "- [X](index.md)\n\n<!--nav-->\n\n- [B](b.md)\n\nText\n\n- [C](a9.md)\n"}, ""),
        ({"SUMMARY.md": "* area/*\n* *\n"}, "nav: [b.md]\n"),
        ({}, "nav:\n- index.md\n- Area: area/\n- '*.md'\n- Rest: '*/'\n"),
        ({}, "nav:\n- B: b.md\n- Deep: area/deep/\n- '*'\n"),
        ({}, "nav:\n- B: b.md\n- '*'\n- Deep: area/deep/\n"),
        ({}, ""),
    ],
)  # fmt: skip
def test_as_literate_nav_has_it(make_repo: MakeRepo, files: dict[str, str], settings: str) -> None:
    """Lists, sub-lists, folders with their own summary, and wildcards, in `SUMMARY.md` and in `nav:`."""
    ours, theirs = navs(make_repo, files, settings, ["literate-nav"])
    assert ours == theirs


@pytest.mark.parametrize("settings", ["", "nav:\n- B: b.md\n- index.md\n- S:\n  - area/x-y.md\n"])
def test_as_mkdocs_has_it(make_repo: MakeRepo, settings: str) -> None:
    """The tree where there is no nav, the nav where there is one."""
    ours, theirs = navs(make_repo, {}, settings, [])
    assert ours == theirs


def made(make_repo: MakeRepo, files: dict[str, str], settings: str = "") -> tuple[Any, list[str]]:
    all_files: dict[str, Any] = files_below_docs({**PAGES, **files})
    name = f"lab-{abs(hash((settings, *files.items())))}"
    plan = planned(make_repo(name, {**all_files, **({"mkdocs.yml": settings} if settings else {})}))
    return shape(plan.nav), [str(finding) for finding in plan.findings if finding.code == "nav"]


def test_a_nav_file_counts_without_settings(make_repo: MakeRepo) -> None:
    """Where a repo has no settings, or such as name no plugin, its nav file is its nav."""
    nav, problems = made(make_repo, {".nav.yml": "nav: [b.md, area/deep]\n"})
    assert nav == ["b.md", {"Deep": ["area/deep/y.md", "area/deep/z.md"]}]
    assert problems == []


def test_the_order_of_precedence(make_repo: MakeRepo) -> None:
    """The file of a listed plugin, then `nav:`, then `.nav.yml`, `.pages`, `SUMMARY.md`, the tree."""
    files = {".nav.yml": "nav: [a9.md]\n", ".pages": "nav: [a10.md]\n", "SUMMARY.md": "- [B](b.md)\n"}
    nav = "nav: [zed/lower.md]\n"
    assert made(make_repo, files, f"{nav}plugins: [literate-nav]\n")[0] == ["B -> b.md"]
    assert made(make_repo, files, f"{nav}plugins: [awesome-nav]\n")[0] == ["a9.md"]
    assert made(make_repo, files, nav)[0] == ["zed/lower.md"]
    assert made(make_repo, files)[0] == ["a9.md"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nav: [b.md, ..., index.md]\n", ["b.md", "a10.md", "a9.md", "Area", "Other", "Zed", "index.md"]),
        ("nav:\n- ... | a*.md\n- Zed: zed\n- Out: https://example.org\n", ["a10.md", "a9.md", "Zed", "Out -> https://example.org"]),
        ("nav:\n- ... | flat | y.md\n- Part: [b.md]\n", ["area/deep/y.md", "Part"]),
        ("arrange: [b.md, zed]\n", ["b.md", "Zed", "a10.md", "a9.md", "index.md", "Area", "Other"]),
        ("order: desc\nnav: [...]\n", ["Zed", "Other", "index.md", "b.md", "Area", "a9.md", "a10.md"]),
        ("nav: ['... | regex=(a+)+$', b.md]\n", ["b.md"]),
    ],
)  # fmt: skip
def test_pages_files(make_repo: MakeRepo, text: str, shown: list[str]) -> None:
    """awesome-pages: names, `...` for the rest with its patterns, `arrange`, `order`; a regex is never run."""
    nav, problems = made(make_repo, {".pages": text})
    assert [next(iter(item)) if isinstance(item, dict) else item for item in nav] == shown
    assert [p.partition(": ")[2] for p in problems] == (
        ["docs/.pages:1: '... | regex=(a+)+$' is a regex, which is not run; write a pattern"]
        if "regex" in text
        else []
    )


def test_a_pages_file_is_of_its_folder_alone(make_repo: MakeRepo) -> None:
    """Title and `hide` are the folder's; the order of one folder is not that of the folders in it."""
    nav, _ = made(
        make_repo, {".pages": "order: desc\n", "area/.pages": "title: Ours\n", "other/.pages": "hide: true\n"}
    )
    assert {"Ours": ["area/README.md", "area/x-y.md", {"Deep": ["area/deep/y.md", "area/deep/z.md"]}]} in nav
    assert not any("Other" in item for item in nav)


def test_summaries_of_gitbook_and_mdbook(make_repo: MakeRepo) -> None:
    """Without the plugin all lists count, under their headings; a lone link is a page; the summary is none, and
    neither is a chapter that mdBook announces."""
    text = '# Summary\n\n[Start](index.md)\n\n- [B](b.md)\n\n## Part *two*\n\n- [Area](area/README.md)\n  - [Deep](area/deep/z.md "t")\n- [Draft]()\n'
    nav, problems = made(make_repo, {"SUMMARY.md": text})
    assert nav == [
        "Start -> index.md",
        "B -> b.md",
        {"Part two": [{"Area": ["area/README.md", "Deep -> area/deep/z.md"]}]},
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("files", "settings", "problems"),
    [
        ({".nav.yml": "nav:\n- nope.md\n- index.md\n- '*.txt'\n- T: nope2.md\n- {a: 1}\n- ../../../etc/passwd\n"}, "", [
            "docs/.nav.yml:6: \"{'a': 1}\" is no entry", "docs/.nav.yml:2: there is no page 'nope.md'", "docs/.nav.yml:5: there is no page 'nope2.md'",
            "docs/.nav.yml:7: there is no page '../../../etc/passwd'", "docs/.nav.yml:4: '*.txt' matches no page and no folder",
        ]),
        ({".nav.yml": "nav: ['+(a)*.md', '*.md']\n"}, "", ["docs/.nav.yml:1: '+(a)' in the pattern '+(a)*.md' is not supported"]),
        ({".nav.yml": "nav: [\n"}, "", ["docs/.nav.yml:2: not valid YAML"]),
        ({".nav.yml": "- index.md\n"}, "", ["docs/.nav.yml:1: the file is no mapping"]),
        ({".nav.yml": "nav: index.md\n"}, "", ["docs/.nav.yml:1: the nav is no list"]),
        ({".nav.yml": "nav: [{T: 'javascript:alert(1)'}]\n"}, "", ["is no entry of a nav"]),
        ({"SUMMARY.md": "- [Bad](javascript:x)\n- [B](b.md) and more\n- [Gone](gone.md)\n- *x*\n"}, "", [
            "docs/SUMMARY.md:2: there is text after the link: 'and more'", "docs/SUMMARY.md:1: there is no page 'javascript:x'",
            "docs/SUMMARY.md:3: there is no page 'gone.md'", "docs/SUMMARY.md:4: 'x' has no page",
        ]),
        ({}, "site_name: x\nnav:\n  - index.md\n  - A:\n      - gone.md\n  - 'no*.md'\n", ["mkdocs.yml:5: there is no page 'gone.md'", "mkdocs.yml:6: 'no*.md' matches no page"]),
    ],
)  # fmt: skip
def test_what_a_nav_says_in_vain(
    make_repo: MakeRepo, files: dict[str, str], settings: str, problems: list[str]
) -> None:
    """A finding with file and line for each; the rest of the nav counts."""
    nav, found = made(make_repo, files, settings)
    assert nav
    assert len(found) == len(problems), found
    for line, expected in zip(found, problems, strict=True):
        assert expected in line


def test_a_summary_is_no_page(make_repo: MakeRepo) -> None:
    """Nor are those of folders; where the nav file is an index, that stays a page."""
    repo = make_repo("lab", files_below_docs({**PAGES, "SUMMARY.md": "- */\n", "area/SUMMARY.md": "- *\n"}))
    assert not any("SUMMARY" in path for path in planned(repo).pages)
    settings = "plugins: [{literate-nav: {nav_file: index.md}}]\n"
    index = make_repo(
        "index", {**files_below_docs({"index.md": "- [B](b.md)\n", "b.md": "x"}), "mkdocs.yml": settings}
    )
    plan = planned(index)
    assert "docs/index.md" in plan.pages
    assert shape(plan.nav) == ["B -> b.md"]


# Hostile files


def tree_of(paths: Sequence[str]) -> DocsTree:
    return DocsTree([NavFile(path, path) for path in paths], docs_dir="", landed={})


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        (".nav.yml", "awesome", "nav: [" + ", ".join(["'**/*a*a*a*a*a*a*b'"] * 2000) + "]"),
        (".nav.yml", "awesome", "nav: [" + ", ".join(["'**/**/**/**/*.md'"] * 1900) + "]"),
        (".nav.yml", "awesome", "ignore: [" + ", ".join(["'**/*a*a*a*b'"] * 2000) + "]"),
        ("SUMMARY.md", "literate", "* **/*a*a*a*a*a*b\n" * 15_000),
        ("SUMMARY.md", "literate", "- [x](a/)\n" * 19_000),
        ("SUMMARY.md", "literate", "".join("  " * n + "- x\n" for n in range(500))),
        ("SUMMARY.md", "literate", "- " + "[" * 50_000 + "\n- " + "[a](" * 20_000),
    ],
    ids=["stars", "double-stars", "ignore", "summary-stars", "one-folder-often", "deep", "brackets"],
)
def test_a_nav_that_is_written_to_be_slow(name: str, kind: Any, text: str) -> None:
    """Whatever a nav file says, it is read in seconds, over thousands of pages with long names."""
    pages = [f"a/{'a' * 200}{number}.md" for number in range(1500)]
    started = time.monotonic()
    items, _ = repo_nav(tree_of(pages), NavFormat(kind, {"": name}), None, {name: text.encode()})
    assert items
    assert time.monotonic() - started < 15


def test_folders_that_lead_into_one_another_without_end() -> None:
    """A chain of a thousand nav files ends in a problem, not in a crash."""
    pages = [f"f{number}/p.md" for number in range(1000)]
    chain = {f"f{n}": f"nav: [p.md, ../f{n + 1}]\n".encode() for n in range(999)}
    files = {folder: f"{folder}/.nav.yml" for folder in chain}
    form = NavFormat("awesome", {"": ".nav.yml", **files})
    contents = {".nav.yml": b"nav: [f0]\n", **{files[folder]: text for folder, text in chain.items()}}
    items, problems = repo_nav(tree_of(pages), form, None, contents)
    assert items
    assert any("too deeply" in what for _, what, _ in problems)
    summaries = {f"f{n}/SUMMARY.md": f"- [n](../f{n + 1}/)\n- [p](p.md)\n".encode() for n in range(999)}
    form = NavFormat("literate", {"": "SUMMARY.md", **{path.partition("/")[0]: path for path in summaries}})
    items, _ = repo_nav(tree_of(pages), form, None, {"SUMMARY.md": b"- [a](f0/)\n", **summaries})
    assert items


@given(
    st.binary(max_size=200)
    | st.text(alphabet="nav:[]{}-*?!|.@() \n#'abglosrtid", max_size=200).map(str.encode)
)
def test_any_nav_file(content: bytes) -> None:
    """Never raises; each problem has its file, and the nav is of what is there."""
    for read, kind in ((read_nav_yml, "awesome"), (read_pages_file, "pages")):
        _, problems = read("x", content)
        assert all(where.startswith("x") for where, _, _ in problems)
        items, _ = repo_nav(tree_of(["a.md", "b/c.md"]), NavFormat(kind, {"": "x"}), None, {"x": content})  # type: ignore[arg-type]
        assert items
    read_summary(content.decode("utf-8", "replace"), literate=False)
    items, _ = repo_nav(tree_of(["a.md", "b/c.md"]), NavFormat("literate", {"": "x"}), None, {"x": content})
    assert items


@given(
    st.text(alphabet="ab*?[]!-@(|)\\^/.", min_size=1, max_size=20), st.text(alphabet="ab/.-]", max_size=12)
)
def test_any_pattern(pattern: str, path: str) -> None:
    """Compiles and answers, or says why not."""
    try:
        glob = compile_glob(pattern)
    except ValueError:
        return
    assert glob.matches(path, is_folder=False) in (True, False)


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("*.md", ["a.md", ".md"], ["a.txt", "b/a.md"]), ("**/a", ["a", "b/a", "b/c/a"], ["ab"]), ("a/**", ["a/b", "a/b/c"], ["a", "b"]),
        ("a?c", ["abc"], ["ac"]), ("[a-c]x", ["bx"], ["dx"]), ("[!a]x", ["bx"], ["ax"]), ("@(a|b).md", ["a.md"], ["c.md"]),
        ("!(a|b).md", ["c.md"], ["a.md"]), ("x?(y)", ["x", "xy"], ["xz"]), ("\\*", ["*"], ["a"]), ("[z-a]", ["z", "a"], ["m"]), ("[", ["["], ["a"]),
    ],
)  # fmt: skip
def test_patterns(pattern: str, yes: list[str], no: list[str]) -> None:
    """As wcmatch has them."""
    glob = compile_glob(pattern)
    assert [path for path in [*yes, *no] if glob.matches(path, is_folder=False)] == yes


def test_a_section_without_a_name(make_repo: MakeRepo) -> None:
    """It is called as the index that stands first in it; without one its pages stand where it would."""
    settings = 'nav:\n- b.md\n- "":\n  - zed/index.md\n  - zed/lower.md\n- "":\n  - a9.md\n  - a10.md\n'
    nav, problems = made(make_repo, {"zed/index.md": "# About Z\n"}, settings)
    assert nav == ["b.md", {"About Z": ["zed/index.md", "zed/lower.md"]}, "a9.md", "a10.md"]
    assert problems == []


@pytest.mark.parametrize(
    ("site_url", "shown", "problems"),
    [
        ("https://docs.example.org/lab/", "https://docs.example.org/elsewhere/", 1), ("https://docs.example.org/", "", 2), ("", "", 2),
    ],
)  # fmt: skip
def test_a_nav_leads_to_a_site_beside_its_own(
    make_repo: MakeRepo, site_url: str, shown: str, problems: int
) -> None:
    """An entry from the host's root is another site of that host, where the repo's own site lies below its root."""
    settings = f"site_url: {site_url}\nnav:\n- index.md\n- Other: /elsewhere/\n- Gone: /lab/gone/\n"
    nav, found = made(make_repo, {}, settings)
    assert nav == ["index.md", *([f"Other -> {shown}"] if shown else [])]
    assert len(found) == problems


def test_where_a_nav_entry_is_written() -> None:
    """The line in YAML; in TOML the key."""
    config = read_site_config({"mkdocs.yml": b"site_name: x\nnav:\n- A: a.md\n"})
    assert config is not None
    assert config.nav_where("a.md") == "mkdocs.yml:3"
    toml = read_site_config({"zensical.toml": b'[project]\nnav = ["a.md"]\n'})
    assert toml is not None
    assert toml.nav_where("a.md") == "zensical.toml: nav"
