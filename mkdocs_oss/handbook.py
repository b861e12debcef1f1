"""The hall: settings → sources → histories → facts → pages → findings. No engine in here."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mkdocs_oss import gather
from mkdocs_oss.api import require
from mkdocs_oss.errors import MissingExtraError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Finding, Handbook, NavItem
from mkdocs_oss.settings import Settings, Site
from mkdocs_oss.site import projects_page
from mkdocs_oss.sources import Atlas, scan_docs
from mkdocs_oss.sources.lock import read_lock
from mkdocs_oss.sources.store import Store, cache_folder

WORKERS = 4
INDEX = "projects/index.md"


def assemble(
    site: Site, settings: Settings, *, git: Git, now: datetime, hub_files: Mapping[str, Path] | None = None
) -> Handbook:
    """Everything that is known of a site and its repos, as of `now` (UTC).

    `hub_files`: the handbook's own pages (uri → file) where an engine has listed them; else its docs folder is
    scanned. Reads worktrees and the cache; fetches only repos that the cache does not have. Raises
    SettingsError; whatever fails in one repo becomes `Unknown` or a finding.
    """
    build = gather.Build(settings, git=git, today=now.date())
    store = Store(cache_folder(settings.cache), git=git, now=lambda: now)
    locked = read_lock(site.config_file.parent)

    with ThreadPoolExecutor(WORKERS) as pool:
        sources = pool.map(lambda repo: gather.open_repo(repo, store, locked, git=git), settings.repos)
        plans = list(pool.map(lambda source: gather.plan(build, source), sources))
        atlas = Atlas.of(plans)
        repos = list(pool.map(lambda plan: gather.repo(build, plan, atlas), plans))
    files = hub_files if hub_files is not None else scan_docs(site.docs_dir, excluded=site.excluded)
    index = projects_page([repo.facts for repo in repos], title=settings.projects_title) if repos else None
    hub = gather.hub(build, site, files, projects=None if INDEX in files else index)

    theirs = (
        facts for repo in repos for facts in repo.pages if facts.page.uri not in files
    )  # the hub's wins
    return Handbook(
        hub=hub.facts.source,
        repos=tuple(repo.facts for repo in repos),
        pages=(*hub.pages, *theirs),
        assets=tuple(asset for repo in repos for asset in repo.assets),
        nav=_nav(settings, repos),
        findings=_in_order([*hub.findings, *(finding for repo in repos for finding in repo.findings)]),
        generated=now,
        code={repo.facts.source.repo.name: repo.code for repo in repos if repo.code is not None},
    )


def possible(settings: Settings) -> tuple[Settings, str]:
    """The settings without a part whose extra is missing, and what to tell the user of it.

    Raises MissingExtraError where that part was asked for by name.
    """
    if "api" not in settings.parts or not settings.repos:
        return settings, ""
    try:
        require()
    except MissingExtraError as error:
        if settings.api_asked_for:
            raise
        return replace(settings, parts=settings.parts - {"api"}), str(error)
    return settings, ""


def _nav(settings: Settings, repos: list[gather.Gathered]) -> NavItem | None:
    """The repos' place in the nav: sections in the order of repos.yml, each repo with its own pages."""
    if not repos:
        return None
    sections: dict[str, list[NavItem]] = {}
    loose: list[NavItem] = []
    for repo in repos:
        if repo.facts.nav is not None:
            section = repo.facts.source.repo.section
            (loose if section is None else sections.setdefault(section, [])).append(repo.facts.nav)
    named = [NavItem(title, children=tuple(items)) for title, items in sections.items()]
    overview = NavItem("All projects", INDEX)
    return NavItem(settings.projects_title, children=(overview, *named, *loose))


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    rank = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(findings, key=lambda finding: rank[finding.severity]))
