"""Repositories within the handbook's own: submodules above all. Their files lie in its folder, and are none of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from mkdocs_oss.git import Git
from mkdocs_oss.model import ForgeKind, Page, Repo, Source, Unknown
from mkdocs_oss.sources.forge import forge_of
from mkdocs_oss.sources.open import git_top, open_worktree

MODULES = ".gitmodules"
_MOST_BYTES = 1_000_000
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


def submodules_named(hub: Source, texts: Iterable[str]) -> Iterator[Path]:
    """The tops of the submodules that are checked out, and whose folder a text may name."""
    there = submodules(hub.root) if hub.root is not None and hub.git_dir is not None else []
    if there:
        named = {name for text in texts for name in _folders_in(text)}
        yield from (top for top in there if top.name in named)


def submodules(root: Path) -> list[Path]:
    """The tops of the submodules of a worktree that are checked out."""
    tops = [root / folder for folder in _declared(root)]
    return [top for top in tops if (top / ".git").exists() and _is_at(top, root)]


def _folders_in(text: str) -> Iterator[str]:
    """Whatever stands before a slash."""
    for before in text.translate(_AROUND).split("/")[:-1]:
        yield before.rpartition(" ")[2]


def repo_within(hub: Repo, top: Path) -> Repo:
    """A repository within the handbook's own, named by its place there, which no repo of the settings can have as a name."""
    assert hub.path is not None
    folder = top.relative_to(hub.path).as_posix()
    line = _declared(hub.path).get(folder)
    return Repo(name=f"{hub.name}/{folder}", path=top, where=f"{MODULES}:{line}" if line else "")


def open_within(hub: Source, top: Path, *, git: Git, kind: ForgeKind | None) -> Source:
    """Such a repository as a source. `kind`: the forge of the handbook's own host, where the settings name it."""
    source = open_worktree(repo_within(hub.repo, top), git=git)
    if isinstance(source.forge, Unknown) and kind is not None and _host(source) == _host(hub):
        return replace(source, forge=forge_of(source.remote, kind=kind))
    return source


def folder_of(path: str, folders: Iterable[str]) -> str | None:
    """Which of the folders a path is in, the deepest one; None where it is in none."""
    return max((folder for folder in folders if path.startswith(f"{folder}/")), key=len, default=None)


def _declared(root: Path) -> Mapping[str, int]:
    """The folders of a repo's submodules, each with its line in `.gitmodules`.

    https://git-scm.com/docs/gitmodules
    """
    try:
        with (root / MODULES).open("rb") as file:
            lines = file.read(_MOST_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return {}
    found = {}
    for number, line in enumerate(lines, 1):
        key, _, value = line.partition("=")
        folder = value.strip().strip('"').rstrip("/")
        if key.strip() == "path" and not {"", ".", ".."} & set(folder.split("/")):
            found[folder] = number
    return found


def _is_at(top: Path, root: Path) -> bool:
    """Whether no symbolic link leads from the root to it, which might lead anywhere."""
    return top.resolve() == root.resolve() / top.relative_to(root)


def _host(source: Source) -> str | None:
    return urlsplit(source.remote).hostname if isinstance(source.remote, str) else None
