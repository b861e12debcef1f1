"""Whether owners are still there: what a team may want to know of who looks after its pages, and how few know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from mkdocs_oss.model.freshness import Reason
from mkdocs_oss.model.history import Commit
from mkdocs_oss.model.page import Owner

ConcernKind = Literal["owner-left", "owner-quiet", "owner-elsewhere", "no-backup"]
LivenessMode = Literal["banner", "report", "off"]


class Successor(Struct, frozen=True):
    """Somebody who could be asked to take over: who stands in, is of the same team, or has worked on the pages.

    `commits`: how many of theirs on the pages were substantive; `last`: the newest of them.
    """

    who: Owner
    why: Literal["backup", "member", "author"]
    commits: int = 0
    last: Commit | None = None


class Concern(Struct, frozen=True):
    """What is to be said of the owners of some pages of a repo, with its evidence as sentences.

    `owners`: of each of the pages; more than one where it holds for all of them together. `pages`: their uris.
    `is_strong`: False where a page needed nobody, and its owners are at work elsewhere. `is_shared`: each of the pages
    has another owner who has not left; `beside`: those who own all of them too, have not left and may be named.
    """

    kind: ConcernKind
    owners: tuple[Owner, ...]
    repo: str
    pages: tuple[str, ...]
    reasons: tuple[Reason, ...]
    successors: tuple[Successor, ...] = ()
    is_strong: bool = True
    is_shared: bool = False
    beside: tuple[Owner, ...] = ()


class Knower(Struct, frozen=True):
    """Somebody who knows pages: so many, and so many that nobody else who is still there knows."""

    who: Owner
    pages: int
    alone: int


class BusFactor(Struct, frozen=True):
    """How many people would have to be away before more than half of the pages have nobody left who knows them.

    Of a repo, or of a `section` of it: a folder at the top of its docs. 0: those who knew them have left already.
    `people`: who knows most pages, these first; nobody where the first is not to be named. `orphans`: pages that would
    have nobody without the first `factor` of them. `commits`: so many at least, that this is known from.
    """

    repo: str
    section: str
    factor: int
    pages: int
    orphans: int
    commits: int
    people: tuple[Knower, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """What it comes to, in sentences, where it is 1 or 0."""


class Liveness(Struct, frozen=True):
    """What is known of the owners of all pages. `mode`: what the settings say of it.

    `unknown`: handles of owners of whom it cannot be told whether they are still there. `on_pages`: uri → what the
    readers of a page are to know of its owners; empty where it is not for them.
    """

    concerns: tuple[Concern, ...] = ()
    factors: tuple[BusFactor, ...] = ()
    unknown: tuple[str, ...] = ()
    on_pages: Mapping[str, Concern] = field(default_factory=dict)
    mode: LivenessMode = "report"

    @property
    def is_public(self) -> bool:
        """Whether the built site may show any of it."""
        return self.mode == "banner"
