"""`--format github` and `--format sarif`: what a forge reads of findings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, GitRepo
from hypothesis import given, settings
from hypothesis import strategies as st
from said_by_code import finding_codes, syntax_trees
from sarif_log import checked

from mkdocs_oss.cli import main
from mkdocs_oss.cli.places import Placed
from mkdocs_oss.cli.rules import RULES
from mkdocs_oss.cli.sarif import FINGERPRINT, sarif
from mkdocs_oss.cli.workflow_commands import workflow_commands
from mkdocs_oss.model import Finding


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A handbook in a folder of its repo, with faults of its own, in its settings, and in a repo."""
    make_repo(
        "tool", {"README.md": "# Tool\n", "CODEOWNERS": "* @tools\n", "docs/a.md": "# A\n\n[x](gone.md)\n"}
    )
    files = {
        "site/mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
        "site/repos.yml": "repos:\n- path: ../../tool\n- {path: ../../away, policy: required}\n",
        "site/docs/index.md": "---\nreviewed: soon\n---\n# Welcome\n",
        "site/docs/über, 100%.md": "---\nreviewed: 2025-01-01\n---\n# Old\n\n[x](repo:tool/gone.md)\n",
    }
    repo = make_repo("handbook", files)
    monkeypatch.chdir(repo.path / "site")
    return repo


class TestWorkflowCommands:
    """`--format github`."""

    def test_check(self, hub: GitRepo) -> None:
        """The handbook's own faults at their lines, from the root of the repo; those of others by their names."""
        done = run("check", "--format", "github")
        assert done.exit_code == 1
        lines = done.stdout.splitlines()
        assert lines[0] == (
            "::error file=site/repos.yml,line=3,title=mkdocs-oss%3A repo-missing::"
            "away: there is no folder ../../away; mend the path"
        )
        start = "::warning file=site/docs/über%2C 100%25.md,line=6,title=mkdocs-oss%3A broken-link::"
        assert any(line.startswith(f"{start}the link 'repo:tool/gone.md'") for line in lines)
        assert (
            "::warning file=site/docs/index.md,title=mkdocs-oss%3A front-matter::`reviewed: soon` is not a date; write it as 2026-03-31"
            in lines
        )
        assert (
            "::notice title=mkdocs-oss%3A broken-link::tool: docs/a.md:3: the link 'gone.md' leads nowhere; mend the link (looked after by @tools)"
            in lines
        )

    def test_fresh(self, hub: GitRepo) -> None:
        """A page that is due: what speaks of it, and what to do; others are not listed."""
        done = run("fresh", "--format", "github")
        assert done.exit_code == 1
        (line,) = done.stdout.splitlines()
        assert line.startswith(
            "::notice file=site/docs/über%2C 100%25.md,title=mkdocs-oss%3A due::Reviewed on 1 January 2025."
        )
        assert line.endswith("; read it, mend it, and run `mkdocs-oss review`")
        assert run("fresh", "--format", "github", "tool:docs/a.md").stdout == ""

    @settings(deadline=None)
    @given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
    def test_no_text_makes_a_command_of_its_own(self, path: str, message: str) -> None:
        """Whatever a path or a message holds, it is one line, and can be read back."""
        finding = Finding("page", "warning", "hub", "x", message, "")
        (line,) = workflow_commands([Placed(finding, path, 3, message=message)])
        assert "\n" not in line
        assert "\r" not in line
        match = re.fullmatch(
            r"::warning file=([^,:]*),line=3,title=mkdocs-oss%3A page::(.*)", line, re.DOTALL
        )
        assert match is not None
        back = match[1]
        for escape, char in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            back = back.replace(escape, char)
        assert back == path


class TestSarif:
    """`--format sarif`."""

    def test_check(self, hub: GitRepo) -> None:
        """Each finding has its rule, its level, and a place in this repo; the same run gives the same bytes."""
        done = run("check", "--format", "sarif")
        assert done.exit_code == 1
        assert run("check", "--format", "sarif").stdout == done.stdout
        assert str(hub.path) not in done.stdout
        found = checked(done.stdout)
        results = {(result["ruleId"], result["properties"]["repo"]): result for result in found["results"]}
        missing = results["repo-missing", "away"]
        assert (missing["level"], missing["locations"][0]["physicalLocation"]) == (
            "error",
            {
                "artifactLocation": {"uri": "site/repos.yml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3},
            },
        )
        own = results["broken-link", "handbook"]
        assert (
            own["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            == "site/docs/%C3%BCber%2C%20100%25.md"
        )
        assert "logicalLocations" not in own["locations"][0]

    def test_a_finding_of_another_repo(self, hub: GitRepo) -> None:
        """It stands where the settings name that repo, and says where it is; its owners come along."""
        found = checked(run("check", "--format", "sarif").stdout)
        (other,) = [
            result
            for result in found["results"]
            if result["properties"]["repo"] == "tool" and result["ruleId"] == "broken-link"
        ]
        (location,) = other["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "site/repos.yml"
        assert location["physicalLocation"]["region"] == {"startLine": 2}
        assert location["logicalLocations"] == [
            {"fullyQualifiedName": "tool:docs/a.md:3", "kind": "repository"}
        ]
        assert other["message"]["text"].startswith("tool: docs/a.md:3: the link")
        assert other["properties"]["owners"] == ["@tools"]

    def test_fresh(self, hub: GitRepo) -> None:
        """Pages that need a look."""
        found = checked(run("fresh", "--format", "sarif").stdout)
        (result,) = found["results"]
        assert (result["ruleId"], result["level"]) == ("due", "note")

    def test_nothing_found(self, hub: GitRepo) -> None:
        """A run without results: a forge closes then what it had."""
        found = checked(run("fresh", "tool:docs/a.md", "--format", "sarif").stdout)
        assert (found["results"], found["tool"]["driver"]["rules"]) == ([], [])

    def test_a_finding_stays_itself(self, hub: GitRepo) -> None:
        """Lines above it and the days that pass give no new alert; a second fault of the kind is another."""

        def prints() -> list[str]:
            found = checked(run("check", "--format", "sarif").stdout)["results"]
            return [
                each["partialFingerprints"][FINGERPRINT]
                for each in found
                if each["ruleId"] in ("broken-link", "due")
            ]

        before = prints()
        page = "site/docs/über, 100%.md"
        text = (hub.path / page).read_text()
        hub.write({page: text.replace("2025-01-01", "2025-01-09").replace("# Old", "# Old\n\nMore.")})
        assert prints() == before
        hub.write({page: f"{text}[x](repo:tool/gone.md)\n"})
        assert len(set(prints()) - set(before)) == 1
        assert set(before) < set(prints())


def test_every_code_has_a_rule() -> None:
    """No finding is without its help, and no rule is left over."""
    assert set(RULES) == {code for tree in syntax_trees() for code in finding_codes(tree)} | {
        "contradicted",
        "drift",
    }


@settings(deadline=None)
@given(st.lists(st.builds(Finding, st.sampled_from([*RULES, "other"]), st.sampled_from(["error", "warning", "note"]), st.just("hub"), st.text(max_size=9), st.text(max_size=9), st.text(max_size=9), st.just(())), max_size=4))  # fmt: skip
def test_any_findings(findings: list[Finding]) -> None:
    """No text makes a log that is none."""
    placed = [Placed(finding, "docs/a.md", 0, message=finding.message) for finding in findings]
    checked(json.dumps(sarif(placed)))
