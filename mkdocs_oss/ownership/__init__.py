"""Who answers for a page, and the rule that decided."""

from mkdocs_oss.ownership.answer import Step
from mkdocs_oss.ownership.codeowners import DIALECTS, PLACES, BadLine, Codeowners, Dialect
from mkdocs_oss.ownership.codeowners.lint import Oddity, lint
from mkdocs_oss.ownership.evidence import (
    ALIASES,
    FOLDER_FILES,
    RepoOwnership,
    is_ownership_file,
    lists_owners,
    ownership_files,
    read_ownership,
)
from mkdocs_oss.ownership.folder_lines import folder_lines
from mkdocs_oss.ownership.front_matter import front_matter_owners
from mkdocs_oss.ownership.liveness import liveness
from mkdocs_oss.ownership.resolve import Asked, explained, resolve_owners
from mkdocs_oss.ownership.roster import Roster
from mkdocs_oss.ownership.teams_lint import lint_teams

__all__ = [
    "ALIASES",
    "DIALECTS",
    "FOLDER_FILES",
    "PLACES",
    "Asked",
    "BadLine",
    "Codeowners",
    "Dialect",
    "Oddity",
    "RepoOwnership",
    "Roster",
    "Step",
    "explained",
    "folder_lines",
    "front_matter_owners",
    "is_ownership_file",
    "lint",
    "lint_teams",
    "lists_owners",
    "liveness",
    "ownership_files",
    "read_ownership",
    "resolve_owners",
]
