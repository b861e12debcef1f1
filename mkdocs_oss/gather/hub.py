"""The handbook's own pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_oss import ownership
from mkdocs_oss.errors import GitError
from mkdocs_oss.freshness import REVIEWS
from mkdocs_oss.gather.build import Build, Gathered
from mkdocs_oss.gather.judge import judge
from mkdocs_oss.gather.links import link_hub, with_owners
from mkdocs_oss.gather.no_history import unread_history
from mkdocs_oss.gather.page_owners import place_of
from mkdocs_oss.gather.past import Past, begin_history
from mkdocs_oss.history import IGNORE_REVS
from mkdocs_oss.model import Evidence, Finding, Page, RepoFacts, Severity, Source, Unknown
from mkdocs_oss.settings import Site
from mkdocs_oss.sources import (
    Atlas,
    Document,
    Plan,
    hub_pages,
    open_hub,
    plan_of_hub,
    projects_index,
    read_files,
    repo_path,
)
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.files import names_in_worktree
from mkdocs_oss.sources.fingerprint import stamped
from mkdocs_oss.sources.mentions import described
from mkdocs_oss.sources.modules_file import MODULES, declared
from mkdocs_oss.sources.within import (
    checked_out,
    named,
    names_in,
    not_here,
    open_within,
    top_of,
)

IGNORED = Unknown("git ignores its file, so the repository does not have it")


class HubPlan(Struct, frozen=True):
    """The handbook's own pages that one repo has, as they were read, before anything is known of the other repos.

    `documents`: uri → text. `plan`: where its files land. `elsewhere`: the top of each repository that lies within
    this one → its pages, uri → file. `submodules`: as `declared` has them. `names`: what the pages of this
    repo, and of the one that it lies in, may call a folder.
    """

    source: Source
    pages: tuple[Page, ...]
    documents: Mapping[str, Document]
    plan: Plan
    elsewhere: Mapping[Path, Mapping[str, Path]] = field(default_factory=dict)
    submodules: Mapping[str, int] = field(default_factory=dict)
    names: frozenset[str] = frozenset()


class HubPlans(Struct, frozen=True):
    """All of the handbook's own pages: those of its repo, and those of repositories that lie in folders of it."""

    own: HubPlan
    within: Mapping[str, HubPlan] = field(default_factory=dict)

    @property
    def places(self) -> Mapping[str, Plan]:
        """Folder → where the files of the repository in it land."""
        return {folder: planned.plan for folder, planned in self.within.items()}


