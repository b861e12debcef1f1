"""What a finding rests on, and whom it concerns, in every format that findings are printed in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, GitRepo
from sarif_log import checked

from mkdocs_oss.cli import main
from mkdocs_oss.cli.places import Placed
from mkdocs_oss.cli.sarif import sarif
from mkdocs_oss.model import Finding, Link
from mkdocs_oss.site import finding_json


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


@pytest.fixture
def drifted(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A handbook at a forge, a page of which describes a file that has changed and names a thing that is gone."""
    page = "---\ndescribes: src/load.py\n---\n# Load\n\nCall `read_series(path)` of `src/load.py`.\n"
    files = {
        "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [oss]\n",
        "CODEOWNERS": "* @data/docs @ana\n",
        "docs/index.md": "# Welcome\n",
        "docs/load.md": page,
        "src/load.py": "def read_series(path):\n    return path\n",
    }
    repo = make_repo("handbook", files, remote="https://github.com/example/handbook.git")
    repo.run("branch", "before")
    repo.commit({"src/load.py": "def read_table(path, mode):\n    return path, mode\n"}, day="2026-02-01")
    monkeypatch.chdir(repo.path)
    return repo


class TestCommitsAndOwners:
    """What a finding rests on, and whom it concerns, wherever findings are printed."""

    def test_commits_are_links_in_sarif(self, drifted: GitRepo) -> None:
        """In the message, as the format has them; the fingerprint is the same without."""
        sha = drifted.run("rev-parse", "HEAD")
        link = f"([{sha[:10]}](https://github.com/example/handbook/commit/{sha}))"
        for command in ("check", "fresh"):
            (result,) = [
                each
                for each in checked(run(command, "--format", "sarif").stdout)["results"]
                if each["ruleId"] == "contradicted"
            ]
            assert result["message"]["text"].endswith(link)

    def test_commits_are_links_in_json(self, drifted: GitRepo) -> None:
        """Each with the sentence that rests on it."""
        sha = drifted.run("rev-parse", "HEAD")
        link = {"label": sha[:10], "url": f"https://github.com/example/handbook/commit/{sha}"}
        facts = json.loads(run("facts").stdout)
        (page,) = [page for page in facts["pages"] if page["path"] == "docs/load.md"]
        assert page["links"] == [{"reason": 0, **link}]
        assert "`read_series`" in page["reasons"][0]
        assert [page["links"] for page in facts["pages"] if page["path"] == "docs/index.md"] == [[]]
        (finding,) = [each for each in facts["findings"] if each["code"] == "contradicted"]
        assert finding["links"] == [link]
        (told,) = json.loads(run("fresh", "--json", "docs/load.md").stdout)
        assert told["links"] == page["links"]

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "x y"])
    def test_what_does_not_lead_to_the_web_is_no_link(self, url: str) -> None:
        """Neither in the log nor in the facts; and a label ends where it should."""
        good = Link("a]b[c\\", "https://forge.example/(x)")
        finding = Finding(
            "drift", "note", "hub", "docs/a.md", "changed", "", (), links=(Link("bad", url), good)
        )
        (result,) = checked(json.dumps(sarif([Placed(finding, "docs/a.md", message="changed")])))["results"]
        assert result["message"]["text"] == r"changed ([a\]b\[c\\](https://forge.example/%28x%29))"
        assert finding_json(finding)["links"] == [{"label": good.label, "url": good.url}]

    @pytest.mark.parametrize("command", [("check",), ("check", "--changed", "before"), ("fresh",)])
    def test_owners_stand_in_an_annotation(self, command: tuple[str, ...], drifted: GitRepo) -> None:
        """The people whom a page concerns, on the page of the pull request."""
        lines = run(*command, "--format", "github").stdout.splitlines()
        (line,) = [line for line in lines if "contradicted::" in line]
        assert line.endswith(" (looked after by @data/docs, @ana)")


def test_a_page_that_its_code_contradicts(
    make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warning at the line that names what is gone."""
    files = {
        "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
        "docs/index.md": "# Welcome\n\nStart with `tools/run.py`.\n",
        "tools/run.py": "x = 1\n",
    }
    repo = make_repo("handbook", files)
    repo.commit({"tools/run.py": None}, day="2026-03-03")
    monkeypatch.chdir(repo.path)
    done = run("fresh", "--format", "github")
    (line,) = done.stdout.splitlines()
    assert line.startswith(
        "::warning file=docs/index.md,line=3,title=mkdocs-oss%3A contradicted::"
        "This page speaks of `tools/run.py`, which was removed on 3 March 2026."
    )
    (result,) = checked(run("fresh", "--format", "sarif").stdout)["results"]
    assert (result["ruleId"], result["level"]) == ("contradicted", "warning")


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_a_change_that_breaks_links(
    form: str, make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`check --changed`: at the file of this repo that other repos' links lead to."""
    tool = make_repo("tool", {"README.md": "# Tool\n", "docs/old.md": "# Old\n\nMuch text.\n"})
    make_repo("other", {"README.md": "# O\n\n[x](repo:tool/docs/old.md)\n"})
    hub = make_repo("hub", {"mkdocs.yml": "site_name: H\nplugins: [oss]\n", "docs/index.md": "# H\n"})
    hub.write({"repos.yml": "repos:\n- path: ../tool\n- path: ../other\n"})
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(hub.path / "mkdocs.yml"), site_dir=str(tmp_path / "built")))
    tool.run("mv", "docs/old.md", "docs/new.md")
    monkeypatch.chdir(tool.path)
    done = run(
        "check", "--changed", "HEAD", "--hub", str(tmp_path / "built"), "--as", "tool", "--format", form
    )
    assert done.exit_code == 1
    if form == "github":
        (line,) = [line for line in done.stdout.splitlines() if "link-breaks" in line]
        assert line.startswith(
            "::warning file=docs/new.md,title=mkdocs-oss%3A link-breaks::other: README.md:3: docs/old.md has moved to docs/new.md; put `redirect_from:"
        )
    else:
        (result,) = [each for each in checked(done.stdout)["results"] if each["ruleId"] == "link-breaks"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/new.md"
