"""What a change in one repo does to the pages that speak of its code, before it is merged."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest
from click.testing import CliRunner
from conftest import NOW, GitRepo

from mkdocs_oss.cli import main
from mkdocs_oss.gather import Build
from mkdocs_oss.gather.changed import drift_of_change
from mkdocs_oss.git import Git
from mkdocs_oss.model import Finding, Repo
from mkdocs_oss.settings import Settings
from mkdocs_oss.sources import open_worktree
from mkdocs_oss.sources.hub_facts import HubBinding, HubPage

LOAD = "def read_series(path):\n    return path\n"


@pytest.fixture
def tool(make_repo: Callable[..., GitRepo]) -> GitRepo:
    repo = make_repo(
        "tool",
        {
            "README.md": "# Tool\n",
            "src/load.py": LOAD,
            "run.sh": "run --force\n",
            "docs/load.md": "# Load\n\nCall `read_series(path)` of `src/load.py`.\n",
            "docs/run.md": "---\ndescribes: run.sh\n---\n# Run\n",
        },
        day="2026-01-01",
    )
    repo.run("checkout", "--quiet", "-b", "change")
    return repo


def told(repo: GitRepo, pages: Sequence[HubPage] = (), *, base: str = "main") -> list[str]:
    git = Git()
    build = Build(Settings(frozenset({"freshness"})), git=git, today=NOW.date())
    source = open_worktree(Repo("tool", path=repo.path), git=git)
    start = repo.run("merge-base", base, "HEAD")
    return [said(each.finding) for each in drift_of_change(source, start, pages, build=build, now=NOW)]


def said(finding: Finding) -> str:
    return f"{finding.severity} {finding.repo}: {finding.where}: {finding.message} {' '.join(finding.owners)}".rstrip()


def test_no_change_touches_nothing(tool: GitRepo) -> None:
    """A change of something else, of form alone, or of a new file, says nothing."""
    tool.commit({"src/other.py": "x = 1\n", "src/load.py": f"# Loads.\n\n{LOAD}"}, day="2026-02-01")
    assert told(tool) == []


def test_a_change_of_code_that_a_page_is_about(tool: GitRepo) -> None:
    """Each page that describes the code is named with its line, committed or not."""
    tool.commit({"src/load.py": LOAD.replace("(path)", "(path, strict)", 1)}, day="2026-02-01")
    tool.write({"run.sh": "run\n"})
    assert told(tool) == [
        "note tool: docs/load.md:3: This page speaks of `read_series` of `src/load.py`, which this change touches",
        "note tool: docs/run.md:1: This page describes `run.sh`, which this change touches",
    ]


def test_only_what_the_change_itself_does_is_laid_to_it(tool: GitRepo) -> None:
    """What was changed and taken away before the change is told by `fresh`, and not to who touches the file later."""
    two = f"{LOAD}\n\ndef other():\n    return 1\n"
    tool.run("checkout", "--quiet", "main")
    tool.commit(
        {
            "src/load.py": f"{two}\n\ndef put_back(x):\n    return x\n",
            "docs/gone.md": "---\ndescribes: src/load.py#put_back\n---\n# Gone\n",
            "docs/line.md": "# Line\n\n[first](../src/load.py#L1)\n",
        },
        day="2026-01-10",
    )
    tool.commit({"src/load.py": two.replace("(path)", "(path, strict)", 1)}, day="2026-02-01")
    tool.run("checkout", "--quiet", "-B", "change")
    tool.commit(
        {"src/load.py": two.replace("(path)", "(path, strict)", 1).replace("1", "2")}, day="2026-03-01"
    )
    assert told(tool) == []
    tool.write({"docs/gone.md": "---\ndescribes: src/load.py#put_back\n---\n# Gone, edited\n"})
    assert told(tool) == [
        "warning tool: docs/gone.md:1: This page speaks of `put_back` of `src/load.py`, which is gone since 1 February 2026"
    ]


def test_a_change_that_takes_something_away(tool: GitRepo) -> None:
    """What the change removes or moves contradicts the page, and that is a warning."""
    tool.commit({"run.sh": None, "src/load.py": None, "src/io.py": LOAD}, day="2026-02-01")
    assert told(tool) == [
        "warning tool: docs/load.md:3: This page speaks of `src/load.py`, which this change moves to `src/io.py`",
        "warning tool: docs/run.md:1: This page speaks of `run.sh`, which this change removes",
    ]


def test_a_page_that_is_mended_with_the_code(tool: GitRepo) -> None:
    """Who changes the page too has looked at it; only what it leaves contradicted is told."""
    tool.commit(
        {
            "src/load.py": LOAD.replace("(path)", "(path, strict)", 1),
            "docs/load.md": "# Load\n\nCall `read_series(path, strict)` of `src/load.py`.\n",
            "run.sh": None,
            "docs/run.md": "---\ndescribes: run.sh\n---\n# Run it\n",
        },
        day="2026-02-01",
    )
    assert told(tool) == [
        "warning tool: docs/run.md:1: This page speaks of `run.sh`, which this change removes"
    ]


def test_a_page_that_is_reviewed_with_the_code(tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reviewer who has seen the change and says why the page holds is asked no more, until the code changes again."""
    tool.commit({"run.sh": None, "src/load.py": "x = 1\n"}, day="2026-02-01")
    assert len(told(tool)) == 2
    monkeypatch.chdir(tool.path)
    command = [
        "review",
        "docs/load.md",
        "docs/run.md",
        "--date",
        "2026-03-03",
        "--still-accurate",
        "both names work",
    ]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert told(tool) == []
    tool.commit(day="2026-06-15")
    assert told(tool) == []
    tool.write({"src/load.py": "y = 1\n"})
    assert told(tool) == [
        "warning tool: docs/load.md:7: This page names `read_series`, which this change takes out of `src/load.py`"
    ]


