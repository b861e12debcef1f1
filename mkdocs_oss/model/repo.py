"""Repos and where they are: what a user names, and what is found there."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from msgspec import Struct, field

Policy = Literal["required", "stale-ok", "optional"]
ForgeKind = Literal["github", "gitlab", "bitbucket", "gitea", "forgejo"]
ForgePage = Literal[
    "edit", "new", "view", "raw", "view_at", "raw_at", "history", "new_issue", "commit", "compare"
]


_SHORTEST_MONTH = 28
Substance = Literal["text", "front-matter", "any"]
VENDORED = frozenset(
    {"vendor", "vendored", "third_party", "thirdparty", "extern", "_vendor", "_vendored", "node_modules"}
)
"""What folders are called in which a repo keeps copies of what others wrote."""


class Unknown(Struct, frozen=True):
    """Something that is not known, with the reason as a sentence without a full stop."""

    reason: str


NOT_COMMITTED = Unknown("it is not committed yet")
"""The history of a file that is in the worktree and in no commit."""
SHALLOW_FILE = Unknown(
    "the clone of its repo is shallow and ends before that; "
    "fetch the full history (fetch-depth: 0, or git fetch --unshallow; where it is large, with --filter=blob:none)"
)
"""Of a file: what it was at a time before the boundary of a shallow clone."""


class Interval(Struct, frozen=True):
    """A span of calendar time, such as a review interval."""

    months: int = 0
    days: int = 0

    def after(self, start: date) -> date:
        """The day one interval after `start`; the 31st falls back to the last day of a shorter month."""
        years, month = divmod(start.month - 1 + self.months, 12)
        year = start.year + years
        day = start.day if start.day <= _SHORTEST_MONTH else min(start.day, monthrange(year, month + 1)[1])
        found = date(year, month + 1, day)
        return found + timedelta(days=self.days) if self.days else found

    def __str__(self) -> str:
        if self.months and self.months % 12 == 0:
            count, unit = self.months // 12, "year"
        elif self.months:
            count, unit = self.months, "month"
        elif self.days and self.days % 7 == 0:
            count, unit = self.days // 7, "week"
        else:
            count, unit = self.days, "day"
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


class FreshnessPolicy(Struct, frozen=True):
    """How freshness is judged. Without `review_every`, only pages that carry a review date fall due.

    `bots`, `minor_commits`, `substance`: as HistoryRules has them.
    """

    review_every: Interval | None = None
    bots: tuple[str, ...] = ()
    most_per_owner: int = 20
    minor_commits: tuple[str, ...] = ()
    substance: Substance = "text"


class Maintenance(Struct, frozen=True):
    """What a team promises for a repo (`maintenance:` in repos.yml)."""

    status: str = "active"
    backups: tuple[str, ...] = ()
    review_hours: str = ""
    responds_within: str = ""


class Repo(Struct, frozen=True):
    """A repo as its user named it: one entry of repos.yml, or the handbook's own repo."""

    name: str
    path: Path | None = None
    written: str = ""
    """`path` as the user wrote it, for messages: a published page never names a folder of who built it."""
    url: str | None = None
    ref: str | None = None
    docs: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    section: str | None = None
    owners: tuple[str, ...] = ()
    policy: Policy = "stale-ok"
    api: tuple[str, ...] | Literal["auto"] | Literal[False] = "auto"
    forge: ForgeKind | None = None
    edit_url: str | None = None
    issues_url: str | None = None
    maintenance: Maintenance = Maintenance()
    where: str = ""
    """`file:line` of the entry, for messages."""
    listed_by: str = ""
    """The group of a forge that listed it, as messages name it; "" for an entry of its own."""
    stands_for: Repo | None = None
    """The entry of the settings, where somebody shows something else in its place: links to it still mean this."""


class Forge(Struct, frozen=True):
    """Where the repo lives on the web, as URL templates.

    They hold `{ref}`, `{sha}`, `{path}` (in the repo), `{docs_path}` (below the docs folder) and `{title}`. An
    empty template means that the forge has no such page, or that it is not known.
    """

    kind: ForgeKind | Literal["custom"]
    web: str
    edit: str
    new: str = ""
    view: str = ""
    raw: str = ""
    view_at: str = ""
    raw_at: str = ""
    history: str = ""
    new_issue: str = ""
    commit: str = ""
    compare: str = ""
    """From `{ref}` to `{sha}`."""

    def link(self, page: ForgePage, **parts: str) -> str:
        """The URL of one of the forge's pages, each part percent-encoded; empty where there is none."""
        url: str = getattr(self, page)
        for name in ("ref", "sha", "path", "docs_path", "title"):
            if (place := f"{{{name}}}") in url:
                safe = "" if name in ("sha", "title") else "/"
                part = quote(parts.get(name, "").encode("utf-8", "surrogateescape"), safe=safe)
                url = url.replace(place, part)  # which holds no place of another: a bracket is quoted
        return url


class Outage(Struct, frozen=True):
    """A repo that could not be reached: since when, and what happened."""

    since: datetime
    reason: str
    remedy: str = ""


class Source(Struct, frozen=True):
    """A repo at a commit (in the cache) or a worktree on disk.

    `paths` are the regular files, POSIX, relative to the repo's root, and the symbolic links to one of them: `links`
    says to which. `unfollowed`: other links, with what is in them. `shallow` holds the ids of commits whose parents
    are not there.
    """

    repo: Repo
    root: Path | None
    git_dir: Path | None
    commit: str | Unknown
    branch: str | Unknown
    remote: str | Unknown
    forge: Forge | Unknown
    paths: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)
    unfollowed: Mapping[str, str] = field(default_factory=dict)
    shallow: frozenset[str] = frozenset()
    outage: Outage | None = None
    missing: str | None = None
    """Why there is nothing to read at all; None where there is."""
    remedy: str = ""
    """What to do where something is missing."""
    mended: str = ""
    """What was wrong with its copy in the cache, where that had to be fetched anew."""

    @property
    def is_worktree(self) -> bool:
        return self.root is not None

    def real(self, path: str) -> str:
        """The file that has the content of a path: another one where it is a symbolic link."""
        return self.links.get(path, path)
