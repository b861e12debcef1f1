"""Who answers for a page, and the rule that decided."""

from mkdocs_oss.ownership.codeowners import PLACES, BadLine, Codeowners, parse_github
from mkdocs_oss.ownership.resolve import front_matter_owners, resolve_owners
from mkdocs_oss.ownership.roster import Roster

__all__ = [
    "PLACES",
    "BadLine",
    "Codeowners",
    "Roster",
    "front_matter_owners",
    "parse_github",
    "resolve_owners",
]
