"""Pages whose code has moved on, in whole handbooks: the sentence, the state, the finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import NOW, GitRepo

from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Freshness, Handbook, Origin, PageHistory
from mkdocs_oss.settings import load_settings, read_site
from mkdocs_oss.words import Words

MakeRepo = Callable[..., GitRepo]
TOOL = {
    "README.md": "# Tool\n",
    "src/tool/__init__.py": "",
    "src/tool/load.py": "def read_series(path, strict=False):\n    return path\n\n\ndef main(): ...\n",
    "deploy/rollback.py": "add_option('--force')\n",
    "docs/load.md": "# Load\n\nSee `src/tool/load.py`: call `read_series(path)`.\n",
    "docs/rollback.md": "# Roll back\n\nRun [it](../deploy/rollback.py) with `--force`.\n",
    "docs/declared.md": "---\ndescribes: src/tool/load.py\n---\n# Declared\n",
    "docs/plain.md": "# Plain\n\nNothing of code.\n",
}


@pytest.fixture
def tool(make_repo: MakeRepo) -> GitRepo:
    return make_repo("tool", TOOL, day="2026-01-01", remote="https://github.com/data/tool.git")


@pytest.fixture
def hub(make_repo: MakeRepo, tool: GitRepo) -> GitRepo:
    return make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Team\nplugins: [oss: {api: false}]\n",
            "repos.yml": "repos: [{path: ../tool}]\n",
            "docs/index.md": "---\ndescribes: 'repo:tool/src/tool/load.py#read_series'\n---\n# Team\n",
        },
        day="2026-01-01",
    )


def handbook(hub: GitRepo) -> Handbook:
    site = read_site(hub.path / "mkdocs.yml")
    return assemble(site, load_settings(site), git=Git(), now=NOW)


def verdicts(book: Handbook) -> dict[str, Freshness]:
    return {
        facts.page.origin.path: facts.freshness
        for facts in book.pages
        if facts.freshness is not None and isinstance(facts.page.origin, Origin)
    }


def said(verdict: Freshness) -> list[str]:
    return [Words.of().reason(reason) for reason in verdict.drift]


def test_no_change_no_word(hub: GitRepo) -> None:
    """Pages whose code stands as it did are not pressed; one that says what it describes is fresh."""
    found = verdicts(handbook(hub))
    assert {path: verdict.state for path, verdict in found.items() if verdict.state != "unknown"} == {
        "docs/declared.md": "fresh",
        "docs/index.md": "fresh",
    }
    assert all(verdict.drift == () for verdict in found.values())


def test_code_that_moved_on(hub: GitRepo, tool: GitRepo) -> None:
    """Each page that names the changed code says what happened, with its commits; across repos too."""
    files: dict[str, Any] = {
        "src/tool/load.py": TOOL["src/tool/load.py"].replace("strict=False", "strict=True"),
        "deploy/rollback.py": "pass\n",
    }
    sha = tool.commit(files, day="2026-03-01", message="Be strict")
    book = handbook(hub)
    found = verdicts(book)
    assert {path: said(verdict) for path, verdict in found.items() if verdict.drift} == {
        "docs/load.md": ["One commit has changed `read_series` in `src/tool/load.py` since 1 January 2026."],
        "docs/rollback.md": [
            "This page names `--force`, which `deploy/rollback.py` has not had since 1 March 2026."
        ],
        "docs/declared.md": ["One commit has changed `src/tool/load.py` since 1 January 2026."],
        "docs/index.md": [
            "One commit has changed `read_series` in `tool:src/tool/load.py` since 1 January 2026."
        ],
    }
    assert found["docs/load.md"].drift[0].links[0].url == f"https://github.com/data/tool/commit/{sha}"
    assert (found["docs/load.md"].state, found["docs/rollback.md"].state) == ("look", "contradicted")
    told = {(each.code, each.where) for each in book.findings if each.code in ("drift", "contradicted")}
    assert ("contradicted", "docs/rollback.md:3") in told
    assert ("drift", "docs/load.md:3") in told


def test_code_that_is_gone(hub: GitRepo, tool: GitRepo) -> None:
    """A file that was removed, and one that moved, contradict the pages that name them."""
    tool.commit(
        {"deploy/rollback.py": None, "src/tool/load.py": None, "src/tool/io.py": TOOL["src/tool/load.py"]},
        day="2026-03-01",
    )
    found = verdicts(handbook(hub))
    assert said(found["docs/rollback.md"]) == [
        "This page speaks of `deploy/rollback.py`, which was removed on 1 March 2026."
    ]
    assert said(found["docs/load.md"]) == [
        "This page speaks of `src/tool/load.py`, which was moved to `src/tool/io.py` on 1 March 2026."
    ]


def test_a_page_that_was_mended_is_quiet(hub: GitRepo, tool: GitRepo) -> None:
    """What happened before the page's last change, or its last review, is no reason any more."""
    tool.commit({"deploy/rollback.py": None, "src/tool/load.py": "x = 1\n"}, day="2026-03-01")
    tool.commit(
        {
            "docs/rollback.md": "# Roll back\n\nThere is no script any more.\n",
            "docs/declared.md": "---\ndescribes: src/tool/load.py\nreviewed: 2026-03-02\n---\n# Declared\n",
        },
        day="2026-03-02",
    )
    found = verdicts(handbook(hub))
    assert found["docs/rollback.md"].drift == ()
    assert found["docs/declared.md"].drift == ()
    assert found["docs/declared.md"].state == "fresh"