def test_an_edit_that_leaves_a_page_contradicted(tool: GitRepo) -> None:
    """The page was contradicted before; whoever edits it is told, and whoever does not is left alone."""
    tool.run("checkout", "--quiet", "main")
    tool.commit({"src/load.py": None}, day="2026-01-15")
    tool.run("checkout", "--quiet", "-B", "change")
    tool.commit({"README.md": "# Tool!\n"}, day="2026-02-01")
    assert told(tool) == []
    tool.commit(
        {"docs/load.md": "# Load it\n\nCall `read_series(path)` of `src/load.py`.\n"}, day="2026-02-02"
    )
    assert told(tool) == [
        "warning tool: docs/load.md:3: This page speaks of `src/load.py`, which was removed on 15 January 2026"
    ]


def test_pages_of_siblings(tool: GitRepo) -> None:
    """Pages of other repos that describe the code are named with their owners; those of the repo itself are not."""
    pages = [
        HubPage(
            "lab",
            "docs/use.md",
            ("@data/lab",),
            bindings=(
                HubBinding("tool", "src/load.py", "describes", "read_series", 4),
                HubBinding("tool", "run.sh", "span", "", 9),
                HubBinding("lab", "run.sh", "span", "", 10),
            ),
        ),
        HubPage("tool", "docs/run.md", (), bindings=(HubBinding("tool", "run.sh", "describes"),)),
    ]
    tool.commit({"src/load.py": "x = 1\n", "run.sh": "run\n"}, day="2026-02-01")
    assert [line for line in told(tool, pages) if " lab:" in line] == [
        "warning lab: docs/use.md:4: This page speaks of `read_series` of `src/load.py`, which this change takes away @data/lab"
    ]


def test_a_symbol_that_a_change_moves(tool: GitRepo) -> None:
    """Where its name stands in code of the repo still, siblings are asked for a look, as the repo's own pages are."""
    pages = [
        HubPage(
            "lab",
            "docs/use.md",
            (),
            bindings=(HubBinding("tool", "src/load.py", "describes", "read_series", 4),),
        )
    ]
    tool.commit({"src/load.py": "import io\n", "src/io.py": LOAD}, day="2026-02-01")
    assert [line for line in told(tool, pages) if " lab:" in line] == [
        "note lab: docs/use.md:4: This page speaks of `read_series` of `src/load.py`, which this change takes out of that file; the name stands elsewhere in the repo"
    ]


