"""The hall: settings → sources → histories → facts → pages → findings. No engine in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import structs

from mkdocs_oss import api, gather
from mkdocs_oss.errors import MissingExtraError
from mkdocs_oss.git import Git, threads
from mkdocs_oss.history.pause import without_collector
from mkdocs_oss.model import Finding, Handbook, RepoFacts
from mkdocs_oss.settings import Settings, Site, replaced
from mkdocs_oss.site import nav_size, projects_page
from mkdocs_oss.sources import Atlas, scan_docs
from mkdocs_oss.sources.redirects import redirects

WORKERS = 4


@without_collector()  # of what is made here all is kept
def assemble(
    site: Site,
    settings: Settings,
    *,
    git: Git,
    now: datetime,
    hub_files: Mapping[str, Path] | None = None,
    memory: gather.Memory | None = None,
    fetches: bool = False,
) -> Handbook:
    """Everything that is known of a site and its repos, as of `now` (UTC).

    `hub_files`: the handbook's own pages (uri → file) where an engine has listed them; else its docs folder is
    scanned. `memory`: of the builds before this one, which spares what has not changed since. Reads worktrees and
    the cache; fetches only repos that the cache does not have, and, where it `fetches`, what of the repos' past only
    comparisons read. Raises SettingsError; whatever fails in one repo
    becomes `Unknown` or a finding.
    """
    undiscovered: tuple[Finding, ...] = ()
    if settings.discoveries:
        from mkdocs_oss.sources.discovery import with_discovered  # with all that can list repos

        settings, undiscovered = with_discovered(settings, site.config_file.parent)
    settings = structs.replace(settings, repos=replaced(settings.repos, settings.overrides))
    locked = gather.lock_of(settings, site.config_file.parent)
    files = hub_files if hub_files is not None else scan_docs(site.docs_dir, excluded=site.excluded)

    fleet = None
    if settings.repos:
        fleet = gather.Fleet(settings, git=git, now=now, locked=locked, fetches=fetches)
    build = gather.Build(
        settings,
        git=git,
        today=now.date(),
        memory=memory or gather.Memory(keeps=False),
        bring=fleet.bring if fleet else None,
    )
    with build.closed_at_the_end(), threads(WORKERS, git=git) as pool:
        own = pool.submit(gather.plan_hub, build, site, files, pool)
        plans = fleet.plans(build, pool) if fleet else []
        packages = fleet.packages(build, plans) if fleet else {}
        hubs = own.result()
        atlas = Atlas.of(plans, hub=hubs.own.plan, within=hubs.places, site=site, packages=packages)
        past = gather.past(build, atlas, pool)
        atlas = atlas.since(past.former())
        repos = fleet.shares(build, plans, atlas, past, pool) if fleet else []
    index = _projects(settings, [repo.facts for repo in repos]) if repos else None
    hub = gather.hub(build, site, hubs, atlas, past, projects=None if gather.INDEX in files else index)

    whole = gather.merge(hub, repos, files, settings, roster=build.roster)
    pages = gather.pressed(whole.pages, most=settings.freshness.most_per_owner)
    docs = {name: plan.docs_dir for name, plan in atlas.all.items()}
    living = gather.living(build, pages, past, now=now, docs=docs)
    handbook = Handbook(
        hub=hub.facts.source,
        repos=tuple(repo.facts for repo in repos),
        pages=pages,
        overviews=whole.overviews,
        people=whole.people,
        assets=gather.unnamed_assets((asset for repo in repos for asset in repo.assets), build.roster),
        nav=whole.nav,
        findings=gather.in_order(
            gather.unnamed_findings(
                [
                    *undiscovered,
                    *gather.lock_findings(settings, locked),
                    *gather.password_findings(settings.repos),
                    *gather.teams_findings(build, hub=hub.facts.source.repo.name),
                    *nav_size(
                        settings,
                        hub=hub.facts.source.repo.name,
                        own=len(files),
                        repos=[repo.facts.pages for repo in repos],
                    ),
                    *whole.clashes,
                    *gather.shallow_findings(pages, past.sources),
                    *hub.findings,
                    *gather.folded([finding for repo in repos for finding in repo.findings]),
                    *gather.liveness_findings(living, pages, docs=docs),
                ],
                build.roster,
            )
        ),
        generated=now,
        code={repo.facts.source.repo.name: repo.code for repo in repos if repo.code is not None},
        liveness=living,
        within=hub.within,
        settings_to_add=fleet.settings_to_add(repos, site.markdown) if fleet else "",
    )
    older = redirects(handbook, hub_docs=hubs.own.plan.docs_dir, directories=site.use_directory_urls)
    return structs.replace(handbook, redirects=older)


def alone(top: Path, files: Mapping[str, Path], *, git: Git, now: datetime) -> Handbook:
    """What is known of some pages of a repo (`files`: its path → file) where no handbook is at hand.

    They are judged by the repo's own code; what they say of other repos is not known. `top`: its worktree.
    """
    site = Site(config_file=top / "mkdocs.yml", docs_dir=top)
    return assemble(site, Settings(frozenset({"freshness"})), git=git, now=now, hub_files=files)


def _projects(settings: Settings, repos: Sequence[RepoFacts]) -> str:
    return projects_page(repos, title=settings.projects_title, language=settings.language)


def possible(settings: Settings) -> tuple[Settings, str]:
    """The settings without a part whose extra is missing, and what to tell the user of it.

    Raises MissingExtraError where that part was asked for by name.
    """
    if "api" not in settings.parts or not (settings.repos or settings.discoveries):
        return settings, ""
    try:
        api.require()
    except MissingExtraError as error:
        if settings.api_asked_for:
            raise
        return structs.replace(settings, parts=settings.parts - {"api"}), str(error)
    return settings, ""
