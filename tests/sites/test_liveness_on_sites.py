"""Whether owners are still there, on whole handbooks of real repos: what is found, who is told, and who is not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOW, Built, GitRepo
from htmlpage import of_class

from mkdocs_oss.cli import main
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Finding, Handbook
from mkdocs_oss.settings import load_settings, read_site

CONFIG = "site_name: Handbook\ntheme: mkdocs\nplugins:\n- search\n- oss: {{ownership: {options}}}\n"
TEAMS = """
teams:
  "@lab/docs": {name: Docs, members: ["@ana", "@bo"]}
  "@lab/quiet": {name: Quiet, members: ["@cy", "@fay"]}
people:
  "@ana": {name: Ana, emails: [ana@example.org]}
  "@bo": {name: Bo, emails: [bo@example.org]}
  "@cy": {name: Cy, emails: [cy@example.org]}
  "@fay": {name: Fay, emails: [fay@example.org]}
  "@dee": {name: Dee, emails: [dee@example.org], left: 2026-03-01}
  "@hid": {name: Hid Den, emails: [hid@example.org], hidden: true}
"""
OWNERS = """
/docs/left.md @dee
/docs/handed.md @dee @bo
/docs/quiet.md @cy
/docs/team.md @lab/quiet
/docs/alive.md @lab/docs
/docs/other.md @ana
/docs/code.md @cy
/docs/young.md @fay
/docs/bot.md @fay
/docs/veiled.md @hid
/docs/unheard.md @lab/unheard-of
"""
OLD, LATELY = "2024-02-02", "2026-05-05"
PEOPLE = {name: f"{name.title()} <{name}@example.org>" for name in ("ana", "bo", "cy", "dee", "fay")}
HID = "Hid Den <hid@example.org>"
BOT = "Fay[bot] <fay@example.org>"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def tool(make_repo: Callable[..., GitRepo]) -> GitRepo:
    """A repo whose pages have owners in every state."""
    repo = make_repo("tool", remote="https://github.com/example/tool.git")

    def write(page: str, author: str, day: str, text: str) -> None:
        repo.commit({f"docs/{page}.md": f"# {page}\n\n{text}\n"}, day=day, author=author)

    for page, author in (
        ("left", PEOPLE["dee"]),
        ("handed", PEOPLE["dee"]),
        ("quiet", PEOPLE["cy"]),
        ("team", PEOPLE["fay"]),
        ("alive", PEOPLE["ana"]),
        ("other", PEOPLE["ana"]),
        ("code", PEOPLE["cy"]),
        ("bot", PEOPLE["fay"]),
        ("veiled", HID),
        ("unheard", PEOPLE["bo"]),
    ):
        write(page, author, OLD, "See [the code](../src/run.py)." if page == "code" else "It was so.")
    repo.commit({"src/run.py": "a = 1\n"}, day=OLD, author=PEOPLE["cy"])
    write("left", PEOPLE["bo"], LATELY, "It is so.")
    write("handed", PEOPLE["bo"], LATELY, "It is so.")
    write("quiet", PEOPLE["bo"], LATELY, "It is so.")
    write("alive", PEOPLE["bo"], LATELY, "It is so.")
    write("veiled", PEOPLE["bo"], LATELY, "It is so.")
    write("bot", BOT, LATELY, "It is so.")
    write("young", PEOPLE["bo"], "2025-12-01", "It is new.")
    for day in range(1, 21):
        write("other", PEOPLE["bo"], f"2026-04-{day:02}", f"It is so, for the {day}th time.")
    write("other", PEOPLE["ana"], "2026-01-05", "It is as it should be.")
    write("other", PEOPLE["bo"], "2026-05-01", "It is better.")
    repo.commit({"src/run.py": "a = 2\n"}, day=LATELY, author=PEOPLE["cy"])
    repo.commit({"CODEOWNERS": OWNERS, "README.md": "# Tool\n"}, day=LATELY, author=PEOPLE["bo"])
    return repo


@pytest.fixture
def handbook(make_repo: Callable[..., GitRepo], tool: GitRepo) -> Callable[..., GitRepo]:
    def make(options: str = "{}", *, teams: str = TEAMS, repos: str = "repos:\n- path: ../tool\n") -> GitRepo:
        files = {
            "mkdocs.yml": CONFIG.format(options=options),
            "repos.yml": repos,
            "teams.yml": teams,
            "docs/index.md": "# W\n",
        }
        return make_repo("handbook", files)

    return make


def known(repo: GitRepo) -> Handbook:
    site = read_site(repo.path / "mkdocs.yml")
    return assemble(site, load_settings(site), git=Git(), now=NOW)


def private(book: Handbook) -> dict[str, list[Finding]]:
    """Code → the findings that no built site tells."""
    found: dict[str, list[Finding]] = {}
    for finding in book.findings:
        if finding.is_private:
            found.setdefault(finding.code, []).append(finding)
    return found


def test_what_is_found(handbook: Callable[..., GitRepo]) -> None:
    """One note for each kind, owner and repo, with names, days and who could be asked; pages that somebody else owns too
    are told apart."""
    found = private(known(handbook()))
    assert {code: sorted(each.where for each in findings) for code, findings in found.items()} == {
        "owner-left": ["docs/handed.md", "docs/left.md"],
        "owner-quiet": ["docs/bot.md", "docs/quiet.md", "docs/team.md"],
        "owner-elsewhere": ["docs/other.md"],
        "bus-factor": [""],
        "no-backup": ["docs/code.md"],
    }
    assert {each.severity for findings in found.values() for each in findings} == {"note"}
    handed, left = sorted(found["owner-left"], key=lambda each: each.where)
    assert left.message == "Dee left on 1 March 2026 and still stands as owner of one page (docs/left.md)"
    assert left.remedy == "ask Bo (one change, on 5 May 2026) to take over, and mend CODEOWNERS:2"
    assert handed.message == "Dee left on 1 March 2026 and still stands as owner of one page (docs/handed.md)"
    assert handed.remedy == "Bo looks after it too, so it is enough to mend CODEOWNERS:3"
    assert left.owners == ("@dee",)
    quiet = {each.where: each.message for each in found["owner-quiet"]}
    assert quiet["docs/quiet.md"] == (
        "No work of Cy on one page is known since 2 February 2024. Others have worked there since: Bo, the last time on "
        "5 May 2026. The last commit of Cy in any repo was in tool on 5 May 2026 (docs/quiet.md)"
    )
    assert "No work of Quiet on one page is known since 2 February 2024." in quiet["docs/team.md"]
    [factor] = found["bus-factor"]
    assert factor.message.startswith(
        "Without Bo there would be nobody who has worked much on 6 of 11 pages."  # Dee, who knew two, has left
    )
    [other] = found["owner-elsewhere"]
    assert other.message == "Of 23 changes of one page 2 are by Ana, and 21 by Bo (docs/other.md)"


def test_an_owner_who_is_there_beside_one_who_left_is_named(
    tool: GitRepo, handbook: Callable[..., GitRepo]
) -> None:
    """Nobody has to be looked for: only the rules are to be mended."""
    book = handbook()

    def told(rules: str) -> dict[str, str]:
        tool.write({"CODEOWNERS": rules})
        return {each.where: each.remedy for each in private(known(book))["owner-left"]}

    assert told("/docs/left.md @dee @bo\n/docs/handed.md @dee @ana @bo\n/docs/quiet.md @dee\n") == {
        "docs/handed.md": "Bo looks after them too, so it is enough to mend CODEOWNERS:2 and CODEOWNERS:1",
        "docs/quiet.md": "ask Bo (one change, on 5 May 2026) to take over, and mend CODEOWNERS:3",
    }
    assert told("/docs/left.md @dee @bo\n/docs/handed.md @dee @ana\n") == {
        "docs/handed.md": "others look after them too, so it is enough to mend CODEOWNERS:2 and CODEOWNERS:1",
    }
    assert told("/docs/left.md @dee @hid\n") == {
        "docs/left.md": "somebody else looks after it too, so it is enough to mend CODEOWNERS:1",
    }
    assert told("/docs/left.md @dee @ana @bo\n") == {
        "docs/left.md": "Ana and Bo look after it too, so it is enough to mend CODEOWNERS:1",
    }


def test_whoever_is_hidden_stands_in_none_of_it(handbook: Callable[..., GitRepo]) -> None:
    """Neither as an owner nor as one who could be asked."""
    book = known(handbook("{liveness: banner}"))
    said = str(book.liveness) + "".join(str(each) for each in book.findings if each.code.startswith("owner-"))
    assert "Dee" in said
    assert not re.search(r"hid", said.replace("hidden", ""), re.IGNORECASE)


def test_the_weak_ones_come_last(handbook: Callable[..., GitRepo]) -> None:
    """What is certain stands first."""
    codes = [each.code for each in known(handbook()).findings if each.is_private]
    assert codes[0] == "owner-left"
    assert codes.index("owner-elsewhere") < codes.index("no-backup")


def test_off_says_nothing(handbook: Callable[..., GitRepo]) -> None:
    """YAML reads `off` as false; both mean the same, and so does ownership that is off."""
    for options in ("{liveness: off}", "{liveness: 'off'}", "false"):
        book = known(handbook(options))
        assert book.liveness.concerns == ()
        assert book.liveness.factors == ()
        assert not private(book)


def test_a_shallow_clone_tells_nothing_of_who_is_quiet(
    tool: GitRepo, handbook: Callable[..., GitRepo], tmp_path: Path
) -> None:
    """Whoever worked before its boundary is not known."""
    tool.run("clone", "--quiet", "--depth=3", f"file://{tool.path}", str(tmp_path / "cut"))
    found = private(known(handbook(repos="repos:\n- path: ../cut\n")))
    assert "owner-quiet" not in found
    assert "owner-elsewhere" not in found
    assert "bus-factor" not in found


def test_without_teams_nothing_can_be_told(handbook: Callable[..., GitRepo]) -> None:
    """Handles alone say nothing; they are listed once."""
    book = known(handbook(teams="teams: {}\n"))
    assert not private(book)
    assert "@dee" in book.liveness.unknown


def test_a_backup_of_the_repo_is_one_for_all_its_owners(handbook: Callable[..., GitRepo]) -> None:
    """`maintenance: {backups: …}` of repos.yml."""
    repos = "repos:\n- path: ../tool\n  maintenance: {backups: ['@ana']}\n"
    found = private(known(handbook(repos=repos)))
    assert "no-backup" not in found
    remedies = {each.where: each.remedy for each in found["owner-left"]}
    assert remedies["docs/left.md"].startswith("ask Ana (stands in)")


def test_one_person_who_knows_a_repo(make_repo: Callable[..., GitRepo]) -> None:
    """Told for the repo, and not again for its sections; nothing where two know it, or where it is small."""
    for name, authors, pages in (
        ("lone", ["ana"], 6),
        ("shared", ["bo", "ana"], 6),
        ("small", ["ana"], 2),
    ):
        repo = make_repo(name)
        repo.commit({"README.md": "# R\n"}, author=PEOPLE["cy" if name == "shared" else "ana"])
        for number in range(max(2 * pages, 12)):
            author = PEOPLE[authors[number % pages % len(authors)]]
            repo.commit(
                {f"docs/guide/{number % pages}.md": f"# P\n\n{number}\n"}, day="2026-02-02", author=author
            )
    files = {
        "mkdocs.yml": CONFIG.format(options="{}"),
        "repos.yml": "repos: [{path: ../lone}, {path: ../shared}, {path: ../small}]\n",
        "teams.yml": TEAMS,
        "docs/index.md": "# W\n",
    }
    book = known(make_repo("handbook", files))
    [finding] = private(book)["bus-factor"]
    assert (finding.repo, finding.where) == ("lone", "")
    assert finding.message == (
        "Without Ana there would be nobody who has worked much on 7 of 7 pages. The last commit of Ana in any repo "
        "was in lone on 2 February 2026"
    )
    assert ("lone", "guide") in {(each.repo, each.section) for each in book.liveness.factors}


@pytest.mark.parametrize("docs", ["site/content", ""])
def test_where_a_section_is(make_repo: Callable[..., GitRepo], docs: str) -> None:
    """Its folder in the repo, and not below the docs folder alone: a path that is there."""
    repo = make_repo("part")
    start = f"{docs}/" if docs else ""
    for number in range(30):
        author, folder = (PEOPLE["ana"], "api") if number < 12 else (PEOPLE["bo"], "guide")
        if folder == "guide" and number % 2:
            author = PEOPLE["cy"]
        repo.commit(
            {f"{start}{folder}/{number % 6}.md": f"# P\n\n{number}\n"}, day="2026-02-02", author=author
        )
    entry = f"{{path: ../part, docs: {docs}}}" if docs else "{path: ../part, docs: .}"
    files = {
        "mkdocs.yml": CONFIG.format(options="{}"),
        "repos.yml": f"repos: [{entry}]\n",
        "teams.yml": TEAMS,
        "docs/index.md": "# W\n",
    }
    found = private(known(make_repo("handbook", files)))["bus-factor"]
    assert [finding.where for finding in found] == [f"{start}api"]
    assert (repo.path / found[0].where).is_dir()


def test_whoever_is_at_work_on_code_that_no_page_names_is_there(make_repo: Callable[..., GitRepo]) -> None:
    """Any commit in any repo of the handbook is a sign of life; without one, the same page is told plainly."""
    plain: list[bool] = []
    for name, busy in (("idle", False), ("busy", True)):
        repo = make_repo(name)
        repo.commit({"README.md": "# R\n", "CODEOWNERS": "docs/ @ana\n"}, author=PEOPLE["bo"])
        repo.commit({"docs/a.md": "# A\n"}, day="2024-02-02", author=PEOPLE["ana"])
        if busy:
            repo.commit({"src/unnamed.c": "int x;\n"}, day="2026-05-05", author=PEOPLE["ana"])
        files = {
            "mkdocs.yml": CONFIG.format(options="{}"),
            "repos.yml": f"repos: [{{path: ../{name}}}]\n",
            "teams.yml": TEAMS,
            "docs/index.md": "# W\n",
        }
        handbook = make_repo(f"handbook-{name}")
        handbook.commit(files, author=PEOPLE["bo"])
        concerns = known(handbook).liveness.concerns
        plain += [each.is_strong for each in concerns if each.kind == "owner-quiet"]
    assert plain == [True, False]


def test_a_built_site_tells_nobody_of_it(
    handbook: Callable[..., GitRepo], build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`report`: `check` and `facts` print the findings; nothing that is published has them."""
    repo = handbook()
    site = build(repo.path / "mkdocs.yml", strict=True)
    published = b"".join(file.read_bytes() for file in site.folder.rglob("*") if file.is_file())
    for told in (b"owner-left", b"owner-quiet", b"no-backup", b"still stands as owner", b"is known since"):
        assert told not in published
    assert not of_class(site.read("projects/tool/docs/left/index.html"), "oss-banner")
    monkeypatch.chdir(repo.path)
    for command in (["check"], ["check", "--json"], ["check", "--format", "sarif"], ["facts"]):
        assert "still stands as owner" in CliRunner().invoke(main, command).stdout


