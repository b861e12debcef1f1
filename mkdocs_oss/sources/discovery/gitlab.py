"""GitLab's list of the projects of a group and its subgroups, or of a user.

Sources: https://docs.gitlab.com/api/groups/ (list projects), https://docs.gitlab.com/api/projects/ (list a user's
projects), https://docs.gitlab.com/api/rest/ (pages, namespaced paths).
"""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from mkdocs_oss.model import FoundRepo
from mkdocs_oss.sources.discovery.dialect import Dialect
from mkdocs_oss.sources.discovery.token import Token


class _Entry(Struct):
    path: str
    http_url_to_repo: str | None = None
    """Not there for who may not read the code."""
    default_branch: str | None = None
    archived: bool = False
    empty_repo: bool = False
    forked_from_project: dict[str, object] | None = None
    topics: list[str] | None = None
    created_at: str | None = None
    marked_for_deletion_on: str | None = None


def _paths(group: str) -> tuple[str, ...]:
    name = quote(group, safe="")
    shared = "order_by=id&sort=asc&per_page=100"
    in_group = f"/groups/{name}/projects?include_subgroups=true&with_shared=false&{shared}"
    return (in_group,) if "/" in group else (in_group, f"/users/{name}/projects?{shared}")


def _headers(token: Token | None) -> dict[str, str]:
    """Personal, group and OAuth tokens alike go as a bearer's (docs.gitlab.com/api/rest/authentication)."""
    return {"Authorization": f"Bearer {token.secret}"} if token else {}


def _found(entry: _Entry) -> FoundRepo | None:
    if entry.empty_repo or entry.marked_for_deletion_on or not entry.http_url_to_repo:
        return None
    return FoundRepo(
        name=entry.path,
        url=entry.http_url_to_repo,
        branch=entry.default_branch or "",
        archived=entry.archived,
        fork=entry.forked_from_project is not None,
        topics=tuple(entry.topics or ()),
        created=entry.created_at or "",
    )


GITLAB = Dialect(lambda url: f"{url}/api/v4", _paths, _headers, _Entry, _found)
