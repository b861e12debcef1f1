"""A host that refuses us for a while is alone in that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from sources.fault_server import FaultServer, serve_faults

from mkdocs_oss.gather.reads import fetch_missing
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources import open_cached
from mkdocs_oss.sources.fetching import Patience
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.sync import sync

MakeRepo = Callable[..., GitRepo]


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[FaultServer, FaultServer]]:
    with serve_faults(tmp_path) as one, serve_faults(tmp_path) as other:
        yield one, other


@pytest.fixture
def repos(make_repo: MakeRepo, servers: tuple[FaultServer, FaultServer]) -> list[Repo]:
    """Six repos, by turns at a host that refuses and at one that does not."""
    servers[0].fault = "429 too many requests"
    made = []
    for number in range(6):
        make_repo(f"r{number}", {"README.md": f"# {number}\n"})
        made.append(Repo(f"r{number}", url=servers[number % 2].url(f"r{number}/.git", user="ana:canary")))
    return made


def store_in(folder: Path, said: list[str]) -> Store:
    patience = Patience(sleep=lambda _: None, chance=lambda: 0.5, say=said.append)
    return Store(folder, git=Git(), now=lambda: NOW, patience=patience)


def test_one_hosts_rate_limit(
    servers: tuple[FaultServer, FaultServer], repos: list[Repo], tmp_path: Path
) -> None:
    """The repos of the other host are all there; each repo of this one says why under its own URL, without its
    password, and what is said meanwhile names the host and the time."""
    said: list[str] = []
    done = sync(repos, store_in(tmp_path / "cache", said), {})
    assert [result.failure is None for result in done] == [False, True] * 3
    for number in (0, 2, 4):
        failure = done[number].failure or ""
        assert servers[0].url(f"r{number}/.git") in failure
        assert "429" in failure
        assert "canary" not in failure
    assert len(said) == 3
    host = f"127.0.0.1:{servers[0].port}"
    assert all(line.startswith(f"{host} says that it is asked too often: 3 repos wait for ") for line in said)


def test_a_build_asks_a_host_that_refuses_for_no_further_repo(
    servers: tuple[FaultServer, FaultServer], repos: list[Repo], tmp_path: Path
) -> None:
    """After its patience is over a build goes on with the reason, and opens its repos without asking that host again."""
    store = store_in(tmp_path / "cache", [])
    fetch_missing(repos, store, {})
    asked = len(servers[0].requests)
    for number, repo in enumerate(repos):
        missing = open_cached(repo, store, git=Git(), commit=None).missing
        assert (missing is None) == bool(number % 2)
        assert missing is None or "429" in missing
    assert len(servers[0].requests) == asked
