"""Where a project lists the packages it needs: its own dependencies, extras, groups and environments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from mkdocs_oss.contributing.project_files import ProjectFiles, Tables, is_plain_word

Kind = Literal["project", "group", "extra", "environment"]
DEV_NAMES = frozenset({"dev", "devel", "develop", "development"})
PART_NAMES = frozenset({"test", "tests", "testing", "lint", "linting"})

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?)")
_REQUIREMENTS = re.compile(r"(?:[A-Za-z0-9_-]{1,40}[_-])?requirements(?:[._-][A-Za-z0-9._-]{1,40})?\.txt")


class Place(Struct, frozen=True):
    """A list of requirements: the project's own, a dependency group, an extra, or a tool's environment."""

    kind: Kind
    name: str
    file: str
    line: int = 0


class Requirements(Struct, frozen=True):
    """Each listed package (its normalised name) and the places that list it; and all places."""

    places: tuple[Place, ...]
    by_package: Mapping[str, tuple[Place, ...]]

    def of(self, package: str) -> tuple[Place, ...]:
        return self.by_package.get(package, ())

    def development(self, *kinds: Kind) -> list[Place]:
        """The groups and extras for work on the project: those named dev, else those named test or lint."""
        offered = [place for place in self.places if place.kind in kinds]
        dev = [place for place in offered if place.name.lower() in DEV_NAMES]
        return dev or [place for place in offered if place.name.lower() in PART_NAMES]


def is_requirements_file(path: str) -> bool:
    return bool(_REQUIREMENTS.fullmatch(path))


def read_requirements(files: ProjectFiles, project: Tables) -> Requirements:
    """Everything that the project's files list, without resolving anything."""
    found: dict[Place, list[str]] = {}
    for place, packages in _listed(files, project):
        if not place.name or is_plain_word(place.name):
            found.setdefault(place, []).extend(packages)
    by_package: dict[str, list[Place]] = {}
    for place, packages in found.items():
        for package in dict.fromkeys(packages):
            by_package.setdefault(package, []).append(place)
    return Requirements(tuple(found), {name: tuple(places) for name, places in by_package.items()})


def _listed(files: ProjectFiles, project: Tables) -> Iterator[tuple[Place, list[str]]]:
    def place(kind: Kind, name: str, *path: str) -> Place:
        return Place(kind, name, project.file, project.line(*path))

    yield place("project", "", "project", "dependencies"), _names(project.get("project", "dependencies"))
    for extra, wanted in project.table("project", "optional-dependencies").items():
        yield place("extra", extra, "project", "optional-dependencies", extra), _names(wanted)
    groups = project.table("dependency-groups")
    for group in groups:
        yield place("group", group, "dependency-groups", group), _group(groups, group)
    if dev := project.get("tool", "uv", "dev-dependencies"):
        yield place("group", "dev", "tool", "uv", "dev-dependencies"), _names(dev)
    yield from _poetry(project)
    for group, wanted in project.table("tool", "pdm", "dev-dependencies").items():
        yield place("group", group, "tool", "pdm", "dev-dependencies", group), _names(wanted)
    for name in project.table("tool", "hatch", "envs"):
        path = ("tool", "hatch", "envs", name)
        listed = [
            *_names(project.get(*path, "dependencies")),
            *_names(project.get(*path, "extra-dependencies")),
        ]
        for feature in _strings(project.get(*path, "features")):
            listed += _names(project.get("project", "optional-dependencies", feature))
        yield place("environment", name, *path), listed
    yield from _pixi(files, project)
    setup = files.tables("setup.cfg")
    for extra, wanted in setup.table("options.extras_require").items():
        at = setup.line("options.extras_require", extra)
        yield Place("extra", extra, "setup.cfg", at), _names(wanted.split("\n"))
    for file in files.contents:
        if is_requirements_file(file):
            yield Place("project", "", file), _names(files.text(file).split("\n"))


def _poetry(project: Tables) -> Iterator[tuple[Place, list[str]]]:
    base = ("tool", "poetry")
    path: tuple[str, ...]
    for path in ((*base, "dependencies"), (*base, "dev-dependencies")):
        kind: Kind = "group" if path[-1].startswith("dev") else "project"
        name = "dev" if kind == "group" else ""
        if listed := project.table(*path):
            yield Place(kind, name, project.file, project.line(*path)), _names(listed)
    for group in project.table(*base, "group"):
        path = (*base, "group", group, "dependencies")
        yield Place("group", group, project.file, project.line(*path)), _names(project.table(*path))
    for extra in project.table(*base, "extras"):
        yield Place("extra", extra, project.file, project.line(*base, "extras", extra)), []


def _pixi(files: ProjectFiles, project: Tables) -> Iterator[tuple[Place, list[str]]]:
    tables, base = pixi_tables(files, project)
    kinds = ("dependencies", "pypi-dependencies")
    own = [name for kind in kinds for name in _names(tables.table(*base, kind))]
    if own:
        yield Place("project", "", tables.file, tables.line(*base, "dependencies")), own
    environments = tables.table(*base, "environments")
    for name, value in environments.items():
        features = value.get("features", []) if isinstance(value, Mapping) else value
        listed = [
            package
            for feature in _strings(features)
            for kind in kinds
            for package in _names(tables.table(*base, "feature", feature, kind))
        ]
        yield Place("environment", name, tables.file, tables.line(*base, "environments", name)), listed


def pixi_tables(files: ProjectFiles, project: Tables) -> tuple[Tables, tuple[str, ...]]:
    """pixi's manifest and the path of its root table: pixi.toml, else `tool.pixi` of pyproject.toml."""
    return (files.tables("pixi.toml"), ()) if "pixi.toml" in files else (project, ("tool", "pixi"))


def _group(groups: Mapping[str, Any], name: str) -> list[str]:
    """A dependency group with what it includes (PEP 735), each group once."""
    seen: set[str] = set()
    waiting, names = [name], []
    while waiting:
        group = waiting.pop()
        if group in seen:
            continue
        seen.add(group)
        entries = groups.get(group)
        names += _names(entries)
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, Mapping) and isinstance(entry.get("include-group"), str):
                waiting.append(entry["include-group"])
    return names


def _strings(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _names(listed: object) -> list[str]:
    """Normalised names (PEP 503) of requirement strings; a table lists them as its keys."""
    if not isinstance(listed, Iterable) or isinstance(listed, str):
        return []
    matches = (_NAME.match(entry) for entry in listed if isinstance(entry, str))
    return [re.sub(r"[-_.]+", "-", match[1]).lower() for match in matches if match]
