"""One repo of the settings: what it offers, its contribution page, its API reference, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss import api, contributing
from mkdocs_oss.gather.build import Build, Gathered
from mkdocs_oss.gather.judge import judge, line_link
from mkdocs_oss.gather.links import with_owners
from mkdocs_oss.gather.no_history import no_history
from mkdocs_oss.gather.past import Past
from mkdocs_oss.gather.reads import mending
from mkdocs_oss.markdown_text import plain
from mkdocs_oss.model import (
    Evidence,
    Finding,
    NavItem,
    Origin,
    Owners,
    Page,
    PageFacts,
    Policy,
    RepoCode,
    RepoFacts,
    Severity,
    Source,
    Unknown,
)
from mkdocs_oss.site import missing_page
from mkdocs_oss.sources import Atlas, Offer, Plan, blob_ids, home, offer, read_files
from mkdocs_oss.sources import plan as plan_repo
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.syntax import lacks, own_settings
from mkdocs_oss.sources.with_snippets import snippet_files
from mkdocs_oss.words import Words

_SEVERITIES: dict[Policy, tuple[Severity, Severity]] = {
    "required": ("error", "warning"),
    "stale-ok": ("note", "note"),
    "optional": ("note", "note"),
}
"""What it means by policy that a repo is not there at all, and that only its last good copy is."""


def plan(build: Build, source: Source, store: Store) -> Plan:
    """What one repo of the settings has, and where its files land."""
    return mending(build, source, store, lambda source: _planned(build, source))


def repo(build: Build, plan: Plan, atlas: Atlas, past: Past, store: Store) -> Gathered:
    """All that one repo of the settings gives the handbook; a repo that is not there gives a page that says so."""

    def share(source: Source) -> Gathered:
        own = plan if source is plan.source else _planned(build, source)  # it was damaged, and fetched anew
        of = (own, build.settings, build.today, atlas.rules, past.seen_by(source.repo.name))
        return build.memory.made(
            "share", source, of, lambda: _share(build, own, atlas, past), holds=lambda made: made.holds(atlas)
        )

    return mending(build, plan.source, store, share)


def packages(build: Build, plans: Sequence[Plan]) -> dict[str, frozenset[str]]:
    """The packages of each repo whose objects a `:::` block shows; none at all where the handbook's own mkdocstrings
    reads the repos' pages, which it does as long as no repo has any."""
    found = {plan.source.repo.name: _packages(build, plan.source) for plan in plans}
    return found if any(found.values()) or "mkdocstrings" not in build.settings.markdown.plugins else {}


def _packages(build: Build, source: Source) -> frozenset[str]:
    if not build.has("api"):
        return frozenset()
    return frozenset(
        package.name.partition(".")[0]
        for package in api.find_packages(source.paths, source.repo.api).packages
    )


def _planned(build: Build, source: Source) -> Plan:
    has_guide = build.has("contributing")
    return build.memory.made(
        "plan", source, (has_guide,), lambda: plan_repo(source, git=build.git, has_guide=has_guide)
    )


def _share(build: Build, plan: Plan, atlas: Atlas, past: Past) -> Gathered:
    source = plan.source
    if source.missing is not None:
        return _missing(build, source, past)
    asking = Asking(atlas, source.repo.name)
    share = offer(plan, asking, git=build.git)
    evidence = (
        contributing.read_evidence(_evidence_files(build, source))
        if build.has("contributing")
        else Evidence()
    )
    pages = list(share.pages)
    words = Words.of(build.settings.language)
    nav = [NavItem(words.say("overview"), home(source) + "index.md"), *share.nav]
    if build.has("contributing"):
        pages.append(_guide(source, share))
        nav.append(NavItem(words.say("contributing"), pages[-1].uri))
    reference = _reference(build, source)
    pages += reference.pages
    nav += [*reference.nav, *share.about]
    declared = (source.repo.owners, source.repo.where)
    judged, findings = judge(
        build,
        source,
        pages,
        declared=declared,
        name=source.repo.name,
        past=past,
        documents={source.real(path): document for path, document in plan.documents.items()},
    )
    judged = tuple(
        _told(build, source, share, evidence, facts) if facts.page.kind == "guide" else facts
        for facts in judged
    )
    overview = next(page for page in pages if page.uri == home(source) + "index.md")
    facts = RepoFacts(
        source=source,
        nav=NavItem(source.repo.name, children=tuple(nav)),
        evidence=evidence,
        pages=len(pages),
        title=overview.title,
        description=share.description,
        snippets=snippet_files(plan.documents),
    )
    if share.guide is not None:
        path, text = share.guide
        findings += contributing.contradictions(
            repo=source.repo.name, own_text=text, own_file=path, evidence=evidence
        )
    lacking = lacks(
        plan.documents, config=plan.config, hub=build.settings.markdown, has_api=reference.code is not None
    )
    found = (
        *share.findings,
        *findings,
        *reference.findings,
        *own_settings(source, plan.config),
        *(lack.finding(source.repo.name) for lack in lacking),
        *_source_findings(source),
    )
    found = with_owners(found, judged, links=build.settings.links)
    return Gathered(facts, judged, share.assets, found, reference.code, lacking, asking.asked)


