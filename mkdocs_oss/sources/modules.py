"""Where the modules are that dotted names mean: the files of a repo that a name may stand for, and who has a package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from mkdocs_oss.model import Source
from mkdocs_oss.sources.hub import repo_path
from mkdocs_oss.sources.open import git_top
from mkdocs_oss.sources.planned import Plan

ROOTS = ("src/", "", "python/", "lib/")
"""Where projects keep their packages (https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/)."""
_DEEPEST = 3
"""Parts of a dotted name: the module itself, an object in it, and a member of that."""
_MOST_WITHOUT = 20
"""Repos that are asked for a package that none of them has today."""


Symbol = tuple[str, str]
"""(path, dotted name)."""


class Origin(Struct, frozen=True):
    """Where a symbol is defined. `imported`: the name that its own module imports for it; "" where it imports all
    names of a module."""

    path: str
    name: str
    imported: str


def module_files(name: str, folders: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """(paths, symbol) of all that a dotted name may be, a module or an object in one: the longest path comes first.

    `folders`: where projects are, "" or ending in a slash, the likeliest first.
    """
    parts = name.split(".")
    for cut in range(len(parts), max(len(parts) - _DEEPEST, 0), -1):
        stem = "/".join(parts[:cut])
        files = [f"{root}{stem}{end}" for root in ROOTS for end in ("/__init__.py", ".py")]
        yield tuple(f"{folder}{file}" for folder in folders for file in files), ".".join(parts[cut:])


def project_folders(docs_dir: str) -> tuple[str, ...]:
    """Where a repo's packages may be, as `module_files` takes it: beside its docs folder, and at its root."""
    project = posixpath.dirname(docs_dir)
    return (f"{project}/", "") if project else ("",)


def packages_at_roots(plan: Plan) -> frozenset[str]:
    """The first parts of all dotted names that a repo's listed files may have."""
    found = set()
    starts = [f"{folder}{root}" for folder in project_folders(plan.docs_dir) for root in ROOTS]
    for path in plan.source.paths:
        if path.endswith(".py"):
            for start in starts:
                if path.startswith(start):
                    found.add(path[len(start) :].partition("/")[0].removesuffix(".py"))
    return frozenset(found)


def repos_with(
    package: str, *, by: str, plans: Mapping[str, Plan], listed: Mapping[str, Iterable[str]]
) -> tuple[str, ...]:
    """The repos besides `by` in which a package of that name is to be looked for; none where `by` has it itself.

    Those are the ones that have it today; where nobody has, any may have had it. `listed`: repo → `packages_at_roots`.
    """

    def has(name: str) -> bool:
        return package in listed[name] or _is_on_disk(package, plans[name])

    if by in plans and has(by):
        return ()
    others = [name for name in plans if name != by]
    found = [name for name in others if has(name)]
    return tuple(found or (others if len(others) <= _MOST_WITHOUT else ()))


def stands(source: Source, path: str) -> bool:
    """Whether there is a file at a path today, where no history tells."""
    if path in source.paths or source.root is None:
        return path in source.paths
    file = source.root / path  # of the handbook's own repo, not every file is listed
    try:
        is_there = file.is_file() and repo_path(file, source.root) == path
        return is_there and git_top(file.parent) == source.root
    except (OSError, ValueError):
        return False


def _is_on_disk(package: str, plan: Plan) -> bool:
    """As `packages_at_roots`, for the handbook's own repo, of which only the docs are listed."""
    root = plan.source.root
    if root is None:
        return False
    places = [root / folder / start / package for folder in project_folders(plan.docs_dir) for start in ROOTS]
    return any(
        place.with_name(f"{package}.py").is_file() or any(place.glob("*.py")) or any(place.glob("*/*.py"))
        for place in places  # a folder alone may be what is left of one
    )
