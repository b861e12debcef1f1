"""Whether the owners of all pages are still there: for who runs `mkdocs-oss check`, and for readers where that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.page_owners import place_of
from mkdocs_oss.gather.past import Past
from mkdocs_oss.model import (
    Concern,
    Finding,
    Liveness,
    Owners,
    PageFacts,
    Reason,
    Successor,
    Unknown,
)
from mkdocs_oss.settings import parse_interval
from mkdocs_oss.words import Words

FEWEST_PAGES, FEWEST_COMMITS = 5, 10
"""Of a repo or a section of it, before it is said that one person alone knows it."""
_MOST_PATHS = 3
_ON_PAGES = ("owner-left", "owner-quiet")


def living(
    build: Build, pages: Sequence[PageFacts], past: Past, *, now: datetime, docs: Mapping[str, str]
) -> Liveness:
    """What is known of the owners of all pages. `docs`: repo → its docs folder.

    Nothing where that, or ownership as a whole, is switched off.
    """
    options = build.settings.ownership
    if not build.watches_people:
        return Liveness(mode="off")

    def link(repo: str, sha: str) -> str | None:
        source = past.sources.get(repo)
        if source is None or isinstance(source.forge, Unknown):
            return None
        return source.forge.link("commit", sha=sha) or None

    from mkdocs_oss.ownership.liveness import liveness  # where owners are told

    found = liveness(
        pages,
        build.roster,
        quiet_after=parse_interval(options.quiet_after),
        now=now,
        file=past.file,
        link=link,
        backups={name: source.repo.maintenance.backups for name, source in past.sources.items()},
        docs=docs,
        seen={name: histories.seen for name, histories in past.histories.items()},
    )
    if options.liveness_mode != "banner":
        return found
    return replace(found, mode="banner", on_pages=_on_pages(found.concerns, pages))


def _on_pages(concerns: Sequence[Concern], pages: Sequence[PageFacts]) -> dict[str, Concern]:
    """What readers are to know: not that one owner has left where another is there."""
    owners = {
        facts.page.uri: {owner.handle for owner in facts.owners.owners}
        for facts in pages
        if isinstance(facts.owners, Owners)
    }
    gone: dict[str, set[str]] = {}
    found: dict[str, Concern] = {}
    for concern in concerns:
        if concern.kind in _ON_PAGES and concern.is_strong:
            for uri in concern.pages:
                found.setdefault(uri, concern)
                gone.setdefault(uri, set()).update(owner.handle for owner in concern.owners)
    return {uri: concern for uri, concern in found.items() if owners.get(uri, set()) <= gone[uri]}


def liveness_findings(
    found: Liveness, pages: Sequence[PageFacts], *, docs: Mapping[str, str]
) -> Iterator[Finding]:
    """A note for each concern, and for each place that one person alone knows; the weak ones last. `docs`: repo → its
    docs folder."""
    by_uri = {facts.page.uri: facts for facts in pages} if found.concerns else {}
    pressing = [each for each in found.concerns if each.is_strong and each.kind != "no-backup"]
    yield from (_finding(each, by_uri, is_private=not found.is_public) for each in pressing)
    yield from _bus_factors(found, docs)
    others = (each for each in found.concerns if not each.is_strong or each.kind == "no-backup")
    yield from (_finding(each, by_uri, is_private=not found.is_public) for each in others)


def _finding(concern: Concern, by_uri: Mapping[str, PageFacts], *, is_private: bool) -> Finding:
    first = by_uri[concern.pages[0]]
    where, rule = place_of(first.page), first.owners.rule if isinstance(first.owners, Owners) else ""
    paths = [place_of(by_uri[uri].page) for uri in concern.pages[:_MOST_PATHS]]
    more = len(concern.pages) - len(paths)
    message = f"{_said(concern.reasons)} ({', '.join(paths)}{f' and {more} more' if more else ''})"
    handles = tuple(owner.handle for owner in concern.owners)
    asked = _listed(concern.successors)
    if concern.kind == "owner-left":
        rules = _rules(by_uri[uri] for uri in concern.pages)
        remedy = f"{f'ask {asked}' if asked else 'look for somebody'} to take over, and mend {rules}"
        if concern.is_shared:
            remedy = f"{_beside(concern)}, so it is enough to mend {rules}"
        return Finding("owner-left", "note", concern.repo, where, message, remedy, handles, is_private)
    if concern.kind == "owner-quiet":
        if not concern.is_strong:
            remedy = "a look at whether all is still right is enough"
        else:
            taken = f"{asked} could take over" if asked else "look for somebody to take over"
            remedy = f"ask whether it is still theirs; if not, {taken}, and mend {rule}"
        return Finding("owner-quiet", "note", concern.repo, where, message, remedy, handles, is_private)
    if concern.kind == "owner-elsewhere":
        remedy = f"talk about who looks after it, and mend {rule} where it says otherwise"
        return Finding("owner-elsewhere", "note", concern.repo, where, message, remedy, handles, is_private)
    remedy = f"name `backups:` in teams.yml{f'; {asked} could be asked' if asked else ''}"
    return Finding("no-backup", "note", concern.repo, where, message, remedy, handles, is_private)


def _beside(concern: Concern) -> str:
    """That somebody else is there: `Bo and Cy look after them too`."""
    one_page = len(concern.pages) == 1
    names = [owner.name for owner in concern.beside] or ["somebody else" if one_page else "others"]
    looks = "looks" if len(names) == 1 and names != ["others"] else "look"
    return f"{_and(names)} {looks} after {'it' if one_page else 'them'} too"


def _rules(pages: Iterable[PageFacts]) -> str:
    """The rules that name the owners of pages; of many, the first few and how many more."""
    found = list(dict.fromkeys(str(each.owners.rule) for each in pages if isinstance(each.owners, Owners)))
    more = [f"{len(found) - _MOST_PATHS} more"] if len(found) > _MOST_PATHS else []
    return _and([*found[:_MOST_PATHS], *more])


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _bus_factors(found: Liveness, docs: Mapping[str, str]) -> Iterator[Finding]:
    """The repos that one person alone knows, and the sections of the others."""
    told: set[str] = set()
    for factor in found.factors:
        if not factor.reasons or factor.pages < FEWEST_PAGES or factor.commits < FEWEST_COMMITS:
            continue
        if factor.repo in told:
            continue
        if not factor.section:
            told.add(factor.repo)
        remedy = "let somebody else make the next changes, or review them together"
        message = _said(factor.reasons)
        private = not found.is_public
        where = "/".join(filter(None, (docs.get(factor.repo), factor.section))) if factor.section else ""
        yield Finding("bus-factor", "note", factor.repo, where, message, remedy, is_private=private)


def _said(reasons: Sequence[Reason]) -> str:
    return " ".join(map(Words.of().reason, reasons)).rstrip(".")


def _listed(successors: Sequence[Successor]) -> str:
    """`Bo (stands in) or Cy (4 changes, the last on 3 May 2026)`."""
    said = [Words.of().reason(_successor(each)) for each in successors]
    return " or ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def _successor(each: Successor) -> Reason:
    if each.why == "author" and each.last is not None:
        last = each.last.time.date()
        return Reason("successor-author", {"name": each.who.name, "count": each.commits, "day": last})
    return Reason(f"successor-{each.why}", {"name": each.who.name})
