"""On which days more pages of the handbook would fall due than anybody reads on one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from mkdocs_oss import api
from mkdocs_oss.freshness import REVIEW_KEYS, Review, crowded_days, last_change, read_review
from mkdocs_oss.gather.build import Build
from mkdocs_oss.model import Histories, Unknown
from mkdocs_oss.sources import Atlas, Plan

_NO_REVIEW = Review()


def crowded(build: Build, atlas: Atlas, histories: Mapping[str, Histories]) -> Mapping[date, int]:
    """Day → how many pages of all repos would fall due on it, where these are too many for one day."""
    if not build.has("freshness"):
        return {}
    pages = (
        page
        for name, plan in atlas.all.items()
        for page in _pages(build, plan, histories[name], has_reference=name in atlas.plans)
    )
    return crowded_days(pages, build.settings.freshness)


def _pages(
    build: Build, plan: Plan, known: Histories, *, has_reference: bool
) -> Iterator[tuple[Review, date | None]]:
    """The review of each page that may fall due, and when it last changed. `has_reference`: it may have API pages."""
    has_interval = build.settings.freshness.review_every is not None

    def changed(path: str) -> date | None:
        return last_change(known.pages.get(path, Unknown("it is no page")), build.today)

    for path, document in plan.documents.items():
        if (has_interval or not REVIEW_KEYS.isdisjoint(document.meta)) and document.meta.get(
            "freshness"
        ) is not False:
            yield read_review(document.meta, today=build.today), changed(plan.source.real(path))
    if has_interval and has_reference and build.has("api"):
        source = plan.source
        for path in api.find_packages(source.paths, source.repo.api).files:
            yield _NO_REVIEW, changed(source.real(path))