def test_what_describes_nothing_is_told(hub: GitRepo, tool: GitRepo) -> None:
    """A path of `describes:` that no commit ever had is a slip, and says where it is."""
    tool.commit(
        {"docs/declared.md": "---\ndescribes: [src/tool/loda.py]\n---\n# Declared\n"}, day="2026-03-02"
    )
    [finding] = [each for each in handbook(hub).findings if each.code == "describes"]
    assert "`describes: src/tool/loda.py` names no file that tool has or had" in str(finding)
    assert finding.where == "docs/declared.md:1"


@pytest.mark.parametrize("written", ["3", "{src: load.py}", "../src/tool/load.py", "[src/tool/load.py, 3]"])
def test_what_is_no_path_at_describes_is_told(hub: GitRepo, tool: GitRepo, written: str) -> None:
    """A value that no file can be named by is a slip as well, and not passed over."""
    tool.commit({"docs/declared.md": f"---\ndescribes: {written}\n---\n# Declared\n"}, day="2026-03-02")
    [finding] = [each for each in handbook(hub).findings if each.code == "describes"]
    assert finding.message.endswith("is no path of a file")
    assert finding.where == "docs/declared.md:1"


def test_a_symbol_that_no_file_defines_is_told(hub: GitRepo, tool: GitRepo) -> None:
    """A symbol of `describes:` that the file does not have is a slip too, here and across repos, and nothing is fresh
    for it; whether the file has changed since or not."""
    tool.commit({"docs/declared.md": "---\ndescribes: src/tool/load.py#reads\n---\n# D\n"}, day="2026-01-02")
    hub.commit(
        {"docs/index.md": "---\ndescribes: ['repo:tool/src/tool/load.py#mian']\n---\n# T\n"}, day="2026-01-02"
    )
    for change in (None, f"{TOOL['src/tool/load.py']}x = 1\n"):
        if change:
            tool.commit({"src/tool/load.py": change}, day="2026-03-02")
        book = handbook(hub)
        assert {(each.where, each.message) for each in book.findings if each.code == "describes"} == {
            (
                "docs/declared.md:1",
                "`describes: src/tool/load.py#reads` names a symbol that the file does not define",
            ),
            (
                "docs/index.md:1",
                "`describes: tool:src/tool/load.py#mian` names a symbol that the file does not define",
            ),
        }
        assert verdicts(book)["docs/declared.md"].state == "unknown"
        assert verdicts(book)["docs/index.md"].state == "unknown"


def test_a_page_inherits_from_what_it_includes(hub: GitRepo, tool: GitRepo) -> None:
    """A page with a snippet needs a look as soon as the snippet does."""
    tool.commit(
        {"docs/all.md": '# All\n\n--8<-- "docs/rollback.md"\n', "mkdocs.yml": "site_name: Tool\n"},
        day="2026-01-02",
    )
    tool.commit({"deploy/rollback.py": None}, day="2026-03-01")
    found = verdicts(handbook(hub))
    assert found["docs/all.md"].state == "contradicted"


