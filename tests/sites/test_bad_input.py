"""Bad input: a clear message with its place and a remedy, and the rest of the handbook is built."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import facts_on, of_class
from mkdocs.exceptions import Abort

CLOSED = "http://127.0.0.1:9/team/tool.git"
"""The discard port: nothing listens there."""


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def hub_with(make_repo: Callable[..., GitRepo]) -> Callable[..., GitRepo]:
    """A handbook with these files besides its mkdocs.yml and its first page."""

    def make(files: dict[str, str | bytes] | None = None, *, plugin: str = "oss") -> GitRepo:
        config = f"site_name: Handbook\ntheme: mkdocs\nplugins: [{plugin}]\n"
        return make_repo("handbook", {"mkdocs.yml": config, "docs/index.md": "# Welcome\n", **(files or {})})

    return make


def said(site: Built, *, at: int = logging.WARNING) -> str:
    return "\n".join(site.messages(at))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("repos.yml", "repos:\n  - path: [\n", ["repos.yml:", "not valid YAML", "mend the line"]),
        ("repos.yml", "repos:\n  - path: ../tool\n    sectoin: A\n", ["repos.yml:3", "'sectoin'", "did you mean 'section'?"]),
        ("repos.yml", "- path: ../tool\n", ["repos.yml:1", "start it with `repos:`"]),
        ("repos.yml", "repos:\n  - name: tool\n", ["repos.yml:2", "neither `path` nor `url`", "give it one of the two"]),
        ("repos.yml", "repos:\n  - url: ext::sh -c id\n", ["repos.yml:2: url", "is not an https, http, ssh or git URL"]),
        ("repos.yml", "repos:\n  - path: ../tool\n    policy: always\n", ["repos.yml:3: repos.0.policy", "optional, required, stale-ok"]),
        ("repos.yml", "repos:\n  - path: ../tool\n    edit_url: javascript:alert(1)//{path}\n", ["repos.yml:3: edit_url", "http or https URL"]),
        ("repos.yml", "repos:\n  - path: ../tool\n  - path: ../other\n    name: Tool\n", ["repos.yml:3", "two repos are named 'Tool'", "repos.yml:2", "another `name:`"]),
        ("repos.yml", "repos:\n  - path: ../tool\n    name: ../up\n", ["repos.yml:3: name", "'../up' cannot be a name"]),
        ("repos.yml", b"repos:\n  - path: ../t\xffl\n", ["repos.yml", "not valid YAML", "UTF-8"]),
        ("teams.yml", "teams:\n  '@data': {nmae: Data}\n", ["teams.yml:2", "'nmae'", "did you mean 'name'?"]),
        ("teams.yml", "teams:\n  '@data': {chat: 'javascript:alert(1)'}\n", ["teams.yml:2: chat", "is not an http or https URL; write the full URL"]),
        ("teams.yml", "people:\n  '@ana': {left: someday}\n", ["teams.yml:2", "left"]),
        ("teams.yml", "team: {}\n", ["teams.yml:1", "'team'", "did you mean 'teams'?"]),
        ("handbook.lock", "no lock\n", ["handbook.lock", "not a lock file", "mkdocs-oss sync"]),
    ],
)  # fmt: skip
def test_a_settings_file_that_cannot_be_followed(
    name: str,
    content: str | bytes,
    words: list[str],
    hub_with: Callable[..., GitRepo],
    build: Callable[..., Built],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The build stops with one message: file, line, key, and what to do."""
    hub = hub_with({"repos.yml": "repos:\n- path: ../tool\n", name: content})
    with pytest.raises(Abort):
        build(hub.path / "mkdocs.yml")
    (told,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    for part in words:
        assert part in told


def test_empty_settings_files_say_nothing(
    hub_with: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A repos.yml and a teams.yml with comments alone are as good as none."""
    hub = hub_with({"repos.yml": "# later\n", "teams.yml": "# later\n"})
    site = build(hub.path / "mkdocs.yml", strict=True)
    assert not (site.folder / "projects").exists()


def test_a_path_that_is_not_there(
    hub_with: Callable[..., GitRepo], make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The repo's page says so, the log says where and what to do, and other repos are built."""
    make_repo("tool", {"README.md": "# Tool\n\nIt helps.\n"})
    hub = hub_with({"repos.yml": "repos:\n- path: ../gone\n- path: ../tool\n"})
    site = build(hub.path / "mkdocs.yml")
    assert "It helps." in site.read("projects/tool/index.html")
    page = site.read("projects/gone/index.html")
    assert "nothing of it could be read" in page
    assert "repos.yml:2" in page
    assert facts_on(page)["ownership"] == "unknown"
    for words in ("gone (repos.yml:2: ", "there is no folder", "mend the path"):
        assert words in said(site, at=logging.INFO)
    assert said(site) == ""
    assert "This repo is not here" in site.read("projects/index.html")
    build(hub.path / "mkdocs.yml", strict=True)
    hub.write({"repos.yml": "repos:\n- {path: ../gone, policy: required}\n- path: ../tool\n"})
    with pytest.raises(Abort):
        build(hub.path / "mkdocs.yml", strict=True)


def test_a_repo_that_cannot_be_reached(hub_with: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """Its page says so and when it comes back; the rest is built; --strict fails where it is required."""
    hub = hub_with({"repos.yml": f"repos:\n- url: {CLOSED}\n"})
    site = build(hub.path / "mkdocs.yml")
    page = site.read("projects/tool/index.html")
    assert "nothing of it could be read" in page
    assert "mkdocs-oss sync" in page
    assert "tool (repos.yml:2: " in said(site, at=logging.INFO)
    assert "check the URL and the network" in said(site, at=logging.INFO)
    assert said(site) == ""
    (repo,) = json.loads(site.read("oss/handbook.json"))["repos"]
    assert repo["missing"]
    build(hub.path / "mkdocs.yml", strict=True)
    hub.write({"repos.yml": f"repos:\n- {{url: '{CLOSED}', policy: required}}\n"})
    with pytest.raises(Abort):
        build(hub.path / "mkdocs.yml", strict=True)


def test_an_optional_repo_fails_nothing(
    hub_with: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """`policy: optional`: its page says why, and --strict passes."""
    hub = hub_with(
        {
            "repos.yml": f"repos:\n- {{url: '{CLOSED}', policy: optional}}\n- {{path: ../gone, policy: optional}}\n"
        }
    )
    site = build(hub.path / "mkdocs.yml", strict=True)
    assert "nothing of it could be read" in site.read("projects/tool/index.html")
    assert "nothing of it could be read" in site.read("projects/gone/index.html")


def test_a_required_repo_is_an_error(hub_with: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """`policy: required`: an ERROR in the log, and first of the findings."""
    hub = hub_with(
        {"repos.yml": "repos:\n- {path: ../a, policy: optional}\n- {path: ../b, policy: required}\n"}
    )
    site = build(hub.path / "mkdocs.yml")
    assert "b: repos.yml:3" in said(site, at=logging.ERROR)
    findings = json.loads(site.read("oss/handbook.json"))["findings"]
    assert [finding["severity"] for finding in findings] == ["error", "note"]


def test_a_folder_that_is_no_repository(
    hub_with: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Its pages are shown, its dates are not known, and a note says what to do."""
    hub = hub_with({"repos.yml": "repos:\n- path: ../plain\n"})
    (hub.path.parent / "plain").mkdir()
    (hub.path.parent / "plain/README.md").write_text("# Plain\n\nNo git here.\n")
    site = build(hub.path / "mkdocs.yml", strict=True)
    html = site.read("projects/plain/index.html")
    assert "No git here." in html
    assert "Last change not known" in of_class(html, "oss-line")[0].words
    (finding,) = json.loads(site.read("oss/handbook.json"))["findings"]
    assert finding["message"] == "the folder is not in a git repository"
    assert finding["remedy"]


def test_an_empty_repo(
    hub_with: Callable[..., GitRepo], make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A repo without commits and without files has a page that says what would stand there."""
    make_repo("tool")
    hub = hub_with({"repos.yml": "repos:\n- path: ../tool\n"})
    site = build(hub.path / "mkdocs.yml", strict=True)
    assert "This repo has no README yet" in site.read("projects/tool/index.html")
    assert "no commits yet" in site.read("oss/handbook.json")


def test_broken_front_matter(
    hub_with: Callable[..., GitRepo], make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """In the handbook a WARNING, in a repo a note, each with file and line; the pages are shown all the same."""
    bad = "---\ntitle: x\nowner: [\n---\n# Bad head\n\nStill here.\n"
    make_repo("tool", {"README.md": "# Tool\n", "docs/bad.md": bad})
    hub = hub_with({"repos.yml": "repos:\n- path: ../tool\n", "docs/bad.md": bad})
    site = build(hub.path / "mkdocs.yml")
    assert "handbook: docs/bad.md:" in said(site)
    assert "tool: docs/bad.md" not in said(site)
    assert "tool: docs/bad.md:" in said(site, at=logging.DEBUG)
    for page in ("bad/index.html", "projects/tool/docs/bad/index.html"):
        assert "Still here." in site.read(page)
        assert len(of_class(site.read(page), "oss-line")) == 1
    with pytest.raises(Abort):
        build(hub.path / "mkdocs.yml", strict=True)


def test_front_matter_values_of_the_wrong_kind(
    hub_with: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Dates, intervals and owners that cannot be read are named, with how to write them."""
    head = "---\nowner: {a: b}\nreviewed: lately\nreview_every: now and then\n---\n# P\n"
    site = build(hub_with({"docs/p.md": head}).path / "mkdocs.yml")
    for words in (
        "docs/p.md: `reviewed: lately` is not a date",
        "write it as 2026-03-31",
        "docs/p.md: `review_every`",
        "docs/p.md: `owner` must be a handle",
    ):
        assert words in said(site)
    assert "# P" not in site.read("p/index.html")


def test_a_bad_line_in_codeowners(
    hub_with: Callable[..., GitRepo], make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """The line is named and skipped, as the forge skips it; the others count."""
    rules = "* @data/docs\n/docs/ nobody\n!x @data/x\n"
    make_repo("tool", {"README.md": "# Tool\n", "CODEOWNERS": rules})
    hub = hub_with({"CODEOWNERS": rules, "repos.yml": "repos:\n- path: ../tool\n"})
    site = build(hub.path / "mkdocs.yml")
    assert "handbook: CODEOWNERS:2: 'nobody' is no owner" in said(site)
    assert "handbook: CODEOWNERS:3: the pattern '!x' negates" in said(site)
    assert "tool: CODEOWNERS" not in said(site)
    pages = json.loads(site.read("oss/pages.json"))
    assert {tuple(page["owners"]) for page in pages} == {("@data/docs",)}


@pytest.mark.parametrize("theme", ["mkdocs", "{name: material, font: false}"])
def test_pages_that_are_not_utf8(
    theme: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """They are shown with a mark for each byte that cannot be read; the finding names line and byte."""
    latin = "---\ntitle: Grüße\n---\n# Grüße\n\nText.\n".encode("latin-1")
    make_repo("tool", {"README.md": latin, "docs/l.md": latin})
    config = f"site_name: Handbook\ntheme: {theme}\nplugins: [oss]\n"
    files = {"mkdocs.yml": config, "repos.yml": "repos:\n- path: ../tool\n", "docs/index.md": "# W\n"}
    hub = make_repo("handbook", {**files, "docs/l.md": latin, "docs/sub/index.md": latin})
    site = build(hub.path / "mkdocs.yml")
    for page in ("l/", "sub/", "projects/tool/", "projects/tool/docs/l/"):
        html = site.read(f"{page}index.html")
        assert "Text." in html
        assert "Gr\ufffd\ufffde" in html
        assert len(of_class(html, "oss-line")) == 1
    assert "handbook: docs/l.md:2: byte 0xFC is not UTF-8; save the file as UTF-8" in said(site)


def test_a_link_of_the_repo_that_leads_nowhere(
    hub_with: Callable[..., GitRepo], make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A broken link in a repo never fails the handbook; it is a note with its line."""
    make_repo("tool", {"README.md": "# Tool\n\n[gone](docs/gone.md)\n"}, remote="https://github.com/e/tool")
    hub = hub_with({"repos.yml": "repos:\n- path: ../tool\n"})
    site = build(hub.path / "mkdocs.yml", strict=True)
    assert "tool: README.md:3: the link 'docs/gone.md' leads nowhere" in said(site, at=logging.DEBUG)
    assert any("1 note about the pages" in message for message in site.messages())


def test_teams_that_are_in_each_other(hub_with: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """A warning names the ring and its line, and each page has its owners."""
    teams = 'teams:\n  "@o/a": {name: A, members: ["@o/b", "@ana"]}\n  "@o/b": {members: ["@o/a"]}\n'
    hub = hub_with({"teams.yml": teams, "CODEOWNERS": "* @o/a @o/b\n"})
    site = build(hub.path / "mkdocs.yml")
    (told,) = site.messages(logging.WARNING)
    assert "teams.yml:3: members: a team is in itself: @o/a → @o/b → @o/a; take one of them out" in told
    assert "Looked after by A and b" in site.read("index.html")


@pytest.mark.parametrize("key", ["owner", "owners", "owner_slack"])
def test_an_owner_that_is_a_script_url_is_nobody(
    key: str, hub_with: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """A warning names the file, and what to write; the page is built, and leads nowhere."""
    page = f'---\n{key}: "javascript:alert(1)"\n---\n# Welcome\n'
    hub = hub_with({"docs/index.md": page, "docs/b.md": page})
    site = build(hub.path / "mkdocs.yml")
    told = site.messages(logging.WARNING)
    assert [f"docs/{name}.md" in each for name, each in zip(("index", "b"), told, strict=True)] == [True] * 2
    html = site.read("index.html")
    assert "Looked after by" not in html
    assert "alert(1)" not in html
    assert re.search(r"""(?:href|src|action)\s*=\s*["']?\s*javascript:""", html) is None
