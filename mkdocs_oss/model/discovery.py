"""Repos that a folder or a forge lists: what a user asks for, and what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from mkdocs_oss.model.repo import Repo

DiscoveryKind = Literal["folder", "github", "gitlab", "gitea"]


class Discovery(Struct, frozen=True, kw_only=True):
    """One `discover:` of repos.yml."""

    kind: DiscoveryKind
    group: str
    """The organisation, user or group; for a folder its path as the user wrote it."""
    url: str = ""
    """The forge's own address, without a slash at its end."""
    path: Path | None = None
    include: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """A repo needs one of these; without any, none."""
    archived: bool = False
    forks: bool = False
    token_env: str | None = None
    """The environment variable that holds the token for this forge."""
    defaults: Repo
    """What each found repo takes besides its name and its place."""
    index: int = 0
    """How many repos of repos.yml stand before it."""
    where: str = ""

    @property
    def place(self) -> str:
        """What is listed, as the lock and messages name it: `github:data-team`, `gitea:https://…/data`."""
        public = {"github": "https://github.com", "gitlab": "https://gitlab.com"}.get(self.kind, "")
        return f"{self.kind}:{self.group if self.url == public else f'{self.url}/{self.group}'}"


class FoundRepo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One repo of a forge's list. `branch` is its default branch, "" where that is not known.

    `created` (ISO 8601) is what the forge says; the lock does not keep it.
    """

    name: str
    url: str
    branch: str = ""
    archived: bool = False
    fork: bool = False
    topics: tuple[str, ...] = ()
    created: str = ""


class Listing(Struct, frozen=True, kw_only=True):
    """What a forge listed, as it stands in the lock.

    `filters` are those of the discoveries it was made for; `when` is the day and time on which it last changed,
    ISO 8601 in UTC.
    """

    when: str
    filters: tuple[str, ...]
    repos: tuple[FoundRepo, ...]
