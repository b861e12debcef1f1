"""What one pass over a repo's history says of its files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from mkdocs_oss.model.repo import Substance, Unknown


class HistoryRules(Struct, frozen=True):
    """Which changes are substantive.

    `bots`: author names besides those that end in `[bot]`. `minor_commits`: words; a commit with one of them in its
    message is minor. `substance`: `text`: a change counts where a reader could notice it; `front-matter`: one of the
    front matter does too; `any`: one of white space and markers does too.
    """

    bots: frozenset[str] = frozenset()
    minor_commits: tuple[str, ...] = ()
    substance: Substance = "text"


class Commit(Struct, frozen=True, gc=False):
    """One commit: `time` is the committer's, in UTC; names are after .mailmap.

    `is_bot`: its author is a program. `is_minor`: it never counts as substantive, because a program made it, or
    .git-blame-ignore-revs or a word in its message says so. `email`: the author's, after .mailmap; never shown.
    """

    sha: str
    time: datetime
    author: str
    subject: str
    is_bot: bool = False
    is_minor: bool = False
    email: str = ""


class Author(Struct, frozen=True, gc=False):
    """Who has done substantive work on a page: in how many of its commits, and in which of them `last`.

    The name is after .mailmap. `email` tells two people of one name apart and is never shown.
    """

    name: str
    commits: int
    email: str = ""
    last: Commit | None = None


class Share(Struct, frozen=True, gc=False):
    """A person's part of the work on a page: in how many of its commits, and what part of all such work (0 to 1).

    A commit by several people counts once for each of them.
    """

    name: str
    commits: int
    part: float


class Move(Struct, frozen=True, gc=False):
    """A path that a page had until `time`, when it was moved away."""

    path: str
    time: datetime


class PageHistory(Struct, frozen=True, gc=False):
    """What one pass over history says of one page.

    `last_touched` is the newest commit that changed the path, moves included; `last_substantive` leaves out moves,
    minor commits, and commits that changed nothing a reader would notice; `blob` is the path's newest object id;
    `moves` are the paths that it had before, newest first. `unnamed`: the commits of authors who are not to be named,
    and are none of `authors`.
    """

    created: Commit | Unknown
    last_touched: Commit
    last_substantive: Commit | Unknown
    authors: tuple[Author, ...]
    blob: str
    moves: tuple[Move, ...] = ()
    unnamed: int = 0

    @property
    def shares(self) -> tuple[Share, ...]:
        """Who wrote the page, the busiest first, programs left out. Authors of one name are one."""
        commits: dict[str, int] = {}
        for author in self.authors:
            commits[author.name] = commits.get(author.name, 0) + author.commits
        whole = sum(commits.values()) + self.unnamed
        by_commits = sorted(commits.items(), key=lambda item: -item[1])
        return tuple(Share(name, count, count / whole) for name, count in by_commits)


class FileChange(Struct, frozen=True, gc=False):
    """One commit's change of one file, under the path that it had then. `old`, `new`: object ids; `old` is "" where
    the commit added the file, and `new` where it removed one that came back later."""

    commit: Commit
    path: str
    old: str
    new: str


class FileHistory(Struct, frozen=True, gc=False):
    """What happened to a file that a page speaks of: its changes, newest first, moves followed and left out, and those
    of earlier files at its path.

    `removed`: the commit since which no file is at the path; `moved_to`: where it is since then. `is_whole`: False
    where the clone is shallow and ends before the file's first commit.
    """

    changes: tuple[FileChange, ...] = ()
    removed: Commit | None = None
    moved_to: str = ""
    is_whole: bool = True


class Histories(Struct, frozen=True):
    """What one pass over a repo's history says: of its pages, and of the files that pages speak of, by path.

    A file that never was in the repo is not among `files`. `seen`: (name, mail address) of each author, after .mailmap
    → the time of their newest commit of any kind, where that was asked for; programs are not among them.
    """

    pages: Mapping[str, PageHistory | Unknown] = field(default_factory=dict)
    files: Mapping[str, FileHistory | Unknown] = field(default_factory=dict)
    seen: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
