"""The handbook's own pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss import ownership
from mkdocs_oss.errors import GitError
from mkdocs_oss.freshness import REVIEWS
from mkdocs_oss.gather.build import Build, Gathered
from mkdocs_oss.gather.judge import judge
from mkdocs_oss.gather.links import link_hub, with_owners
from mkdocs_oss.gather.page_owners import place_of
from mkdocs_oss.gather.past import Past, begin_history
from mkdocs_oss.history import IGNORE_REVS
from mkdocs_oss.model import IN_ANOTHER_REPO, Evidence, Finding, Page, RepoFacts, Source, Unknown
from mkdocs_oss.settings import Site
from mkdocs_oss.sources import (
    Atlas,
    Document,
    Plan,
    git_top,
    hub_pages,
    open_hub,
    plan_of_hub,
    projects_index,
)
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.files import names_in_worktree
from mkdocs_oss.sources.fingerprint import stamped

IGNORED = Unknown("git ignores its file, so the repository does not have it")


class HubPlan(Struct, frozen=True):
    """The handbook's own pages as they were read, before anything is known of its repos.

    `documents`: uri → text. `plan`: where its files land.
    """

    source: Source
    pages: tuple[Page, ...]
    documents: Mapping[str, Document]
    plan: Plan


def plan_hub(build: Build, site: Site, files: Mapping[str, Path]) -> HubPlan:
    """The handbook's own pages (`files`: uri → file)."""
    options = build.settings.contributing
    settings_file = site.config_file.parent / build.settings.repos_file
    source = build.memory.source(
        "",  # no repo's name
        (site, build.settings),
        lambda: open_hub(
            site,
            git=build.git,
            also=[*ownership.PLACES, ownership.ALIASES, IGNORE_REVS, REVIEWS],
            beside=[
                *([settings_file] if build.settings.repos_file else []),
                *(folder / name for folder in site.docs_dir.parents for name in ownership.FOLDER_FILES),
            ],
            edit_url=options.edit_url,
            issues_url=options.issues_url,
            kind=options.forge,
        ),
    )
    begin_history(build, source)
    of = (build.settings, stamped(files.values()), tuple(files))
    return build.memory.made("hub plan", source, of, lambda: _plan(build, site, source, files))


def hub(
    build: Build, site: Site, planned: HubPlan, atlas: Atlas, past: Past, *, projects: str | None = None
) -> Gathered:
    """The handbook's own pages with their facts.

    `projects`: the text of the page of all repos, where the handbook has repos and no such page of its own.
    """
    of = (planned, atlas.rules, build.today, projects, past.seen_by(atlas.hub_name))
    return build.memory.made(
        "hub",
        planned.source,
        of,
        lambda: _share(build, site, planned, atlas, past, projects),
        holds=lambda made: made.holds(atlas),
    )


def _plan(build: Build, site: Site, source: Source, files: Mapping[str, Path]) -> HubPlan:
    found, documents = hub_pages(source, files)
    pages = tuple(_unless_elsewhere(page, source) for page in found)
    plan = plan_of_hub(source, pages, documents, docs_dir=site.docs_dir)
    return HubPlan(source, pages, documents, plan)


def _share(
    build: Build, site: Site, planned: HubPlan, atlas: Atlas, past: Past, projects: str | None
) -> Gathered:
    settings_file = site.config_file.parent / build.settings.repos_file
    source, documents = planned.source, planned.documents
    asking = Asking(atlas, atlas.hub_name)
    pages, broken = link_hub(planned.pages, documents, source, asking)
    if projects is not None:
        pages.append(projects_index(source, settings_file, build.settings.projects_title, projects))
    owner = build.settings.ownership.owner
    declared = ((owner,) if isinstance(owner, str) else tuple(owner or ()), site.config_file.name)
    judged, findings = judge(
        build,
        source,
        pages,
        declared=declared,
        name=atlas.hub_name,
        past=past,
        documents=planned.plan.documents,
        severity="warning",
        listings=_listings(build, source),
    )
    findings += [
        Finding("page", "warning", source.repo.name, f"{place_of(page)}:{line}", what, remedy)
        for page in pages
        if page.uri in documents
        for line, what, remedy in documents[page.uri].problems
    ]
    if isinstance(source.forge, Unknown) and isinstance(source.remote, str):
        remedy = "name it: `oss: {contributing: {forge: …}}`"
        where = site.config_file.name
        findings.append(Finding("forge", "note", source.repo.name, where, source.forge.reason, remedy))
    facts = RepoFacts(source, None, Evidence(), len(pages), title=site.name)
    return Gathered(facts, judged, findings=with_owners([*findings, *broken], judged), asked=asking.asked)


def _listings(build: Build, source: Source) -> Iterator[Set[str] | None]:
    """The files that are known already, which is often enough, and then all of the repo."""
    if source.root is None or source.git_dir is None:
        yield None
        return
    yield source.paths
    try:
        yield from names_in_worktree(source.root, source.git_dir, git=build.git)
    except GitError:
        yield None  # of a pattern it cannot be told that it matches nothing


def _unless_elsewhere(page: Page, source: Source) -> Page:
    """The page without its place in the repo where git has no such file: it ignores it, as it often does with a
    generated page's, or the file is in a submodule, which is a repository of its own."""
    origin = page.origin
    if source.root is None or source.git_dir is None or isinstance(origin, Unknown):
        return page
    if origin.path in source.paths:
        return page
    is_within = git_top((source.root / origin.path).parent) != source.root
    return replace(page, origin=IN_ANOTHER_REPO if is_within else IGNORED)
