"""The one banner of a page: only where a reader should do or know something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss.model import Concern, Freshness, PageFacts, Reason, Source, Unknown
from mkdocs_oss.site.words import OVERDUE, against, is_overdue

_STATUS = {"sunset": "banner-sunset", "archived": "banner-archived"}


class Step(Struct, frozen=True):
    """What to do next: the key of its words, and where."""

    words: str
    url: str


class Banner(Struct, frozen=True):
    """One sentence of evidence, one next step, and what else there is to say."""

    part: str
    state: str
    sentence: Reason
    step: Step | None = None
    more: tuple[Reason, ...] = ()


def banner_for(
    facts: PageFacts, source: Source, *, repo_has_owners: bool, concern: Concern | None = None
) -> Banner | None:
    """The banner of a page, or None. More than one reason folds into the weightiest one's banner.

    A page without an owner is worth a banner only where the repo says who owns its other pages: a repo that
    says nothing at all would put one on each of its pages, and that is noise. `concern`: what readers are to know of
    its owners.
    """
    pressing, outage = list(_pressing(facts)), _outage(source)
    speaks = facts.freshness is not None and against(facts.freshness)
    unowned = _unowned(facts) if repo_has_owners else None
    in_order = [*pressing, outage] if speaks else [outage, *pressing]
    found = [
        banner
        for banner in (*in_order, _status(facts, source), unowned, _gone(facts, concern))
        if banner is not None
    ]
    if not found:
        return None
    first, *rest = found
    step = next((banner.step for banner in found if banner.step is not None), None)
    return Banner(first.part, first.state, first.sentence, step, tuple(banner.sentence for banner in rest))


def once_due(facts: PageFacts) -> PageFacts | None:
    """The page as it will be when the day of its next review is over; None where it changes nothing.

    A reader's browser can tell that day without a build.
    """
    verdict = facts.freshness
    if verdict is None or verdict.state not in ("fresh", "unknown") or isinstance(verdict.review_by, Unknown):
        return None
    reasons = tuple(replace(reason, code=OVERDUE.get(reason.code, reason.code)) for reason in verdict.reasons)
    return replace(facts, freshness=replace(verdict, state="look", reasons=reasons))


def _outage(source: Source) -> Banner | None:
    if source.outage is None:
        return None
    return Banner("freshness", "stale", Reason("banner-outage", {"day": source.outage.since.date()}))


def _pressing(facts: PageFacts) -> Iterator[Banner]:
    """What speaks against the page: what happened in the code, and that nobody has read it in time."""
    verdict = facts.freshness
    if verdict is None or verdict.state not in ("look", "contradicted") or verdict.waits:
        return
    step = _edit(facts, "step-review")
    for reason in against(verdict):
        yield Banner("freshness", verdict.state, reason, step)
    if is_overdue(verdict):
        yield Banner("freshness", verdict.state, _due(verdict), step)


def _due(verdict: Freshness) -> Reason:
    values: dict[str, str | int | date] = {}
    if isinstance(verdict.review_by, date):
        values["day"] = verdict.review_by
    if isinstance(verdict.reviewed, date):
        values["reviewed"] = verdict.reviewed
    code = f"banner-{'due' if 'day' in values else 'look'}{'-reviewed' if 'reviewed' in values else ''}"
    return Reason(code, values)


def _status(facts: PageFacts, source: Source) -> Banner | None:
    words = _STATUS.get(source.repo.maintenance.status)
    if words is None:
        return None
    return Banner("contributing", source.repo.maintenance.status, Reason(words, {"name": source.repo.name}))


def _unowned(facts: PageFacts) -> Banner | None:
    if facts.owners is None or facts.ownership_state != "unowned":
        return None
    if facts.adoption is not None and facts.adoption.url:
        step: Step | None = Step("step-adopt", facts.adoption.url)
    else:
        has_front_matter = facts.page.kind in ("page", "overview")
        step = _edit(facts, "step-adopt") if has_front_matter else None
    return Banner("ownership", "unowned", Reason("banner-unowned"), step)


def _gone(facts: PageFacts, concern: Concern | None) -> Banner | None:
    """That its owners have left, or have not been at work on it for long, and whom to ask."""
    if concern is None or facts.owners is None:
        return None
    first, has_left = concern.reasons[0].values, concern.kind == "owner-left"
    values: dict[str, str | int | date] = {"owners": ", ".join(owner.name for owner in concern.owners)}
    if not has_left:
        code = "banner-quiet" if "day" in first else "banner-quiet-never"
    elif concern.owners[0].kind == "team":
        code = "banner-left-all"
    else:
        code, values = "banner-left", {"name": concern.owners[0].name}
    if code in ("banner-left", "banner-quiet"):
        values["day"] = first["day"]
    if concern.successors:
        code += "-ask"
        values["others"] = ", ".join(each.who.name for each in concern.successors)
    step = _edit(facts, "step-adopt") if facts.page.kind in ("page", "overview") else None
    return Banner("ownership", "left" if has_left else "quiet", Reason(code, values), step)


def _edit(facts: PageFacts, words: str) -> Step | None:
    if facts.contribution is None or isinstance(facts.contribution.edit_url, Unknown):
        return None
    return Step(words, facts.contribution.edit_url)
