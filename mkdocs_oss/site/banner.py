"""The one banner of a page: only where a reader should do or know something."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs_oss.model import Link, PageFacts, Source, Unknown
from mkdocs_oss.site.words import day

_STATUS = {
    "sunset": "is being wound down; ask its owners before you build on it",
    "archived": "is archived; nobody works on it any more",
}


@dataclass(frozen=True, slots=True)
class Banner:
    """One sentence of evidence, one next step, and what else there is to say."""

    part: str
    state: str
    sentence: str
    step: Link | None = None
    more: tuple[str, ...] = ()


def banner_for(facts: PageFacts, source: Source, *, repo_has_owners: bool) -> Banner | None:
    """The banner of a page, or None. More than one reason folds into the weightiest one's banner.

    A page without an owner is worth a banner only where the repo says who owns its other pages: a repo that
    says nothing at all would put one on each of its pages, and that is noise.
    """
    found = [
        banner for banner in _reasons(facts, source, repo_has_owners=repo_has_owners) if banner is not None
    ]
    if not found:
        return None
    first, *rest = found
    return Banner(
        first.part, first.state, first.sentence, first.step, tuple(banner.sentence for banner in rest)
    )


def _reasons(facts: PageFacts, source: Source, *, repo_has_owners: bool) -> list[Banner | None]:
    return [
        _outage(source),
        _due(facts),
        _status(facts, source),
        _unowned(facts) if repo_has_owners else None,
    ]


def _outage(source: Source) -> Banner | None:
    if source.outage is None:
        return None
    since = day(source.outage.since)
    return Banner(
        "freshness",
        "stale",
        f"The source of this page has not been reachable since {since}; this is its last good copy.",
    )


def _due(facts: PageFacts) -> Banner | None:
    verdict = facts.freshness
    if verdict is None or verdict.state not in ("look", "contradicted") or verdict.waits:
        return None
    due = verdict.review_by
    when = f"was due for a review on {day(due)}" if not isinstance(due, Unknown) else "needs a look"
    before = (
        "" if isinstance(verdict.reviewed, Unknown) else f" It was last reviewed on {day(verdict.reviewed)}."
    )
    return Banner(
        "freshness",
        verdict.state,
        f"This page {when}.{before}",
        _edit(facts, "Read it, mend it, and note the review"),
    )


def _status(facts: PageFacts, source: Source) -> Banner | None:
    words = _STATUS.get(source.repo.maintenance.status)
    if words is None:
        return None
    return Banner("contributing", source.repo.maintenance.status, f"{source.repo.name} {words}.")


def _unowned(facts: PageFacts) -> Banner | None:
    if facts.owners is None or facts.ownership_state != "unowned":
        return None
    has_front_matter = facts.page.kind in ("page", "overview")
    step = _edit(facts, "Adopt it") if has_front_matter else None
    return Banner("ownership", "unowned", "Nobody looks after this page yet.", step)


def _edit(facts: PageFacts, label: str) -> Link | None:
    if facts.contribution is None or isinstance(facts.contribution.edit_url, Unknown):
        return None
    return Link(label, facts.contribution.edit_url)
