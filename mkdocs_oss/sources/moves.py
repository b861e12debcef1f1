"""Where pages were before: as `redirect_from` of their front matter says, and as history does.

The key is that of https://github.com/jekyll/jekyll-redirect-from; its values here are files of the repo.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from typing import Any

from mkdocs_oss.model import PageHistory, Unknown
from mkdocs_oss.sources.front_matter import Document

KEY = "redirect_from"
_MOST = 100
"""Older places of one page."""


def moved_pages(documents: Mapping[str, Document], *, docs_dir: str, paths: Set[str]) -> Mapping[str, str]:
    """Older repo path → today's, for the pages that name any. A path at which there is a file has not moved."""
    return {
        old: path
        for path, document in documents.items()
        if KEY in document.meta
        for old in older_paths(document.meta, docs_dir=docs_dir)
        if old not in paths
    }


def former_paths(pages: Mapping[str, PageHistory | Unknown], *, paths: Set[str]) -> Mapping[str, str]:
    """Older repo path → today's, as the histories of the pages tell; of two pages that were at one path, the last one
    there counts. A path at which there is a file is nobody's former one."""
    left: dict[str, tuple[datetime, str]] = {}
    for path, history in pages.items():
        for move in history.moves if isinstance(history, PageHistory) else ():
            if move.path not in paths and (move.path not in left or left[move.path][0] < move.time):
                left[move.path] = move.time, path
    return {old: path for old, (_, path) in left.items()}


def older_paths(meta: Mapping[str, Any], *, docs_dir: str) -> Iterator[str]:
    """The paths in the repo that a page's metadata names; each may be written from the docs folder too."""
    written = meta.get(KEY)
    for entry in ([written] if isinstance(written, str) else written if isinstance(written, list) else [])[
        :_MOST
    ]:
        if isinstance(entry, str) and entry.strip("/ "):
            path = posixpath.normpath(entry.strip().lstrip("/"))
            if path.partition("/")[0] not in ("..", "."):
                yield path
                if docs_dir and not path.startswith(f"{docs_dir}/"):
                    yield f"{docs_dir}/{path}"
