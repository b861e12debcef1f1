"""CODEOWNERS files: one module for each dialect, one value for all."""

from mkdocs_oss.ownership.codeowners.github import PLACES, parse_github
from mkdocs_oss.ownership.codeowners.rules import BadLine, Codeowners, OwnerRule

__all__ = ["PLACES", "BadLine", "Codeowners", "OwnerRule", "parse_github"]
