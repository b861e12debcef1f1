"""`mkdocs-oss owners`: many paths, the trail, dialects, and paths that are not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, GitRepo

from mkdocs_oss.cli import main

RULES = "* @all\n*.md @docs # by hand\n/docs/gone/ @past\n"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def run(*args: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["owners", *args], input=given)


@pytest.fixture
def tool(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A repo, and the folder that commands run in."""
    repo = make_repo("tool", {"CODEOWNERS": RULES, "docs/a.md": "# A\n", "src/x.py": ""})
    monkeypatch.chdir(repo.path)
    return repo


def test_paths_from_standard_input(tool: GitRepo) -> None:
    """One a line, empty lines left out, in their order; with arguments before them."""
    done = run("CODEOWNERS", "--stdin", given=b"docs/a.md\n\nsrc/x.py\r\nnot/there.md\n")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "CODEOWNERS\t@all\tCODEOWNERS:1: * @all",
        "docs/a.md\t@docs\tCODEOWNERS:2: *.md @docs",
        "src/x.py\t@all\tCODEOWNERS:1: * @all",
        "not/there.md\t@docs\tCODEOWNERS:2: *.md @docs",
    ]
    assert run("--stdin", given=b"").stdout == ""


def test_paths_with_nul_between_them(tool: GitRepo) -> None:
    """As git writes them with -z: line breaks and any bytes are part of a path, and are never printed as such."""
    done = run("--stdin", "-z", "--json", given=b"a\nb.md\0caf\xe9.md\0x.py\0")
    assert [(each["path"], each["owners"]) for each in json.loads(done.stdout)] == [
        ("a\nb.md", ["@docs"]),
        ("caf\ufffd.md", ["@docs"]),
        ("x.py", ["@all"]),
    ]
    assert run("--stdin", "-z", given=b"a\n\x1b[2Jb\0").stdout == "a [2Jb\t@all\tCODEOWNERS:1: * @all\n"


def test_usage(tool: GitRepo) -> None:
    """No path and no --stdin, or -z without it: exit 2 and the remedy."""
    assert run().exit_code == 2
    assert "--stdin" in run().stderr
    assert run("-z", "a").exit_code == 2
    assert run("--dialect", "gitea", "a").exit_code == 2


def test_the_trail(tool: GitRepo) -> None:
    """Below each path, each rule that matched, which one decides, and why the others do not."""
    tool.write({"pyproject.toml": "[project]\nauthors = [{name = 'Ana'}]\n"})
    assert run("docs/a.md", "--explain").stdout.splitlines() == [
        "docs/a.md\t@docs\tCODEOWNERS:2: *.md @docs",
        "  · CODEOWNERS:1: * @all (line 2 matches too, and stands later)",
        "  → CODEOWNERS:2: *.md @docs (decides: the last that matches)",
        "  · pyproject.toml:2: authors: Ana (CODEOWNERS comes first)",
    ]
    (answer,) = json.loads(run("docs/a.md", "--explain", "--json").stdout)
    assert answer["considered"][1] == {
        "file": "CODEOWNERS",
        "line": 2,
        "text": "*.md @docs",
        "pattern": "*.md",
        "section": "",
        "decides": True,
        "why": "decides: the last that matches",
    }
    assert "considered" not in json.loads(run("docs/a.md", "--json").stdout)[0]


def test_another_dialect(tool: GitRepo) -> None:
    """--dialect reads the file as that forge would: for GitLab a comment's owners count, and sections add up."""
    tool.write({"CODEOWNERS": "*.md @docs # was @old\n[X]\n/docs/ @x\n"})
    assert run("docs/a.md").stdout.split("\t")[1] == "@x"
    assert run("docs/a.md", "--dialect", "gitlab").stdout == (
        "docs/a.md\t@docs @old @x\tCODEOWNERS:1: *.md @docs @old; [X] /docs/ @x (line 3)\n"
    )
    assert run("docs/a.md", "--dialect", "bitbucket").stdout.split("\t")[1] == "@x"


def test_the_forge_decides_the_dialect(tool: GitRepo) -> None:
    """Of a repo at gitlab.com, the same file is GitLab's."""
    tool.write({"CODEOWNERS": "* @all\n[X]\n/docs/ @x\n"})
    tool.run("remote", "add", "origin", "https://gitlab.com/example/tool.git")
    assert run("docs/a.md").stdout.split("\t")[1] == "@all @x"


