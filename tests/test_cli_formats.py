"""`--format github` and `--format sarif`: what a forge reads of findings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, GitRepo
from docs.test_docs import _codes, syntax_trees
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.cli import main
from mkdocs_oss.cli.places import Placed
from mkdocs_oss.cli.rules import RULES
from mkdocs_oss.cli.sarif import FINGERPRINT, sarif
from mkdocs_oss.cli.workflow_commands import workflow_commands
from mkdocs_oss.model import Finding, Link
from mkdocs_oss.site import finding_json


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


def shape(value: Any, wanted: Any, at: str = "$") -> None:
    """Fails where `value` has not the keys and types of `wanted`: (required, optional) keys of SARIF's schema."""
    if isinstance(wanted, list):
        assert isinstance(value, list), at
        for index, item in enumerate(value):
            shape(item, wanted[0], f"{at}[{index}]")
    elif isinstance(wanted, dict):
        assert isinstance(value, dict), at
        required = {key for key in wanted if not key.endswith("?")}
        optional = {key.rstrip("?") for key in wanted if key.endswith("?")}
        assert required <= value.keys() <= required | optional, at
        for key, item in value.items():
            shape(item, wanted.get(key, wanted.get(f"{key}?")), f"{at}.{key}")
    elif isinstance(wanted, set):
        assert value in wanted, at
    else:
        assert isinstance(value, wanted), at


TEXT = {"text": str, "markdown?": str}
LOG: Mapping[str, Any] = {
    "$schema": str,
    "version": {"2.1.0"},
    "runs": [
        {
            "tool": {
                "driver": {
                    "name": str,
                    "version": str,
                    "informationUri": str,
                    "rules": [
                        {
                            "id": str,
                            "shortDescription": TEXT,
                            "fullDescription": TEXT,
                            "help": TEXT,
                            "properties": {"tags": [str]},
                        }
                    ],
                }
            },
            "originalUriBaseIds": {"%SRCROOT%": {"description": TEXT}},
            "columnKind": {"utf16CodeUnits", "unicodeCodePoints"},
            "results": [
                {
                    "ruleId": str,
                    "ruleIndex": int,
                    "level": {"none", "note", "warning", "error"},
                    "message": TEXT,
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": str, "uriBaseId": str},
                                "region": {"startLine": int},
                            },
                            "logicalLocations?": [{"fullyQualifiedName": str, "kind": str}],
                        }
                    ],
                    "partialFingerprints": {FINGERPRINT: str},
                    "properties": {"repo": str, "where": str, "remedy": str, "owners?": [str]},
                }
            ],
        }
    ],
}
"""The part of the schema of SARIF 2.1.0 that we write (https://json.schemastore.org/sarif-2.1.0.json)."""


def checked(text: str) -> dict[str, Any]:
    """The run of a SARIF log, held to the schema and to what GitHub asks for besides."""
    log = json.loads(text)
    shape(log, LOG)
    (found,) = log["runs"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in found["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[\w./~%-]+", place["artifactLocation"]["uri"], re.ASCII)
        assert not place["artifactLocation"]["uri"].startswith("/")
        assert place["region"]["startLine"] >= 1
    prints = [result["partialFingerprints"][FINGERPRINT] for result in found["results"]]
    assert len(set(prints)) == len(prints)
    return dict(found)


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
    assert set(RULES) == {code for tree in syntax_trees() for code in _codes(tree)} | {
        "contradicted",
        "drift",
    }


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


@settings(deadline=None)
@given(st.lists(st.builds(Finding, st.sampled_from([*RULES, "other"]), st.sampled_from(["error", "warning", "note"]), st.just("hub"), st.text(max_size=9), st.text(max_size=9), st.text(max_size=9), st.just(())), max_size=4))  # fmt: skip
def test_any_findings(findings: list[Finding]) -> None:
    """No text makes a log that is none."""
    placed = [Placed(finding, "docs/a.md", 0, message=finding.message) for finding in findings]
    checked(json.dumps(sarif(placed)))


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
