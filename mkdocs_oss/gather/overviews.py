"""The pages that show what is known of all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mkdocs_oss.markdown_text import plain
from mkdocs_oss.model import Page, Profile, Unknown
from mkdocs_oss.settings import Part, Settings
from mkdocs_oss.site import FRESHNESS, OWNERSHIP, PEOPLE
from mkdocs_oss.words import Words

_MADE: tuple[tuple[str, Part, str], ...] = (
    (FRESHNESS, "freshness", "freshness"),
    (OWNERSHIP, "ownership", "ownership"),
    (PEOPLE, "ownership", "people"),
)
"""Each page in the nav, the part that it belongs to, and the key of its title."""


def overviews(settings: Settings, people: Sequence[Profile], files: Mapping[str, Path]) -> tuple[Page, ...]:
    """The pages of the parts that are on, where the handbook has none of its own in that place (`files`: uri → file).

    What they show is put in after they were indexed for search, and has no place there.
    """
    return (*_in_nav(settings, files), *_of_people(people, files))


def _in_nav(settings: Settings, files: Mapping[str, Path]) -> Iterator[Page]:
    words = Words.of(settings.language)
    for uri, part, title in _MADE:
        if part not in settings.parts or not files.keys().isdisjoint(_places(uri)):
            continue
        if uri == PEOPLE and settings.ownership.people_pages == "off":
            continue
        yield _page(uri, words.say(title))


def _of_people(people: Sequence[Profile], files: Mapping[str, Path]) -> Iterator[Page]:
    for profile in people:
        if profile.uri is not None and profile.uri not in files:
            yield _page(profile.uri, profile.owner.name)


def _page(uri: str, title: str) -> Page:
    origin = Unknown("it is made from all pages at each build")
    meta = {"search": {"exclude": True}, "hide": ["toc"]}
    return Page(uri, title, "index", origin, meta, f"# {plain(title)}\n")


def _places(uri: str) -> tuple[str, ...]:
    """Where a handbook can have such a page of its own."""
    folder = uri.removesuffix("/index.md")
    return (uri, f"{folder}/README.md", f"{folder}.md")
