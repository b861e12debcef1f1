"""CODEOWNERS files: one module for each dialect, one value for all."""

from mkdocs_oss.ownership.codeowners.adoption import PLACEHOLDER, adoption_in, folder_line, line_for
from mkdocs_oss.ownership.codeowners.bitbucket import parse_bitbucket
from mkdocs_oss.ownership.codeowners.dialects import (
    DIALECTS,
    find_codeowners,
    new_place,
    parse_codeowners,
)
from mkdocs_oss.ownership.codeowners.github import parse_github
from mkdocs_oss.ownership.codeowners.gitlab import parse_gitlab
from mkdocs_oss.ownership.codeowners.rules import (
    BadLine,
    Codeowners,
    Decision,
    Dialect,
    OwnerRule,
    Section,
    Tried,
)

__all__ = [
    "DIALECTS",
    "PLACEHOLDER",
    "BadLine",
    "Codeowners",
    "Decision",
    "Dialect",
    "OwnerRule",
    "Section",
    "Tried",
    "adoption_in",
    "find_codeowners",
    "folder_line",
    "line_for",
    "new_place",
    "parse_bitbucket",
    "parse_codeowners",
    "parse_github",
    "parse_gitlab",
]
