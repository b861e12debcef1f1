"""My change in the real handbook: one repo replaced, all others as the lock has them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Built, GitRepo
from htmlpage import links
from mkdocs.exceptions import Abort
from served import served
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss.cli import main
from mkdocs_oss.settings.overrides import VARIABLE

MakeRepo = Callable[..., GitRepo]
CLEANING = "projects/cleaning/docs/guide/index.html"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


def files(text: str) -> dict[str, str]:
    return {"README.md": "# Cleaning\n", "docs/guide.md": f"# Guide\n\n{text}.\n"}


@pytest.fixture
def hub(make_repo: MakeRepo, server: GitServer, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A synced handbook over two remotes; both have moved on since, and `cleaning` has a branch `topic`."""
    cleaning = make_repo("cleaning", files("Locked"))
    guide = server.url("cleaning/src/branch/main/docs/guide.md")
    lab = make_repo("lab", {"README.md": f"# Lab\n\nLocked. [guide]({guide})\n"})
    repos = [
        {"url": server.url("cleaning/.git"), "name": "cleaning", "owner": "@team", "section": "Libraries", "forge": "gitea"},
        {"url": server.url("lab/.git"), "name": "lab"},
    ]  # fmt: skip
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [search, oss]\n",
            "docs/index.md": "# W\n",
            "repos.yml": json.dumps({"repos": repos}),
        },
    )
    monkeypatch.chdir(hub.path)
    assert run("sync").exit_code == 0
    lab.commit({"README.md": "# Lab\n\nNewer.\n"}, day="2026-02-01")
    cleaning.commit(files("Newer"), day="2026-02-01")
    cleaning.run("checkout", "--quiet", "-b", "topic")
    cleaning.commit(files("On the topic"), day="2026-03-01")
    cleaning.run("checkout", "--quiet", "main")
    server.requests.clear()
    return hub


@pytest.fixture
def mine(make_repo: MakeRepo, hub: GitRepo) -> GitRepo:
    """A checkout of `cleaning` with a change that is not committed."""
    checkout = make_repo(
        "my work", files("Mine"), day="2026-04-01", remote="https://git.example.org/me/cleaning.git"
    )
    checkout.write({"docs/guide.md": "# Guide\n\nNot committed.\n"})
    return checkout


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def shown(site: Built) -> tuple[str, str]:
    """What the replaced page and the other repo's page say."""
    return site.read(CLEANING), site.read("projects/lab/index.html")


