"""How many links the nav puts into the site: the figure that decides whether a handbook of many repos can grow."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_oss.model import Finding
from mkdocs_oss.settings import Settings

WHOLE_NAV = 300
"""Up to so many pages of repos, the nav of a page is the whole nav, unless it is asked otherwise."""
WHOLE_REPO = 100
"""Up to so many pages, a repo's own pages all have it in full."""
FOLDER = 100
"""Up to so many items of one folder of a large repo stand in a page's nav; of more, those around the page."""
OTHER_REPOS = 12
"""Up to so many other repos stand in a page's nav, with one link each."""
SECTIONS = 40
"""Up to so many sections of repos stand in it, with one link each."""


def is_whole(settings: Settings, *, pages: int) -> bool:
    """Whether each page has the whole nav. `pages`: of all repos."""
    return settings.repo_nav == "whole" or (settings.repo_nav == "auto" and pages <= WHOLE_NAV)


def nav_links(repos: Sequence[int], *, own: int, sections: int, whole: bool) -> int:
    """The links of the nav in all pages together, about. `repos`: the pages of each; `own`: the site's own pages."""
    pages = own + sum(repos)
    if whole:
        return pages * pages
    others = min(len(repos), OTHER_REPOS) + min(sections, SECTIONS)
    return pages * (own + others) + sum(count * min(count, WHOLE_REPO) for count in repos)


def nav_size(settings: Settings, *, hub: str, own: int, repos: Sequence[int]) -> tuple[Finding, ...]:
    """A note for a site whose nav grows with the square of its pages, with that figure and what it would be.

    `hub`: the handbook's own name among the repos. `own`: how many pages it has itself; `repos`: how many each of
    the repos has, in the order of the settings.
    """
    if sum(repos) <= WHOLE_NAV or not is_whole(settings, pages=sum(repos)):
        return ()
    sections = len({repo.section for repo in settings.repos if repo.section is not None})
    pages = own + sum(repos)
    now, then = (nav_links(repos, own=own, sections=sections, whole=whole) for whole in (True, False))
    what = (
        f"the nav of {pages:,} pages has {pages:,} links on each, {_millions(now)} in all; "
        f"with `repo_nav: auto` it would be {_millions(then)}"
    )
    where = "plugins: oss: repo_nav"
    return (Finding("nav-size", "note", hub, where, what, "take `repo_nav: whole` out of the settings"),)


def _millions(count: int) -> str:
    return f"{count / 1e6:,.1f} million" if count >= 50_000 else f"{count:,}"
