"""oss/pages.json and oss/handbook.json: what scripts may rely on, and the same bytes from the same input."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import NOW, Built, GitRepo

from mkdocs_oss.cli import main

PAGE_KEYS = {
    "title", "url", "repo", "path", "commit", "edit_url", "owners", "owner_rule", "created", "last_touched",
    "last_substantive", "authors", "reviewed", "review_by", "freshness", "reasons", "links", "unknown",
}  # fmt: skip
NULLABLE = PAGE_KEYS - {"title", "url", "repo", "owners", "freshness", "reasons", "links", "unknown"}
SETTINGS = "site_name: Handbook\ntheme: mkdocs\nplugins: [search, oss]\n"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def team(make_repo: Callable[..., GitRepo]) -> GitRepo:
    """A handbook over a repo, a plain folder, and a repo that is not there."""
    tool = make_repo(
        "tool",
        {"README.md": "# Tool\n", "docs/a.md": "# A\n", "CODEOWNERS": "* @data/tools\n"},
        day="2025-12-31 23:30:00 -0700",
        remote="https://github.com/example/tool.git",
    )
    tool.commit({"docs/a.md": "# A\n\nMore.\n"}, day="2026-02-01", author="renovate[bot] <bot@example.org>")
    (tool.path.parent / "plain").mkdir()
    (tool.path.parent / "plain/README.md").write_text("# Plain\n")
    files = {
        "mkdocs.yml": SETTINGS,
        "repos.yml": "repos:\n- path: ../tool\n- path: ../plain\n- {path: ../gone, policy: optional}\n",
        "docs/index.md": "---\nreviewed: 2026-01-05\nreview_every: 3 months\nowner: '@ana'\n---\n# Welcome\n",
        "docs/sub/page.md": "# Page\n",
        "docs/sub/über uns & [x].md": "# Über uns & so\n",
    }
    return make_repo("handbook", files, remote="https://github.com/example/handbook.git")


def pages(site: Built) -> dict[str, dict[str, Any]]:
    return {page["url"]: page for page in json.loads(site.read("oss/pages.json"))}


def test_every_page_has_every_key(team: GitRepo, build: Callable[..., Built]) -> None:
    """Each key is there for each page; null only with its reason in `unknown`, and a reason only for null."""
    found = pages(build(team.path / "mkdocs.yml"))
    assert len(found) > 6
    for url, page in found.items():
        assert set(page) >= PAGE_KEYS, url
        nulls = {key for key in PAGE_KEYS if page[key] is None}
        assert nulls <= NULLABLE, url
        assert set(page["unknown"]) == nulls, url
        assert all(page["unknown"].values()), url


def test_dates_are_in_utc(team: GitRepo, build: Callable[..., Built]) -> None:
    """Times of commits are in UTC whatever their zone; reviews are days."""
    found = pages(build(team.path / "mkdocs.yml"))
    page = found["projects/tool/docs/a/"]
    assert page["created"] == "2026-01-01T06:30:00Z"
    assert page["last_substantive"] == "2026-01-01T06:30:00Z"
    assert page["last_touched"] == "2026-02-01T12:00:00Z"
    home = found[""]
    assert (home["reviewed"], home["review_by"], home["freshness"]) == ("2026-01-05", "2026-04-05", "look")
    assert home["owners"] == ["@ana"]
    assert home["owner_rule"] == "docs/index.md: owner: @ana"
    assert page["owner_rule"] == "CODEOWNERS:1: * @data/tools"
    assert page["commit"] == GitRepo(team.path.parent / "tool").run("rev-parse", "HEAD")


def test_who_worked_on_a_page(team: GitRepo, build: Callable[..., Built]) -> None:
    """Authors and co-authors with their shares, the busiest first; no program, and no address. The page's details say
    the same."""
    tool = GitRepo(team.path.parent / "tool")
    for count, author in enumerate(
        ["Ben <ben@example.org>", "Ben <ben@home.example>", "Ben <ben@example.org>"]
    ):
        text = f"# A\n\nMore {count}.\n"
        message = "More" if count else "More\n\nCo-authored-by: bo@private.example <bo@private.example>"
        tool.commit({"docs/a.md": text}, day=f"2026-03-0{count + 1}", author=author, message=message)
    site = build(team.path / "mkdocs.yml")
    assert pages(site)["projects/tool/docs/a/"]["authors"] == [
        {"name": "Ben", "commits": 3, "share": 0.6},
        {"name": "bo", "commits": 1, "share": 0.2},
        {"name": "Ana", "commits": 1, "share": 0.2},
    ]
    html = site.read("projects/tool/docs/a/index.html")
    assert "Who worked on it: Ben 60% (3 commits), bo 20% (1 commit) and Ana 20% (1 commit)." in html
    assert "Who worked on it" not in site.read("sub/page/index.html"), "its last change names the only one"


def test_handbook_json_holds_the_whole(team: GitRepo, build: Callable[..., Built]) -> None:
    """Schema, time, repos, pages and findings; what the two files both hold is the same."""
    site = build(team.path / "mkdocs.yml")
    handbook = json.loads(site.read("oss/handbook.json"))
    assert handbook["schema"] == 1
    assert handbook["generated"] == "2026-06-15T12:00:00Z"
    assert [repo["name"] for repo in handbook["repos"]] == ["tool", "plain", "gone"]
    assert handbook["pages"] == json.loads(site.read("oss/pages.json"))
    tool, plain, gone = handbook["repos"]
    assert tool["branch"] == "main"
    assert plain["commit"] is None
    assert plain["unknown"]["commit"]
    assert gone["missing"]
    assert {finding["code"] for finding in handbook["findings"]} == {"due", "no-history", "repo-missing"}


@pytest.mark.parametrize("directories", [True, False])
def test_the_command_line_says_the_same(
    directories: bool, team: GitRepo, build: Callable[..., Built]
) -> None:
    """`mkdocs-oss facts` is the built site's handbook.json, to the byte, with no engine run."""
    if not directories:
        team.commit({"mkdocs.yml": SETTINGS + "use_directory_urls: false\n"})
    site = build(team.path / "mkdocs.yml")
    done = CliRunner().invoke(main, ["facts", "-f", str(team.path / "mkdocs.yml")])
    assert done.exit_code == 0, done.output
    by_url = sorted(json.loads(done.stdout)["pages"], key=lambda page: page["url"])
    built = json.loads(site.read("oss/handbook.json"))
    assert by_url == sorted(built["pages"], key=lambda page: page["url"])
    for key in ("schema", "generated", "repos", "findings"):
        assert json.loads(done.stdout)[key] == built[key]


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def test_two_time_zones_give_the_same_bytes(
    team: GitRepo, build: Callable[..., Built], in_zone: Callable[[str], None]
) -> None:
    """With SOURCE_DATE_EPOCH, zone and moment of the build change nothing."""

    def digest(site: Built) -> dict[str, str]:
        return {
            path.relative_to(site.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(site.folder.rglob("*"))
            if path.is_file() and path.name != "sitemap.xml.gz"  # MkDocs' own, with the time in its head
        }

    in_zone("Pacific/Kiritimati")
    first = digest(build(team.path / "mkdocs.yml"))
    in_zone("Pacific/Pago_Pago")
    assert digest(build(team.path / "mkdocs.yml")) == first


def test_a_wrong_clock_is_explained(
    team: GitRepo, build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH that is no number stops with one line."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    done = CliRunner().invoke(main, ["facts", "-f", str(team.path / "mkdocs.yml")])
    assert done.exit_code == 2
    assert "SOURCE_DATE_EPOCH: 'yesterday' is not a time; set it to seconds since 1970" in done.stderr


def test_the_monitor_of_reviews_finds_its_list(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """api/pages.json has the four keys of GOV.UK's, with full links; a file of the site's own stays."""
    head = "---\nlast_reviewed_on: 2026-01-05\nreview_in: 3 months\nowner_slack: '#data'\n---\n# W\n"
    config = f"{SETTINGS}site_url: https://docs.example.org/book/\n"
    hub = make_repo("handbook", {"mkdocs.yml": config, "docs/index.md": "# Home\n", "docs/w.md": head})
    assert json.loads(build(hub.path / "mkdocs.yml", strict=True).read("api/pages.json")) == [
        {"title": "Home", "url": "https://docs.example.org/book/", "review_by": None, "owner_slack": None},
        {
            "title": "W",
            "url": "https://docs.example.org/book/w/",
            "review_by": "2026-04-05",
            "owner_slack": "#data",
        },
    ]
    hub.write({"docs/api/pages.json": "mine"})
    assert build(hub.path / "mkdocs.yml", strict=True).read("api/pages.json") == "mine"
