"""The handbook's own pages."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec.structs import replace

from mkdocs_oss import ownership
from mkdocs_oss.gather.build import Build, Gathered
from mkdocs_oss.gather.judge import histories_of, judge, place_of
from mkdocs_oss.history import IGNORE_REVS
from mkdocs_oss.model import Evidence, Finding, Origin, Page, RepoFacts, Source, Unknown
from mkdocs_oss.settings import Site
from mkdocs_oss.sources import hub_pages, open_hub, projects_index


def hub(build: Build, site: Site, files: Mapping[str, Path], *, projects: str | None = None) -> Gathered:
    """The handbook's own pages (`files`: uri → file) with their facts.

    `projects`: the text of the page of all repos, where the handbook has repos and no such page of its own.
    """
    options = build.settings.contributing
    settings_file = site.config_file.parent / build.settings.repos_file
    source = open_hub(
        site,
        git=build.git,
        also=[*ownership.PLACES, IGNORE_REVS],
        beside=[settings_file] if build.settings.repos_file else [],
        edit_url=options.edit_url,
        issues_url=options.issues_url,
        kind=options.forge,
    )
    with ThreadPoolExecutor(1) as aside:  # git tells the history while we read the pages
        histories = aside.submit(histories_of, build, source, source.paths)
        found, documents = hub_pages(source, files)
    pages = [_unless_ignored(page, source) for page in found]
    if projects is not None:
        pages.append(projects_index(source, settings_file, build.settings.projects_title, projects))
    owner = build.settings.ownership.owner
    declared = ((owner,) if isinstance(owner, str) else tuple(owner or ()), site.config_file.name)
    judged, findings = judge(
        build, source, pages, declared=declared, histories=histories.result(), severity="warning"
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
    return Gathered(facts, judged, findings=tuple(findings))


def _unless_ignored(page: Page, source: Source) -> Page:
    """The page without its place in the repo where git ignores its file, as a generated page's often is."""
    if source.git_dir is None or not isinstance(page.origin, Origin) or page.origin.path in source.paths:
        return page
    return replace(page, origin=Unknown("git ignores its file, so the repository does not have it"))
