"""What a user may write: mkdocs.yml (our part), repos.yml, teams.yml, front matter."""

from mkdocs_oss.settings.interval import parse_interval
from mkdocs_oss.settings.load import (
    Settings,
    Site,
    load_settings,
    parse_options,
)
from mkdocs_oss.settings.overrides import Override, active, replaced
from mkdocs_oss.settings.repos import load_repos
from mkdocs_oss.settings.schema import (
    PARTS,
    ApiOptions,
    ContributingOptions,
    FreshnessOptions,
    OwnershipOptions,
    Part,
    PersonEntry,
    SharedOptions,
    SuiteOptions,
    TeamEntry,
)
from mkdocs_oss.settings.site_file import NAMES as SITE_FILES
from mkdocs_oss.settings.site_file import find_site_file, language_of, read_site
from mkdocs_oss.settings.site_markdown import SiteMarkdown, read_site_markdown
from mkdocs_oss.settings.teams import TeamsFile, load_teams

__all__ = [
    "PARTS",
    "SITE_FILES",
    "ApiOptions",
    "ContributingOptions",
    "FreshnessOptions",
    "Override",
    "OwnershipOptions",
    "Part",
    "PersonEntry",
    "Settings",
    "SharedOptions",
    "Site",
    "SiteMarkdown",
    "SuiteOptions",
    "TeamEntry",
    "TeamsFile",
    "active",
    "find_site_file",
    "language_of",
    "load_repos",
    "load_settings",
    "load_teams",
    "parse_interval",
    "parse_options",
    "read_site",
    "read_site_markdown",
    "replaced",
]
