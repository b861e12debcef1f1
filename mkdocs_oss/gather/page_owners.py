"""Who owns each page of a repo, after all that the repo's files and the settings say, and what is odd in these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from msgspec.structs import replace

from mkdocs_oss import ownership
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.unnamed import unnamed_owners
from mkdocs_oss.mail import without_domains
from mkdocs_oss.model import (
    Adoption,
    Author,
    Finding,
    ForgePage,
    Origin,
    Owners,
    Page,
    PageHistory,
    Severity,
    Source,
    Unknown,
    Work,
)

Declared = tuple[tuple[str, ...], str]
"""The handles that a setting gives to a whole repo, and where it does."""


def ownership_of(
    build: Build,
    source: Source,
    read: Mapping[str, bytes],
    *,
    asked: ownership.Dialect | None = None,
) -> ownership.RepoOwnership:
    """What the repo's files say of who owns its paths. `read`: path → content, of the files that may say so at least.

    `asked`: the dialect of CODEOWNERS, whatever the forge.
    """
    contents = {path: content for path, content in read.items() if ownership.is_ownership_file(path)}
    forge = "" if isinstance(source.forge, Unknown) else source.forge.kind
    otherwise = build.settings.ownership.dialect or "github"
    return ownership.read_ownership(contents, forge=forge, asked=asked, otherwise=otherwise)


def asked_of(
    build: Build,
    page: Page,
    repo: ownership.RepoOwnership,
    declared: Declared,
    history: PageHistory | Unknown,
) -> ownership.Asked:
    """The question who owns a page."""
    origin = page.origin
    path = origin.path if isinstance(origin, Origin) else ""
    return ownership.Asked(
        path, page.meta, repo, declared, authors_of(build, history), is_file=isinstance(origin, Origin)
    )


def authors_of(build: Build, history: PageHistory | Unknown) -> Sequence[Author]:
    """Who may be inferred to own a file: the last who did substantive work on it, and then who did most.

    Nobody where that is not asked for.
    """
    if not build.settings.ownership.infer or isinstance(history, Unknown):
        return ()
    last = history.last_substantive.author if not isinstance(history.last_substantive, Unknown) else ""
    return sorted(history.authors, key=lambda author: author.name != last)


def work_of(build: Build, page: Page, history: PageHistory | Unknown) -> tuple[Work, ...]:
    """Who has worked on a page and may be named; nobody where owners are switched off for it."""
    if isinstance(history, Unknown) or not build.has("ownership") or page.meta.get("ownership") is False:
        return ()
    found: dict[tuple[str, str], Work] = {}
    for author in history.authors:
        who = build.roster.worker(author.name, author.email)
        if who is None or author.last is None:
            continue
        key = (who.handle, "" if who.handle else author.email or author.name)
        one = Work(who, author.commits, author.last)
        before = found.get(key)
        if before is not None:  # one person under two addresses
            last = max(before.last, one.last, key=lambda commit: commit.time)
            one = Work(who, before.commits + one.commits, last)
        found[key] = one
    return tuple(sorted(found.values(), key=lambda work: -work.commits))


def page_owners(
    build: Build,
    source: Source,
    asked: ownership.Asked,
    page: Page,
    line_link: Callable[[str, int], str | None],
    *,
    unnamed: Set[str] = frozenset(),
) -> Owners | Unknown | None:
    """Who owns a page, with a link to the deciding rule where it lies in the repo; None where that is switched off.

    `unnamed`: names in the repo's history of those who are not to be named.
    """
    if not build.has("ownership") or page.meta.get("ownership") is False:
        return None
    owners = ownership.resolve_owners(asked, build.roster)
    if isinstance(owners, Unknown):
        # No rule of the repo can name a page that is none of its files.
        return page.origin if isinstance(page.origin, Unknown) else owners
    owners = unnamed_owners(owners, build.roster, also=unnamed)
    owners = replace(owners, rule=replace(owners.rule, text=without_domains(owners.rule.text)))
    if owners.rule.file not in source.paths:
        return owners
    url = line_link(owners.rule.file, owners.rule.line) or ""
    return replace(owners, rule=replace(owners.rule, url=url))


def adoption_of(
    source: Source, repo: ownership.RepoOwnership, page: Page, owners: Owners | Unknown | None
) -> Adoption | None:
    """How a page of a git repo that nobody is known to own gets an owner, with the edit link of the file to change."""
    origin = page.origin
    if owners is None or (isinstance(owners, Owners) and owners.owners) or isinstance(origin, Unknown):
        return None
    if source.git_dir is None or origin.path not in source.paths:
        return None
    found = repo.adoption(origin.path)
    if found is None or isinstance(source.forge, Unknown):
        return found
    place: ForgePage = "new" if found.is_new else "edit"
    template = getattr(source.forge, place)
    if "{docs_path}" in template or ("{ref}" in template and isinstance(source.branch, Unknown)):
        return found
    ref = source.branch if isinstance(source.branch, str) else ""
    return replace(found, url=source.forge.link(place, ref=ref, path=found.file))


def ownership_findings(
    build: Build,
    source: Source,
    repo: ownership.RepoOwnership,
    pages: Sequence[Page],
    *,
    severity: Severity,
    knows_all_paths: bool,
) -> Iterator[Finding]:
    """What is wrong in the files that name owners, with that severity; what is read all the same, and what is odd, are
    notes."""
    name = source.repo.name
    for file, bad in repo.problems():
        where = f"{file}:{bad.line}" if bad.line else file
        what = without_domains(bad.what)
        yield Finding("codeowners", "note" if bad.is_read else severity, name, where, what, bad.remedy)
    if repo.codeowners is None:
        return
    documents = [
        page.origin.path
        for page in pages
        if isinstance(page.origin, Origin)
        and page.kind in ("page", "overview")
        and page.origin.path in source.paths
    ]
    odd = ownership.lint(
        repo.codeowners,
        paths=source.paths if knows_all_paths else None,
        pages=documents,
        knows=None if build.roster.is_empty else build.roster.__contains__,
    )
    for oddity in odd:
        where = f"{repo.codeowners.file}:{oddity.line}" if oddity.line else repo.codeowners.file
        yield Finding(oddity.code, "note", name, where, without_domains(oddity.what), oddity.remedy)
