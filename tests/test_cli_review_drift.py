"""`mkdocs-oss review` of a page whose code has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import NOW, GitRepo
from msgspec.structs import replace
from reviews_of import FILE, fresh, make_hub, make_remote, make_tool, run

from mkdocs_oss.cli import main
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Binding, Handbook, Reason


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def tool(make_repo: Callable[..., GitRepo]) -> GitRepo:
    return make_tool(make_repo)


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo], tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    return make_hub(make_repo, monkeypatch)


@pytest.fixture
def drifted(hub: GitRepo, tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """The handbook, whose page docs/new.md speaks of three files, one of which has changed."""
    hub.commit({"deploy.py": "x = 1\n", "windows.bat": "dir\r\n"})
    bindings = (
        Binding("tool", "src/a.py", "link"),
        Binding("handbook", "deploy.py", "span"),
        Binding("handbook", "windows.bat", "span"),
        Binding("handbook", "gone.py", "span"),
    )
    against = Reason("drift-removed", {"path": "gone.py", "day": date(2026, 3, 3)})

    def with_drift(*args: Any, **options: Any) -> Handbook:
        known = assemble(*args, **options)
        pages = []
        for facts in known.pages:
            if facts.page.uri == "new.md":
                assert facts.freshness is not None
                reasons = (against, *facts.freshness.reasons)
                facts = replace(facts, freshness=replace(facts.freshness, reasons=reasons, bindings=bindings))
            pages.append(facts)
        return replace(known, pages=tuple(pages))

    monkeypatch.setattr(import_module("mkdocs_oss.cli.review"), "assemble", with_drift)
    return hub


class TestOverDrift:
    """What a page speaks of has changed: a review says why it holds all the same."""

    def test_it_asks_for_a_reason(self, drifted: GitRepo) -> None:
        """Exit 1, the evidence, and the command; the other pages are recorded."""
        done = run("docs/new.md", "docs/index.md", "--by", "Ana B", "--date", "2026-06-01")
        assert done.exit_code == 1
        assert done.stdout.splitlines() == [
            "docs/new.md: not recorded, for what it speaks of has changed:",
            "  This page speaks of `gone.py`, which was removed on 3 March 2026.",
            "Mend the page; or, where it holds all the same, say why:",
            "  mkdocs-oss review docs/new.md --still-accurate \"why\" --by 'Ana B' --date 2026-06-01",
            "docs/index.md: reviewed on 2026-06-01 by Ana B",
        ]
        assert drifted.run("status", "--porcelain").split() == ["M", "docs/index.md", "??", FILE]

    def test_with_a_reason(self, drifted: GitRepo) -> None:
        """It is recorded, and stands on the page."""
        done = run("docs/new.md", "--still-accurate", ' It names\n both:  "a" ')
        assert done.exit_code == 0
        assert '  still_accurate: "It names both: \\"a\\""\n' in (drifted.path / FILE).read_text()
        assert 'It was found still accurate although its code had changed: “It names both: "a"”.' in fresh(
            "docs/new.md"
        )

    def test_a_dry_run_prints_a_patch_alone(self, drifted: GitRepo) -> None:
        """What waits is told beside it."""
        done = run("docs/new.md", "docs/index.md", "--dry-run")
        assert done.exit_code == 1
        assert done.stdout.startswith("--- a/docs/index.md\n")
        assert "docs/new.md" not in done.stdout
        assert "docs/new.md: not recorded" in done.stderr

    def test_as_json(self, drifted: GitRepo) -> None:
        """A script has the evidence and the command too."""
        done = run("docs/new.md", "--json")
        found = json.loads(done.stdout)
        assert (done.exit_code, found["written"], found["files"]) == (1, False, [])
        (page,) = found["pages"]
        assert page["recorded"] is False
        assert page["drift"] == ["This page speaks of `gone.py`, which was removed on 3 March 2026."]
        assert page["command"] == 'mkdocs-oss review docs/new.md --still-accurate "why"'

    def test_the_code_that_was_seen(self, drifted: GitRepo, tool: GitRepo) -> None:
        """Each file that is there, with the id that git gives it: edits too, and line ends as they are committed."""
        tool.write({"src/a.py": "x = 2\n"})
        run("docs/new.md", "--still-accurate", "why not")
        written = (drifted.path / FILE).read_text().partition("  code:\n")[2]
        assert written.splitlines() == [
            f"    deploy.py: {drifted.run('rev-parse', 'HEAD:deploy.py')}",
            f"    tool:src/a.py: {tool.run('hash-object', 'src/a.py')}",
            f"    windows.bat: {drifted.run('rev-parse', 'HEAD:windows.bat')}",
        ]

    def test_code_of_a_remote_repo(
        self, drifted: GitRepo, tool: GitRepo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its ids are known, although its code is not fetched."""
        make_remote(drifted, tool, monkeypatch)
        run("docs/new.md", "--still-accurate", "why not")
        assert (
            f"tool:src/a.py: {tool.run('rev-parse', 'HEAD:src/a.py')}\n" in (drifted.path / FILE).read_text()
        )


@pytest.mark.parametrize("folder", ["tool", "handbook"])
def test_from_drift_to_a_review(
    folder: str, hub: GitRepo, tool: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the repo and in the handbook alike: what the page names is gone, it is reviewed, and nothing is left to say."""
    page = "---\nreviewed: 2026-02-01\n---\nRun `src/a.py` with `--force`.\n"
    tool.commit({"docs/run.md": page, "src/a.py": 'options = ["--force", "--quick"]\n'}, day="2026-01-15")
    tool.commit({"src/a.py": 'options = ["--quick"]\n'}, day="2026-03-03")
    monkeypatch.chdir(hub.path.parent / folder)
    name = "docs/run.md" if folder == "tool" else "tool:docs/run.md"
    asked = run(name)
    assert asked.exit_code == 1
    assert (
        "  This page names `--force`, which `src/a.py` has not had since 3 March 2026."
        in asked.stdout.splitlines()
    )
    assert f'  mkdocs-oss review {name} --still-accurate "why"' in asked.stdout.splitlines()
    assert run(name, "--still-accurate", "The option still works, unlisted").exit_code == 0
    assert f"    src/a.py: {tool.run('rev-parse', 'HEAD:src/a.py')}\n" in (tool.path / FILE).read_text()
    assert run(name).exit_code == 0
    monkeypatch.chdir(hub.path)
    assert CliRunner().invoke(main, ["fresh", "tool:docs/run.md"]).exit_code == 0
    (said,) = [reason for reason in fresh("tool:docs/run.md") if "still accurate" in reason]
    assert said.endswith("“The option still works, unlisted”.")
