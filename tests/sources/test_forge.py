"""From a remote's URL to the pages of its forge."""

from __future__ import annotations

import pytest

from mkdocs_oss.model import Forge, ForgeKind, Unknown
from mkdocs_oss.sources.forge import clean_remote, forge_of, web_url


@pytest.mark.parametrize(
    ("remote", "web"),
    [
        ("https://github.com/o/r.git", "https://github.com/o/r"), ("https://github.com/o/r/", "https://github.com/o/r"),
        ("git@github.com:o/r.git", "https://github.com/o/r"), ("ssh://git@github.com/o/r.git", "https://github.com/o/r"),
        ("ssh://git@git.x.org:2222/o/r.git", "https://git.x.org/o/r"), ("https://git.x.org:8443/o/r", "https://git.x.org:8443/o/r"),
        ("http://git.x.org/o/r", "http://git.x.org/o/r"), ("git://git.x.org/o/r.git", "https://git.x.org/o/r"),
        ("git@gitlab.com:a/b/c/d.git", "https://gitlab.com/a/b/c/d"), ("https://ana:token@git.x.org/o/r.git", "https://git.x.org/o/r"),
        ("https://token@git.x.org/o/r", "https://git.x.org/o/r"), ("git.x.org:o/r.git", "https://git.x.org/o/r"),
        ("git@x.org:o/a b.git", "https://x.org/o/a%20b"), ("https://[::1]:80/o/r", "https://[::1]:80/o/r"), ("HTTPS://X.org/o/r", "https://x.org/o/r"),
        ("git@x.org:~ana/r.git", "https://x.org/~ana/r"), ("https://x.org/o/{ref}", "https://x.org/o/%7Bref%7D"),
    ],
)  # fmt: skip
def test_web_urls(remote: str, web: str) -> None:
    """scp-like, SSH with a port, subgroups: the page of the repo, never with credentials."""
    assert web_url(remote) == web


@pytest.mark.parametrize(
    "remote",
    [
        "/srv/git/r.git",
        "../r",
        "file:///srv/r",
        "C:\\r",
        "ext::x",
        "https://",
        "https://x.org:port/a",
        "https://[x/a",
    ],
)
def test_remotes_that_are_not_on_the_web(remote: str) -> None:
    """A folder or a strange scheme has no page."""
    assert isinstance(web_url(remote), Unknown)
    assert isinstance(forge_of(remote), Unknown)


@pytest.mark.parametrize(
    ("remote", "shown"),
    [
        ("https://ana:to@ken@x.org/r", "https://x.org/r"), ("https://token@x.org/r", "https://x.org/r"), ("ssh://git@x.org/r", "ssh://git@x.org/r"),
        ("ssh://git:pw@x.org/r", "ssh://x.org/r"), ("git@x.org:o/r", "git@x.org:o/r"), ("https://git@x.org@y.org/r", "https://y.org/r"),
        ("https://x.org/a@b", "https://x.org/a@b"),
    ],
)  # fmt: skip
def test_remotes_are_shown_without_credentials(remote: str, shown: str) -> None:
    """Only the user name `git` of SSH stays."""
    assert clean_remote(remote) == shown


FORGES: list[tuple[str, ForgeKind, str, str, str]] = [
    (
        "https://github.com/o/r",
        "github",
        "/edit/main/docs/a.md",
        "/blob/SHA/docs/a.md",
        "/commits/main/docs/a.md",
    ),
    (
        "https://gitlab.com/g/s/r",
        "gitlab",
        "/-/edit/main/docs/a.md",
        "/-/blob/SHA/docs/a.md",
        "/-/commits/main/docs/a.md",
    ),
    (
        "https://bitbucket.org/o/r",
        "bitbucket",
        "/src/main/docs/a.md?mode=edit&spa=0&at=main",
        "/src/SHA/docs/a.md",
        "/history-node/main/docs/a.md",
    ),
    (
        "https://codeberg.org/o/r",
        "forgejo",
        "/_edit/main/docs/a.md",
        "/src/commit/SHA/docs/a.md",
        "/commits/branch/main/docs/a.md",
    ),
    (
        "https://gitea.x.org/o/r",
        "gitea",
        "/_edit/main/docs/a.md",
        "/src/commit/SHA/docs/a.md",
        "/commits/branch/main/docs/a.md",
    ),
    (
        "https://forgejo.x.org/o/r",
        "forgejo",
        "/_edit/main/docs/a.md",
        "/src/commit/SHA/docs/a.md",
        "/commits/branch/main/docs/a.md",
    ),
    (
        "https://gitlab.x.org:8443/o/r",
        "gitlab",
        "/-/edit/main/docs/a.md",
        "/-/blob/SHA/docs/a.md",
        "/-/commits/main/docs/a.md",
    ),
    (
        "https://github.x.org/o/r",
        "github",
        "/edit/main/docs/a.md",
        "/blob/SHA/docs/a.md",
        "/commits/main/docs/a.md",
    ),
]


@pytest.mark.parametrize(("web", "kind", "edit", "view_at", "history"), FORGES)
def test_forges(web: str, kind: ForgeKind, edit: str, view_at: str, history: str) -> None:
    """Each forge is known by its host, and has its own URLs."""
    for remote in (
        web,
        f"{web}.git",
        "ssh://git@" + web.removeprefix("https://").replace(":8443", "") + ".git",
    ):
        forge = forge_of(remote)
        assert isinstance(forge, Forge)
        base = web if remote.startswith("https") else web.replace(":8443", "")
        assert (forge.kind, forge.web) == (kind, base)
        assert forge.link("edit", ref="main", path="docs/a.md") == base + edit
        assert forge.link("view_at", sha="SHA", path="docs/a.md") == base + view_at
        assert forge.link("history", ref="main", path="docs/a.md") == base + history
        assert forge.link("commit", sha="SHA").endswith("SHA")
        assert "A%20b%20%26%20c" in forge.link("new_issue", title="A b & c")


def test_an_unknown_host_says_what_to_do() -> None:
    """No guess: the reason names the host; the setting decides."""
    assert forge_of("git@git.example.org:o/r") == Unknown("the forge at git.example.org is not known")
    named = forge_of("git@git.example.org:o/r", kind="gitea")
    assert isinstance(named, Forge)
    assert named.link("edit", ref="m", path="a.md") == "https://git.example.org/o/r/_edit/m/a.md"


def test_a_pattern_of_the_users_own() -> None:
    """It wins over the forge's edit link, and works where no forge is known, or no remote is."""
    pattern = "https://edit.example.org/{ref}?file={path}"
    for remote in ("git@git.example.org:o/r", Unknown("no remote"), "https://github.com/o/r"):
        forge = forge_of(remote, edit_url=pattern)
        assert isinstance(forge, Forge)
        assert (
            forge.link("edit", ref="main", path="a b/c.md") == "https://edit.example.org/main?file=a%20b/c.md"
        )
    github = forge_of("https://github.com/o/r", edit_url=pattern)
    assert isinstance(github, Forge)
    assert github.link("view", ref="m", path="a") == "https://github.com/o/r/blob/m/a"


def test_no_remote_is_the_reason() -> None:
    """What is not known stays unknown, with its own reason."""
    assert forge_of(Unknown("the repository has no remote")) == Unknown("the repository has no remote")
