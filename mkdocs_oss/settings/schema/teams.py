"""The schema of teams.yml. The docs' option tables are made from these classes."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct


class TeamEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One team of teams.yml."""

    name: Annotated[str, Meta(description="The name that readers see.")] = ""
    description: Annotated[str, Meta(description="What the team answers for.")] = ""
    chat: Annotated[str, Meta(description="A link to its channel.")] = ""
    issues: Annotated[str, Meta(description="A link to where it is asked, or told of a problem.")] = ""
    rota: Annotated[str, Meta(description="A link to who is on call.")] = ""
    email: Annotated[str, Meta(description="An address that may be shown.")] = ""
    members: Annotated[tuple[str, ...], Meta(description="Handles of people, or of teams in it.")] = ()
    backups: Annotated[tuple[str, ...], Meta(description="Handles of who stands in.")] = ()


class PersonEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One person of teams.yml."""

    name: Annotated[str, Meta(description="The name that readers see.")] = ""
    emails: Annotated[tuple[str, ...], Meta(description="Addresses in git and CODEOWNERS. Never shown.")] = ()
    email: Annotated[str, Meta(description="An address that may be shown.")] = ""
    chat: Annotated[str, Meta(description="A link to reach the person.")] = ""
    backups: Annotated[tuple[str, ...], Meta(description="Handles of who stands in.")] = ()
    left: Annotated[date | None, Meta(description="The day the person left.")] = None
    hidden: Annotated[
        bool, Meta(description="Never named in the handbook, whatever history or CODEOWNERS says.")
    ] = False


class TeamsFileSchema(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """teams.yml."""

    teams: Annotated[dict[str, TeamEntry], Meta(description="Handle → team.")] = {}
    people: Annotated[dict[str, PersonEntry], Meta(description="Handle → person.")] = {}
