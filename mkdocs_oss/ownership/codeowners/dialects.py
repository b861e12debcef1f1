"""Which dialect a repo's CODEOWNERS file is written in, and which of several files counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal

from mkdocs_oss.model import ForgeKind
from mkdocs_oss.ownership.codeowners import bitbucket, github, gitlab
from mkdocs_oss.ownership.codeowners.rules import Codeowners, Dialect
from mkdocs_oss.ownership.places import OF_DIALECT, PLACES

DIALECTS: tuple[Dialect, ...] = ("github", "gitlab", "bitbucket")
_PARSERS: Mapping[Dialect, Callable[..., Codeowners]] = {
    "github": github.parse_github,
    "gitlab": gitlab.parse_gitlab,
    "bitbucket": bitbucket.parse_bitbucket,
}
_OWN_FOLDERS: Mapping[str, Dialect] = {".github": "github", ".gitlab": "gitlab", ".bitbucket": "bitbucket"}


def parse_codeowners(content: bytes, *, file: str, dialect: Dialect) -> Codeowners:
    """The rules of a CODEOWNERS file in a dialect; never raises."""
    return _PARSERS[dialect](content, file=file)


def find_codeowners(
    present: Collection[str],
    *,
    forge: ForgeKind | Literal["custom", ""] = "",
    asked: Dialect | None = None,
    otherwise: Dialect = "github",
) -> tuple[str, Dialect] | None:
    """The CODEOWNERS file that counts among the paths of a repo, and its dialect; None where there is none.

    `asked`: the dialect to read whatever there is in. Else the forge's, in the places where that forge looks;
    else that of the file's own folder (`.gitlab/CODEOWNERS`); `otherwise` for a file whose place is anybody's.
    """
    known: Dialect | None = asked or next((name for name in DIALECTS if name == forge), None)
    place = next((place for place in _in_order(known or otherwise) if place in present), None)
    if place is None:
        return None
    by_folder = _OWN_FOLDERS.get(place.partition("/")[0])
    if asked is not None:
        return place, asked
    if known is not None and place in OF_DIALECT[known]:
        return place, known
    return place, by_folder or known or otherwise


def new_place(
    forge: ForgeKind | Literal["custom", ""], *, otherwise: Dialect = "github"
) -> tuple[str, Dialect] | None:
    """Where a repo without a CODEOWNERS file would have its first, and the dialect; None where we do not know the
    forge's."""
    if forge in ("gitea", "forgejo"):
        return None
    dialect = next((name for name in DIALECTS if name == forge), otherwise)
    return OF_DIALECT[dialect][0], dialect


def _in_order(first: Dialect) -> Iterator[str]:
    yield from OF_DIALECT[first]
    yield from (place for place in PLACES if place not in OF_DIALECT[first])
