"""The hub's share and the repos' shares as one: which page has a place that two of them want, and one nav."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss.freshness import waiting
from mkdocs_oss.gather.build import Gathered
from mkdocs_oss.gather.overviews import overviews
from mkdocs_oss.gather.people import people
from mkdocs_oss.model import (
    Finding,
    Freshness,
    NavItem,
    Origin,
    Owners,
    Page,
    PageFacts,
    Profile,
    Reason,
)
from mkdocs_oss.ownership import Roster
from mkdocs_oss.settings import Settings
from mkdocs_oss.site import OVERVIEWS
from mkdocs_oss.sources.landing import site_clashes
from mkdocs_oss.words import Words

INDEX = "projects/index.md"
"""The page of all repos."""
_MOST_NAMES = 5


class Merged(Struct, frozen=True):
    """All pages, the repos' place in the nav, and what wanted one place."""

    pages: tuple[PageFacts, ...]
    overviews: tuple[Page, ...]
    people: tuple[Profile, ...]
    nav: NavItem | None
    clashes: tuple[Finding, ...]


def merge(
    hub: Gathered, repos: Sequence[Gathered], files: Mapping[str, Path], settings: Settings, *, roster: Roster
) -> Merged:
    """One handbook. `files`: the hub's own pages, whose places are theirs."""
    theirs = [facts for repo in repos for facts in repo.pages]
    owners = [(repo.facts.source.repo, facts.page) for repo in repos for facts in repo.pages]
    lost, clashes = site_clashes(files, hub.facts.source.repo.name, owners)
    pages = (*hub.pages, *(facts for position, facts in enumerate(theirs) if position not in lost))
    gone = {theirs[position].page.uri for position in lost} - {facts.page.uri for facts in pages}
    named = people(pages, roster, settings, files)
    made = overviews(settings, named, files)
    nav = _without(gone, _nav(repos, settings, made))
    return Merged(pages, made, named, nav, tuple(clashes))


def pressed(pages: Sequence[PageFacts], *, most: int) -> tuple[PageFacts, ...]:
    """The pages, where those beyond the `most` that one owner is asked to look at wait; without an owner, of one repo."""
    waits = waiting(
        (
            (position, facts.freshness, _asked(facts))
            for position, facts in enumerate(pages)
            if facts.freshness is not None
        ),
        most=most,
    )
    return tuple(
        replace(facts, freshness=_waiting(facts.freshness, waits[position]))
        if position in waits and facts.freshness is not None
        else facts
        for position, facts in enumerate(pages)
    )


def _waiting(verdict: Freshness, before: int) -> Freshness:
    return replace(verdict, waits=True, reasons=(*verdict.reasons, Reason("waits", {"count": before})))


def _asked(facts: PageFacts) -> tuple[str, ...]:
    """Whom a page asks for a look: its owners, else whoever looks after its repo."""
    if isinstance(facts.owners, Owners) and facts.owners.owners:
        return tuple(owner.handle for owner in facts.owners.owners)
    return (f"repo {facts.page.origin.repo}",) if isinstance(facts.page.origin, Origin) else ()


def folded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, with one instead of many that say the same of a forge of several repos."""
    repos: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        if finding.code == "forge":
            repos.setdefault((finding.severity, finding.message), []).append(finding.repo)
    found: list[Finding] = []
    for finding in findings:
        named = repos.get((finding.severity, finding.message), []) if finding.code == "forge" else []
        if named and finding.repo != named[0]:
            continue
        if len(named) > 1:
            finding = replace(finding, message=f"{finding.message}; so it is for {_listed(named[1:])}")
        found.append(finding)
    return tuple(found)


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors first, notes last; else as they come."""
    rank = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(findings, key=lambda finding: rank[finding.severity]))


def _nav(repos: Sequence[Gathered], settings: Settings, overviews: Sequence[Page]) -> NavItem | None:
    """Sections in the order of repos.yml, each repo with its own pages."""
    if not repos:
        return None
    sections: dict[str, list[NavItem]] = {}
    loose: list[NavItem] = []
    for repo in repos:
        if repo.facts.nav is not None:
            section = repo.facts.source.repo.section
            (loose if section is None else sections.setdefault(section, [])).append(repo.facts.nav)
    named = [NavItem(section, children=tuple(items)) for section, items in sections.items()]
    index = NavItem(Words.of(settings.language).say("all-projects"), INDEX)
    made = [NavItem(page.title, page.uri) for page in overviews if page.uri in OVERVIEWS]
    return NavItem(settings.projects_title, children=(index, *made, *named, *loose))


def _without(gone: Set[str], nav: NavItem | None) -> NavItem | None:
    """The nav without pages that gave way to others; nothing where nothing is left of it."""
    if nav is None or not gone:
        return nav
    if not nav.children:
        return None if nav.target in gone else nav
    children = tuple(kept for child in nav.children if (kept := _without(gone, child)) is not None)
    return NavItem(nav.title, nav.target, children) if children else None