def plan_hub(build: Build, site: Site, files: Mapping[str, Path], pool: Executor) -> HubPlans:
    """The handbook's own pages (`files`: uri → file)."""
    options = build.settings.contributing
    settings_file = site.config_file.parent / build.settings.repos_file
    source = build.memory.source(
        "",  # no repo's name
        (site, build.settings),
        lambda: open_hub(
            site,
            git=build.git,
            also=[*ownership.PLACES, ownership.ALIASES, IGNORE_REVS, REVIEWS, MODULES],
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
    own = _read(build, source, files, docs_dir=site.docs_dir)
    return HubPlans(own, _within(build, site, own, pool))


def _within(build: Build, site: Site, own: HubPlan, pool: Executor) -> dict[str, HubPlan]:
    """The repositories in folders of the handbook's own, by the folder; those in one of them too."""
    source, kind = own.source, build.settings.contributing.forge
    of = (source.repo, source.remote, kind, own.submodules)

    def read(asked: tuple[str, Mapping[str, Path]]) -> HubPlan:
        folder, files = asked
        opened = partial(open_within, source, folder, git=build.git, kind=kind, known=own.submodules)
        inner = build.memory.source(f"/{folder}", of, opened)  # no repo's name
        return _read(build, inner, files, docs_dir=site.docs_dir, names=own.names)

    found: dict[str, HubPlan] = {}
    tops = own.elsewhere
    while tops:
        asked = {repo_path(top, source.root) or "": files for top, files in tops.items()}
        read_now = dict(zip(asked, pool.map(read, asked.items()), strict=True))
        found |= read_now
        tops = {
            top: files
            for each in read_now.values()
            for top, files in each.elsewhere.items()
            if (repo_path(top, source.root) or "") not in found
        }
    return found


def hub(
    build: Build, site: Site, planned: HubPlans, atlas: Atlas, past: Past, *, projects: str | None = None
) -> Gathered:
    """The handbook's own pages with their facts.

    `projects`: the text of the page of all repos, where the handbook has repos and no such page of its own.
    """

    def share(planned: HubPlan, name: str, projects: str | None = None) -> Gathered:
        of = (planned, atlas.rules, build.today, projects, past.seen_by(name))
        return build.memory.made(
            "hub",
            planned.source,
            of,
            lambda: _share(build, site, planned, atlas, past, name=name, projects=projects),
            holds=lambda made: made.holds(atlas),
        )

    own = share(planned.own, atlas.hub_name, projects)
    within = {folder: share(inner, inner.source.repo.name) for folder, inner in planned.within.items()}
    return replace(
        own,
        pages=(*own.pages, *(facts for inner in within.values() for facts in inner.pages)),
        findings=(*own.findings, *(finding for inner in within.values() for finding in inner.findings)),
        within={folder: inner.facts for folder, inner in within.items()},
    )


def _read(
    build: Build,
    source: Source,
    files: Mapping[str, Path],
    *,
    docs_dir: Path,
    names: frozenset[str] = frozenset(),
) -> HubPlan:
    """The pages of one repo. `names`: what the pages of the repo that it lies in may call a folder."""
    known = declared(read_files(source, [MODULES], git=build.git).get(MODULES, b""))
    there = tuple(checked_out(source.root, known)) if source.root is not None and source.git_dir else ()
    absent = (
        frozenset(not_here(source.root, known.keys() - {*there})) if source.root is not None else frozenset()
    )
    of = (build.settings, stamped(files.values()), tuple(files), known, there, absent, names)

    def make() -> HubPlan:
        read = _plan(source, files, docs_dir=docs_dir, absent=absent)
        if not there:
            return replace(read, submodules=known)
        texts = (text for each in read.documents.values() for text in (each.body, *described(each.meta)))
        said = names | names_in(texts)
        assert source.root is not None
        elsewhere = dict(read.elsewhere)
        for folder in named(there, said):
            elsewhere.setdefault(source.root / folder, {})  # its pages, if it has any, are known by now
        return replace(read, elsewhere=elsewhere, submodules=known, names=said)

    return build.memory.made("hub plan", source, of, make)


def _plan(source: Source, files: Mapping[str, Path], *, docs_dir: Path, absent: frozenset[str]) -> HubPlan:
    found, documents = hub_pages(source, files)
    pages: list[Page] = []
    elsewhere: dict[Path, dict[str, Path]] = {}
    for page in found:
        if (top := top_of(page, source)) is not None:
            elsewhere.setdefault(top, {})[page.uri] = files[page.uri]
            documents.pop(page.uri, None)
        else:
            pages.append(_unless_ignored(page, source))
    plan = plan_of_hub(source, pages, documents, docs_dir=docs_dir, absent=absent)
    return HubPlan(source, tuple(pages), documents, plan, elsewhere)


def _share(
    build: Build,
    site: Site,
    planned: HubPlan,
    atlas: Atlas,
    past: Past,
    *,
    name: str,
    projects: str | None,
) -> Gathered:
    settings_file = site.config_file.parent / build.settings.repos_file
    source, documents, is_own = planned.source, planned.documents, name == atlas.hub_name
    severity: Severity = "warning" if is_own else "note"  # another repository may be that of somebody else
    if not planned.pages and not is_own:
        return Gathered(RepoFacts(source, None, Evidence(), 0, title=site.name))
    asking = Asking(atlas, name)
    pages, broken = link_hub(planned.pages, documents, source, asking, severity=severity)
    if projects is not None:
        pages.append(projects_index(source, settings_file, build.settings.projects_title, projects))
    owner = build.settings.ownership.owner
    declared = ((owner,) if isinstance(owner, str) else tuple(owner or ()), site.config_file.name)
    judged, findings = judge(
        build,
        source,
        pages,
        declared=declared,
        name=name,
        past=past,
        documents=planned.plan.documents,
        severity=severity,
        listings=_listings(build, source) if is_own else None,
    )
    findings += [
        Finding("page", severity, source.repo.name, f"{place_of(page)}:{line}", what, remedy)
        for page in pages
        if page.uri in documents
        for line, what, remedy in documents[page.uri].problems
    ]
    findings += unread_history(source)
    if isinstance(source.forge, Unknown) and isinstance(source.remote, str) and is_own:
        remedy = "name it: `oss: {contributing: {forge: …}}`"
        where = site.config_file.name
        findings.append(Finding("forge", "note", source.repo.name, where, source.forge.reason, remedy))
    facts = RepoFacts(source, None, Evidence(), len(pages), title=site.name)
    found = with_owners([*findings, *broken], judged, links="note" if is_own else build.settings.links)
    return Gathered(facts, judged, findings=found, asked=asking.asked)


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


def _unless_ignored(page: Page, source: Source) -> Page:
    """The page without its place in the repo where git has no such file: it ignores it, as it often does with a
    generated page's."""
    origin = page.origin
    if source.git_dir is None or isinstance(origin, Unknown) or origin.path in source.paths:
        return page
    return replace(page, origin=IGNORED)
