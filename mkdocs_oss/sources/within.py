"""Repositories within the handbook's own: submodules above all. Their files lie in its folder, and are none of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from mkdocs_oss.git import Git
from mkdocs_oss.model import ForgeKind, Page, Repo, Source, Unknown
from mkdocs_oss.sources.files import read_regular
from mkdocs_oss.sources.forge import forge_of, web_url
from mkdocs_oss.sources.modules_file import MODULES, declared, folder_of
from mkdocs_oss.sources.open import git_top, open_worktree

_AROUND = str.maketrans(dict.fromkeys("\t\r\n`\"'()<>[]", " "))
"""What stands around a path in Markdown."""


def top_of(page: Page, hub: Source) -> Path | None:
    """The top of the repository within the handbook's own that has a page's file; None where that has it itself, or
    where nothing is known of it."""
    origin = page.origin
    if hub.root is None or hub.git_dir is None or isinstance(origin, Unknown) or origin.path in hub.paths:
        return None
    top = git_top((hub.root / origin.path).parent)
    return top if top != hub.root else None


def checked_out(root: Path, folders: Iterable[str]) -> Iterator[str]:
    """Those of a worktree's folders in which a repository is, and to which no symbolic link leads, which might lead
    anywhere."""
    real = os.path.realpath(root)
    for folder in folders:
        top = f"{real}/{folder}"
        if os.path.exists(f"{top}/.git") and os.path.realpath(top) == top:  # noqa: PTH110
            yield folder


def not_here(root: Path, folders: Iterable[str]) -> Iterator[str]:
    """Those of the folders of submodules of which nothing is in the worktree, as git leaves one that is not checked out."""
    for folder in folders:
        try:
            if not os.listdir(root / folder):  # noqa: PTH208  # a generator would hide the error
                yield folder
        except NotADirectoryError:
            continue  # a file: the entry is an old one
        except (OSError, ValueError):
            yield folder


def submodules(root: Path) -> list[Path]:
    """The tops of the submodules of a worktree that are checked out."""
    return [root / folder for folder in checked_out(root, declared(read_regular(root / MODULES) or b""))]


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """All that a text may call the folder of a file, as `name_of` has it: whatever stands before a slash."""
    return frozenset(
        before.rpartition(" ")[2]
        for text in texts
        for before in (unquote(text) if "%" in text else text).translate(_AROUND).split("/")[:-1]
    )


def named(folders: Iterable[str], names: Set[str]) -> Iterator[str]:
    """Those of the folders that are among the names."""
    return (folder for folder in folders if folder.translate(_AROUND).split("/")[-1].split(" ")[-1] in names)


def repo_within(hub: Repo, folder: str, *, known: Mapping[str, int] = MappingProxyType({})) -> Repo:
    """A repository within the handbook's own, named by its place there, which no repo of the settings can have as a
    name. `known`: the handbook's submodules, as `declared` has them."""
    assert hub.path is not None
    line = known.get(folder_of(folder, known) or "")
    where = f"{MODULES}:{line}" if line else ""
    return Repo(name=f"{hub.name}/{folder}", path=hub.path / folder, where=where)


def open_within(
    hub: Source,
    folder: str,
    *,
    git: Git,
    kind: ForgeKind | None,
    known: Mapping[str, int] = MappingProxyType({}),
) -> Source:
    """Such a repository as a source. `kind`: the forge of the handbook's own host, where the settings name it."""
    source = open_worktree(repo_within(hub.repo, folder, known=known), git=git)
    host = _host(source)
    if isinstance(source.forge, Unknown) and kind is not None and host is not None and host == _host(hub):
        return replace(source, forge=forge_of(source.remote, kind=kind))
    return source


def _host(source: Source) -> str | None:
    """The host of a source's remote, in whichever form that is written."""
    web = web_url(source.remote) if isinstance(source.remote, str) else source.remote
    return urlsplit(web).hostname if isinstance(web, str) else None
