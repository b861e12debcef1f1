"""Who has a page of their own, and where."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from mkdocs_oss.mail import name_of
from mkdocs_oss.model import Owner, Owners, PageFacts, Profile, owner_key
from mkdocs_oss.ownership import Roster
from mkdocs_oss.settings import Settings

_TEAM = re.compile(r"@[^@/\s]+(?:/[^@/\s]+)+")
_RESERVED = re.compile(r"index|readme|con|prn|aux|nul|com\d|lpt\d")
"""What a folder's own page is called, and what Windows has no files of."""
_LONGEST = 60


def people(
    pages: Sequence[PageFacts], roster: Roster, settings: Settings, files: Mapping[str, Path]
) -> tuple[Profile, ...]:
    """Everybody who may be named, with their place below `people/` where they have one.

    Teams have a page, those of teams.yml also where they own nothing; of its people those who own a page or are in a
    team. A handle that is not in it has one where it can only be a team's. `files`: the handbook's own pages (uri →
    file); one at that place is theirs.
    """
    if "ownership" not in settings.parts:
        return ()
    listed = roster.everybody()
    owning: dict[str, Owner] = {}
    for facts in pages:
        if isinstance(facts.owners, Owners) and not facts.owners.inferred:
            owning |= {owner.key: owner for owner in facts.owners.owners}
    which = settings.ownership.people_pages
    unlisted = sorted(
        (
            owner
            for owner in owning.values()
            if owner.kind == "unknown"
            and not owner.handle.startswith("@@")  # a role of GitLab's is nobody to be added to teams.yml
            and (which == "listed" or _is_team(owner))
        ),
        key=lambda owner: owner.key,
    )
    everybody = {owner.key: owner for owner in (*listed, *unlisted)}
    members = {owner_key(member) for owner in listed for member in owner.members}
    with_page = [
        key
        for key, owner in everybody.items()
        if which != "off"
        and (
            _is_team(owner)
            or (which == "listed" and owner.kind == "person" and (key in owning or key in members))
        )
    ]
    slug = slugs(with_page)
    return tuple(
        Profile(
            owner,
            _place(slug[key], files) if key in slug else None,
            has_unnamed=len(roster.members(owner.handle)) > len(owner.members),
        )
        for key, owner in everybody.items()
    )


def _is_team(owner: Owner) -> bool:
    return owner.kind == "team" or (owner.kind == "unknown" and _TEAM.fullmatch(owner.handle) is not None)


def slugs(keys: Iterable[str]) -> dict[str, str]:
    """A name for the page of each handle: ASCII letters, digits and hyphens, and no two the same.

    It is made of the handle alone, unless another handle has a better right to it: the one that it is already.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(keys, key=lambda key: (_plain(key) != key, key)):
        found[key] = _free(key, taken)
        taken.add(found[key])
    return found


def _plain(key: str) -> str:
    """Only what is left of a handle in ASCII, and of an address what stands before its `@`; nothing is left of a path, since neither a dot nor a slash is."""
    letters = unicodedata.normalize("NFKD", name_of(key)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-")


def _free(key: str, taken: Set[str]) -> str:
    plain = _plain(key)
    if plain and plain not in taken and not _RESERVED.fullmatch(plain):
        return plain
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    names = (f"{plain or 'owner'}-{digest[:length]}" for length in range(6, len(digest) + 1))
    return next(name for name in names if name not in taken)


def _place(slug: str, files: Mapping[str, Path]) -> str:
    places = (f"people/{slug}.md", f"people/{slug}/index.md", f"people/{slug}/README.md")
    return next((place for place in places if place in files), places[0])
