"""GitHub's list of an organisation's or a user's repos.

Sources: https://docs.github.com/en/rest/repos/repos (list organization repositories, list repositories for a
user), https://docs.github.com/en/enterprise-server/rest (the API's address).
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from msgspec import Struct

from mkdocs_oss.model import FoundRepo
from mkdocs_oss.sources.discovery.dialect import Dialect
from mkdocs_oss.sources.discovery.token import Token


class _Entry(Struct):
    name: str
    clone_url: str
    default_branch: str | None = None
    archived: bool = False
    disabled: bool = False
    fork: bool = False
    topics: list[str] | None = None
    created_at: str | None = None


def _api(url: str) -> str:
    """github.com and the tenants of ghe.com have a host of their own for it, an Enterprise Server a path."""
    parts = urlsplit(url)
    if parts.netloc == "github.com" or parts.netloc.endswith(".ghe.com"):
        return f"{parts.scheme}://api.{parts.netloc}"
    return f"{url}/api/v3"


def _paths(group: str) -> tuple[str, ...]:
    name = quote(group, safe="")
    return (
        f"/orgs/{name}/repos?type=all&sort=full_name&per_page=100",
        f"/users/{name}/repos?type=owner&sort=full_name&per_page=100",
    )


def _headers(token: Token | None) -> dict[str, str]:
    asked = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    return {**asked, "Authorization": f"Bearer {token.secret}"} if token else asked


def _found(entry: _Entry) -> FoundRepo | None:
    if entry.disabled:
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


GITHUB = Dialect(_api, _paths, _headers, _Entry, _found)
