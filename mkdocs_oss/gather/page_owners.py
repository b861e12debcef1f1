"""Who owns each page of a repo, after all that the repo's files and the settings say, and what is odd in these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

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
    PageFacts,
    PageHistory,
    Severity,
    Source,
    Unknown,
    Work,
)

_MOST_PATHS = 3
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


def adoptions(
    source: Source,
    repo: ownership.RepoOwnership,
    pages: Sequence[Page],
    owned: Mapping[str, Owners | Unknown | None],
) -> Mapping[str, Adoption]:
    """uri → how the page gets an owner, of all pages that nobody owns, with the line for their folder. `owned`: uri →
    who owns the page."""
    ways = {
        page.uri: way
        for page in pages
        if (way := adoption_of(source, repo, page, owned[page.uri])) is not None
    }
    if not repo.names_somebody:
        return ways
    paths = {page.uri: page.origin.path for page in pages if isinstance(page.origin, Origin)}
    open_, taken = {}, set()
    for page in pages:
        theirs = owned[page.uri]
        if page.uri in ways:
            open_[paths[page.uri]] = ways[page.uri]
        elif isinstance(theirs, Owners) and page.uri in paths and theirs.rule.file != paths[page.uri]:
            taken.add(paths[page.uri])  # what a page says of itself comes before any rule
    from mkdocs_oss.ownership.folder_lines import folder_lines  # with all that reads the files of owners

    lines = folder_lines(repo, open_, paths=source.paths, owned=taken)
    return {
        uri: replace(way, folder=lines[paths[uri]]) if paths[uri] in lines else way
        for uri, way in ways.items()
    }


def ownership_findings(
    build: Build,
    source: Source,
    repo: ownership.RepoOwnership,
    pages: Sequence[PageFacts],
    *,
    severity: Severity,
    listings: Iterable[Set[str] | None],
) -> Iterator[Finding]:
    """What is wrong in the files that name owners, with that severity; what is read all the same, and what is odd, are
    notes.

    `listings`: of the repo's files, asked for one after the other until each pattern matches a file; only the last has
    to be whole. None: it is not known.
    """
    name = source.repo.name
    for file, bad in repo.problems():
        where = f"{file}:{bad.line}" if bad.line else file
        # A word that is no owner may be somebody's handle with a letter too many: `@ana/`.
        what = build.roster.unnamed.subject(without_domains(bad.what))
        yield Finding("codeowners", "note" if bad.is_read else severity, name, where, what, bad.remedy)
    for file, bad in repo.metadata_problems():
        where = f"{file}:{bad.line}" if bad.line else file
        yield Finding("front-matter", severity, name, where, bad.what, bad.remedy)
    open_ = [facts for facts in pages if _is_open(facts) and place_of(facts.page) in source.paths]
    left = [
        facts
        for facts in open_
        if facts.ownership_state == "unowned" and not _is_open_in(repo.codeowners, facts)
    ]
    if left:
        places = [place_of(facts.page) for facts in left[:_MOST_PATHS]]
        more = len(left) - len(places)
        what = "nobody looks after the page"
        if len(left) > 1:
            what = f"nobody looks after {len(left)} pages ({', '.join(places)}{f' and {more} more' if more else ''})"
        remedy = "name an owner in CODEOWNERS or in the front matter"
        yield Finding("unowned", "note", name, places[0], what, remedy)
    if repo.codeowners is None:
        return
    odd: list[ownership.Oddity] = []
    for paths in listings:
        odd = list(
            ownership.lint(
                repo.codeowners,
                paths=paths,
                pages=[place_of(facts.page) for facts in open_],
                ways={place_of(facts.page): facts.adoption for facts in open_ if facts.adoption},
                knows=None if build.roster.is_empty else build.roster.__contains__,
            )
        )
        if not any(oddity.code == "codeowners-no-match" for oddity in odd):
            break
    for oddity in odd:
        where = f"{repo.codeowners.file}:{oddity.line}" if oddity.line else repo.codeowners.file
        yield Finding(oddity.code, "note", name, where, without_domains(oddity.what), oddity.remedy)


def _is_open(facts: PageFacts) -> bool:
    """Whether nothing names an owner of a page that somebody wrote, though the repo has rules for owners."""
    return facts.ownership_state in ("unowned", "inferred") and facts.page.kind in ("page", "overview")


def _is_open_in(codeowners: ownership.Codeowners | None, facts: PageFacts) -> bool:
    """Whether CODEOWNERS leaves the page without an owner, as one finding says of all such pages."""
    origin = facts.page.origin
    if codeowners is None or codeowners.is_cut or isinstance(origin, Unknown):
        return False
    return not codeowners.decide(origin.path).owners


def place_of(page: Page) -> str:
    """Where a finding about a page is: its file."""
    return page.origin.path if isinstance(page.origin, Origin) else page.uri