def test_a_checkout_in_a_repos_place(
    hub: GitRepo,
    mine: GitRepo,
    server: GitServer,
    build: Callable[..., Built],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Uncommitted edits show, dates and edit link are the checkout's, section and owner those of repos.yml."""
    lock = (hub.path / "handbook.lock").read_bytes()
    monkeypatch.setenv(VARIABLE, "cleaning=../my work")
    site = build(hub.path / "mkdocs.yml", strict=True)
    page, other = shown(site)
    assert "Not committed." in page
    assert "Locked." in other
    assert links(page)["Edit it"] == "https://git.example.org/me/cleaning/_edit/main/docs/guide.md"
    facts = {
        page["path"]: page for page in json.loads(site.read("oss/pages.json")) if page["repo"] == "cleaning"
    }
    assert facts["README.md"]["created"] == "2026-04-01T12:00:00Z"
    assert {page["owners"][0] for page in facts.values()} == {"@team"}
    repos = {repo["name"]: repo for repo in json.loads(site.read("oss/handbook.json"))["repos"]}
    assert repos["cleaning"]["section"] == "Libraries"
    assert "In this build, cleaning is replaced by ../my work" in " ".join(site.messages())
    assert (hub.path / "handbook.lock").read_bytes() == lock
    assert server.requests == []
    assert links(other)["guide"] == "../cleaning/docs/guide/", (
        "the forge's URL of the entry still means this page"
    )
    monkeypatch.delenv(VARIABLE)
    again, _ = shown(build(hub.path / "mkdocs.yml", strict=True))
    assert "Locked." in again


def test_mkdocs_yml_may_say_it(hub: GitRepo, mine: GitRepo, build: Callable[..., Built]) -> None:
    """`with:` of the plugin line, relative to mkdocs.yml; the commands honour it, and say so on stderr."""
    line = "plugins: [search, oss: {with: {cleaning: '../my work'}}]"
    hub.write({"mkdocs.yml": f"site_name: H\ntheme: mkdocs\n{line}\n"})
    assert "Not committed." in shown(build(hub.path / "mkdocs.yml"))[0]
    done = run("facts")
    assert done.stderr == "In this handbook, cleaning is replaced by ../my work\n"
    repos = {repo["name"]: repo for repo in json.loads(done.stdout)["repos"]}
    assert repos["cleaning"]["commit"] == mine.run("rev-parse", "HEAD")
    owners = run("owners", "--json", "cleaning:docs/guide.md")
    assert json.loads(owners.stdout)[0]["owners"] == ["@team"]


@pytest.mark.parametrize(
    ("value", "text"), [("@topic", "On the topic"), ("URL", "Newer"), ("FORK@mine", "Forked")]
)
def test_another_ref_and_a_fork(
    value: str,
    text: str,
    hub: GitRepo,
    make_repo: MakeRepo,
    server: GitServer,
    build: Callable[..., Built],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are fetched into the cache; the lock counts for the other repos only, and is not written."""
    lock = (hub.path / "handbook.lock").read_bytes()
    fork = make_repo("fork", {"README.md": "# F\n"})
    fork.run("checkout", "--quiet", "-b", "mine")
    fork.commit(files("Forked"))
    fork.run("checkout", "--quiet", "main")
    value = value.replace("URL", server.url("cleaning/.git")).replace(
        "FORK", server.url("fork/.git", user="me:s3cret")
    )
    monkeypatch.setenv(VARIABLE, f"cleaning={value}")
    if value.startswith("http") and "fork" not in value:
        assert run("sync").exit_code == 0  # the cache moves, and so does the lock: put it back
        (hub.path / "handbook.lock").write_bytes(lock)
    site = build(hub.path / "mkdocs.yml", strict=True)
    page, other = shown(site)
    assert f"{text}." in page
    assert "Locked." in other
    assert links(other)["guide"] == "../cleaning/docs/guide/"
    assert (hub.path / "handbook.lock").read_bytes() == lock
    kept = [
        path for folder in (site.folder, Path(os.environ["MKDOCS_OSS_CACHE"])) for path in folder.rglob("*")
    ]
    assert not [path for path in kept if path.is_file() and b"s3cret" in path.read_bytes()]
    assert "s3cret" not in " ".join(site.messages(0))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("cleanin=../handbook", "--with: the handbook has no repo 'cleanin'; did you mean 'cleaning'? its repos are: cleaning, lab"),
        ("cleaning=../gone", "--with: cleaning: there is no folder '../gone'; mend the path"),
        ("cleaning=@gone", "--with: cleaning: its @gone: the remote has no ref 'gone'; name another one after the `@`"),
        ("cleaning=http://127.0.0.1:9/x.git", "--with: cleaning: http://127.0.0.1:9/x.git: git"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_ends_serve(given: str, said: str, hub: GitRepo) -> None:
    """Exit 2 and one line before anything is built; it names no `sync`, which fetches only what the settings name."""
    done = run("serve", "--with", given)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert "sync" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_fork_that_a_build_cannot_reach(
    hub: GitRepo, build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page says what to check; a sync would not help."""
    monkeypatch.setenv(VARIABLE, "cleaning=http://127.0.0.1:9/x.git")
    page = build(hub.path / "mkdocs.yml").read("projects/cleaning/index.html")
    said = page.partition("Its pages come back once this is mended: ")[2].partition("</p>")[0]
    assert said.startswith("check the URL and the network.")


def test_what_cannot_be_shown_ends_a_build(
    hub: GitRepo,
    build: Callable[..., Built],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The plugin's error names the variable."""
    monkeypatch.setenv(VARIABLE, "cleaning=../gone")
    with pytest.raises(Abort):
        build(hub.path / "mkdocs.yml")
    said = "MKDOCS_OSS_WITH: cleaning: there is no folder '../gone'; mend the path"
    assert said in caplog.text
    assert run("check").exit_code == 2


def test_serve_follows_the_checkout(hub: GitRepo, mine: GitRepo, server: GitServer) -> None:
    """`serve --with`: the command wins over the environment, and an edit in the checkout is on the page at once."""
    command = [sys.executable, "-m", "mkdocs_oss.cli", "serve", "--with", "cleaning=../my work"]
    with served(command, folder=hub.path, env={**os.environ, VARIABLE: "cleaning=@topic"}) as (site, said):
        assert [line for line in said if "replaced" in line] == [
            f"INFO    -  oss: In this build, cleaning is replaced by {mine.path}"
        ]
        page = "projects/cleaning/docs/guide/"
        assert "Not committed." in site.get(page)
        site.after(
            lambda: mine.write({"docs/guide.md": "# Guide\n\nEdited again.\n"}),
            page,
            until=lambda html: "Edited again." in html,
        )
    assert server.requests == []


def test_serve_without_with_is_mkdocs_serve(hub: GitRepo) -> None:
    """The locked handbook, and MkDocs' own options."""
    with served([sys.executable, "-m", "mkdocs_oss.cli", "serve", "--strict"], folder=hub.path) as (
        site,
        said,
    ):
        assert "Locked." in site.get("projects/cleaning/docs/guide/")
        assert not any("replaced" in line for line in said)


def test_the_newest_of_a_replacement_is_fetched_when_serve_begins(
    hub: GitRepo, server: GitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each serve asks the remote once; while it is away, the copy in the cache is shown, and the day of it said."""
    began: list[Path] = []
    monkeypatch.setattr("mkdocs_oss.engines.run.serve_site", lambda file, **_: began.append(file))
    assert run("serve", "--with", "cleaning=@topic").exit_code == 0
    assert server.requests
    topic = GitRepo(hub.path.parent / "cleaning")
    topic.run("checkout", "--quiet", "topic")
    newest = topic.commit(files("Moved on"), day="2026-05-01")
    assert run("serve", "--with", "cleaning=@topic").stderr == ""
    monkeypatch.setenv(VARIABLE, "cleaning=@topic")
    assert newest in run("facts").stdout
    server.down = True
    done = run("serve", "--with", "cleaning=@topic")
    assert done.exit_code == 0
    assert "its copy of 2026-06-15 is shown" in done.stderr
    assert began == [hub.path / "mkdocs.yml"] * 3
    assert os.environ[VARIABLE] == "cleaning=@topic", "the environment is as it was"


def test_a_discovered_repo(
    make_repo: MakeRepo, build: Callable[..., Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a folder or a forge lists can be replaced by its name."""
    make_repo("team/lab", {"README.md": "# Lab\n\nTheirs.\n"})
    mine = make_repo("mine", {"README.md": "# Lab\n\nMine.\n"})
    hub = make_repo(
        "hub", {"mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [oss]\n", "docs/index.md": "# H\n"}
    )
    hub.write({"repos.yml": "repos:\n- discover: {folder: ../team}\n"})
    monkeypatch.setenv(VARIABLE, f"lab={mine.path}")
    assert "Mine." in build(hub.path / "mkdocs.yml").read("projects/lab/index.html")
    monkeypatch.chdir(hub.path)
    assert "its repos are: lab" in run("serve", "--with", "bal=@x").stderr
