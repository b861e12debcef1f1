"""Where the files lie that name owners. What is in them is read elsewhere, and only where owners are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # with all that reads such a file
    from mkdocs_oss.ownership.codeowners import Dialect

CODEOWNERS = "CODEOWNERS"
OWNERS, ALIASES = "OWNERS", "OWNERS_ALIASES"
FOLDER_META = ".meta.yml"
CATALOG_INFO = ("catalog-info.yaml", "catalog-info.yml")
PROJECT = "pyproject.toml"
FOLDER_FILES = (OWNERS, FOLDER_META, PROJECT, *CATALOG_INFO)
"""Names of files that speak for the folder they lie in."""
OF_DIALECT: Mapping[Dialect, tuple[str, ...]] = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
    "bitbucket": (".bitbucket/CODEOWNERS",),
}
PLACES: tuple[str, ...] = tuple(dict.fromkeys(place for places in OF_DIALECT.values() for place in places))
"""Where a CODEOWNERS file may lie, whatever the forge."""
_MAX_FILES = 20_000


def is_ownership_file(path: str) -> bool:
    """Whether a file of a repo may say who owns something in it."""
    return path.rpartition("/")[2] in FOLDER_FILES or path in PLACES or path == ALIASES


def lists_owners(path: str) -> bool:
    """Whether a file has the name of one that lists owners, wherever it lies."""
    return path.rpartition("/")[2] in (CODEOWNERS, ALIASES, *FOLDER_FILES)


def ownership_files(paths: Iterable[str]) -> list[str]:
    """Those of a repo's paths that `read_ownership` reads; of very many, those nearest to the root."""
    found = [path for path in paths if is_ownership_file(path)]
    return sorted(found, key=lambda path: (path.count("/"), path))[:_MAX_FILES]
