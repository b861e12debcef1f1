"""`mkdocs-oss doctor`: each thing that is missing has a line with its remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, GitRepo

from mkdocs_oss.cli import main

REMOTE = "repos:\n- url: https://git.example.org/a.git\n- url: https://git.example.org/b.git\n"
SITE = "site_name: Handbook\ntheme: mkdocs\nplugins:\n- oss: {api: false}\n"
COMMIT = "1" * 40


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    repo = make_repo("handbook", {"mkdocs.yml": SITE, "docs/index.md": "# Welcome\n"})
    monkeypatch.chdir(repo.path)
    return repo


def doctor(*args: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *args])


def lock(**when: str) -> str:
    repos = {
        name: {"url": f"https://git.example.org/{name}.git", "ref": "", "commit": COMMIT, "when": day}
        for name, day in when.items()
    }
    return json.dumps({"version": 1, "repos": repos})


def test_nothing_is_missing(hub: GitRepo) -> None:
    """Exit 0 and one line; as JSON an empty list."""
    assert (doctor().exit_code, doctor().stdout) == (0, "Nothing is missing.\n")
    assert json.loads(doctor("--json").stdout) == []


def test_settings_that_cannot_be_read_are_exit_2(hub: GitRepo) -> None:
    """As with every command: where, what, and the remedy."""
    hub.write({"repos.yml": "repos:\n- paht: ../tool\n"})
    assert doctor().exit_code == 2
    assert "did you mean 'path'?" in doctor().stderr


def test_git_is_missing(hub: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Exit 1, and what to install."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    done = doctor()
    assert (done.exit_code, done.stdout) == (1, "git: it is not installed; install git\n")


def test_git_is_too_old(hub: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its own version, and the one to install."""
    tool = tmp_path / "bin" / "git"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho git version 2.20.1\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:/bin:/usr/bin")
    assert "git: it is 2.20, too old" in doctor().stdout
    assert "install git 2.31 or newer" in doctor().stdout


def test_the_theme_is_missing(hub: GitRepo) -> None:
    """A theme that no installed package has is named."""
    hub.write({"mkdocs.yml": SITE.replace("theme: mkdocs", "theme: {name: no-such-theme}")})
    done = doctor()
    assert done.exit_code == 1
    assert "theme: mkdocs.yml names 'no-such-theme', which is not installed" in done.stdout


def test_the_lock_is_missing_or_lags_behind(hub: GitRepo) -> None:
    """No lock, a lock that does not name a repo, and one that is months old: each says `mkdocs-oss sync`."""
    hub.write({"repos.yml": REMOTE})
    assert "lock: there is no handbook.lock" in doctor().stdout
    hub.write({"handbook.lock": lock(a="2026-06-01T00:00:00Z")})
    assert doctor().stdout.startswith("lock: handbook.lock does not name b; run `mkdocs-oss sync`")
    hub.write({"handbook.lock": lock(a="2026-06-01T00:00:00Z", b="2025-06-01T00:00:00Z")})
    assert doctor().stdout == (
        "lock: b: locked more than 90 days ago; run `mkdocs-oss sync`, and commit handbook.lock\n"
    )
    hub.write({"handbook.lock": lock(a="2026-06-01T00:00:00Z", b="2026-06-01T00:00:00Z")})
    assert doctor().exit_code == 0
    hub.write({"handbook.lock": "no lock"})
    assert "lock: handbook.lock is not a lock file; write it anew" in doctor().stdout


def test_the_cache_cannot_be_written_to(hub: GitRepo) -> None:
    """A cache folder that cannot be is named, with the part that is in the way."""
    hub.write(
        {"repos.yml": REMOTE, "handbook.lock": lock(a="2026-06-01T00:00:00Z", b="2026-06-01T00:00:00Z")}
    )
    hub.write({"full": "a file", "mkdocs.yml": SITE.replace("api: false", "api: false, cache: full/cache")})
    done = doctor()
    assert done.exit_code == 1
    assert done.stdout.startswith(f"cache: {hub.path / 'full'} cannot be written to; ")


