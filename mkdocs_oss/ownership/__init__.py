"""Who answers for a page, and the rule that decided."""

from typing import TYPE_CHECKING

from mkdocs_oss.late import late
from mkdocs_oss.ownership.front_matter import front_matter_owners
from mkdocs_oss.ownership.places import (
    ALIASES,
    FOLDER_FILES,
    PLACES,
    is_ownership_file,
    lists_owners,
    ownership_files,
)
from mkdocs_oss.ownership.roster import Roster
from mkdocs_oss.ownership.teams_lint import lint_teams

if TYPE_CHECKING:
    from mkdocs_oss.ownership.answer import Step
    from mkdocs_oss.ownership.codeowners import DIALECTS, BadLine, Codeowners, Dialect
    from mkdocs_oss.ownership.codeowners.lint import Oddity, lint
    from mkdocs_oss.ownership.evidence import RepoOwnership, read_ownership
    from mkdocs_oss.ownership.resolve import Asked, explained, resolve_owners
else:  # where owners are told
    __getattr__ = late(
        __name__,
        {
            "answer": ("Step",),
            "codeowners": ("DIALECTS", "BadLine", "Codeowners", "Dialect"),
            "codeowners.lint": ("Oddity", "lint"),
            "evidence": ("RepoOwnership", "read_ownership"),
            "resolve": ("Asked", "explained", "resolve_owners"),
        },
    )

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
    "front_matter_owners",
    "is_ownership_file",
    "lint",
    "lint_teams",
    "lists_owners",
    "ownership_files",
    "read_ownership",
    "resolve_owners",
]