def _guide(source: Source, share: Offer) -> Page:
    """The repo's contribution page, still without its text: who reviews is known once its owners are."""
    path = share.guide[0] if share.guide else "CONTRIBUTING.md"
    origin = Origin(source.repo.name, source.real(path), source.commit, source.is_worktree)
    title = f"Contributing to {source.repo.name}"
    return Page(home(source) + "contributing.md", title, "guide", origin, {}, "", share.guide_links)


def _told(build: Build, source: Source, share: Offer, evidence: Evidence, facts: PageFacts) -> PageFacts:
    """The contribution page with its text: the repo's own CONTRIBUTING, and what its files say."""
    path, text = share.guide or (None, None)
    promised = source.repo.maintenance
    reviewers = facts.owners.reviewers if isinstance(facts.owners, Owners) else ()
    markdown = contributing.guide_markdown(
        name=source.repo.name,
        evidence=evidence,
        clone_urls=(source.remote,) if isinstance(source.remote, str) else (),
        default_branch=source.branch if isinstance(source.branch, str) else None,
        own_text=text,
        own_file=path,
        source_link=line_link(source),
        reviewers=plain(Words.of().listed([owner.name for owner in reviewers])),
        maintenance=replace(promised, backups=build.roster.names(promised.backups)),
    )
    return replace(facts, page=replace(facts.page, text=markdown))


class _Reference(Struct, frozen=True):
    """A repo's API reference: its pages, their place in the nav, the code behind them, and wanted packages in vain."""

    pages: tuple[Page, ...] = ()
    nav: tuple[NavItem, ...] = ()
    code: RepoCode | None = None
    findings: tuple[Finding, ...] = ()


def _reference(build: Build, source: Source) -> _Reference:
    """The API reference of a repo's Python packages; each page comes from its module's source file."""
    repo = source.repo
    if not build.has("api") or repo.api is False:
        return _Reference()
    found = api.find_packages(source.paths, repo.api)
    findings = tuple(
        Finding("api", "warning", repo.name, repo.where, f"there is no package {name!r}", "mend `api:`")
        for name in found.missing
    )
    contents = read_files(source, found.files, git=build.git)
    code = api.read_code(found.packages, contents)
    reference = api.reference_pages(code, folder=home(source).rstrip("/"))
    pages: list[Page] = []
    for page in reference.pages:
        origin: Origin | Unknown = Unknown("it is made from all modules at each build")
        if page.path is not None:
            blobs = blob_ids(contents[page.path]) if source.is_worktree and page.path in contents else ()
            file = source.real(page.path)
            origin = Origin(repo.name, file, source.commit, source.is_worktree, blobs)
        pages.append(Page(page.uri, page.title, "api", origin, {}, page.text))
    nav = (reference.nav,) if reference.nav else ()
    return _Reference(tuple(pages), nav, code if pages else None, findings)


def _evidence_files(build: Build, source: Source) -> dict[str, bytes | None]:
    present = [path for path in source.paths if contributing.is_evidence(path)]
    read = read_files(source, [path for path in present if contributing.needs_content(path)], git=build.git)
    return {path: read.get(path) for path in sorted(present)}


def _missing(build: Build, source: Source, past: Past) -> Gathered:
    """A repo of which there is nothing to read: one page that says why."""
    page = Page(
        home(source) + "index.md",
        source.repo.name,
        "placeholder",
        Unknown("the repo is not there"),  # the page itself says why, once
        {},
        missing_page(source, language=build.settings.language),
    )
    judged, _ = judge(
        build,
        source,
        [page],
        declared=(source.repo.owners, source.repo.where),
        name=source.repo.name,
        past=past,
    )
    nav = None if source.repo.policy == "optional" else NavItem(source.repo.name, page.uri)
    facts = RepoFacts(source, nav, Evidence(), 0, title=source.repo.name)
    return Gathered(facts, judged, findings=_source_findings(source))


def _source_findings(source: Source) -> tuple[Finding, ...]:
    """That the repo is not there or not up to date, by its policy; and what is not known of it."""
    return (*_damage(source), *_state_of(source))


def _damage(source: Source) -> tuple[Finding, ...]:
    if not source.mended:
        return ()
    remedy = "look for a full or failing disk if it happens again"
    return (Finding("cache-damaged", "note", source.repo.name, source.repo.where, source.mended, remedy),)


def _state_of(source: Source) -> tuple[Finding, ...]:
    repo = source.repo
    when_missing, when_stale = _SEVERITIES[repo.policy]
    if source.missing is not None:
        return (Finding("repo-missing", when_missing, repo.name, repo.where, source.missing, source.remedy),)
    if source.outage is not None:
        what = f"not reached since {source.outage.since:%Y-%m-%d}, its last good copy is shown ({source.outage.reason})"
        remedy = source.outage.remedy or "run `mkdocs-oss sync` when it is back"
        return (Finding("repo-stale", when_stale, repo.name, repo.where, what, remedy),)
    if isinstance(source.forge, Unknown) and isinstance(source.remote, str):
        found: tuple[Finding, ...] = (
            Finding("forge", "note", repo.name, repo.where, source.forge.reason, "name it with `forge:`"),
        )
    else:
        found = ()
    return (*found, *no_history(source))
