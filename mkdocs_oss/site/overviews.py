"""The pages that show what is known of all others: one place that knows which of them a uri is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from mkdocs_oss.model import Handbook, Owner, Owners, PageFacts
from mkdocs_oss.site import freshness_page, listing, ownership_page, people_page
from mkdocs_oss.site.people_page import People
from mkdocs_oss.site.render import rendered

FRESHNESS, OWNERSHIP, PEOPLE = freshness_page.URI, ownership_page.URI, people_page.URI
OVERVIEWS = (FRESHNESS, OWNERSHIP, PEOPLE)
"""Those that stand in the nav, in its order."""


class Overviews:
    """The overviews of one handbook. What several of them are made from is made once."""

    def __init__(self, handbook: Handbook, *, language: str = "en") -> None:
        self._handbook = handbook
        self._language = language
        self._uris = frozenset(page.uri for page in handbook.overviews)
        self._uri_of = {profile.owner.key: profile.uri for profile in handbook.people}

    def __contains__(self, uri: object) -> bool:
        return uri in self._uris

    def as_they_are(self) -> dict[str, str]:
        """uri → what it shows, with its title, to compare with what it showed before."""
        return {
            page.uri: page.title + self.html(page.uri, url_of=str, facts_url="")
            for page in self._handbook.overviews
        }

    def about_owners(self, facts: PageFacts) -> tuple[str | None, ...]:
        """The page about each owner of a page, in their order."""
        owners = facts.owners.owners if isinstance(facts.owners, Owners) else ()
        return tuple(self.page_of(owner) for owner in owners)

    def page_of(self, owner: Owner) -> str | None:
        """The uri of the page about an owner; None where there is none."""
        return self._uri_of.get(owner.key)

    def html(self, uri: str, *, url_of: Callable[[str], str], facts_url: str) -> str:
        """What one of them shows, without its heading; "" where there is nothing.

        `url_of`: uri → URL, relative to it, as is `facts_url`, that of oss/pages.json.
        """
        found = self._shown(uri)
        if found is None:
            return ""
        template, values = found
        shared = {
            "day": self._handbook.generated.date(),
            "url_of": url_of,
            "facts_url": facts_url,
            "page_of": self.page_of,
            "freshness": FRESHNESS if FRESHNESS in self else None,
            "ownership": OWNERSHIP if OWNERSHIP in self else None,
            "people": PEOPLE if PEOPLE in self else None,
        }
        return rendered(template, {**shared, **values}, language=self._language)

    def _shown(self, uri: str) -> tuple[str, Mapping[str, Any]] | None:
        if uri == FRESHNESS:
            return "freshness.html.j2", {
                "of": freshness_page.overview(self._handbook),
                "states": listing.STATES,
                "most": freshness_page.MOST_LISTED,
                "few": freshness_page.MOST_OF_OWNER,
            }
        if uri == OWNERSHIP:
            return "ownership.html.j2", {
                "of": ownership_page.coverage(self._handbook),
                "states": ownership_page.STATES,
            }
        if uri == PEOPLE:
            return "people.html.j2", {"of": self._people, "states": listing.PRESSING}
        somebody = self._people.at(uri)
        if somebody is None:
            return None
        return "person.html.j2", {
            "of": somebody,
            "states": listing.STATES,
            "most": people_page.MOST_WORST,
        }

    @cached_property
    def _people(self) -> People:
        return People(self._handbook)
