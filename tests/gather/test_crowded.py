"""Reviews that would be due on one day, over all repos of a handbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import NOW, GitRepo

from mkdocs_oss.gather import Memory
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Handbook, Origin
from mkdocs_oss.settings import load_settings, read_site


def read(config_file: Path, memory: Memory | None = None) -> Handbook:
    site = read_site(config_file)
    return assemble(site, load_settings(site), git=Git(), now=NOW, memory=memory)


def due(handbook: Handbook) -> dict[str, date]:
    """`repo:path` → the day, of the pages that have one."""
    return {
        f"{facts.page.origin.repo}:{facts.page.origin.path}": facts.freshness.review_by
        for facts in handbook.pages
        if isinstance(facts.page.origin, Origin)
        and facts.freshness is not None
        and isinstance(facts.freshness.review_by, date)
    }


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo]) -> GitRepo:
    """Six repos with six pages each, all reviewed on one day, and a hub whose own pages nobody has reviewed."""
    for name in "abcdef":
        pages = {f"docs/{number}.md": "---\nreviewed: 2026-05-02\n---\n# P\n" for number in range(6)}
        make_repo(name, pages)
    files = {f"docs/n{number}.md": "# N\n" for number in range(20)}
    files["mkdocs.yml"] = "site_name: H\nplugins: [{oss: {freshness: {review_every: 6 months}}}]\n"
    files["repos.yml"] = "repos: [" + ", ".join(f"{{path: ../{name}}}" for name in "abcdef") + "]\n"
    return make_repo("handbook", files, day="2026-01-15")


def test_repos_are_counted_together(hub: GitRepo) -> None:
    """Six pages of each of six repos, reviewed on one day, are not due on one; the same at each build. Nor are pages of
    one commit that nobody has reviewed."""
    found = due(read(hub.path / "mkdocs.yml"))
    theirs = [day for place, day in found.items() if place.partition(":")[0] in "abcdef"]
    own = [day for place, day in found.items() if place.startswith("handbook:docs/n")]
    assert (len(theirs), len(own)) == (36, 20)
    assert max(Counter(theirs).values()) <= 10
    assert date(2026, 11, 2) <= min(theirs) < max(theirs) <= date(2026, 12, 2)
    assert 2 <= sum(day > date(2026, 7, 15) for day in own) <= 18
    assert due(read(hub.path / "mkdocs.yml")) == found


def test_one_repo_alone_has_no_crowd(hub: GitRepo) -> None:
    """Its six pages are due when they say; so are those of a few, whatever another handbook has."""
    alone = hub.path.parent / "a"
    (alone / "mkdocs.yml").write_text(
        "site_name: A\nplugins: [{oss: {freshness: {review_every: 6 months}}}]\n"
    )
    assert set(due(read(alone / "mkdocs.yml")).values()) == {date(2026, 11, 2)}


def test_what_is_kept_follows_the_others(hub: GitRepo) -> None:
    """Where a serve keeps a repo's share, and reviews of other repos make the crowd smaller, its pages follow."""
    memory = Memory()
    before = due(read(hub.path / "mkdocs.yml", memory))
    for name in "bcdef":
        pages = {f"docs/{number}.md": "---\nreviewed: 2026-05-03\n---\n# P\n" for number in range(6)}
        GitRepo(hub.path.parent / name).write(pages)
    after = due(read(hub.path / "mkdocs.yml", memory))
    assert after == due(read(hub.path / "mkdocs.yml"))
    assert {after[f"a:docs/{number}.md"] for number in range(6)} == {date(2026, 11, 2)}
    assert {before[f"a:docs/{number}.md"] for number in range(6)} != {date(2026, 11, 2)}
