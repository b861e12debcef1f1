"""History, owners, freshness and the way to change each page of a repo, from one pass over its history."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from msgspec.structs import replace

from mkdocs_oss import ownership
from mkdocs_oss.contributing import contribution
from mkdocs_oss.errors import GitError
from mkdocs_oss.freshness import CONTRADICTING, REVIEWS, read_records, read_review
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.page_owners import (
    adoptions,
    asked_of,
    ownership_findings,
    ownership_of,
    page_owners,
    place_of,
    work_of,
)
from mkdocs_oss.gather.past import Past
from mkdocs_oss.gather.unnamed import unnamed_page, unnamed_records
from mkdocs_oss.gather.verdicts import unfound, verdicts
from mkdocs_oss.git import Git
from mkdocs_oss.model import (
    Adoption,
    Finding,
    Origin,
    Owners,
    Page,
    PageFacts,
    PageHistory,
    Severity,
    Source,
    Unknown,
    is_edited,
)
from mkdocs_oss.sources import Document, home, read_files
from mkdocs_oss.sources.index_ids import converted
from mkdocs_oss.words import Words

READ_IT = "read it, mend it, and run `mkdocs-oss review`"
MADE = "there is no such file yet; this page is made from the repo's other files at each build"


def judge(
    build: Build,
    source: Source,
    pages: Sequence[Page],
    *,
    declared: tuple[tuple[str, ...], str],
    name: str,
    past: Past,
    documents: Mapping[str, Document] | None = None,
    severity: Severity = "note",
    listings: Iterable[Set[str] | None] | None = None,
) -> tuple[tuple[PageFacts, ...], list[Finding]]:
    """The facts of each page, in order, and what there is to mend or to look after.

    `severity`: of faults in CODEOWNERS and front matter. A page that is due or has no owner is only ever a note.

    `declared`: the handles that a setting gives to the whole repo, and where it does. `name`: by which `past` knows
    the repo. `documents`: repo path → text of its pages. `listings`: of the repo's files, where `source` has not all of them (`ownership_findings`).
    """
    tells_owners = build.has("ownership")
    of_owners = ownership.ownership_files(source.paths) if tells_owners else []
    read = read_files(source, [*of_owners, REVIEWS], git=build.git)
    records, damage = read_records(read.get(REVIEWS, b""), repo=name)
    unnamed = past.unnamed.get(name, frozenset())
    records = unnamed_records(records, build.roster, also=unnamed)
    reviews = {
        page.uri: read_review(page.meta, today=build.today, record=records.get(_path(page))) for page in pages
    }
    findings = [
        Finding("reviews", severity, source.repo.name, f"{REVIEWS}:{line}", what, remedy)
        for line, what, remedy in damage
    ]
    guide_uri = f"{home(source)}contributing.md"
    uris = {page.uri for page in pages}
    histories = {page.uri: _history(page, source, past.pages(name)) for page in pages}
    pages = _without_converted(pages, source, histories, git=build.git)
    judgement = verdicts(build, name, pages, histories, reviews, documents=documents or {}, past=past)
    findings += unfound(name, pages, judgement, past, source_name=source.repo.name, severity=severity)
    owned: Mapping[str, Owners | Unknown | None] = {}
    ways: Mapping[str, Adoption] = {}
    if tells_owners:
        repo = ownership_of(build, source, read)
        link = line_link(source)
        owned = {
            page.uri: page_owners(
                build,
                source,
                asked_of(build, page, repo, declared, histories[page.uri]),
                page,
                link,
                unnamed=unnamed,
            )
            for page in pages
        }
        ways = adoptions(source, repo, pages, owned)
    judged = [
        PageFacts(
            unnamed_page(page, build.roster),
            histories[page.uri],
            owned.get(page.uri),
            judgement.get(page.uri),
            contribution(
                page, source, histories[page.uri], guide_uri=guide_uri if guide_uri in uris else None
            )
            if build.has("contributing")
            else None,
            work_of(build, page, histories[page.uri]),
            ways.get(page.uri),
        )
        for page in pages
    ]
    if tells_owners:
        findings = [
            *ownership_findings(
                build,
                source,
                repo,
                judged,
                severity=severity,
                listings=(source.paths,) if listings is None else listings,
            ),
            *findings,
        ]
    for facts in judged:
        page = facts.page
        for problem in (*reviews[page.uri].problems, *_owner_problems(page)):
            what, _, remedy = problem.partition("; ")
            findings.append(Finding("front-matter", severity, source.repo.name, place_of(page), what, remedy))
        findings += _to_look_after(facts, source)
    return tuple(judged), findings


def _path(page: Page) -> str:
    return page.origin.path if isinstance(page.origin, Origin) else ""


def _without_converted(
    pages: Sequence[Page], source: Source, histories: Mapping[str, PageHistory | Unknown], *, git: Git
) -> Sequence[Page]:
    """The pages; of one that a filter writes otherwise than git keeps it, it is not known whether it was edited."""
    differ = {_path(page) for page in pages if is_edited(page, histories[page.uri])}
    otherwise: Set[str] = frozenset()
    if differ:
        with contextlib.suppress(GitError):
            otherwise = converted(source, differ, git=git)
    return [
        replace(page, origin=replace(page.origin, blobs=()))
        if isinstance(page.origin, Origin) and page.origin.path in otherwise
        else page
        for page in pages
    ]


def _history(
    page: Page, source: Source, histories: Mapping[str, PageHistory | Unknown]
) -> PageHistory | Unknown:
    origin = page.origin
    if isinstance(origin, Unknown):
        return origin
    if source.paths and origin.path not in source.paths:
        return Unknown(MADE)
    return histories.get(origin.path, Unknown(MADE))


def line_link(source: Source) -> Callable[[str, int], str | None]:
    """(file, line; 0: the whole file) → its URL at the forge."""

    def link(path: str, line: int) -> str | None:
        if isinstance(source.forge, Unknown) or not source.forge.view:
            return None
        ref = source.branch if isinstance(source.branch, str) else "HEAD"
        anchor = f"#{'lines-' if source.forge.kind == 'bitbucket' else 'L'}{line}" if line else ""
        return source.forge.link("view", ref=ref, path=path) + anchor

    return link


def _to_look_after(facts: PageFacts, source: Source) -> Iterator[Finding]:
    """That a page is due for a review, or that its code has changed."""
    repo, where, verdict = source.repo.name, place_of(facts.page), facts.freshness
    if verdict is not None:
        for reason in verdict.drift:
            contradicts = reason.code in CONTRADICTING
            line = verdict.line_of(reason, where)
            said = Words.of().reason(reason).rstrip(".")
            yield Finding(
                "contradicted" if contradicts else "drift",
                "note",
                repo,
                f"{where}:{line}" if line else where,
                said,
                READ_IT,
                links=reason.links,
            )
        if verdict.is_due:
            since = "" if isinstance(verdict.review_by, Unknown) else f" since {verdict.review_by}"
            yield Finding("due", "note", repo, where, f"the page is due for a review{since}", READ_IT)


def _owner_problems(page: Page) -> tuple[str, ...]:
    try:
        ownership.front_matter_owners(page.meta)
    except ValueError as error:
        return (f"{error}; write `owner: @team`",)
    return ()
