"""Links to the forge: from a remote's URL to edit, view, history and issue URLs.

Sources of the URL forms: docs.github.com, docs.gitlab.com, support.atlassian.com/bitbucket-cloud,
docs.gitea.com and forgejo.org/docs (each as its web interface links them).
"""

from __future__ import annotations

import re
from typing import Protocol
from urllib.parse import quote, urlsplit

from mkdocs_oss.model import Forge, ForgeKind, Source, Unknown

_SCP_LIKE = re.compile(r"(?:[^@/\s]+@)?([A-Za-z0-9.-]{2,}):(?!//|:)(.+)")


class AtForge(Protocol):
    """The URL of a repo's file at its commit on the forge, as a page or raw; None where there is no forge."""

    def __call__(self, path: str, *, raw: bool) -> str | None: ...


_TEMPLATES: dict[ForgeKind, dict[str, str]] = {
    "github": {
        "edit": "/edit/{ref}/{path}",
        "new": "/new/{ref}?filename={path}",
        "view": "/blob/{ref}/{path}",
        "raw": "/raw/{ref}/{path}",
        "view_at": "/blob/{sha}/{path}",
        "raw_at": "/raw/{sha}/{path}",
        "history": "/commits/{ref}/{path}",
        "new_issue": "/issues/new?title={title}",
        "commit": "/commit/{sha}",
        "compare": "/compare/{ref}...{sha}",
    },
    "gitlab": {
        "edit": "/-/edit/{ref}/{path}",
        "new": "/-/new/{ref}?file_name={path}",
        "view": "/-/blob/{ref}/{path}",
        "raw": "/-/raw/{ref}/{path}",
        "view_at": "/-/blob/{sha}/{path}",
        "raw_at": "/-/raw/{sha}/{path}",
        "history": "/-/commits/{ref}/{path}",
        "new_issue": "/-/issues/new?issue[title]={title}",
        "commit": "/-/commit/{sha}",
        "compare": "/-/compare/{ref}...{sha}",
    },
    "bitbucket": {
        "edit": "/src/{ref}/{path}?mode=edit&spa=0&at={ref}",
        "new": "",
        "view": "/src/{ref}/{path}",
        "raw": "/raw/{ref}/{path}",
        "view_at": "/src/{sha}/{path}",
        "raw_at": "/raw/{sha}/{path}",
        "history": "/history-node/{ref}/{path}",
        "new_issue": "/issues/new?title={title}",
        "commit": "/commits/{sha}",
        "compare": "/branches/compare/{sha}..{ref}",
    },
    "gitea": {
        "edit": "/_edit/{ref}/{path}",
        "new": "/_new/{ref}/{path}",
        "view": "/src/branch/{ref}/{path}",
        "raw": "/raw/branch/{ref}/{path}",
        "view_at": "/src/commit/{sha}/{path}",
        "raw_at": "/raw/commit/{sha}/{path}",
        "history": "/commits/branch/{ref}/{path}",
        "new_issue": "/issues/new?title={title}",
        "commit": "/commit/{sha}",
        "compare": "/compare/{ref}...{sha}",
    },
}
_TEMPLATES["forgejo"] = _TEMPLATES["gitea"]
_HOSTS: tuple[tuple[str, ForgeKind], ...] = (
    ("github", "github"),
    ("gitlab", "gitlab"),
    ("bitbucket.org", "bitbucket"),
    ("codeberg.org", "forgejo"),
    ("forgejo", "forgejo"),
    ("gitea", "gitea"),
)


def web_url(remote: str) -> str | Unknown:
    """The https page of a remote such as `git@host:org/repo.git`; never with credentials."""
    if "://" not in remote and (scp := _SCP_LIKE.fullmatch(remote)):
        host, path = scp[1], scp[2]
        return f"https://{host}/{_clean(path)}"
    try:
        parts = urlsplit(remote)
        host, port = parts.hostname or "", parts.port
        host = f"[{host}]" if ":" in host else host
    except ValueError:
        return Unknown("the remote's URL cannot be read")
    if parts.scheme not in ("http", "https", "ssh", "git") or not host:
        return Unknown("the remote is not on the web")
    if parts.scheme in ("http", "https"):
        netloc = f"{host}:{port}" if port else host
        return f"{parts.scheme}://{netloc}/{_clean(parts.path)}"
    return f"https://{host}/{_clean(parts.path)}"


def clean_remote(remote: str) -> str:
    """The remote's URL as it may be shown: no password, no query, and no user name but `git`."""
    remote = re.split(r"[?#]", remote, maxsplit=1)[0]
    if "://" not in remote:
        return re.sub(r"^(?!git@)[^/\s]*@", "", remote)
    return re.sub(r"(?<=://)(?!git@[^/@]*(?:/|$))[^/\s]+@", "", remote, count=1)


def forge_of(
    remote: str | Unknown,
    *,
    kind: ForgeKind | None = None,
    edit_url: str | None = None,
) -> Forge | Unknown:
    """The forge of a remote. `kind` names it where the host does not tell; `edit_url` is a user's pattern."""
    web = remote if isinstance(remote, Unknown) else web_url(remote)
    if isinstance(web, Unknown):
        return Forge("custom", "", edit_url) if edit_url else web
    host = urlsplit(web).hostname or ""
    found = kind or next((forge for part, forge in _HOSTS if part in host), None)
    if found is None:
        if edit_url:
            return Forge("custom", web, edit_url)
        return Unknown(f"the forge at {host} is not known")
    templates = {key: web + path if path else "" for key, path in _TEMPLATES[found].items()}
    if edit_url:
        templates["edit"] = edit_url
    return Forge(found, web, **templates)


def _clean(path: str) -> str:
    return quote(path.strip("/").removesuffix(".git"), safe="/~%+")


def at_forge(source: Source) -> AtForge:
    """Links to a repo's files at its forge: at the commit shown, or on the branch for a worktree."""

    def link(path: str, *, raw: bool) -> str | None:
        if isinstance(source.forge, Unknown):
            return None
        path = source.real(path)
        if isinstance(source.commit, str) and not source.is_worktree:
            return source.forge.link("raw_at" if raw else "view_at", sha=source.commit, path=path) or None
        ref = source.branch if isinstance(source.branch, str) else "HEAD"
        return source.forge.link("raw" if raw else "view", ref=ref, path=path) or None

    return link
