"""repos.yml: which repos the handbook is made of."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from pathspec import GitIgnoreSpec

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import redacted
from mkdocs_oss.handles import wrong_owner
from mkdocs_oss.model import Discovery, Maintenance, Repo
from mkdocs_oss.settings.convert import convert
from mkdocs_oss.settings.discover import discovery
from mkdocs_oss.settings.located_yaml import Located
from mkdocs_oss.settings.names import is_ref, is_repo_name
from mkdocs_oss.settings.schema import RepoEntry, ReposFileSchema
from mkdocs_oss.settings.urls import is_remote_url, is_web_url

_OWN_KEYS = ("path", "url", "name", "ref")
"""Keys that say something of one repo alone."""


def load_entries(located: Located, *, folder: Path) -> tuple[tuple[Repo, ...], tuple[Discovery, ...]]:
    """The repos that a repos.yml names, and what it wants discovered; paths are relative to `folder`.

    Raises SettingsError.
    """
    if located.value is None:
        return (), ()
    if isinstance(located.value, list):
        raise SettingsError(
            located.where(()), "a list where a mapping is needed", remedy="start it with `repos:`"
        )
    schema = convert(located, ReposFileSchema)
    repos: list[Repo] = []
    discoveries: list[Discovery] = []
    for index, written in enumerate(schema.repos):
        entry = _Entry(written, located, ("repos", index))
        if written.discover is not None:
            discoveries.append(_discovery(entry, folder, index=len(repos)))
            continue
        repo = _repo(entry, folder)
        for earlier in repos:
            if earlier.name.casefold() == repo.name.casefold():
                raise SettingsError(
                    repo.where,
                    f"two repos are named {repo.name!r} (the other: {earlier.where})",
                    remedy="give one of them another `name:`",
                )
        repos.append(repo)
    return tuple(repos), tuple(discoveries)


def load_repos(located: Located, *, folder: Path) -> tuple[Repo, ...]:
    """The repos that a repos.yml names itself. Raises SettingsError."""
    return load_entries(located, folder=folder)[0]


class _Entry(Struct, frozen=True):
    """One entry of `repos:`, and where it is written."""

    written: RepoEntry
    located: Located
    path: tuple[str | int, ...]

    @property
    def where(self) -> str:
        return self.located.where(self.path)

    def wrong(self, key: str, what: str, remedy: str) -> SettingsError:
        return SettingsError(f"{self.located.where((*self.path, key))}: {key}", what, remedy=remedy)


def _repo(entry: _Entry, folder: Path) -> Repo:
    written = entry.written
    if (written.path is None) == (written.url is None):
        what = "neither `path` nor `url`" if written.path is None else "both `path` and `url`"
        raise SettingsError(entry.where, f"the repo has {what}", remedy="give it one of the two")
    _check_place(entry)
    root = (folder / written.path).resolve() if written.path is not None else None
    return msgspec.structs.replace(
        _shared(entry),
        name=_name(entry, root),
        path=root,
        written=written.path or "",
        url=written.url,
        ref=written.ref,
    )


def _discovery(entry: _Entry, folder: Path, *, index: int) -> Discovery:
    for key in _OWN_KEYS:
        if getattr(entry.written, key) is not None:
            raise entry.wrong(key, "one repo's own key beside `discover`", "write that repo as its own entry")
    assert entry.written.discover is not None
    return discovery(
        entry.written.discover,
        entry.located,
        (*entry.path, "discover"),
        folder=folder,
        defaults=_shared(entry),
        index=index,
    )


def _shared(entry: _Entry) -> Repo:
    """The entry's keys that one repo and many may have; the name is still empty."""
    written = entry.written
    _check_links(entry)
    owners = (written.owner,) if isinstance(written.owner, str) else tuple(written.owner or ())
    for owner in owners:
        if (wrong := wrong_owner(owner)) is not None:
            raise entry.wrong("owner", f"it {wrong}", 'write owner: "@team"')
    return Repo(
        name="",
        docs=_docs(entry),
        include=_patterns(entry, "include"),
        exclude=_patterns(entry, "exclude"),
        section=written.section,
        owners=owners,
        policy=written.policy,
        api=_api(written.api),
        forge=written.forge,
        edit_url=written.edit_url,
        issues_url=written.issues_url,
        maintenance=Maintenance(**msgspec.structs.asdict(written.maintenance)),
        where=entry.where,
    )


def _check_place(entry: _Entry) -> None:
    """Raises SettingsError where url, ref or path are none."""
    written = entry.written
    if written.url is not None and not is_remote_url(written.url):
        raise entry.wrong(
            "url",
            f"{redacted(written.url).rpartition('@')[2]!r} is not an https, http, ssh or git URL",
            "use one, or `path:` for a folder",
        )
    if written.ref is not None and not is_ref(written.ref):
        raise entry.wrong("ref", f"{written.ref!r} is not a branch, tag or commit", "name one")
    if written.path is not None and "\0" in written.path:
        raise entry.wrong("path", f"{written.path!r} is no path", "name a folder")


def _check_links(entry: _Entry) -> None:
    """Raises SettingsError where a URL for readers is none."""
    for key in ("edit_url", "issues_url"):
        value = getattr(entry.written, key)
        if value is not None and not is_web_url(value):
            raise entry.wrong(key, f"{value!r} is not an http or https URL", "write a full URL")
    edit_url = entry.written.edit_url
    if edit_url is not None and "{path}" not in edit_url:
        raise entry.wrong(
            "edit_url", f"{edit_url!r} has no {{path}}", "put {path} where the file's path belongs"
        )


def _name(entry: _Entry, root: Path | None) -> str:
    written = entry.written
    name = written.name
    if not name:
        name = root.name if root else (written.url or "").rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        name = name.removesuffix(".git")
    if not is_repo_name(name):
        raise entry.wrong("name", f"{name!r} cannot be a name", "use letters, digits, `-`, `_` and `.`")
    return name


def _docs(entry: _Entry) -> str | None:
    if entry.written.docs is None:
        return None
    docs = posixpath.normpath(entry.written.docs)
    if docs.startswith(("..", "/")):
        raise entry.wrong("docs", f"{entry.written.docs!r} is outside the repo", "name a folder of the repo")
    return docs


def _patterns(entry: _Entry, key: Literal["include", "exclude"]) -> tuple[str, ...]:
    written = getattr(entry.written, key)
    lines = written.splitlines() if isinstance(written, str) else written
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError as error:
            raise entry.wrong(key, f"{line!r} is no pattern", "write it as in .gitignore") from error
    return tuple(line for line in lines if line.strip())


def _api(written: str | list[str] | bool) -> tuple[str, ...] | Literal["auto"] | Literal[False]:  # noqa: FBT001  # as a user writes it
    if written is False:
        return False
    if written is True or written == "auto":
        return "auto"
    return (written,) if isinstance(written, str) else tuple(written)
