"""What a change in one repo does to the pages that speak of its code: its own pages, and those of a handbook.

The change is what stands between a commit and the worktree, uncommitted edits included. A page counts as looked at when
it was before that commit; a page that the change itself edits only counts where it is left contradicted. One that the
change reviews (`mkdocs-oss review`) is taken at its reviewer's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime

from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_oss.freshness import (
    CONTRADICTING,
    REVIEWS,
    Comparison,
    read_records,
    read_review,
    watched,
)
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.drift import drifts
from mkdocs_oss.gather.older import LARGEST
from mkdocs_oss.gather.past import Past, past
from mkdocs_oss.git import threads
from mkdocs_oss.model import (
    Binding,
    Commit,
    FileChange,
    FileHistory,
    Finding,
    Histories,
    Reason,
    ReviewRecord,
    Severity,
    Source,
    Unknown,
)
from mkdocs_oss.sources import Atlas, Plan, plan, read_files
from mkdocs_oss.sources.files import list_ids
from mkdocs_oss.sources.grep import words_in_code
from mkdocs_oss.sources.hub_facts import HubPage
from mkdocs_oss.sources.index_ids import index_ids
from mkdocs_oss.sources.planned import blob_ids
from mkdocs_oss.words import Words

_BEFORE = Commit("", datetime(1970, 1, 1, tzinfo=UTC), "", "")
READ_IT = "read the page, and mend it or record a review"


class Change(Struct, frozen=True):
    """What a change did to files of `source`; `contents`: of those files as they are now, by object id."""

    source: Source
    files: Mapping[str, FileChange] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)

    def over(self, path: str, before: FileHistory | None) -> FileHistory:
        """The history of a file with the change on top; `before`: without it."""
        change = self.files[path]
        changes = before.changes if before is not None else ()
        if not changes and change.old:
            changes = (FileChange(_BEFORE, path, "", change.old),)
        if change.new:
            return FileHistory((change, *changes))
        moved = next(
            (other.path for other in self.files.values() if other.new == change.old and not other.old), ""
        )
        return FileHistory(changes, removed=change.commit, moved_to=moved)


class _Pasts(Struct, frozen=True):
    """`whole`: the past with the change on top. `alone`: of the files that changed, the change and no more."""

    whole: Past
    alone: Past


class Touched(Struct, frozen=True):
    """A page that the change does something to: what to know of it, and the file of the changed repo that is the cause."""

    finding: Finding
    cause: str


def drift_of_change(
    source: Source, start: str, pages: Sequence[HubPage], *, build: Build, now: datetime
) -> list[Touched]:
    """What stands between the commit `start` and the worktree, and what it does to the pages that speak of it.

    `pages`: of a handbook that has the repo under its name. Raises GitError.
    """
    assert source.git_dir is not None
    name = source.repo.name
    own = plan(source, git=build.git, has_guide=False)
    paths = list_ids(source.git_dir, start, git=build.git)
    before = replace(source, root=None, commit=start, paths=frozenset(paths))
    with threads(1, git=build.git) as pool:
        found = past(build, Atlas.of([own]), pool, until={name: before})
    # a handbook may show pages of the repo that its own settings would not, such as those of a submodule
    others = [page for page in pages if page.repo != name or page.path not in own.documents]
    wanted = found.places(name) | {
        each.path for page in others for each in page.bindings if each.repo == name
    }
    wanted |= {page.path for page in others if page.repo == name}
    change = _change(source, paths, wanted | own.documents.keys(), build, now)
    records, was = (_records(each, name, build) for each in (source, before))
    new = {path: record for path, record in records.items() if record != was.get(path)}
    return [
        *_of_own(change, own, _pasts(change, found, wanted & change.files.keys()), new, build),
        *_of_siblings(change, others, build),
    ]


def _pasts(change: Change, before: Past, changed: Set[str]) -> _Pasts:
    name = change.source.repo.name
    pages, files = before.histories[name].pages, before.histories[name].files

    def with_change(known: Mapping[str, FileHistory | Unknown]) -> Past:
        over = {}
        for path in changed:
            history = known.get(path)
            over[path] = change.over(path, history if isinstance(history, FileHistory) else None)
        return replace(before, histories={name: Histories(pages, {**files, **over})})

    return _Pasts(with_change(files), with_change({}))


def _records(source: Source, name: str, build: Build) -> Mapping[str, ReviewRecord]:
    return read_records(read_files(source, [REVIEWS], git=build.git).get(REVIEWS, b""), repo=name)[0]


def _change(
    source: Source, before: Mapping[str, str], wanted: Set[str], build: Build, now: datetime
) -> Change:
    """What became of the `wanted` files, and the files that are new. `before`: path → object id.

    Contents are read and not compared by git, whose filters are programs: of a file that one of them writes, and of one
    that a sparse checkout leaves out, what counts is in git's index. A file that cannot be read has not changed.
    """
    assert source.git_dir is not None
    paths = {path for path in wanted if path in before} | (source.paths - before.keys())
    after = read_files(source, paths, git=build.git)
    kept = [path for path in paths if path not in after or before.get(path, "") not in blob_ids(after[path])]
    index = index_ids(source, kept, git=build.git)
    in_index = dict(build.git.blobs(source.git_dir, index.values(), largest=LARGEST))
    commit = Commit("", now, "", "")
    files, contents = {}, {}
    for path in sorted(kept):
        old, new, content = before.get(path, ""), "", b""
        if path in index:
            new, content = index[path], in_index.get(index[path], b"")
        elif path in after:
            new, content = blob_ids(after[path])[0], after[path]
        elif path in source.paths:
            continue  # too large, or nobody may read it
        if old != new:
            files[path] = FileChange(commit, path, old, new)
            contents[new] = content
    return Change(source, files, contents)


def _of_own(
    change: Change, own: Plan, pasts: _Pasts, records: Mapping[str, ReviewRecord], build: Build
) -> Iterator[Touched]:
    """`records`: of the reviews that the change itself brings.

    A page that the change leaves alone is told what the change does, and not what was there before; of one that it
    edits, all that still contradicts it counts.
    """
    name = change.source.repo.name
    reviews = {
        path: read_review(document.meta, today=build.today, record=records.get(path))
        for path, document in own.documents.items()
    }
    edited = {path: document for path, document in own.documents.items() if path in change.files}
    by_change = drifts(build, name, own.documents, reviews, pasts.alone, besides=change.contents)
    of_edited = drifts(build, name, edited, reviews, pasts.whole, besides=change.contents) if edited else {}
    for path, drift in by_change.items():
        done = [
            each
            for each in drift.reasons
            if each.code.startswith("drift-") and each.values.get("path") in change.files
        ]
        told = done
        if path in edited:
            told = [each for each in of_edited[path].reasons if each.code in CONTRADICTING]
        for reason in told:
            of_change = any((reason.code, reason.values) == (each.code, each.values) for each in done)
            if of_change and _is_answered(reviews[path].record, change.files[str(reason.values["path"])]):
                continue
            yield _touched(reason, drift.bindings, name, path, (), of_change=of_change)


def _is_answered(record: ReviewRecord | None, change: FileChange) -> bool:
    """Whether the review said why the page holds although the file is gone; of one that is there, its id tells."""
    return record is not None and bool(record.still_accurate) and not change.new


def _of_siblings(change: Change, pages: Iterable[HubPage], build: Build) -> Iterator[Touched]:
    name = change.source.repo.name
    assert change.source.git_dir is not None
    olds = [each.old for each in change.files.values() if each.old]
    contents = {(name, blob): content for blob, content in change.contents.items()}
    contents |= {(name, blob): text for blob, text in build.git.blobs(change.source.git_dir, olds)}
    compare = Comparison(
        contents,
        frozenset(),
        _BEFORE.time,
        lambda repo, sha: None,
        lambda repo, terms: words_in_code(change.source, terms, git=build.git),
    )
    past_of = {(name, path): change.over(path, None) for path in change.files}
    for page in pages:
        if page.repo != name or page.path not in change.files:
            bindings = [
                Binding(
                    name,
                    each.path,
                    each.kind,
                    each.symbol,
                    each.file or page.path,
                    each.line,
                    None,
                    each.module,
                )
                for each in page.bindings
                if each.repo == name and each.path in change.files
            ]
            for reason in compare.evidence(watched(bindings, past_of, since=_BEFORE.time, seen={})):
                if reason.code.startswith("drift-"):
                    yield _touched(reason, bindings, page.repo, page.path, page.owners, of_change=True)


def _touched(
    reason: Reason,
    bindings: Sequence[Binding],
    repo: str,
    path: str,
    owners: tuple[str, ...],
    *,
    of_change: bool,
) -> Touched:
    """A page that the change contradicts is a warning; one that only wants a look is a note."""
    binding = next((each for each in bindings if each.is_meant(reason)), None)
    where = f"{binding.file}:{binding.line}" if binding and binding.line else path
    said = Words.of().reason(replace(reason, code=f"this-{reason.code}") if of_change else reason)
    contradicts = reason.code in CONTRADICTING
    severity: Severity = "warning" if contradicts else "note"
    finding = Finding(
        "contradicted" if contradicts else "drift",
        severity,
        repo,
        where,
        said.rstrip("."),
        READ_IT,
        owners,
        links=reason.links,
    )
    return Touched(finding, str(reason.values.get("path", path)))
