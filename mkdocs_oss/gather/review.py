"""Recording a review: what it changes in a page and in its repo's file of reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from mkdocs_oss.errors import GitError, OssError, SettingsError
from mkdocs_oss.freshness import (
    REVIEWS,
    page_hash,
    read_records,
    read_review,
    review_key,
    with_records,
)
from mkdocs_oss.gather.reviewed_page import ReviewedPage
from mkdocs_oss.git import Git
from mkdocs_oss.model import Reason, ReviewRecord, Source
from mkdocs_oss.sources import read_document, read_files
from mkdocs_oss.sources.front_matter_edit import set_key
from mkdocs_oss.sources.object_ids import object_ids
from mkdocs_oss.sources.writing import write_file


class Statement(Struct, frozen=True):
    """What the reviewer says: when, who ("": whoever git knows), and why a page holds although its code changed."""

    day: date
    by: str = ""
    still_accurate: str = ""


class Change(Struct, frozen=True):
    """A file of a worktree, and what becomes of it. `before` is None where it is new."""

    root: Path
    path: str
    before: bytes | None
    after: bytes


class Recorded(Struct, frozen=True):
    """A page and its review. It `waits` where its code has changed and nobody said why it is still accurate."""

    page: ReviewedPage
    record: ReviewRecord
    drift: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        return bool(self.drift) and not self.record.still_accurate


class Reviews(Struct):
    """The reviews of some pages, and the files that they change, in the order in which they are to be written."""

    recorded: list[Recorded] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def reviews_of(pages: Sequence[ReviewedPage], said: Statement, *, git: Git, today: date) -> Reviews:
    """What the reviews of these pages come to. Raises OssError where one of them cannot be recorded.

    A second review on the same day, of the same text, keeps what the first one said.
    """
    by_root: dict[Path, list[ReviewedPage]] = {}
    for page in pages:
        assert page.source.root is not None
        by_root.setdefault(page.source.root, []).append(page)
    repos = {root: _repo(root, of_root, said, git=git) for root, of_root in by_root.items()}
    code = _code(pages, git)
    found = Reviews()
    for page in pages:
        assert page.source.root is not None
        repo = repos[page.source.root]
        content = repo.contents[page.path]
        meta = read_document(content).meta
        text = page_hash(read_document(content).body)
        here = repo.records.get(page.path)
        again = here if here is not None and (here.reviewed, here.page) == (said.day, text) else None
        record = ReviewRecord(
            said.day,
            repo.reviewer,
            text,
            tuple(each for each in code.items() if each[0] in _bound(page)),
            said.still_accurate or (again.still_accurate if again else ""),
            again.edited if again else _edited(page, text, repo, today=today),
        )
        drift = page.facts.freshness.drift if page.facts and page.facts.freshness else ()
        each = Recorded(page, record, drift, _notes(meta, record, today=today))
        found.recorded.append(each)
        if not each.waits:
            new = _with_date(content, page, said.day, today=today)
            found.changes.append(Change(repo.root, page.path, content, new))
            repo.new[page.path] = record
    for repo in repos.values():
        if repo.new:
            after = with_records(repo.reviews or b"", repo.new, repo=repo.name)
            found.changes.append(Change(repo.root, REVIEWS, repo.reviews, after))
    return found


def write(changes: Sequence[Change]) -> None:
    """Writes all, or nothing: where one file cannot be written, those before it are as they were. Raises OssError."""
    done: list[Change] = []
    try:
        for change in changes:
            write_file(change.root, change.path, change.after)
            done.append(change)
    except OssError:
        for change in done:
            if change.before is None:
                (change.root / change.path).unlink()
            else:
                write_file(change.root, change.path, change.before)
        raise


class _Repo(Struct, frozen=True):
    """What the reviews of one worktree's pages start from.

    `contents`, `committed`: the pages on disk and in the newest commit. `reviews`: the file of reviews on disk, None
    where there is none; `records`, `committed_records`: what it says, and what it said in the newest commit. `new`:
    the records that are made.
    """

    root: Path
    name: str
    reviewer: str
    contents: Mapping[str, bytes]
    committed: Mapping[str, bytes]
    reviews: bytes | None
    records: Mapping[str, ReviewRecord]
    committed_records: Mapping[str, ReviewRecord]
    new: dict[str, ReviewRecord] = field(default_factory=dict)


def _repo(root: Path, pages: Sequence[ReviewedPage], said: Statement, *, git: Git) -> _Repo:
    source, name = pages[0].source, pages[0].own_name
    contents = read_files(source, [page.path for page in pages], git=git)
    for page in pages:
        if page.path not in contents:
            raise OssError(f"{page.given}: there is no such page in {source.repo.name}; mend the name")
        if read_document(contents[page.path]).meta.get("freshness") is False:
            raise OssError(
                f"{page.given}: its front matter says `freshness: false`, so no review of it shows; "
                "take that line out first"
            )
    reviews = _file_of_reviews(root)
    records, _ = read_records(reviews or b"", repo=name)
    reviewer = said.by or _user_name(source, git)
    committed = _committed(source, [*contents, REVIEWS], git)
    before, _ = read_records(committed.get(REVIEWS, b""), repo=name)
    return _Repo(root, name, reviewer, contents, committed, reviews, records, before)


def _with_date(content: bytes, page: ReviewedPage, day: date, *, today: date) -> bytes:
    key = review_key(read_document(content).meta)
    new = set_key(content, key, day.isoformat(), file=page.given)
    if read_review(read_document(new).meta, today=today).reviewed != day:
        raise SettingsError(
            f"{page.given}:1",
            f"`{key}` has a form in which no date can be read",
            remedy=f"write it as `{key}: {day}`",
        )
    return new


def _file_of_reviews(root: Path) -> bytes | None:
    """The repo's file of reviews as it is on disk, whether git knows it or not."""
    file = root / REVIEWS
    if file.is_symlink():
        raise OssError(f"{REVIEWS}: it is a link; put the file itself into the root of the repo")
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OssError(f"{REVIEWS}: it cannot be read ({error.strerror}); mend that first") from error


