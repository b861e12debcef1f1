"""Gitea's and Forgejo's list of an organisation's or a user's repos.

Sources: https://docs.gitea.com/api/ (orgListRepos, userListRepos), https://docs.gitea.com/development/api-usage
(authentication, pages of at most 50).
"""

from __future__ import annotations

import base64
from urllib.parse import quote

from msgspec import Struct

from mkdocs_oss.model import FoundRepo
from mkdocs_oss.sources.discovery.dialect import Dialect
from mkdocs_oss.sources.discovery.token import Token


class _Entry(Struct):
    name: str
    clone_url: str
    default_branch: str | None = None
    archived: bool = False
    empty: bool = False
    fork: bool = False
    topics: list[str] | None = None
    created_at: str | None = None


def _paths(group: str) -> tuple[str, ...]:
    name = quote(group, safe="")
    return (f"/orgs/{name}/repos?limit=50&page=1", f"/users/{name}/repos?limit=50&page=1")


def _headers(token: Token | None) -> dict[str, str]:
    """A token of its own kind; what git's credential helper has may be a password, so it goes with its user."""
    if token is None:
        return {}
    if token.user:
        pair = base64.b64encode(f"{token.user}:{token.secret}".encode()).decode("ascii")
        return {"Authorization": f"Basic {pair}"}
    return {"Authorization": f"token {token.secret}"}


def _found(entry: _Entry) -> FoundRepo | None:
    if entry.empty:
        return None
    return FoundRepo(
        name=entry.name,
        url=entry.clone_url,
        branch=entry.default_branch or "",
        archived=entry.archived,
        fork=entry.fork,
        topics=tuple(entry.topics or ()),
        created=entry.created_at or "",
    )


GITEA = Dialect(lambda url: f"{url}/api/v1", _paths, _headers, _Entry, _found)
