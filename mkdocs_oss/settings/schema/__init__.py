"""The schema of everything a user may write."""

from mkdocs_oss.settings.schema.options import (
    PARTS,
    ApiOptions,
    ContributingOptions,
    Dialect,
    FreshnessOptions,
    LinkSeverity,
    OwnershipOptions,
    Part,
    PeoplePages,
    RepoNav,
    SharedOptions,
    SuiteOptions,
)
from mkdocs_oss.settings.schema.repos import DiscoverEntry, MaintenanceEntry, RepoEntry, ReposFileSchema
from mkdocs_oss.settings.schema.teams import PersonEntry, TeamEntry, TeamsFileSchema

__all__ = [
    "PARTS",
    "ApiOptions",
    "ContributingOptions",
    "Dialect",
    "DiscoverEntry",
    "FreshnessOptions",
    "LinkSeverity",
    "MaintenanceEntry",
    "OwnershipOptions",
    "Part",
    "PeoplePages",
    "PersonEntry",
    "RepoEntry",
    "RepoNav",
    "ReposFileSchema",
    "SharedOptions",
    "SuiteOptions",
    "TeamEntry",
    "TeamsFileSchema",
]
