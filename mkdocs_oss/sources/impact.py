"""What a change in one repo would break in the pages of its siblings, and how to mend it.

The change is what stands between a commit and the worktree, uncommitted edits included. Only what was there at that
commit can be broken by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from mkdocs_oss.errors import GitError, OssError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Source, Unknown
from mkdocs_oss.settings.page_urls import PAGE_ENDS
from mkdocs_oss.sources.anchors import Anchors, anchors_of
from mkdocs_oss.sources.files import read_files
from mkdocs_oss.sources.front_matter import Document, read_document
from mkdocs_oss.sources.hub_facts import HubFacts, HubLink
from mkdocs_oss.sources.index_ids import index_ids
from mkdocs_oss.sources.moves import moved_pages

ALIKE = 0.6
"""The share of equal lines from which a new file is taken for an old one that moved."""
_MOST = 500
_LARGEST = 500_000


class Broken(Struct, frozen=True):
    """A link of a sibling that the change would break.

    `repo`, `file`, `line`: where it is written; `path`, `anchor`: what it leads to here. `what`: what becomes of that;
    `now`: the file that it has become, where that is known; `mend`: what the change itself can do; `text`: what the
    sibling can write in its place.
    """

    repo: str
    file: str
    line: int
    owners: tuple[str, ...]
    path: str
    anchor: str
    what: str
    now: str | None
    mend: str
    text: str


def broken_by(source: Source, start: str, name: str, hub: HubFacts, *, git: Git) -> list[Broken]:
    """The links to the repo `name` that break by what is in `source` and not at the commit `start`. Raises GitError."""
    links = [
        (page.repo, link.file or page.path, page.owners, link)
        for page in hub.pages
        if page.repo != name
        for link in page.links
        if link.repo == name
    ]
    change = _change(source, start, sorted({link.path for _, _, _, link in links}), git=git)
    found = []
    for repo, file, owners, link in links:
        told = change.breaks(link, name)
        if told is not None:
            found.append(Broken(repo, file, link.line, owners, link.path, link.anchor, *told))
    return found


class _Change(Struct):
    """The files that links lead to, at the base and now."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    new: Mapping[str, bytes]
    moved: Mapping[str, str]
    _anchors: dict[tuple[bool, str], Anchors] = field(default_factory=dict)
    _heirs: dict[str, str | None] = field(default_factory=dict)

    def breaks(self, link: HubLink, name: str) -> tuple[str, str | None, str, str] | None:
        """(what, now, mend, text) of a link that breaks; None where it does not."""
        path, anchor = link.path, link.anchor
        if path not in self.before or path in self.moved:
            return None
        if path not in self.after:
            heir = self._heir(path)
            end = f"#{anchor}" if anchor else ""
            if heir is None:
                what = f"{path} is gone"
                return (
                    what,
                    None,
                    f"keep it, or name the page that stands for it now: `redirect_from: [{path}]`",
                    "",
                )
            mend = f"put `redirect_from: [{path}]` into the front matter of {heir}"
            mend = mend if heir.endswith(PAGE_ENDS) else f"keep it at {path} too"
            return f"{path} has moved to {heir}", heir, mend, f"repo:{name}/{heir}{end}"
        if not anchor or not path.endswith(PAGE_ENDS):
            return None
        old, new = self._anchors_of(path, now=False), self._anchors_of(path, now=True)
        if old.find(anchor) is None or new.find(anchor) is not None or not new.is_sure:
            return None
        mend = f'put `<a id="{anchor}"></a>` where it was'
        return f"{path} has no anchor #{anchor} any more", path, mend, f"repo:{name}/{path}"

    def _anchors_of(self, path: str, *, now: bool) -> Anchors:
        known = self._anchors.get((now, path))
        if known is None:
            content = (self.after if now else self.before)[path]
            known = self._anchors[now, path] = anchors_of(read_document(content).body)
        return known

    def _heir(self, path: str) -> str | None:
        if path not in self._heirs:
            self._heirs[path] = _most_alike(self.before[path], path, self.new)
        return self._heirs[path]


