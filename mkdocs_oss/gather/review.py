"""Recording a review: what it changes in a page and in its repo's file of reviews. Nothing is written in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mkdocs_oss.errors import GitError, OssError, SettingsError
from mkdocs_oss.freshness import (
    REVIEWS,
    page_hash,
    read_records,
    read_review,
    review_key,
    trusted,
    with_record,
)
from mkdocs_oss.gather.reviewed_page import ReviewedPage
from mkdocs_oss.git import Git
from mkdocs_oss.model import Reason, ReviewRecord, Source
from mkdocs_oss.sources import read_document, read_files
from mkdocs_oss.sources.front_matter_edit import set_key
from mkdocs_oss.sources.object_ids import object_ids


@dataclass(frozen=True, slots=True)
class Statement:
    """What the reviewer says: when, who ("": whoever git knows), and why a page holds although its code changed."""

    day: date
    by: str = ""
    still_accurate: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A file of a worktree, and what becomes of it. `before` is None where it is new."""

    root: Path
    path: str
    before: bytes | None
    after: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """A page and its review. It `waits` where its code has changed and nobody said why it is still accurate."""

    page: ReviewedPage
    record: ReviewRecord
    drift: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        return bool(self.drift) and not self.record.still_accurate


@dataclass
class Reviews:
    """The reviews of some pages, and the files that they change, in the order in which they are to be written."""

    recorded: list[Recorded] = field(default_factory=list)
    changes: dict[tuple[Path, str], Change] = field(default_factory=dict)


def reviews_of(pages: Sequence[ReviewedPage], said: Statement, *, git: Git, today: date) -> Reviews:
    """What the reviews of these pages come to. Raises OssError where one of them cannot be recorded.

    A second review on the same day, of the same text, keeps what the first one said.
    """
    found = Reviews()
    names: dict[Path, str] = {}
    for page in pages:
        root = _root(page.source)
        content = read_files(page.source, [page.path], git=git).get(page.path)
        if content is None:
            raise OssError(f"{page.given}: there is no such page in {page.source.repo.name}; mend the name")
        document = read_document(content)
        if document.meta.get("freshness") is False:
            raise OssError(
                f"{page.given}: its front matter says `freshness: false`, so no review of it shows; "
                "take that line out first"
            )
        if root not in names:
            names[root] = said.by or _user_name(page.source, git)
        file = found.changes.get((root, REVIEWS)) or _file_of_reviews(root)
        record = _record(page, said, document.body, file, by=names[root], git=git, today=today)
        drift = page.facts.freshness.drift if page.facts and page.facts.freshness else ()
        notes = _notes(page, document.meta, said, known=bool(names[root]), today=today)
        reviewed = Recorded(page, record, drift, notes)
        found.recorded.append(reviewed)
        if reviewed.waits:
            continue
        new = _with_date(content, page, said.day, today=today)
        found.changes.pop((root, REVIEWS), None)  # after all pages
        found.changes[root, page.path] = Change(root, page.path, content, new)
        after = with_record(file.after, page.path, record, repo=page.own_name)
        found.changes[root, REVIEWS] = Change(root, REVIEWS, file.before, after)
    return found


def _root(source: Source) -> Path:
    assert source.root is not None
    return source.root


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


def _file_of_reviews(root: Path) -> Change:
    """The repo's file of reviews as it is on disk, whether git knows it or not."""
    file = root / REVIEWS
    if file.is_symlink():
        raise OssError(f"{REVIEWS}: it is a link; put the file itself into the root of the repo")
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return Change(root, REVIEWS, None, b"")
    except OSError as error:
        raise OssError(f"{REVIEWS}: it cannot be read ({error.strerror}); mend that first") from error
    return Change(root, REVIEWS, content, content)


def _record(
    page: ReviewedPage, said: Statement, body: str, file: Change, *, by: str, git: Git, today: date
) -> ReviewRecord:
    text = page_hash(body)
    here = read_records(file.after, repo=page.own_name)[0].get(page.path)
    again = here is not None and here.reviewed == said.day and here.page == text
    edited = here.edited if here and again else _edited(page, text, git=git, today=today)
    why = here.still_accurate if here and again else ""
    return ReviewRecord(said.day, by, text, _code(page, git), said.still_accurate or why, edited)


def _code(page: ReviewedPage, git: Git) -> tuple[tuple[str, str], ...]:
    """(repo:path, object id) of each file that the page speaks of, where it is known."""
    by_repo: dict[str, set[str]] = {}
    for binding in page.facts.freshness.bindings if page.facts and page.facts.freshness else ():
        by_repo.setdefault(binding.repo, set()).add(binding.path)
    found: list[tuple[str, str]] = []
    for repo, paths in by_repo.items():
        if repo in page.sources:
            ids = object_ids(page.sources[repo], sorted(paths), git=git)
            found += [(f"{repo}:{path}", name) for path, name in ids.items()]
    return tuple(sorted(found))


def _edited(page: ReviewedPage, text: str, *, git: Git, today: date) -> bool | None:
    """Whether the page's text (its hash) differs from what the review before saw; None where that is not known.

    The review before is the one of the newest commit.
    """
    committed = _committed(page, git)
    before = read_document(committed.get(page.path, b""))
    records, _ = read_records(committed.get(REVIEWS, b""), repo=page.own_name)
    last = trusted(records.get(page.path), read_review(before.meta, today=today))
    if last is not None and last.page:
        return last.page != text
    if page.path in committed and page_hash(before.body) != text:
        return True
    return None


def _committed(page: ReviewedPage, git: Git) -> Mapping[str, bytes]:
    """The page and the file of reviews, as they are in the newest commit."""
    source = page.source
    if source.git_dir is None or not isinstance(source.commit, str):
        return {}
    start = f"{source.commit}:"
    try:
        found = dict(git.blobs(source.git_dir, [start + page.path, start + REVIEWS]))
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


def _notes(
    page: ReviewedPage, meta: Mapping[str, object], said: Statement, *, known: bool, today: date
) -> tuple[str, ...]:
    """What the reviewer should know besides."""
    notes = []
    due = read_review(meta, today=today).by
    if due is not None and due <= said.day:
        notes.append(f"`review_by: {due}` stays, and says that it is due; set the next day there")
    if not known:
        notes.append("git knows no `user.name`, so the record names nobody; name somebody with --by")
    return tuple(notes)
