"""The pages that somebody names for a review: where each is, and what a handbook knows of it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from mkdocs_oss.errors import OssError
from mkdocs_oss.model import Handbook, PageFacts, Source, Unknown
from mkdocs_oss.sources import git_top, repo_path
from mkdocs_oss.sources.landing import MARKDOWN

Alone = Callable[[Path, Mapping[str, Path]], Handbook]
"""(top of a repo, its pages by their paths) → what is known of them without a handbook."""


class ReviewedPage(Struct, frozen=True):
    """A page in a worktree, as the user named it.

    `facts`: what the handbook knows of it, if it shows it. `sources`: all repos, by the names that bindings use;
    `own_name` is the page's own among them.
    """

    given: str
    source: Source
    path: str
    own_name: str
    facts: PageFacts | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)


def pages_named(given: Sequence[str], handbook: Handbook | None, alone: Alone) -> list[ReviewedPage]:
    """The pages that `given` names: files on disk, or `NAME:PATH` in a repo of the handbook. Each comes once.

    Raises OssError where one is no page of a worktree.
    """
    placed = [(name, _in_handbook(name, handbook) if handbook else None) for name in given]
    elsewhere: dict[Path, dict[str, Path]] = {}
    for name, page in placed:
        if page is None:
            top, path = _on_disk(name)
            elsewhere.setdefault(top, {})[path] = top / path
    known = {top: alone(top, files) for top, files in elsewhere.items()}
    found: dict[tuple[Path | None, str], ReviewedPage] = {}
    for name, page in placed:
        if page is None:
            top, path = _on_disk(name)
            page = _page(name, path, known[top].hub, known[top])
        found.setdefault((page.source.root, page.path), page)
    return list(found.values())


def _in_handbook(given: str, handbook: Handbook) -> ReviewedPage | None:
    """The page of the handbook that is meant; None where it is in another repo."""
    sources = handbook.sources
    name, _, inside = given.partition(":")
    if inside and not Path(given).exists():
        named = next((source for source in sources if source.repo.name == name), None)
        if named is None and "/" not in name:
            known = ", ".join(source.repo.name for source in sources)
            raise OssError(f"{given}: no repo is named {name!r}; the repos are: {known}")
        if named is not None:
            return _page(given, posixpath.normpath(inside), named, handbook)
    top, path = _on_disk(given, outside_git=True)
    for source in sources:
        if source.root is None:
            continue
        root = source.root.resolve()
        if top == root or (source.git_dir is None and (inner := repo_path(Path(given), root))):
            return _page(given, path if top == root else inner or "", source, handbook)
    return None


def _on_disk(given: str, *, outside_git: bool = False) -> tuple[Path, str]:
    """(top, path) of a file's repo. Raises OssError."""
    file = Path(given)
    if file.is_dir():
        raise OssError(f"{given}: it is a folder; name the pages in it")
    if not file.is_file():
        raise OssError(f"{given}: there is no such file; name a page, or NAME:PATH in a repo of the handbook")
    if not given.isprintable():
        raise OssError(f"{given!r}: no handbook shows a page of such a name; rename the file")
    real = file.resolve()
    top = git_top(real.parent)
    if top is None and not outside_git:
        raise OssError(
            f"{given}: it is in no git repository, where its review would be recorded; make it one"
        )
    return top or real.parent, (repo_path(real, top) or "") if top else real.name


def _page(given: str, path: str, source: Source, handbook: Handbook) -> ReviewedPage:
    """The page of a source. Raises OssError where no review of it can be recorded there."""
    if source.missing is not None:
        raise OssError(f"{given}: {source.repo.name} is not there: {source.missing}; {source.remedy}")
    is_hub = source is handbook.hub
    is_own = is_hub or any(source is each.source for each in handbook.within.values())
    facts = next((facts for facts in handbook.pages if _is(facts, path, source, is_own=is_own)), None)
    if source.root is None:
        raise OssError(_elsewhere(given, path, source, facts))
    if not path.lower().endswith(MARKDOWN):
        raise OssError(f"{given}: it is no Markdown page, so it has no front matter; name the page about it")
    if facts is not None and facts.page.kind == "guide":
        raise OssError(
            f"{given}: its text becomes part of the contribution page, of which no review is read; "
            "review the pages of the docs"
        )
    others = {other.repo.name: other for other in handbook.sources[1:]}
    hub_name = "" if handbook.hub.repo.name in others else handbook.hub.repo.name
    own = hub_name if is_hub else source.repo.name
    return ReviewedPage(given, source, path, own, facts, {hub_name: handbook.hub, **others})


def _is(facts: PageFacts, path: str, source: Source, *, is_own: bool) -> bool:
    origin = facts.page.origin
    if isinstance(origin, Unknown) or facts.page.kind not in ("page", "overview", "guide"):
        return False
    # a repo may have the handbook's own name; its pages are those that have a text
    return (origin.repo, origin.path) == (source.repo.name, path) and (facts.page.text is None) == is_own


def _elsewhere(given: str, path: str, source: Source, facts: PageFacts | None) -> str:
    """Why a page of a remote repo is not reviewed from here, and where it is."""
    way = facts.contribution.edit_url if facts and facts.contribution else ""
    there = f", or set `reviewed:` at {way}" if isinstance(way, str) and way else ""
    return (
        f"{given}: {source.repo.name} is a remote repo, and a review is a change of the page; "
        f"run `mkdocs-oss review {path}` in a checkout of it{there}"
    )
