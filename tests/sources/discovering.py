"""What tests of discovered repos share: entries of `discover:`, and forges on this machine that are asked for them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from sources.loopback_forge import (
    ForgeServer,
    serve_forge,
)

from mkdocs_oss.git import Git
from mkdocs_oss.model import Discovery, FoundRepo, Listing, Repo
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.settings.repos import load_entries
from mkdocs_oss.sources.discovery import Asked, ask_forges
from mkdocs_oss.sources.discovery.fits import filter_of
from mkdocs_oss.sources.discovery.walk import Patience

SECRET = "t0ken-canary-8d1f"
GITHUB = "/api/v3/orgs/data-team/repos?type=all&sort=full_name&per_page=100"
GITHUB_USER = "/api/v3/users/data-team/repos?type=owner&sort=full_name&per_page=100"
GITLAB = "/api/v4/groups/team%2Fdata/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100"
GITEA = "/api/v1/orgs/lab/repos?limit=50&page=1"


@pytest.fixture
def no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the developer's nor CI's own tokens and hosts are there."""
    for name in [name for name in os.environ if "TOKEN" in name or name.endswith("_SERVER_URL")]:
        monkeypatch.delenv(name)
    for name in ("GITLAB_HOST", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def forge() -> Iterator[ForgeServer]:
    """A forge on this machine that nothing is told yet."""
    with serve_forge() as server:
        yield server


def entries(
    text: str, folder: Path = Path("/srv/handbook")
) -> tuple[tuple[Repo, ...], tuple[Discovery, ...]]:
    """What these lines of a `repos.yml` in `folder` give."""
    return load_entries(load_yaml(f"repos:\n{text}", file="repos.yml"), folder=folder)


def one(text: str, folder: Path = Path("/srv/handbook")) -> Discovery:
    """The discovery of one entry."""
    (found,) = entries(f"  - {text}\n", folder)[1]
    return found


@dataclass
class Clock:
    """Waits are noted and not waited for."""

    waits: list[float] = field(default_factory=list)

    def patience(self, **more: Any) -> Patience:
        return Patience(sleep=self.waits.append, **more)


def ask(
    *discoveries: Discovery,
    before: Mapping[str, Listing] | None = None,
    environ: Mapping[str, str] | None = None,
    hub: Path = Path("/nowhere"),
    patience: Patience | None = None,
) -> list[Asked]:
    """What the forges of these answer; nobody waits."""
    return list(
        ask_forges(
            discoveries,
            before or {},
            hub=hub,
            git=Git(),
            environ=environ or {},
            now=lambda: NOW,
            patience=patience or Clock().patience(),
        )
    )


def names(asked: Asked) -> list[str]:
    """The repos that were listed. Fails where none could be."""
    assert asked.listing is not None, asked.failure
    return [repo.name for repo in asked.listing.repos]


def listing(discovery: Discovery, *repos: FoundRepo) -> dict[str, Listing]:
    """What the lock keeps of a discovery that found these."""
    return {
        discovery.place: Listing(when="2026-01-01T00:00:00Z", filters=(filter_of(discovery),), repos=repos)
    }


def repo_at(name: str, host: str = "git.example.org", **more: Any) -> FoundRepo:
    """A repo as a forge lists it."""
    return FoundRepo(name=name, url=f"https://{host}/data/{name}.git", **more)