def _bound(page: ReviewedPage) -> set[str]:
    """`repo:path` of each file that the page speaks of."""
    verdict = page.facts.freshness if page.facts else None
    return {f"{each.repo}:{each.path}" for each in verdict.bindings} if verdict else set()


def _code(pages: Sequence[ReviewedPage], git: Git) -> Mapping[str, str]:
    """`repo:path` → object id of each file that the pages speak of, in order, where it is known."""
    by_repo: dict[tuple[str, Path | None], tuple[Source, set[str]]] = {}
    for page in pages:
        for name, source in page.sources.items():
            start = f"{name}:"
            paths = {each.removeprefix(start) for each in _bound(page) if each.startswith(start)}
            if paths:
                by_repo.setdefault((name, source.root), (source, set()))[1].update(paths)
    found = {
        f"{name}:{path}": blob
        for (name, _), (source, paths) in by_repo.items()
        for path, blob in object_ids(source, sorted(paths), git=git).items()
    }
    return dict(sorted(found.items()))


def _edited(page: ReviewedPage, text: str, repo: _Repo, *, today: date) -> bool | None:
    """Whether the page's text (its hash) differs from what the review before saw; None where that is not known.

    The review before is the one of the newest commit.
    """
    before = read_document(repo.committed.get(page.path, b""))
    last = read_review(before.meta, today=today, record=repo.committed_records.get(page.path)).record
    if last is not None and last.page:
        return last.page != text
    if page.path in repo.committed and page_hash(before.body) != text:
        return True
    return None


def _committed(source: Source, paths: Sequence[str], git: Git) -> Mapping[str, bytes]:
    """The content of each of `paths` in the newest commit."""
    if source.git_dir is None or not isinstance(source.commit, str):
        return {}
    start = f"{source.commit}:"
    try:
        found = dict(git.blobs(source.git_dir, [start + path for path in paths]))
    except GitError:
        return {}  # what was there before is not known then, and nothing is said of it
    return {name.removeprefix(start): content for name, content in found.items()}


def _user_name(source: Source, git: Git) -> str:
    """The reviewer's name, as git knows it for this repo; never a mail address."""
    if source.git_dir is None:
        return ""
    try:
        name = git.read_text(source.git_dir, "config", "--get", "user.name")
    except GitError:
        return ""  # not set
    return " ".join(name.partition("@")[0].split())[:100]


def _notes(meta: Mapping[str, Any], record: ReviewRecord, *, today: date) -> tuple[str, ...]:
    """What the reviewer should know besides."""
    notes = []
    due = read_review(meta, today=today).by
    if due is not None and due <= record.reviewed:
        notes.append(f"`review_by: {due}` stays, and says that it is due; set the next day there")
    if not record.by:
        notes.append("git knows no `user.name`, so the record names nobody; name somebody with --by")
    return tuple(notes)