def test_a_banner_where_it_is_asked_for(
    handbook: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """For an owner who has left, or is quiet while others work; with a next step, and the findings in the facts."""
    site = build(handbook("{liveness: banner}").path / "mkdocs.yml", strict=True)

    def banner(page: str) -> tuple[str, str] | None:
        found = of_class(site.read(f"projects/tool/docs/{page}/index.html"), "oss-banner")
        return (found[0].attributes["data-oss-state"], found[0].words) if found else None

    assert banner("left") == (
        "left",
        "Dee, who looked after this page, left on 1 March 2026. You can ask Bo. Adopt it.",
    )
    assert banner("quiet") == (
        "quiet",
        "No work of Cy on this page is known since 2 February 2024. You can ask Bo too. Adopt it.",
    )
    for page in ("handed", "alive", "other", "code", "young", "veiled", "unheard"):
        assert banner(page) is None
    codes = {finding["code"] for finding in json.loads(site.read("oss/handbook.json"))["findings"]}
    assert {"owner-left", "owner-quiet", "owner-elsewhere", "no-backup"} <= codes


def test_a_later_build_of_a_serve_sees_who_came_back(handbook: Callable[..., GitRepo], tool: GitRepo) -> None:
    """What is known of people is of all repos, and made anew in each build."""
    repo = handbook()
    assert any(each.where == "docs/quiet.md" for each in private(known(repo))["owner-quiet"])
    tool.commit({"docs/quiet.md": "# quiet\n\nBack.\n"}, day="2026-06-14", author=PEOPLE["cy"])
    assert not any(each.where == "docs/quiet.md" for each in private(known(repo))["owner-quiet"])
