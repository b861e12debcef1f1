"""What changed in a repo's docs between two commits: pages added, removed, moved, edited.

Lists of files are compared, so that a store without the files' contents is enough; nothing is fetched. A page is
what the plan of the repo gives a place in the handbook. It has moved where its content is found, unchanged,
under another name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo, Source, Unknown
from mkdocs_oss.sources.files import list_ids, read_files
from mkdocs_oss.sources.front_matter import read_document, title_of
from mkdocs_oss.sources.planning import page_paths
from mkdocs_oss.sources.settings_place import settings_files, site_config_of
from mkdocs_oss.sources.site_config import SiteConfig

MAX_TITLES = 200
"""How many pages of one repo are opened for their titles."""
_MAX_PAGE_BYTES = 2_000_000


class PageChange(Struct, frozen=True):
    """One page: its path, and where it has moved the path before. `title` is "" where its content is not here."""

    path: str
    title: str = ""
    before: str = ""


class Changes(Struct, frozen=True):
    """The pages by what became of them, each kind in the order of the paths; `others` counts all other files."""

    added: tuple[PageChange, ...] = ()
    removed: tuple[PageChange, ...] = ()
    moved: tuple[PageChange, ...] = ()
    edited: tuple[PageChange, ...] = ()
    others: int = 0

    @property
    def pages(self) -> int:
        """How many pages changed."""
        return len(self.added) + len(self.removed) + len(self.moved) + len(self.edited)


class _Side(Struct, frozen=True):
    """A commit: its files with their ids, and which of them are pages."""

    source: Source
    blobs: Mapping[str, str] = field(default_factory=dict)
    pages: frozenset[str] = frozenset()
    config: SiteConfig | None = None


def changes(
    repo: Repo,
    git_dir: Path,
    before: str | None,
    after: str,
    *,
    git: Git,
    has_guide: bool,
    titles: bool = True,
) -> Changes | Unknown:
    """What changed from `before` (None: there was nothing) to `after` in the repository at `git_dir`.

    `has_guide`: the handbook makes a contribution page of CONTRIBUTING. `titles`: whether pages are opened for
    theirs. Unknown where one of the commits is not there.
    """
    try:
        new = _side(repo, git_dir, after, git, None, has_guide=has_guide)
        old = (
            _side(repo, git_dir, before, git, new.config, has_guide=has_guide)
            if before
            else _Side(_source(repo, git_dir, after, {}))
        )
        found = _compared(old, new)
        return _named(found, old, new, git) if titles else found
    except GitError as error:
        return Unknown(f"the two commits cannot be compared ({error.reason})")


def _side(
    repo: Repo, git_dir: Path, commit: str, git: Git, other: SiteConfig | None, *, has_guide: bool
) -> _Side:
    """`other`: the settings of the other side, for a store that does not hold those of this one."""
    blobs = list_ids(git_dir, commit, git=git)
    source = _source(repo, git_dir, commit, blobs)
    settings = settings_files(source.paths, docs=repo.docs)
    contents = _what_is_here(source, settings, git)
    known = bool(contents) or not settings
    config = site_config_of(contents, settings, docs=repo.docs) if known else other
    return _Side(source, blobs, page_paths(source, config, has_guide=has_guide), config)


def _source(repo: Repo, git_dir: Path, commit: str, blobs: Mapping[str, str]) -> Source:
    no = Unknown("it is not needed to compare commits")
    return Source(repo, None, git_dir, commit, no, no, no, paths=frozenset(blobs))


def _compared(old: _Side, new: _Side) -> Changes:
    gone = {path for path in old.pages if path not in new.pages}
    come = sorted(path for path in new.pages if path not in old.pages)
    by_id: dict[str, list[str]] = {}
    for path in sorted(gone, reverse=True):
        by_id.setdefault(old.blobs[path], []).append(path)
    added, moved = [], []
    for path in come:
        same = by_id.get(new.blobs[path])
        if same:
            moved.append(PageChange(path, before=same.pop()))
        else:
            added.append(PageChange(path))
    left = sorted(path for paths in by_id.values() for path in paths)
    edited = sorted(path for path in new.pages & old.pages if new.blobs[path] != old.blobs[path])
    others = {
        path
        for path in (old.blobs.keys() | new.blobs.keys()) - old.pages - new.pages
        if old.blobs.get(path) != new.blobs.get(path)
    }
    return Changes(
        tuple(added),
        tuple(PageChange(path) for path in left),
        tuple(moved),
        tuple(PageChange(path) for path in edited),
        len(others),
    )


def _named(found: Changes, old: _Side, new: _Side, git: Git) -> Changes:
    """The first pages with their titles."""
    titles = _titles([change.path for change in (*found.added, *found.moved, *found.edited)], new, git)
    gone = _titles([change.path for change in found.removed], old, git)

    def named(pages: tuple[PageChange, ...], by_path: Mapping[str, str]) -> tuple[PageChange, ...]:
        return tuple(PageChange(page.path, by_path.get(page.path, ""), page.before) for page in pages)

    return Changes(
        named(found.added, titles), named(found.removed, gone), named(found.moved, titles),
        named(found.edited, titles), found.others,
    )  # fmt: skip


def _titles(paths: list[str], side: _Side, git: Git) -> dict[str, str]:
    contents = _what_is_here(side.source, paths[:MAX_TITLES], git)
    return {
        path: title_of(read_document(content[:_MAX_PAGE_BYTES]), path) for path, content in contents.items()
    }


def _what_is_here(source: Source, paths: Sequence[str], git: Git) -> Mapping[str, bytes]:
    """The content of `paths`; of a clone that would have to fetch it, nothing."""
    try:
        return read_files(source, paths, git=git)
    except GitError:
        return {}