def test_a_nav_that_grows_with_the_square(hub: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `repo_nav: whole` over many pages, `doctor` and `check` say how many links that makes, and how many it
    would; without it they are silent."""
    for number in range(2):
        pages = {f"docs/{page}.md": "# A page\n" for page in range(160)}
        GitRepo(hub.path.parent / f"r{number}").write(pages | {"README.md": "# Read me\n"})
    hub.write({"repos.yml": "repos:\n- path: ../r0\n- path: ../r1\n"})
    assert doctor().exit_code == 0
    hub.write({"mkdocs.yml": SITE.replace("api: false", "api: false, repo_nav: whole")})
    done = doctor()
    assert done.exit_code == 1
    assert done.stdout == (
        "nav: the nav of 325 pages has 325 links on each, 0.1 million in all; "
        "with `repo_nav: auto` it would be 33,375; take `repo_nav: whole` out of the settings\n"
    )
    findings = json.loads(CliRunner().invoke(main, ["check", "--json"]).stdout)
    assert [entry["severity"] for entry in findings if entry["code"] == "nav-size"] == ["note"]


def test_files_that_name_owners_without_a_teams_file(hub: GitRepo, make_repo: Callable[..., GitRepo]) -> None:
    """In the handbook or in one of its repos; nothing is said where ownership is off, or nobody is named anywhere."""
    make_repo("tool", {"README.md": "# Tool\n", "docs/OWNERS": "approvers: [ana]\n"})
    hub.write({"repos.yml": "repos:\n- path: ../tool\n"})
    told = "teams: there is no teams.yml, so pages show bare handles; run `mkdocs-oss doctor --teams --write`"
    assert doctor().stdout.startswith(told)
    hub.write({"repos.yml": "repos: []\n", "CODEOWNERS": "* @ana\n"})
    assert doctor().stdout.startswith(told)
    hub.write({"mkdocs.yml": SITE.replace("api: false", "api: false, ownership: false")})
    assert doctor().exit_code == 0
    hub.write({"mkdocs.yml": SITE, "teams.yml": "people: {}\n"})
    assert doctor().exit_code == 0


@pytest.fixture
def with_people(hub: GitRepo, make_repo: Callable[..., GitRepo]) -> GitRepo:
    """A handbook and a repo with owners, a .mailmap, and authors of all kinds."""
    hub.write({"repos.yml": 'repos:\n- path: ../tool\n  owner: "@data/tools"\n'})
    hub.commit({"CODEOWNERS": "/docs/ @data/docs @ana\n"}, author="Old <old@example.org>", day="2020-01-01")
    hub.commit({"docs/old.md": "# O\n"}, author="Old <old@example.org>", day="2020-01-01")
    hub.commit({"docs/a.md": '---\nowner: "@zoe"\n---\n# A\n'}, author="A. <12+ana@users.noreply.github.com>")
    hub.commit({"docs/b.md": "# B\n"}, author="dependabot[bot] <5+dependabot[bot]@users.noreply.github.com>")
    mailmap = "# them\nBo Lund <bo@example.org> <bo@laptop.example>\n"
    tool = make_repo("tool", {"README.md": "# Tool\n", ".mailmap": mailmap})
    both = "More\n\nCo-authored-by: Cy <cy@example.org>"
    for number in range(5):
        text = f"# A{number}\n"
        tool.commit(
            {"docs/a.md": text}, author="bo <bo@laptop.example>", day=f"2026-03-0{number + 1}", message=both
        )
    tool.commit({"docs/b.md": "# B\n"}, author="Once <once@example.org>", day="2026-03-01")
    tool.commit({"vendor/lib/OWNERS": "approvers: [far]\n"}, author="Coder <coder@example.org>")
    vendored = {f"node_modules/x/{number}.md": "# X\n" for number in range(9)}
    tool.commit(vendored, author="Copier <copier@example.org>", day="2026-03-01")
    tool.commit({"docs/OWNERS": "approvers:\n- bo\n"}, author="Coder <coder@example.org>")
    return hub


PROPOSED = """\
# What `mkdocs-oss doctor --teams` finds in CODEOWNERS, OWNERS, .mailmap and history.
# Edit it: it is yours from here on, and is never overwritten.
# The addresses under `emails` find people in history, and no page shows them. They may be deleted: whoever has
# none is found by handle and name.

teams:
  "@data/docs":
    # CODEOWNERS:1 of handbook
    name: "Docs"
    members: []  # the repos do not say who is in it
  "@data/tools":
    # repos.yml:2
    name: "Tools"
    members: []  # the repos do not say who is in it

people:
  "@ana":
    # CODEOWNERS:1 of handbook; 3 changes of pages, last 2026-01-01
    # joined with its handle by the first part of an address: check it
    name: "Ana"
    emails: ["ana@example.org"]
  "@bo":
    # docs/OWNERS:1 of tool; 5 changes of pages, last 2026-03-05
    # joined with its handle by the first part of an address: check it
    name: "Bo Lund"
    emails: ["bo@example.org", "bo@laptop.example"]
  "@cy":
    # 5 changes of pages, last 2026-03-05
    # the handle is made up from an address or a name: mend it
    name: "Cy"
    emails: ["cy@example.org"]
  "@zoe":
    # docs/a.md of handbook
    emails: []  # no history of theirs is found

# Left out, for they own nothing: 2 people with fewer than 5 changes of pages since 2024-06-15.
"""


def test_a_teams_file_is_proposed(with_people: GitRepo) -> None:
    """From the handbook and its repos, in one order; bots and those who touched no page are not in it."""
    done = doctor("--teams")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == PROPOSED
    assert not (with_people.path / "teams.yml").exists()


def test_the_teams_file_is_written_once(with_people: GitRepo) -> None:
    """What is there is never overwritten; then only what it lacks is told."""
    file = with_people.path / "teams.yml"
    assert doctor("--teams", "--write").exit_code == 0
    assert file.read_text("utf-8") == PROPOSED
    assert doctor().exit_code == 0
    again = doctor("--teams", "--write")
    assert again.exit_code == 2
    assert (
        "teams.yml: it is there already, and nothing is written; run `mkdocs-oss doctor --teams`"
        in again.stderr
    )
    assert file.read_text("utf-8") == PROPOSED
    nothing = doctor("--teams")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "There is nobody to add" in nothing.stderr
    file.write_text(PROPOSED.partition('  "@cy"')[0])
    lacks = doctor("--teams").stdout
    assert "# Add to teams.yml what is right of it." in lacks
    assert [line for line in lacks.splitlines() if line.startswith('  "')] == ['  "@cy":', '  "@zoe":']
    assert "teams:\n" not in lacks


def test_a_teams_file_is_not_written_through_a_link_or_beside_settings_that_have_one(
    with_people: GitRepo, tmp_path: Path
) -> None:
    """Neither a link that leads nowhere, nor a mapping in mkdocs.yml, nor a file of another name."""
    link, elsewhere = with_people.path / "teams.yml", tmp_path / "elsewhere.yml"
    link.symlink_to(elsewhere)
    assert doctor("--teams", "--write").exit_code == 2
    assert not elsewhere.exists()
    link.unlink()
    for value in ("{people: {}}", "our.yml"):
        with_people.write(
            {"our.yml": "", "mkdocs.yml": SITE.replace("api: false", f"api: false, teams: {value}")}
        )
        assert doctor("--teams", "--write").exit_code == 2
        assert not link.exists()


def test_a_repo_that_is_not_here_is_told_and_not_fetched(hub: GitRepo) -> None:
    """The proposal is made of the rest, with no network."""
    hub.write({"repos.yml": REMOTE, "CODEOWNERS": "* @ana\n"})
    done = doctor("--teams")
    assert done.exit_code == 0
    assert "a is not here, so nothing of it is told; run `mkdocs-oss sync`" in done.stderr
    assert '"@ana"' in done.stdout


@pytest.mark.parametrize("options", [("--write",), ("--teams", "--json")])
def test_options_that_do_not_go_together(hub: GitRepo, options: tuple[str, ...]) -> None:
    """Exit 2, with what to do."""
    assert doctor(*options).exit_code == 2
