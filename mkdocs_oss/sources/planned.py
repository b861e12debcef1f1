"""What a repo has for the handbook, as it was read once: its pages' text, and where each file lands.

A plan is made of each repo alone (`planning.py`; the handbook's own in `hub.py`). What needs to know of the other
repos, such as links between them, is done from the plans of all (see `atlas.py` and `offering.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from mkdocs_oss.model import Finding, NavItem, Source, Unknown
from mkdocs_oss.sources.forge import at_forge
from mkdocs_oss.sources.front_matter import Document
from mkdocs_oss.sources.link_paths import Place
from mkdocs_oss.sources.moves import moved_pages

if (
    TYPE_CHECKING
):  # reading the settings of other repos takes half of the house; the handbook's own plan has none
    from mkdocs_oss.sources.site_config import SiteConfig


_HASHES = {40: hashlib.sha1, 64: hashlib.sha256}
"""By how long an object id is."""


class Plan(Struct, frozen=True, dict=True):
    """One repo's files with a place in the handbook.

    `landed`: repo path → uri, of pages and assets. `documents`: repo path → text, of the pages, the README and
    the community files. `pages`: the paths of the docs pages. `titles`: repo path → title, of pages that are not
    called by their first heading. `left_out`: pages that the handbook's own settings leave out. `absent`: folders of
    submodules that are not here. `blobs`: the object ids that git may give a worktree's pages. `guide`: the path of
    a CONTRIBUTING that becomes part of the contribution page. `nav`: of the docs; `about`: of the community files.
    """

    source: Source
    config: SiteConfig | None = None
    docs_dir: str = ""
    readme: str | None = None
    guide: str | None = None
    pages: tuple[str, ...] = ()
    landed: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    blobs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    as_source: frozenset[str] = frozenset()
    """Pages that no engine is to render."""
    nav: tuple[NavItem, ...] = ()
    about: tuple[NavItem, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def place(self) -> Place:
        """How the repo's files are reached from the handbook."""
        source = self.source
        return Place(
            self.landed,
            at_forge(source),
            source.paths,
            folders_of(source.paths),
            self.docs_dir,
            self.moved,
            left_out=self.left_out,
            unfollowed=source.unfollowed,
            linked={
                real: link
                for link, real in source.links.items()
                if link in self.landed and real not in self.landed
            },
        )

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """Where the pages say that they were (`redirect_from` of their front matter) → where they are."""
        return moved_pages(self.documents, docs_dir=self.docs_dir, paths=self.source.paths)


def blob_ids(content: bytes, *, commit: str | Unknown = "") -> tuple[str, ...]:
    """The object ids that git may give a file: as it is, and with LF line ends (core.autocrlf); SHA-1 and SHA-256.

    `commit`: of the file's repo, which has but one of these two.
    """
    known = _HASHES.get(len(commit)) if isinstance(commit, str) else None
    forms = [content, content.replace(b"\r\n", b"\n")] if b"\r\n" in content else [content]
    named = [b"blob %d\0%b" % (len(form), form) for form in forms]
    return tuple(
        digest(blob, usedforsecurity=False).hexdigest()
        for digest in ((known,) if known else _HASHES.values())
        for blob in named
    )


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """All folders that hold one of these files, at whatever depth."""
    folders: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    return frozenset(folders)
