"""A sync or build that is killed, at any moment, leaves nothing that the next one stumbles over; many at once share a
cache without harm."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.killing import KINDS, Kind, Team, digest, small_team

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes in /proc"),
    pytest.mark.xdist_group("kills"),
]
PARTS = (0.1, 0.3, 0.5, 0.7, 0.9)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("killed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        (folder / ".gitconfig").write_text("[user]\n name = Nobody\n email = nobody@example.org\n")
        with small_team(folder / "team") as made:
            yield made


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_leaves_nothing_to_clean(kind: Kind, part: float, team: Team, tmp_path: Path) -> None:
    """Killed after a part of its time, with all of its processes or with git left as an orphan: the next sync and
    build end well by themselves, and the site is the same to the byte as if nothing had happened."""
    orphans = PARTS.index(part) % 2 == 1
    _, wrong = team.killed(kind, part, tmp_path / "place", orphans=orphans)
    assert wrong == []


@pytest.mark.parametrize("builds", [2, 8])
def test_builds_at_once_over_a_cold_cache(builds: int, team: Team, tmp_path: Path) -> None:
    """All of them end well with the same site to the byte, and each repo is fetched once."""
    cache, hub, _ = team.at("build, cold", tmp_path / "place")
    asked = len(team.server.requests)
    runs = [
        team.start(["build", "--strict", "--quiet", "-d", str(tmp_path / f"site-{number}")], cache, hub=hub)
        for number in range(builds)
    ]
    for number, run in enumerate(runs):
        code = run.wait()
        assert code == 0, run.said
        assert digest(tmp_path / f"site-{number}") == team.site
    fetches = [
        path for path in team.server.requests[asked:] if path.endswith("info/refs?service=git-upload-pack")
    ]
    assert (
        len(fetches) <= 2 * 3
    )  # for each of two repos: its history, its contents, and at most one more look
    left = [path.name for path in (cache / "repos").iterdir()]
    assert sorted(name.rpartition(".")[2] for name in left if not name.endswith(".lock")) == ["git", "git"]


@pytest.mark.parametrize("syncs", [2, 8])
def test_syncs_and_builds_at_once_over_a_warm_cache(syncs: int, team: Team, tmp_path: Path) -> None:
    """Syncs that move the cache while builds read it: each build has the older site or the newer one, whole."""
    cache, hub, _ = team.at("sync, warm", tmp_path / "place")
    runs = [
        team.start(
            ["sync"] if number % 2 else ["build", "--quiet", "-d", str(tmp_path / f"site-{number}")],
            cache,
            hub=hub,
        )
        for number in range(syncs)
    ]
    for run in runs:
        code = run.wait()
        assert code == 0, run.said
    for number in range(0, syncs, 2):
        assert digest(tmp_path / f"site-{number}").keys() <= team.site.keys()
        assert (tmp_path / f"site-{number}/projects/lab/docs/14/index.html").is_file()
    assert team.check(tmp_path / "place") == []
