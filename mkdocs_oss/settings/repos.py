"""repos.yml: which repos the handbook is made of."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

import msgspec

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import redacted
from mkdocs_oss.model import Maintenance, Repo
from mkdocs_oss.settings.convert import convert
from mkdocs_oss.settings.located_yaml import Located
from mkdocs_oss.settings.schema import RepoEntry, ReposFileSchema
from mkdocs_oss.settings.urls import is_remote_url, is_web_url

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    "index.md",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}


def load_repos(located: Located, *, folder: Path) -> tuple[Repo, ...]:
    """The repos of a repos.yml; paths are relative to `folder`. Raises SettingsError."""
    if located.value is None:
        return ()
    if isinstance(located.value, list):
        raise SettingsError(
            located.where(()), "a list where a mapping is needed", remedy="start it with `repos:`"
        )
    schema = convert(located, ReposFileSchema)
    repos: list[Repo] = []
    for index, entry in enumerate(schema.repos):
        repo = _repo(entry, located, ("repos", index), folder)
        for earlier in repos:
            if earlier.name.casefold() == repo.name.casefold():
                raise SettingsError(
                    repo.where,
                    f"two repos are named {repo.name!r} (the other: {earlier.where})",
                    remedy="give one of them another `name:`",
                )
        repos.append(repo)
    return tuple(repos)


def _repo(entry: RepoEntry, located: Located, path: tuple[str | int, ...], folder: Path) -> Repo:
    where = located.where(path)

    def wrong(key: str, what: str, remedy: str) -> SettingsError:
        return SettingsError(f"{located.where((*path, key))}: {key}", what, remedy=remedy)

    if (entry.path is None) == (entry.url is None):
        what = "neither `path` nor `url`" if entry.path is None else "both `path` and `url`"
        raise SettingsError(where, f"the repo has {what}", remedy="give it one of the two")
    if entry.url is not None and not is_remote_url(entry.url):
        raise wrong(
            "url",
            f"{redacted(entry.url).rpartition('@')[2]!r} is not an https, http, ssh or git URL",
            "use one, or `path:` for a folder",
        )
    for key in ("edit_url", "issues_url"):
        value = getattr(entry, key)
        if value is not None and not is_web_url(value):
            raise wrong(key, f"{value!r} is not an http or https URL", "write a full URL")
    if entry.edit_url is not None and "{path}" not in entry.edit_url:
        raise wrong(
            "edit_url", f"{entry.edit_url!r} has no {{path}}", "put {path} where the file's path belongs"
        )
    if entry.ref is not None and (
        entry.ref.startswith("-") or re.search(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{", entry.ref)
    ):
        raise wrong("ref", f"{entry.ref!r} is not a branch, tag or commit", "name one")
    if entry.path is not None and "\0" in entry.path:
        raise wrong("path", f"{entry.path!r} is no path", "name a folder")
    root = (folder / entry.path).resolve() if entry.path is not None else None
    name = entry.name or (
        root.name if root else (entry.url or "").rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    )
    name = name if entry.name else name.removesuffix(".git")
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED or name.endswith("."):
        raise wrong("name", f"{name!r} cannot be a name", "use letters, digits, `-`, `_` and `.`")
    docs = posixpath.normpath(entry.docs) if entry.docs is not None else None
    if docs is not None and docs.startswith(("..", "/")):
        raise wrong("docs", f"{entry.docs!r} is outside the repo", "name a folder of the repo")
    api: Any = entry.api
    if api is True:
        api = "auto"
    elif isinstance(api, str) and api != "auto":
        api = (api,)
    elif isinstance(api, list):
        api = tuple(api)
    owners = (entry.owner,) if isinstance(entry.owner, str) else tuple(entry.owner or ())
    return Repo(
        name=name,
        path=root,
        written=entry.path or "",
        url=entry.url,
        ref=entry.ref,
        docs=docs,
        section=entry.section,
        owners=owners,
        policy=entry.policy,
        api=api,
        forge=entry.forge,
        edit_url=entry.edit_url,
        issues_url=entry.issues_url,
        maintenance=Maintenance(**msgspec.structs.asdict(entry.maintenance)),
        where=where,
    )
