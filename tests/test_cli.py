"""The commands, as a user and a script meet them: what they print, and their exit codes."""

from __future__ import annotations

import json
import logging
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Built, GitRepo

from mkdocs_oss.cli import main

CLOSED = "http://127.0.0.1:9/team/gone.git"
COMMANDS = sorted(main.commands)


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A handbook over one repo, and the folder that commands run in."""
    make_repo(
        "tool",
        {
            "README.md": "# Tool\n",
            "CODEOWNERS": "* @data/tools\n/docs/ @ana # the guide\n",
            "docs/a.md": "# A\n",
        },
        remote="https://github.com/example/tool.git",
    )
    files = {
        "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
        "repos.yml": "repos:\n- path: ../tool\n",
        "CODEOWNERS": "/docs/ @data/docs\n",
        "docs/index.md": "---\nreviewed: 2026-06-01\n---\n# Welcome\n",
        "docs/old.md": "---\nreviewed: 2025-01-01\n---\n# Old\n",
    }
    repo = make_repo("handbook", files, remote="https://github.com/example/handbook.git")
    monkeypatch.chdir(repo.path)
    return repo


def test_there_is_help(hub: GitRepo) -> None:
    """-h and --help of every command say what it does."""
    assert set(COMMANDS) >= {"check", "demo", "facts", "fresh", "new", "owners", "preview", "serve", "sync"}
    for words in ([], *([name] for name in COMMANDS)):
        for option in ("-h", "--help"):
            done = run(*words, option)
            assert done.exit_code == 0
            assert "Usage: " in done.stdout
            assert len(done.stdout.splitlines()) > 4


def test_the_version() -> None:
    """--version names the tool."""
    assert run("--version").stdout.startswith("mkdocs-oss, version ")


@pytest.mark.parametrize("command", ["check", "facts", "fresh", "serve", "sync"])
def test_outside_a_handbook_the_remedy_is_named(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No mkdocs.yml: exit 2 and one line on stderr."""
    monkeypatch.chdir(tmp_path)
    done = run(command)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr == (
        "mkdocs-oss: mkdocs.yml: there is none in this folder; "
        "go to the handbook's folder, or name it with --config-file\n"
    )


@pytest.mark.parametrize("command", ["check", "facts", "fresh", "serve", "sync"])
def test_a_site_without_the_plugin_is_told_so(command: str, hub: GitRepo) -> None:
    """A mkdocs.yml without `oss`: exit 2, and the line to add."""
    hub.write({"mkdocs.yml": "site_name: x\nplugins: [search]\n"})
    done = run(command)
    assert done.exit_code == 2
    assert "mkdocs.yml: plugins: `oss` is not among them; add the line `- oss`" in done.stderr


def test_wrong_settings_are_exit_2(hub: GitRepo) -> None:
    """An unknown key: file, line, and what was probably meant."""
    hub.write({"repos.yml": "repos:\n- paht: ../tool\n"})
    done = run("check")
    assert done.exit_code == 2
    assert "repos.yml:2: unknown key 'paht'; did you mean 'path'?" in done.stderr
    assert run("check", "--form", "xml").exit_code == 2
    assert run("nothing").exit_code == 2


