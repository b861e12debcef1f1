"""The whole: what each repo gives, what there is to mend, and the handbook of it all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from mkdocs_oss import terminal
from mkdocs_oss.model.link import Link
from mkdocs_oss.model.liveness import Liveness
from mkdocs_oss.model.page import Asset, Page, PageFacts, Profile, Redirect
from mkdocs_oss.model.repo import Source

Severity = Literal["error", "warning", "note"]


class Step(Struct, frozen=True):
    """One command of a contribution guide, with the file (and line) that says so."""

    topic: Literal["environment", "test", "lint", "docs", "task"]
    command: str
    file: str
    line: int = 0
    note: str = ""


class Evidence(Struct, frozen=True):
    """What a repo's own files say of how to work in it."""

    steps: tuple[Step, ...] = ()
    requires_python: str = ""
    requires_python_file: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """(sentence, file) pairs."""


class Finding(Struct, frozen=True):
    """Something to know or mend. `where` is `file:line` or a key; `remedy` is one next step.

    `owners`: the handles of those who look after the page that it is about. `links`: the commits that it rests on.
    `is_private`: it is for who runs a
    command, and no built site tells it.
    """

    code: str
    severity: Severity
    repo: str
    where: str
    message: str
    remedy: str
    owners: tuple[str, ...] = ()
    is_private: bool = False
    links: tuple[Link, ...] = ()

    def __str__(self) -> str:
        place = f"{self.repo}: {self.where}" if self.where else self.repo
        line = f"{place}: {self.message}; {self.remedy}" if self.remedy else f"{place}: {self.message}"
        return terminal.line(line)


class NavItem(Struct, frozen=True):
    """A place in the nav: a page (`target` is its uri), an outside link, or a section with children."""

    title: str
    target: str | None = None
    children: tuple[NavItem, ...] = ()


class RepoFacts(Struct, frozen=True):
    """A repo and what the handbook made of it."""

    source: Source
    nav: NavItem | None
    evidence: Evidence
    pages: int
    title: str = ""
    description: str = ""
    snippets: tuple[str, ...] = ()
    """The repo paths of files that stand in its pages as snippets."""


class Module(Struct, frozen=True):
    """A public module: its dotted name, its file in the repo, and why it cannot be shown, if so."""

    name: str
    path: str
    problem: str | None = None


class Package(Struct, frozen=True):
    """A package, a single module, or a namespace package that was asked for.

    `root` is the folder that would be on `sys.path` ("" for the repo's root); `modules` are the public
    ones in the order of the nav; `files` are all sources needed to read them: private modules too, tests and
    vendored code not.
    """

    name: str
    root: str
    modules: tuple[Module, ...]
    files: tuple[str, ...] = ()


class RepoCode(Struct, frozen=True):
    """Packages whose modules carry their problems, and the content of the files that have none."""

    packages: tuple[Package, ...]
    files: Mapping[str, bytes]


class Handbook(Struct, frozen=True):
    """All that is known, and the pages that carry it: what every engine builds from."""

    hub: Source
    repos: tuple[RepoFacts, ...]
    pages: tuple[PageFacts, ...]
    assets: tuple[Asset, ...]
    nav: NavItem | None
    findings: tuple[Finding, ...]
    generated: datetime
    code: Mapping[str, RepoCode] = field(default_factory=dict)
    """Repo name → the code of its API reference."""
    settings_to_add: str = ""
    """YAML for the handbook's mkdocs.yml with what the repos' pages rely on and it lacks; "" where that is nothing."""
    overviews: tuple[Page, ...] = ()
    """Pages that show what is known of all others, and of which nothing is to be known itself."""
    redirects: tuple[Redirect, ...] = ()
    """Old places of the pages, by URL."""
    people: tuple[Profile, ...] = ()
    """The teams and the people of teams.yml, and owners who are not in it: teams, and others where those are named."""
    liveness: Liveness = Liveness()
    """What is known of whether the pages' owners are still there; for the site only where it `is_public`."""
    within: Mapping[str, RepoFacts] = field(default_factory=dict)
    """Folder in the handbook's own repo → the repository that lies there, a submodule above all, and has some of the
    handbook's own pages."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Of all repos, the handbook's own first."""
        return (self.hub, *(each.source for each in (*self.within.values(), *self.repos)))
