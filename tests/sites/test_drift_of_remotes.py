"""Drift in remote repos: what verdicts compare is fetched with the repo, and builds stay offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOW, GitRepo
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss.cli import main
from mkdocs_oss.gather import older
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Commit, Handbook, Origin, PageHistory
from mkdocs_oss.settings import load_settings, read_site
from mkdocs_oss.words import Words

MakeRepo = Callable[..., GitRepo]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


@pytest.fixture
def tool(make_repo: MakeRepo) -> GitRepo:
    repo = make_repo(
        "tool",
        {
            "README.md": "# Tool\n",
            "src/load.py": "def read(path): ...\n",
            "docs/load.md": "---\ndescribes: src/load.py\n---\n# Load\n",
            "docs/gone.md": "# Gone\n\nRun `src/run.py`.\n",
            "src/run.py": "x = 1\n",
            "docs/api.md": "---\ndescribes: src/pkg/__init__.py#run\n---\n# API\n",
            "src/pkg/__init__.py": "from ._run import go as run\n",
            "src/pkg/_run.py": "from .deep import go\n",
            "src/pkg/deep.py": "def go(a): ...\n",
        },
        day="2026-01-01",
    )
    repo.commit(
        {
            "src/load.py": "def read(path, strict): ...\n",
            "src/run.py": None,
            "src/pkg/deep.py": "def go(a, b): ...\n",
        },
        day="2026-03-01",
    )
    return repo


@pytest.fixture
def hub(make_repo: MakeRepo, tool: GitRepo, server: GitServer) -> GitRepo:
    return make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Team\nplugins: [oss: {api: false}]\n",
            "repos.yml": f"repos: [{{name: tool, url: {server.url('tool/.git')}}}]\n",
            "docs/index.md": "# Team\n",
        },
    )


def handbook(hub: GitRepo) -> Handbook:
    site = read_site(hub.path / "mkdocs.yml")
    return assemble(site, load_settings(site), git=Git(), now=NOW)


def states(book: Handbook) -> dict[str, tuple[str, list[str]]]:
    return {
        facts.page.origin.path: (facts.freshness.state, [reason.code for reason in facts.freshness.drift])
        for facts in book.pages
        if facts.freshness is not None and isinstance(facts.page.origin, Origin) and facts.freshness.bindings
    }


EXPECTED = {
    "docs/load.md": ("look", ["drift-changed"]),
    "docs/gone.md": ("contradicted", ["drift-removed"]),
    "docs/api.md": ("look", ["drift-changed-names"]),
}


def test_after_a_sync(hub: GitRepo, server: GitServer) -> None:
    """A build from the lock, with the server down, compares what the sync has fetched."""
    done = CliRunner().invoke(main, ["sync", "-f", str(hub.path / "mkdocs.yml")])
    assert done.exit_code == 0, done.output
    server.down = True
    asked = len(server.requests)
    assert states(handbook(hub)) == EXPECTED
    assert len(server.requests) == asked


def test_a_first_build(hub: GitRepo, server: GitServer) -> None:
    """A build that fetches the repo anyway fetches its past too, in one request; the next one asks nobody."""
    assert states(handbook(hub)) == EXPECTED
    asked = len(server.requests)
    assert states(handbook(hub)) == EXPECTED
    assert len(server.requests) == asked


def test_a_past_that_is_not_here(hub: GitRepo, server: GitServer) -> None:
    """What cannot be compared alarms nobody, and is said; what is gone is known without contents."""
    config = (hub.path / "mkdocs.yml").read_text("utf-8")
    hub.write({"mkdocs.yml": config.replace("api: false", "api: false, freshness: false")})
    CliRunner().invoke(main, ["sync", "-f", str(hub.path / "mkdocs.yml")])
    hub.write({"mkdocs.yml": config})
    server.down = True
    book = handbook(hub)
    not_known = {"docs/load.md": ("unknown", []), "docs/api.md": ("unknown", [])}
    assert states(book) == {**EXPECTED, **not_known}
    [load] = [facts for facts in book.pages if facts.page.uri.endswith("load.md")]
    assert load.freshness is not None
    assert "code-not-compared" in [reason.code for reason in load.freshness.reasons]
    [api] = [facts for facts in book.pages if facts.page.uri.endswith("api.md")]
    assert api.freshness is not None
    assert (
        "Whether `src/pkg/__init__.py#run` has changed since is not known: what it imports from"
        in " ".join(Words.of().reason(reason) for reason in api.freshness.reasons)
    )


def test_a_change_that_nobody_notices(hub: GitRepo, tool: GitRepo, server: GitServer) -> None:
    """In a remote repo too, a change of front matter alone is none of substance: what the page was before is here."""
    tool.commit({"docs/gone.md": "---\ntags: [a]\n---\n# Gone\n\nRun `src/run.py`.\n"}, day="2026-05-01")
    CliRunner().invoke(main, ["sync", "-f", str(hub.path / "mkdocs.yml")])
    server.down = True
    [gone] = [facts for facts in handbook(hub).pages if facts.page.uri.endswith("gone.md")]
    assert isinstance(gone.history, PageHistory)
    assert gone.history.last_touched.time.date().isoformat() == "2026-05-01"
    assert isinstance(gone.history.last_substantive, Commit)
    assert gone.history.last_substantive.time.date().isoformat() == "2026-01-01"


def _named(tool: GitRepo, *, elsewhere: bool) -> None:
    """A page names what a file defined, and that is gone from it; in a file that no page names it is, or is not."""
    tool.commit(
        {
            "docs/log.md": "# Log\n\nCall `read_log()` of [it](../src/log.go).\n",
            "src/log.go": "package log\n\nfunc read_log() {}\n",
            "assets/logo.bin.png": b"\x89PNG\0\1",
        },
        day="2026-03-02",
    )
    other = "// what was in log.go\nfunc read_log() {}\n" if elsewhere else "func read_all() {}\n"
    tool.commit(
        {"src/log.go": "package log\n", "misc/other.go": f"package misc\n\n{other}"}, day="2026-04-01"
    )


@pytest.mark.parametrize(
    ("elsewhere", "expected"), [(True, ("unknown", [])), (False, ("contradicted", ["drift-term"]))]
)
def test_a_name_that_is_gone_from_its_file(
    hub: GitRepo, tool: GitRepo, server: GitServer, *, elsewhere: bool, expected: tuple[str, list[str]]
) -> None:
    """Whether it stands in another file of a remote is looked up in all of them: a sync fetches what it needs for that."""
    _named(tool, elsewhere=elsewhere)
    CliRunner().invoke(main, ["sync", "-f", str(hub.path / "mkdocs.yml")])
    server.down = True
    assert states(handbook(hub))["docs/log.md"] == expected


def test_a_name_of_which_it_is_not_known_whether_it_is_gone(
    hub: GitRepo, tool: GitRepo, server: GitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are too many files to fetch for that, nothing is called gone."""
    monkeypatch.setattr(older, "MOST_FILES", 0)
    _named(tool, elsewhere=True)
    CliRunner().invoke(main, ["sync", "-f", str(hub.path / "mkdocs.yml")])
    assert states(handbook(hub))["docs/log.md"] == ("unknown", [])