@pytest.mark.parametrize("as_hub", [True, False])
def test_a_page_that_highlights_lines(make_repo: MakeRepo, *, as_hub: bool) -> None:
    """A line that a page highlights by its number in a snippet, and that is another one now, asks for a look: in a site of
    its own and in a handbook that puts the snippet in place."""
    extension = "markdown_extensions: [pymdownx.snippets, pymdownx.superfences]\n"
    shown = '# One\n\n```py hl_lines="2"\n--8<-- "scripts/run.py"\n```\n'
    one = make_repo(
        "one",
        {
            "mkdocs.yml": f"site_name: One\nplugins: [oss]\n{extension}",
            "docs/index.md": shown,
            "docs/plain.md": shown.replace(' hl_lines="2"', ""),
            "scripts/run.py": "x = 1\nrun(x)\n",
        },
        day="2026-01-01",
    )
    site = {"mkdocs.yml": "site_name: Team\nplugins: [oss: {api: false}]\n", "docs/index.md": "# Team\n"}
    repo = one if as_hub else make_repo("team", {**site, "repos.yml": "repos: [{path: ../one}]\n"})
    assert not any(verdict.drift for verdict in verdicts(handbook(repo)).values())
    one.commit({"scripts/run.py": "import os\n\nx = 1\nrun(x)\n"}, day="2026-02-02")
    found = {path: said(verdict) for path, verdict in verdicts(handbook(repo)).items() if verdict.drift}
    assert found == {
        "docs/index.md": [
            "This page points at line 2 of `scripts/run.py`, which is line 4 since 2 February 2026."
        ]
    }


def test_a_site_of_one_repo(make_repo: MakeRepo) -> None:
    """A project's own docs beside its code, with the one plugin line, know their code too."""
    repo = make_repo(
        "one",
        {
            "mkdocs.yml": "site_name: One\nplugins: [oss]\n",
            "docs/index.md": "# One\n\nRun `scripts/run.py`.\n",
            "scripts/run.py": "x = 1\n",
        },
        day="2026-01-01",
    )
    assert verdicts(handbook(repo))["docs/index.md"].drift == ()
    repo.commit({"scripts/run.py": None}, day="2026-02-02")
    assert said(verdicts(handbook(repo))["docs/index.md"]) == [
        "This page speaks of `scripts/run.py`, which was removed on 2 February 2026."
    ]


def test_an_owner_is_not_flooded(hub: GitRepo, tool: GitRepo) -> None:
    """Beyond `most_per_owner` pages wait, and say for how many."""
    pages = {f"docs/p{number}.md": f"# P{number}\n\nRun `deploy/rollback.py`.\n" for number in range(5)}
    tool.commit({**pages, "CODEOWNERS": "* @data/all\n"}, day="2026-01-02")
    tool.commit({"deploy/rollback.py": None}, day="2026-03-01")
    hub.write(
        {"mkdocs.yml": "site_name: Team\nplugins: [oss: {api: false, freshness: {most_per_owner: 2}}]\n"}
    )
    found = verdicts(handbook(hub))
    contradicted = [verdict for verdict in found.values() if verdict.state == "contradicted"]
    assert len(contradicted) == 6
    assert sum(verdict.waits for verdict in contradicted) == 4
    waiting = next(verdict for verdict in contradicted if verdict.waits)
    assert Words.of().reason(waiting.reasons[-1]) == "2 other pages of the same owners come first."


def test_a_handbook_below_the_root(make_repo: MakeRepo, tool: GitRepo) -> None:
    """In a subfolder of a repo, the page of all repos has the dates of the file that lists them."""
    repo = make_repo(
        "mono",
        {
            "team/mkdocs.yml": "site_name: Team\nplugins: [oss: {api: false}]\n",
            "team/repos.yml": "repos: [{path: ../../tool}]\n",
            "team/docs/index.md": "# Team\n\nRun `scripts/run.py`.\n",
            "team/scripts/run.py": "x = 1\n",
        },
        day="2026-01-01",
    )
    repo.commit({"team/scripts/run.py": None}, day="2026-02-02")
    site = read_site(repo.path / "team/mkdocs.yml")
    book = assemble(site, load_settings(site), git=Git(), now=NOW)
    dates = {
        facts.page.uri: facts.history.last_touched.time.date().isoformat()
        for facts in book.pages
        if isinstance(facts.history, PageHistory) and facts.page.uri in ("index.md", "projects/index.md")
    }
    assert dates == {"index.md": "2026-01-01", "projects/index.md": "2026-01-01"}
    assert said(verdicts(book)["team/docs/index.md"]) == [
        "This page speaks of `team/scripts/run.py`, which was removed on 2 February 2026."
    ]
