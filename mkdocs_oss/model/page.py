"""Pages and what is known of each: origin, history, owners, freshness, the way to change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from mkdocs_oss.model.freshness import Freshness
from mkdocs_oss.model.history import Commit, PageHistory
from mkdocs_oss.model.link import Link
from mkdocs_oss.model.repo import Unknown

OwnershipState = Literal["owned", "inferred", "unowned", "unknown"]
PageKind = Literal["page", "overview", "guide", "api", "index", "placeholder"]


class Origin(Struct, frozen=True):
    """Where a page comes from. Edit link, dates and owners derive from this, never from where it lands."""

    repo: str
    path: str
    commit: str | Unknown
    worktree: bool
    blobs: tuple[str, ...] = ()
    """The object ids that git may give the content as read: raw, and with LF line ends."""


class PageLink(Struct, frozen=True):
    """A link of a page to another file of the handbook.

    `file`, `line`: where it is written, in the page's repo (a snippet may have brought it in). `repo`, `path`: what it
    leads to; `anchor` is the id there, "" for none.
    """

    file: str
    line: int
    repo: str
    path: str
    anchor: str = ""


class Relink(Struct, frozen=True):
    """A link's target as it is written, and as it must be; one in HTML may need another form than one in Markdown."""

    written: str
    right: str
    is_html: bool = False


class Redirect(Struct, frozen=True):
    """An old place of a page: `url`, relative to the site, leads to the page `uri`."""

    url: str
    uri: str


class Page(Struct, frozen=True):
    """A page of the handbook. `uri` is its Markdown file's path in the handbook.

    `text` is its Markdown without front matter, or None where the engine has the file itself.
    """

    uri: str
    title: str
    kind: PageKind
    origin: Origin | Unknown
    meta: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None
    links: tuple[PageLink, ...] = ()
    relinks: tuple[Relink, ...] = ()
    """What the engine is to change in a page whose file it has itself."""
    is_utf8: bool = True
    """Else such a file holds bytes that no engine can read."""
    as_source: bool = False
    """No engine is to render its text: it goes beyond what Markdown is read with, and is shown as it is written."""


class Asset(Struct, frozen=True):
    """A file beside the pages: its place in the handbook, and its content or the file that holds it."""

    uri: str
    content: bytes | Path


class Owner(Struct, frozen=True):
    """Someone who answers for a page: a team, a person, or a handle of which no more is known.

    `members`: handles of the people of a team, those of the teams in it too; `present`: names of those of them who are
    still there. `backups`: names of who stands in. `left`: the day, where it has come; `is_deserted`: a team of which
    everybody has left. `mail`: the address that all is known by, which is never shown; the handle is what stands before
    its `@`. `is_hidden`: a person who is not to be named: without a handle, and with words for a name.
    """

    handle: str
    name: str
    kind: Literal["team", "person", "unknown"]
    description: str = ""
    contacts: tuple[Link, ...] = ()
    backups: tuple[str, ...] = ()
    left: date | None = None
    members: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    is_hidden: bool = False
    mail: str = ""
    is_deserted: bool = False

    @property
    def key(self) -> str:
        """What tells owners apart, by the handle or the mail address."""
        return owner_key(self.mail or self.handle)


def owner_key(handle: str) -> str:
    """What tells owners apart: a handle without regard to case or a leading `@`. GitLab's `@@owner` is not `@owner`."""
    return handle.casefold().removeprefix("@")


class Profile(Struct, frozen=True):
    """A team or a person that may be named; `uri` is the page about them, None where they have none.

    `has_unnamed`: somebody of the team is not to be named, so its members are more than those who are.
    """

    owner: Owner
    uri: str | None = None
    has_unnamed: bool = False


class Work(Struct, frozen=True):
    """Who has done substantive work on a page, after teams.yml: in how many commits, and the newest of them.

    Someone whom teams.yml does not know has no handle.
    """

    who: Owner
    commits: int
    last: Commit


class Rule(Struct, frozen=True):
    """The evidence that decided: file, line (0: the whole file) and the rule as it is written.

    `pattern`, `section`: of a rule of CODEOWNERS. `together`: each of the rules that decide, where several sections do.
    """

    file: str
    line: int
    text: str
    url: str = ""
    pattern: str = ""
    section: str = ""
    together: tuple[Rule, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Owners(Struct, frozen=True):
    """Who answers for a path, and why. No owners: the rule leaves the path without one.

    `inferred`: nobody has said so; they are those who have worked on it.
    """

    owners: tuple[Owner, ...]
    rule: Rule
    inferred: bool = False

    @property
    def handles(self) -> tuple[str, ...]:
        """The handles of those who may be named."""
        return tuple(owner.handle for owner in self.owners if not owner.is_hidden)

    @property
    def reviewers(self) -> tuple[Owner, ...]:
        """Those who can be expected to review a change: nobody who has left, and no team that everybody has left."""
        return tuple(owner for owner in self.owners if owner.left is None and not owner.is_deserted)


class Adoption(Struct, frozen=True):
    """How a page without an owner gets one in CODEOWNERS: the exact `line` (GitLab may need a heading above it, as a
    line of its own), with a placeholder for the owner, and the `file`, with its edit link at the forge.

    `before`: the line of the file above which it goes; 0: at the end. `is_new`: the file is not there yet. `folder`:
    the line, in the same place, that gives an owner to all of the page's folder, where nobody owns any of it and it
    has more than a few pages.
    """

    line: str
    file: str
    url: str = ""
    before: int = 0
    is_new: bool = False
    folder: str = ""


class Contribution(Struct, frozen=True):
    """How to change a page. Each link is Unknown where it cannot be right."""

    edit_url: str | Unknown
    history_url: str | Unknown
    issue_url: str | Unknown
    clone_url: str | Unknown
    commit_url: str = ""
    """The page's last change at the forge."""
    guide_uri: str | None = None


def is_edited(page: Page, history: PageHistory | Unknown) -> bool:
    """Whether a page's file differs from its newest commit; False where either is not known."""
    if isinstance(page.origin, Unknown) or isinstance(history, Unknown) or not page.origin.blobs:
        return False
    return history.blob not in page.origin.blobs


class PageFacts(Struct, frozen=True):
    """A page and all that is known of it. A part that is switched off is None."""

    page: Page
    history: PageHistory | Unknown
    owners: Owners | Unknown | None
    freshness: Freshness | None
    contribution: Contribution | None
    work: tuple[Work, ...] = ()
    """Who has worked on it, the busiest first; empty where owners are switched off or its history is not known."""
    adoption: Adoption | None = None
    """How it gets an owner; None where it has one, or no line of CODEOWNERS can name it."""

    @property
    def is_edited(self) -> bool:
        """The worktree's file differs from its newest commit."""
        return is_edited(self.page, self.history)

    @property
    def ownership_state(self) -> OwnershipState:
        if isinstance(self.owners, Owners):
            if self.owners.inferred:
                return "inferred"
            return "owned" if self.owners.owners else "unowned"
        return "unknown"
