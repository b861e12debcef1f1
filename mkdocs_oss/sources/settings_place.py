"""Which settings file of a repo describes its site: a repo may keep it beside its docs, or have several sites."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Set

from msgspec import structs

from mkdocs_oss.sources.site_config import CONFIG_FILES, SiteConfig, read_site_config

_DOCS = ("docs", "doc", "documentation")
"""Folders in which a repo that has no settings file at its root may have one."""


def settings_files(paths: Set[str], *, docs: str | None) -> list[str]:
    """The settings files that may describe the site, the first choice first. `docs`: the folder of repos.yml."""
    folders = [*_upwards(docs)] if docs not in (None, ".", "") else ["", *_DOCS]
    named = (posixpath.join(folder, name) for folder in folders for name in CONFIG_FILES)
    return [path for path in named if path in paths]


def site_config_of(
    contents: Mapping[str, bytes], candidates: Iterable[str], *, docs: str | None
) -> SiteConfig | None:
    """The settings of the site: of the candidates the first; with `docs`, the nearest that has this docs folder.

    Where none has it, the file at the root counts: its docs folder is not the one, but its other settings hold.
    """
    root = None
    for path in candidates:
        if path not in contents:
            continue
        folder, _, name = path.rpartition("/")
        config = read_site_config({name: contents[path]})
        if config is None:
            continue
        config = _from_root(config, folder) if folder else config
        if docs in (None, ".", "") or config.docs_dir == docs:
            return config
        if not folder and root is None:
            root = config
    return root


def _upwards(docs: str | None) -> Iterator[str]:
    folder = docs or ""
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _from_root(config: SiteConfig, folder: str) -> SiteConfig:
    """Settings that lie in `folder`, with all paths as they are from the repo's root."""
    bases = tuple(posixpath.normpath(posixpath.join(folder, base)) for base in config.snippets.bases)
    return structs.replace(
        config,
        file=posixpath.join(folder, config.file),
        docs_dir=posixpath.normpath(posixpath.join(folder, config.docs_dir)),
        problems=tuple(
            (posixpath.join(folder, where), what, remedy) for where, what, remedy in config.problems
        ),
        snippets=structs.replace(config.snippets, bases=bases),
    )
