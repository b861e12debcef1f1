"""Forges that are asked for their repos and fail, take too long, or want us to do what we should not."""

from __future__ import annotations

import pytest
from conftest import NOW
from sources.discovering import (
    GITHUB,
    SECRET,
    Clock,
    ask,
    listing,
    names,
    one,
    repo_at,
)
from sources.loopback_forge import (
    ForgeServer,
    Reply,
    github_repo,
)

from mkdocs_oss.model import FoundRepo

pytestmark = pytest.mark.usefixtures("no_tokens")


@pytest.mark.parametrize(
    ("first", "waits"),
    [
        (Reply(status=429, headers={"Retry-After": "7"}), [7.0]),
        (Reply(status=429, headers={"Retry-After": "Mon, 15 Jun 2026 12:00:30 GMT"}), [30.0]),
        (Reply(status=429, headers={"Retry-After": "-1"}), [1.0]),
        (Reply(status=429), [1.0]),
        (Reply(status=403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 20)}), [21.0]),
        (Reply(status=403, headers={"Retry-After": "3"}), [3.0]),
        (Reply(status=429, headers={"RateLimit-Reset": str(int(NOW.timestamp()) - 5)}), [1.0]),
        (Reply(b"<html>bad gateway</html>", status=502), [1.0]),
        (Reply(status=503, headers={"Retry-After": "5"}), [5.0]),
    ],
)  # fmt: skip
def test_a_forge_that_wants_us_to_wait(forge: ForgeServer, first: Reply, waits: list[float]) -> None:
    """We wait as long as it asks for, and then have the list; a wait of more than a moment is told, with the host."""
    forge.answer(GITHUB, first, Reply([github_repo("a", f"{forge.url}/a.git")]))
    clock, said = Clock(), list[str]()
    patience = clock.patience(say=said.append)
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"), patience=patience)
    assert names(asked) == ["a"]
    assert clock.waits == waits
    assert len(said) == len([wait for wait in waits if wait > 1.5])
    for line, wait in zip(said, waits, strict=False):
        assert line.startswith(f"127.0.0.1:{forge.port}: it")
        assert line.endswith(f"; it is asked again in {wait:.0f} s")


@pytest.mark.parametrize(
    ("reply", "reason", "tries"),
    [
        (Reply(status=401), "it wants a token, or does not know the one it got", 1),
        (Reply(status=403), "it does not let us list the repos", 1),
        (Reply(status=403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 3599)}), "its rate limit is used up until 2026-06-15 13:00 UTC", 1),
        (Reply(status=429, headers={"Retry-After": "999999999"}), "its rate limit is used up until 2058-02-21 13:46 UTC", 1),
        (Reply(status=429, headers={"RateLimit-Reset": "99999999999"}), "its rate limit is used up until", 1),
        (Reply(status=429), "its rate limit is used up", 4),
        (Reply(status=500), "it answers 500", 4),
        (Reply(status=418), "it answers 418", 1),
        (Reply(b"<html>", headers={"Content-Type": "text/html"}), "its answer is no list of repos", 1),
        (Reply({"message": "hello"}), "its answer is no list of repos", 1),
        (Reply([{"name": 1, "clone_url": "https://x.org"}]), "its answer is no list of repos", 1),
        (Reply(["a"]), "its answer is no list of repos", 1),
        (Reply(b"[" * 200_000), "its answer is no list of repos", 1),
        (Reply(b"\xff[]"), "its answer is no list of repos", 1),
        (Reply(b" " * 10_000_000), "its answer has more than 8 MB", 1),
        (Reply([], headers={"Link": '<http://evil.example.org/x>; rel="next"'}), "the next page of its list is on another host than 127.0.0.1", 1),
        (Reply([], headers={"Link": '<//evil.example.org/x>; rel="next"'}), "the next page of its list is on another host", 1),
        (Reply([], headers={"Link": '<http://127.0.0.1:1/x>; rel="next"'}), "the next page of its list is on another host", 1),
        (Reply([], headers={"Link": '<file:///etc/passwd>; rel="next"'}), "the next page of its list is on another host", 1),
        (Reply([], headers={"Link": '<http://[x>; rel="next"'}), "the next page of its list is on another host", 1),
        (Reply([], headers={"Link": f'<{GITHUB}>; rel="next"'}), "the pages of its list go in a circle", 1),
        (Reply(status=302, headers={"Location": "http://localhost:1/x"}), "what it redirects to is on another host", 1),
        (Reply(status=302, headers={"Location": GITHUB}), "it answers 302", 4),
    ],
)  # fmt: skip
def test_a_forge_that_fails(forge: ForgeServer, reply: Reply, reason: str, tries: int) -> None:
    """The reason is said with a remedy, the old list stays, and the token goes nowhere else."""
    forge.answer(GITHUB, reply)
    discovery = one(f"discover: {{github: data-team, url: '{forge.url}', token_env: TEAM_TOKEN}}")
    old = listing(discovery, repo_at("a"))
    clock = Clock()
    (asked,) = ask(discovery, before=old, environ={"TEAM_TOKEN": SECRET}, patience=clock.patience())
    assert asked.failure is not None
    assert asked.failure.startswith(reason)
    assert asked.remedy
    assert asked.listing is old[discovery.place]
    assert len(forge.asked) == tries
    assert SECRET not in f"{asked}"
    assert sum(clock.waits) <= 7