def merge_base(source: Source, base: str, *, git: Git) -> str:
    """The newest commit that `base` and HEAD have in common: where the change begins. Raises OssError."""
    assert source.git_dir is not None
    if base.startswith("-") or not base.strip():
        raise OssError(f"{base!r} is no commit; name a branch or a commit, such as origin/main")
    try:
        return git.read_text(source.git_dir, "merge-base", "--end-of-options", base, "HEAD").strip()
    except GitError as error:
        remedy = "fetch it (in CI: fetch-depth: 0), or name another commit"
        raise OssError(f"there is no common commit of {base} and HEAD ({error.reason}); {remedy}") from error


def _change(source: Source, start: str, targets: Sequence[str], *, git: Git) -> _Change:
    assert source.git_dir is not None
    listing = git.read(source.git_dir, "ls-tree", "-r", "-z", "--name-only", start)
    paths = {path for path in listing.decode("utf-8", "surrogateescape").split("\0") if path}
    names = [f"{start}:{path}" for path in targets if path in paths]
    before = {key.partition(":")[2]: content for key, content in git.blobs(source.git_dir, names)}
    after = {**_not_in_worktree(source, before, git), **read_files(source, before, git=git)}
    added = [path for path in sorted(source.paths) if path not in paths]
    pages = [path for path in source.paths if path.endswith(PAGE_ENDS) and before.keys() - after.keys()]
    contents = (
        read_files(source, dict.fromkeys((*added[:_MOST], *pages)), git=git)
        if before.keys() - after.keys()
        else {}
    )
    documents = {path: read_document(contents[path]) for path in pages if path in contents}
    return _Change(
        before,
        after,
        {path: contents[path] for path in added if path in contents},
        _moved(documents, before, source),
    )


def _not_in_worktree(source: Source, before: Mapping[str, bytes], git: Git) -> Mapping[str, bytes]:
    """What git's index has of the files that a sparse checkout leaves out."""
    assert source.git_dir is not None
    index = index_ids(source, before.keys() - source.paths, git=git)
    found = dict(git.blobs(source.git_dir, index.values()))
    return {path: found[id_] for path, id_ in index.items() if id_ in found}


def _moved(documents: Mapping[str, Document], before: Iterable[str], source: Source) -> Mapping[str, str]:
    """Old path → the page that says it was there; a page may name its old path below the docs folder alone."""
    found = dict(moved_pages(documents, docs_dir="", paths=source.paths))
    for path in before:
        folder, _, rest = path.partition("/")
        if folder and rest in found:
            found.setdefault(path, found[rest])
    return found


def _most_alike(content: bytes, path: str, new: Mapping[str, bytes]) -> str | None:
    """The new file of the same content, else the one that has most of its lines; None where none is like it."""
    end = path[path.rfind(".") :] if "." in path else ""
    same = [other for other, text in new.items() if text == content]
    if same:
        name = path.rpartition("/")[2]
        return next((other for other in same if other.endswith(f"/{name}") or other == name), same[0])
    alike = [(_likeness(content, text), other) for other, text in new.items() if other.endswith(end)]
    share, best = max(alike, default=(0.0, ""))
    return best if share >= ALIKE else None


def _likeness(one: bytes, other: bytes) -> float:
    if max(len(one), len(other)) > _LARGEST:
        return 0.0
    lines, others = (Counter(line for line in text.splitlines() if line.strip()) for text in (one, other))
    return (lines & others).total() / (max(lines.total(), others.total()) or 1)


def worktree_of(source: Source) -> Source:
    """The source, if it is a worktree with commits. Raises OssError."""
    if source.root is None or source.git_dir is None or isinstance(source.commit, Unknown):
        reason = source.missing or (
            source.commit.reason if isinstance(source.commit, Unknown) else "no worktree"
        )
        raise OssError(f"this folder is no git worktree with commits ({reason}); go to one")
    return source


__all__ = ["Broken", "broken_by", "merge_base", "worktree_of"]