class TestCheck:
    """`mkdocs-oss check`."""

    def test_nothing_to_mend(self, hub: GitRepo) -> None:
        """Exit 0, nothing on stdout, and the count on stderr."""
        hub.write({"docs/old.md": None})
        done = run("check", "--strict")
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr.endswith("pages: nothing to mend\n")

    def test_notes_count_with_strict_only(self, hub: GitRepo) -> None:
        """A broken link in a repo is a note: shown always, exit 1 with --strict."""
        GitRepo(hub.path.parent / "tool").write({"docs/b.md": "[x](gone.md)\n"})
        done = run("check")
        assert done.exit_code == 0
        broken, due = sorted(done.stdout.splitlines(), reverse=True)
        assert broken == "note: tool: docs/b.md:1: the link 'gone.md' leads nowhere; mend the link"
        assert due.startswith("note: handbook: docs/old.md: the page is due for a review since ")
        assert "2 notes\n" in done.stderr
        assert run("check", "--strict").exit_code == 1

    def test_a_warning_is_exit_1(self, hub: GitRepo) -> None:
        """What is wrong in the handbook itself is a warning."""
        hub.write({"docs/index.md": "---\nreviewed: soon\n---\n# W\n"})
        done = run("check")
        assert done.exit_code == 1
        assert done.stdout.startswith("warning: handbook: docs/index.md: `reviewed: soon` is not a date")

    @pytest.mark.parametrize("option", [("--format", "json"), ("--json",)])
    def test_as_json(self, option: tuple[str, ...], hub: GitRepo) -> None:
        """A list, with the keys of handbook.json's findings; empty where there is nothing."""
        hub.write({"docs/old.md": None})
        assert json.loads(run("check", *option).stdout) == []
        hub.write({"repos.yml": "repos:\n- {path: ../gone, policy: required}\n"})
        done = run("check", *option)
        assert done.exit_code == 1
        (finding,) = json.loads(done.stdout)
        assert set(finding) == {"code", "severity", "repo", "where", "message", "remedy", "owners", "links"}
        assert (finding["code"], finding["where"]) == ("repo-missing", "repos.yml:2")