def test_the_setting_decides_where_nothing_else_does(
    make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ownership: {dialect: gitlab}` for forges whose host name does not tell."""
    files = {
        "mkdocs.yml": "site_name: H\nplugins:\n- oss: {ownership: {dialect: gitlab}}\n",
        "CODEOWNERS": "* @all\n[X]\n/docs/ @x\n",
        "docs/index.md": "# W\n",
    }
    hub = make_repo("handbook", files, remote="https://git.example.org/team/handbook.git")
    monkeypatch.chdir(hub.path)
    assert run("docs/index.md").stdout.split("\t")[1] == "@all @x"


def test_who_worked_on_it_where_that_is_asked_for(
    make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ownership: {infer: true}` answers from history, says that it does, and never shows an address."""
    files = {
        "mkdocs.yml": "site_name: H\nplugins:\n- oss: {ownership: {infer: true}}\n",
        "docs/index.md": "# W\n",
    }
    hub = make_repo("handbook", files)
    hub.commit({"docs/index.md": "# W\n\nMore.\n"}, author="Bo <bo@example.org>", day="2026-02-01")
    monkeypatch.chdir(hub.path)
    done = run("docs/index.md")
    assert done.stdout == "docs/index.md\tBo Ana\tgit log: inferred from who has worked on it: Bo, Ana\n"
    (answer,) = json.loads(run("docs/index.md", "--json").stdout)
    assert answer["inferred"] is True
    assert "example.org" not in run("docs/index.md", "--json", "--explain").stdout
    hub.write({"mkdocs.yml": "site_name: H\nplugins: [oss]\n"})
    assert run("docs/index.md").stdout.split("\t")[1] == "unknown"


def test_a_link_is_a_path_of_its_own(tool: GitRepo, tmp_path: Path) -> None:
    """Git knows a symbolic link by its own name, wherever it leads."""
    (tool.path / "link.md").symlink_to(tmp_path / "elsewhere.py")
    assert run("link.md").stdout.split("\t")[1] == "@docs"


@pytest.mark.parametrize(
    ("path", "owner"),
    [("new/", "@all"), ("./docs/../new.md", "@docs"), ("gone/..", "unknown"), ("docs/.", "unknown")],
)
def test_paths_as_people_write_them(tool: GitRepo, path: str, owner: str) -> None:
    """A slash at the end, dots in it; what is no file in the repo says so."""
    assert run(path).stdout.split("\t")[1] == owner


def test_many_paths_in_many_folders(tool: GitRepo) -> None:
    """A repo is read once, however many its paths."""
    paths = "".join(f"src/part{number % 40}/x{number}.md\n" for number in range(3_000))
    done = run("--stdin", given=paths.encode())
    assert len(done.stdout.splitlines()) == 3_000
    assert {line.split("\t")[1] for line in done.stdout.splitlines()} == {"@docs"}


def test_a_hidden_person_and_an_address(tool: GitRepo) -> None:
    """Words stand for whoever is not to be named, in the trail too; an address is told as CODEOWNERS has it."""
    tool.write(
        {
            "mkdocs.yml": "site_name: T\nplugins: [oss]\n",
            "teams.yml": 'people: {"@cy": {name: Cy, emails: [cy@example.org], hidden: true}}\n',
            "CODEOWNERS": "* @cy\n*.md cy@example.org bo@example.org\n",
        }
    )
    instead = "someone who is not named here"
    assert run("src/x.py", "docs/a.md", "--explain").stdout.splitlines() == [
        f"src/x.py\t{instead}\tCODEOWNERS:1: * {instead}",
        f"  → CODEOWNERS:1: * {instead} (decides: the last that matches)",
        f"docs/a.md\t{instead} bo@example.org\tCODEOWNERS:2: *.md {instead} bo@example.org",
        f"  · CODEOWNERS:1: * {instead} (line 2 matches too, and stands later)",
        f"  → CODEOWNERS:2: *.md {instead} bo@example.org (decides: the last that matches)",
    ]
    code, page = json.loads(run("src/x.py", "docs/a.md", "--json").stdout)
    assert (code["owners"], code["unnamed"]) == ([], True)
    assert (page["owners"], page["unnamed"]) == (["bo@example.org"], True)


def test_a_bare_repository_is_told_as_one(
    tool: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no worktree whose paths could be asked for; that is not the same as no repository."""
    bare = tmp_path / "tool.git"
    tool.run("clone", "-q", "--bare", ".", str(bare))
    monkeypatch.chdir(bare)
    assert (
        "a bare repository has no worktree; name a file of a checkout, or NAME:PATH"
        in run("docs/a.md").stdout
    )
    monkeypatch.chdir(tmp_path)
    assert run("docs/a.md").stdout == "docs/a.md\tunknown\tit is in no git repository\n"


def test_all_rules_that_decide_together(tool: GitRepo) -> None:
    """Where several of GitLab's sections decide, each rule with its pattern and section; `rule` has the words of all."""
    tool.write({"CODEOWNERS": "* @all\n[Docs] @docs\n*.md\n/docs/ @past\n", "mkdocs.yml": "site_name: x\n"})
    (answer, other) = json.loads(
        run("docs/a.md", "x.py", "--dialect", "gitlab", "--explain", "--json").stdout
    )
    assert answer["owners"] == ["@all", "@past"]
    assert answer["rules"] == [
        {"file": "CODEOWNERS", "line": 1, "text": "* @all", "pattern": "*", "section": ""},
        {
            "file": "CODEOWNERS",
            "line": 4,
            "text": "[Docs] /docs/ @past",
            "pattern": "/docs/",
            "section": "Docs",
        },
    ]
    assert answer["rule"] == answer["rules"][0] | {"text": "* @all; [Docs] /docs/ @past (line 4)"}
    deciding = [step for step in answer["considered"] if step["decides"]]
    assert [(step["pattern"], step["section"]) for step in deciding] == [("*", ""), ("/docs/", "Docs")]
    assert other["rules"] == [other["rule"]]


def test_rules_in_json_name_nobody_who_is_hidden(
    make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in one of several deciding rules, nor in what was considered."""
    hub = make_repo("hub", {"docs/a.md": "# A\n", "CODEOWNERS": "* @bo\n[Ana] @ana\n*.md @ana\n"})
    hub.write(
        {
            "mkdocs.yml": "site_name: H\nplugins: [oss]\n",
            "teams.yml": "people: {'@ana': {name: Ana, hidden: true}}\n",
        }
    )
    monkeypatch.chdir(hub.path)
    told = run("docs/a.md", "--dialect", "gitlab", "--explain", "--json").stdout
    assert len(json.loads(told)[0]["rules"]) == 2
    assert "ana" not in told.casefold()