def check(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["check", "--changed", "main", *args])
    return done.exit_code, done.stdout


def test_on_the_command_line(tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a handbook the repo's own pages are looked at; notes pass, what is contradicted does not."""
    tool.commit({"CODEOWNERS": "/docs/ @data/docs\n", "run.sh": "run\n"}, day="2026-02-01")
    monkeypatch.chdir(tool.path)
    assert check() == (
        0,
        (
            "tool: docs/run.md:1 (@data/docs): This page describes `run.sh`, which this change touches; "
            "read the page, and mend it or record a review\n"
        ),
    )
    assert check("--strict")[0] == 1
    tool.commit({"run.sh": None}, day="2026-02-02")
    code, printed = check("--format", "github")
    assert code == 1
    assert printed.startswith("::warning file=docs/run.md,line=1")
    code, printed = check("--json")
    [page] = json.loads(printed)["pages"]
    assert (page["code"], page["cause"], page["owners"]) == ("contradicted", "run.sh", ["@data/docs"])


def test_what_is_not_in_the_worktree_is_not_removed(tool: GitRepo) -> None:
    """A sparse checkout leaves code out, and the change has not touched it; where it has, that is told."""
    tool.commit({"other.txt": "x\n"}, day="2026-02-01")
    tool.run("sparse-checkout", "set", "docs")
    assert not (tool.path / "src").exists()
    assert told(tool) == []
    tool.run("sparse-checkout", "disable")
    tool.commit({"src/load.py": LOAD.replace("path)", "path, fast)")}, day="2026-02-02")
    tool.run("sparse-checkout", "set", "docs")
    assert [line.partition(":")[0] for line in told(tool)] == ["note tool"]


def test_what_a_sparse_checkout_leaves_out_is_still_there(tool: GitRepo) -> None:
    """A name that moves to a file outside of the checkout is not gone."""
    tool.commit({"src/load.py": "path = 1\n", "far/away.py": LOAD}, day="2026-02-01")
    tool.run("sparse-checkout", "set", "docs", "src")
    assert not (tool.path / "far").exists()
    assert not any("warning" in line for line in told(tool))


def test_a_file_that_cannot_be_read_has_not_changed(tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is too large for us is there all the same."""
    tool.commit({"other.txt": "x\n"}, day="2026-02-01")
    monkeypatch.setattr("mkdocs_oss.sources.files.MAX_FILE_BYTES", 30)
    (tool.path / "src/load.py").write_text(LOAD.replace("read_series", "load"))
    assert told(tool) == []


def test_a_file_that_a_filter_writes_has_not_changed(tool: GitRepo) -> None:
    """What a filter makes of a file is not run, so what git has of it counts, as with large files of git-lfs."""
    tool.run("config", "filter.turned.clean", "tr a-y b-z")
    tool.run("config", "filter.turned.smudge", "tr b-z a-y")
    tool.run("checkout", "--quiet", "main")
    tool.commit({".gitattributes": "*.sh filter=turned\n"}, day="2026-01-02")
    tool.commit({"run.sh": "run --quick\n"}, day="2026-01-03")
    tool.run("checkout", "--quiet", "-b", "other")
    tool.commit({"other.txt": "x\n"}, day="2026-02-01")
    assert told(tool) == []


def test_the_settings_of_the_user_change_nothing_of_what_is_found(tool: GitRepo) -> None:
    """A page's own words are not taken for code, however `git grep` shows its finds."""
    tool.run("config", "grep.lineNumber", "true")
    tool.run("config", "grep.column", "true")
    tool.commit({"src/load.py": "path = 1\n"}, day="2026-02-01")
    assert [line.partition(":")[0] for line in told(tool)] == ["warning tool"]