class TestOwners:
    """`mkdocs-oss owners`."""

    def test_any_path_has_an_answer(self, hub: GitRepo) -> None:
        """Files that exist, were deleted, or are not there yet; in the handbook and beside it."""
        (hub.path / "docs/old.md").unlink()
        done = run(
            "owners",
            "docs/index.md",
            "docs/old.md",
            "docs/new/deep.md",
            "../tool/docs/a.md",
            "tool:docs/a.md",
            "tool:x",
        )
        assert done.exit_code == 0
        assert done.stdout.splitlines() == [
            "docs/index.md\t@data/docs\tCODEOWNERS:1: /docs/ @data/docs",
            "docs/old.md\t@data/docs\tCODEOWNERS:1: /docs/ @data/docs",
            "docs/new/deep.md\t@data/docs\tCODEOWNERS:1: /docs/ @data/docs",
            "../tool/docs/a.md\t@ana\tCODEOWNERS:2: /docs/ @ana",
            "tool:docs/a.md\t@ana\tCODEOWNERS:2: /docs/ @ana",
            "tool:x\t@data/tools\tCODEOWNERS:1: * @data/tools",
        ]  # fmt: skip

    def test_nobody_and_not_known(self, hub: GitRepo, tmp_path: Path) -> None:
        """A path that no rule names, and paths outside any repository or outside the named one."""
        (tmp_path / "plain").mkdir()
        done = run("owners", "repos.yml", "../plain/x.md", "../not/there.md", "/x.md", "tool:../x.md", "docs")
        assert done.exit_code == 0
        assert done.stdout.splitlines() == [
            "repos.yml\tnobody\tCODEOWNERS: no rule matches",
            "../plain/x.md\tunknown\tit is in no git repository",
            "../not/there.md\tunknown\tit is in no git repository",
            "/x.md\tunknown\tit is in no git repository",
            "tool:../x.md\tunknown\tit lies outside the repository",
            "docs\tunknown\tit is a folder; name a file in it, there or not",
        ]

    def test_settings_count_as_on_the_site(self, hub: GitRepo) -> None:
        """An owner that mkdocs.yml or repos.yml names is the answer here too, by either way to name the path."""
        hub.write(
            {
                "mkdocs.yml": "site_name: H\nplugins:\n- oss: {ownership: {owner: '@hub'}}\n",
                "repos.yml": "repos:\n- {path: ../tool, owner: '@declared'}\n",
                "CODEOWNERS": None,
            }
        )
        GitRepo(hub.path.parent / "tool").write({"CODEOWNERS": None})
        done = run("owners", "docs/index.md", "../tool/README.md", "tool:README.md")
        assert done.stdout.splitlines() == [
            "docs/index.md\t@hub\tmkdocs.yml: owner: @hub",
            "../tool/README.md\t@declared\trepos.yml:2: owner: @declared",
            "tool:README.md\t@declared\trepos.yml:2: owner: @declared",
        ]

    def test_as_json(self, hub: GitRepo) -> None:
        """Each answer with its rule, or with the reason why there is none."""
        first, second = json.loads(run("owners", "--json", "docs/index.md", "/x").stdout)
        rule = {
            "file": "CODEOWNERS",
            "line": 1,
            "text": "/docs/ @data/docs",
            "pattern": "/docs/",
            "section": "",
        }
        assert first == {
            "path": "docs/index.md",
            "owners": ["@data/docs"],
            "rule": rule,
            "rules": [rule],
            "unknown": None,
        }
        assert second == {
            "path": "/x",
            "owners": [],
            "rule": None,
            "rules": [],
            "unknown": "it is in no git repository",
        }

    def test_in_any_repo(self, hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
        """No handbook is needed; a --config-file that is not there is an error all the same."""
        monkeypatch.chdir(hub.path.parent / "tool/docs")
        assert run("owners", "a.md").stdout == "a.md\t@ana\tCODEOWNERS:2: /docs/ @ana\n"
        assert run("owners", "a.md", "-f", "gone.yml").exit_code == 2
        assert run("owners").exit_code == 2


class TestFresh:
    """`mkdocs-oss fresh`."""

    def test_all_pages(self, hub: GitRepo) -> None:
        """One line for each page, with its verdict and its evidence; exit 1 where one needs a look."""
        done = run("fresh")
        assert done.exit_code == 1
        lines = {line.split(": ")[1]: line for line in done.stdout.splitlines()}
        assert lines["docs/old.md"].startswith("look     handbook: docs/old.md: Reviewed on 1 January 2025.")
        assert lines["docs/index.md"].startswith("fresh    handbook: docs/index.md: ")
        assert lines["docs/a.md"].startswith("unknown  tool: docs/a.md: ")

    @pytest.mark.parametrize("name", ["docs/index.md", "handbook:docs/index.md", "./docs/../docs/index.md"])
    def test_one_page(self, name: str, hub: GitRepo) -> None:
        """A page by its file, by NAME:PATH; exit 0 where it is fresh."""
        done = run("fresh", name)
        assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)
        (page,) = json.loads(run("fresh", "--json", name).stdout)
        assert (page["path"], page["freshness"], page["reviewed"]) == ("docs/index.md", "fresh", "2026-06-01")

    def test_from_a_subfolder_and_from_a_repo(self, hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
        """Files are named from where one stands, as any command takes them."""
        monkeypatch.chdir(hub.path / "docs")
        assert "docs/index.md" in run("fresh", "-f", "../mkdocs.yml", "index.md").stdout
        assert "tool: docs/a.md" in run("fresh", "-f", "../mkdocs.yml", "../../tool/docs/a.md").stdout

    def test_a_page_that_is_not_there(self, hub: GitRepo) -> None:
        """Exit 2 and the name of just that page."""
        done = run("fresh", "docs/index.md", "docs/nope.md")
        assert done.exit_code == 2
        assert "no page of the handbook is docs/nope.md;" in done.stderr


class TestSync:
    """`mkdocs-oss sync`, without a network."""

    def test_nothing_to_fetch(self, hub: GitRepo) -> None:
        """Repos with a `path:` alone: exit 0, no lock."""
        done = run("sync")
        assert (done.exit_code, done.stdout) == (0, "")
        assert "nothing to fetch" in done.stderr
        assert not (hub.path / "handbook.lock").exists()

    def test_what_cannot_be_reached_keeps_its_entry(self, hub: GitRepo) -> None:
        """Exit 1 and the reason on stderr; the lock goes on naming the commit it named."""
        entry = {"url": CLOSED, "ref": "", "commit": "1" * 40, "when": "2026-01-01T00:00:00Z"}
        lock = {"version": 1, "repos": {"gone": entry, "taken-out": entry}}
        hub.write({"repos.yml": f"repos:\n- url: {CLOSED}\n", "handbook.lock": json.dumps(lock)})
        done = run("sync")
        assert done.exit_code == 1
        assert done.stderr.startswith("gone: not fetched: ")
        assert json.loads((hub.path / "handbook.lock").read_text())["repos"] == {"gone": entry}

    def test_a_lock_that_is_none(self, hub: GitRepo) -> None:
        """A damaged handbook.lock is exit 2, with how to make it anew."""
        hub.write({"handbook.lock": "{}", "repos.yml": f"repos:\n- url: {CLOSED}\n"})
        done = run("check")
        assert done.exit_code == 2
        assert "handbook.lock: not a lock file; write it anew with `mkdocs-oss sync`" in done.stderr
        assert run("sync").exit_code == 1, "sync writes it anew"
        assert json.loads((hub.path / "handbook.lock").read_text())["repos"] == {}


def test_colours_on_a_terminal_only(hub: GitRepo) -> None:
    """Escape codes where a person reads, none in a pipe or a file."""
    command = [str(Path(sys.executable).with_name("mkdocs-oss")), "fresh", "docs/old.md"]
    if not Path(command[0]).exists():
        command = [sys.executable, "-m", "mkdocs_oss.cli", *command[1:]]
    piped = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert piped.returncode == 1
    assert b"\x1b" not in piped.stdout
    ours, theirs = pty.openpty()
    shown = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(theirs)
    assert shown.returncode == 1
    assert b"\x1b[33mlook" in os.read(ours, 10_000)
    os.close(ours)
    assert click.unstyle("\x1b[33mlook") == "look"


def test_demo_takes_a_folder_below_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`demo --build build/demo`: a path relative to where the command runs, as `make handbook` gives it."""
    monkeypatch.chdir(tmp_path)
    done = run("demo", "--build", "build/demo")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "build" / "demo" / "handbook" / "site" / "oss" / "pages.json").is_file()


def test_without_git_each_repo_says_so(
    hub: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build: Callable[..., Built]
) -> None:
    """Where git is missing no date is known: `check` and the log of a build say why, once for each checkout."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.chdir(hub.path)
    done = run("check")
    said = [line for line in done.stdout.splitlines() if "git is not installed, or not on PATH" in line]
    assert [line.split(":")[1].strip() for line in said] == ["handbook", "tool"]
    assert all(line.startswith("note:") and line.endswith("; install git") for line in said)
    logged = build(hub.path / "mkdocs.yml").messages(logging.INFO)
    assert sum("git is not installed" in message for message in logged) == 2


def test_a_line_of_fresh_is_one_line(hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a page makes no line of its own, and moves no cursor."""
    hub.commit({"docs/a\nfresh    x: b\x1b[2J.md": "# A\n"})
    monkeypatch.chdir(hub.path)
    lines = run("fresh").stdout.splitlines()
    assert not [line for line in lines if line.startswith("fresh    x:") or "\x1b" in line]
    assert any("handbook: docs/a fresh    x: b [2J.md: " in line for line in lines)


def test_a_page_whose_name_is_no_text(hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs stops at a name that is not UTF-8 without a word of which; the commands name it."""
    (hub.path / os.fsdecode(b"docs/caf\xe9.md")).write_text("# Caf\n")
    monkeypatch.chdir(hub.path)
    for command in ("check", "fresh", "facts"):
        done = run(command)
        assert done.exit_code == 2
        assert (
            r"'docs/caf\udce9.md': its name is not UTF-8, at which MkDocs stops; rename the file"
            in done.stderr
        )