def test_more_pages_than_anyone_has(forge: ForgeServer) -> None:
    """A list without an end is given up."""
    for number in range(1, 102):
        path = GITHUB if number == 1 else f"{GITHUB}&page={number}"
        forge.answer(path, Reply([], headers={"X-Next-Page": str(number + 1)}))
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"))
    assert asked.failure == "its list has more than 100 pages"
    assert len(forge.asked) == 100


def test_a_forge_that_is_not_there() -> None:
    """It is tried again, at growing distances, and then named."""
    clock = Clock()
    (asked,) = ask(one("discover: {gitea: lab, url: 'http://127.0.0.1:9'}"), patience=clock.patience())
    assert asked.failure == "127.0.0.1:9 cannot be reached"
    assert clock.waits == [1.0, 2.0, 4.0]


def test_a_forge_that_takes_too_long(forge: ForgeServer) -> None:
    """All tries and waits together have a limit."""
    forge.answer(GITHUB, Reply(status=429, headers={"Retry-After": "50"}))
    ticks = iter(range(0, 10_000, 20))
    clock = Clock()
    patience = clock.patience(whole_s=120, monotonic=lambda: float(next(ticks)))
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"), patience=patience)
    assert asked.failure == "its rate limit is used up"
    assert len(clock.waits) == 1


def test_what_a_hostile_forge_lists(forge: ForgeServer) -> None:
    """Names and URLs that could do harm are left out, each with a short sentence; the rest is taken."""
    here = f"{forge.url}/a.git"
    bad: list[tuple[str, str]] = [
        ("../../etc", here), (".git", here), ("a/b", here), ("con", here), ("x" * 5000, here), ("é", here), ("", here),
        ("\x1b[31mred", here), ("file", "file:///etc/passwd"), ("ext", "ext::sh -c id"), ("dash", "--upload-pack=id"),
        ("ssh", "ssh://-oProxyCommand=id/x"), ("script", "javascript:alert(1)"), ("other", "http://evil.example.org/a.git"),
        ("line", f"{forge.url}/a\n.git"), ("empty", ""),
    ]  # fmt: skip
    good = github_repo(
        "good", f"http://bot:{SECRET}@127.0.0.1:{forge.port}/good.git?x={SECRET}", default_branch="--x"
    )
    forge.answer(GITHUB, Reply([*(github_repo(name, url) for name, url in bad), good]))
    (asked,) = ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"))
    assert asked.listing is not None
    assert asked.listing.repos == (FoundRepo(name="good", url=f"{forge.url}/good.git"),)
    assert len(asked.left_out) == len(bad)
    for sentence in asked.left_out:
        assert len(sentence) < 220
        assert sentence.isprintable()
        assert SECRET not in sentence


def test_an_https_forge_is_not_cloned_without_https() -> None:
    """A clone URL of http on a forge of https would send credentials in the clear."""
    from mkdocs_oss.sources.discovery.ask import _problem

    discovery = one("discover: {github: data-team}")
    assert "elsewhere than https://github.com" in _problem(
        FoundRepo(name="a", url="http://github.com/data-team/a.git"), discovery
    )
    assert not _problem(FoundRepo(name="a", url="https://github.com/data-team/a.git"), discovery)
