"""`discover:` of an entry of repos.yml."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import redacted
from mkdocs_oss.model import Discovery, DiscoveryKind, ForgeKind, Repo
from mkdocs_oss.settings.located_yaml import Located
from mkdocs_oss.settings.schema import DiscoverEntry
from mkdocs_oss.settings.urls import is_web_url

_KINDS: tuple[DiscoveryKind, ...] = ("folder", "github", "gitlab", "gitea")
_GROUP = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FORGES: dict[DiscoveryKind, ForgeKind] = {"github": "github", "gitlab": "gitlab", "gitea": "gitea"}
_PUBLIC = {"github": "https://github.com", "gitlab": "https://gitlab.com"}
_OF_A_FORGE = ("url", "topics", "token_env")


def discovery(
    written: DiscoverEntry,
    located: Located,
    path: tuple[str | int, ...],
    *,
    folder: Path,
    defaults: Repo,
    index: int,
) -> Discovery:
    """What a `discover:` at `path` of the document asks for; folders are relative to `folder`. Raises SettingsError."""

    def wrong(key: str, what: str, remedy: str) -> SettingsError:
        return SettingsError(f"{located.where((*path, key))}: discover.{key}", what, remedy=remedy)

    named = [kind for kind in _KINDS if getattr(written, kind) is not None]
    if len(named) != 1:
        what = f"`discover` has {' and '.join(f'`{kind}`' for kind in named)}" if named else "nothing to list"
        remedy = "give it one of `folder`, `github`, `gitlab` and `gitea`"
        raise SettingsError(f"{located.where(path)}: discover", what, remedy=remedy)
    kind = named[0]
    group = str(getattr(written, kind))
    if kind == "folder":
        for key in _OF_A_FORGE:
            if getattr(written, key):
                raise wrong(key, "only a forge has it", "take it out")
        if not group or "\0" in group:
            raise wrong(kind, f"{group!r} is no path", "name a folder")
        url, root = "", (folder / group).resolve()
    else:
        group, root = group.strip("/"), None
        parts = group.split("/") if kind == "gitlab" else [group]
        if not all(_GROUP.fullmatch(part) for part in parts):
            what = "a group, such as `team/data`" if kind == "gitlab" else "an organisation or user"
            raise wrong(kind, f"{group!r} is no name of {what}", "write it as in the forge's address")
        url = _address(written, kind, wrong)
    if written.token_env is not None and not _VARIABLE.fullmatch(written.token_env):
        # what stands there may be the token itself
        raise wrong("token_env", "not the name of an environment variable", "name one; never write the token")
    return Discovery(
        kind=kind,
        group=group,
        url=url,
        path=root,
        include=_words(written.include) or ("*",),
        exclude=_words(written.exclude),
        topics=_words(written.topics),
        archived=written.archived,
        forks=written.forks,
        token_env=written.token_env,
        defaults=_with_forge(defaults, kind),
        index=index,
        where=located.where(path),
    )


def _address(
    written: DiscoverEntry, kind: DiscoveryKind, wrong: Callable[[str, str, str], SettingsError]
) -> str:
    if written.url is None:
        if kind not in _PUBLIC:
            raise wrong(kind, "the forge's `url` is not given", "add `url: https://…`")
        return _PUBLIC[kind]
    parts = urlsplit(written.url) if is_web_url(written.url) else None
    if parts is None or parts.query or parts.fragment or "@" in parts.netloc:
        shown = redacted(written.url).rpartition("@")[2]
        raise wrong(
            "url", f"{shown!r} is not the address of a forge", "write it as `https://git.example.org`"
        )
    return parts._replace(netloc=parts.netloc.lower()).geturl().rstrip("/")


def _with_forge(defaults: Repo, kind: DiscoveryKind) -> Repo:
    return replace(defaults, forge=defaults.forge or _FORGES.get(kind))


def _words(written: str | list[str]) -> tuple[str, ...]:
    return tuple(filter(None, [written] if isinstance(written, str) else written))
