"""Kubernetes' OWNERS files, with OWNERS_ALIASES.

Source: https://www.kubernetes.dev/docs/guide/owners/. A file speaks for its folder and all below it. `approvers` of
the nearest one that has any own a path; those of the folders above may approve too, unless `no_parent_owners` ends
that. Where nobody approves, the nearest `reviewers` are the owners. `emeritus_approvers` own nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.mail import is_address
from mkdocs_oss.model import Rule
from mkdocs_oss.ownership.answer import Answer, Considered, Step
from mkdocs_oss.ownership.codeowners import BadLine
from mkdocs_oss.ownership.linear_regex import LinearRegex, compile_linear
from mkdocs_oss.ownership.places import ALIASES
from mkdocs_oss.ownership.places import OWNERS as FILE
from mkdocs_oss.ownership.repo_files import around, folder_of, line_of, names_in, read_yaml
from mkdocs_oss.ownership.roster import handle_key
from mkdocs_oss.ownership.shown import shown
from mkdocs_oss.settings.located_yaml import Located

_ROLES = ("approvers", "reviewers", "emeritus_approvers")
_MAKES_SIMPLE = ("approvers", "reviewers", "required_reviewers", "labels")
"""With one of these at the top, prow (`repoowners.go`) reads the file without its `filters`; the guide forbids it."""


class _People(Struct, frozen=True):
    """A simple configuration: role → (names as written, line), for the paths that `applies` finds."""

    roles: Mapping[str, tuple[tuple[str, ...], int]]
    applies: LinearRegex | None = None


class _OwnersFile(Struct, frozen=True):
    file: str
    people: tuple[_People, ...] = ()
    no_parents: bool = False
    bad_lines: tuple[BadLine, ...] = ()

    def fitting(self, path: str) -> tuple[_People, ...]:
        """The configurations that apply to a path below the file's folder."""
        inside = path.removeprefix(folder_of(self.file))
        return tuple(
            people for people in self.people if people.applies is None or people.applies.matches(inside)
        )

    @staticmethod
    def named(role: str, fitting: Iterable[_People]) -> tuple[tuple[str, ...], int]:
        """(names, line) of a role; of several filters all that fit."""
        found = [people.roles[role] for people in fitting if role in people.roles]
        names = tuple(dict.fromkeys(name for written, _ in found for name in written))
        return names, next((line for written, line in found if written), 0)


class OwnersFiles:
    """The OWNERS files of a repo, by path; each is read when a path below it is asked for."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        self._read: dict[str, _OwnersFile] = {}

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Alias, in small letters → user names."""
        located = read_yaml(self._contents.get(ALIASES, b""), file=ALIASES)
        value = {} if isinstance(located, SettingsError) else located.value
        table = value.get("aliases") if isinstance(value, dict) else None
        if not isinstance(table, dict):
            return {}
        return {str(alias).casefold(): names_in(names) for alias, names in table.items()}

    @property
    def bad_lines(self) -> Iterator[tuple[str, BadLine]]:
        """(file, what is wrong) of each file that cannot be read as a whole."""
        for file in self._contents:
            if file.rpartition("/")[2] == FILE:
                yield from ((file, bad) for bad in self._file(file).bad_lines)

    def everybody(self) -> Iterator[tuple[str, str, int]]:
        """(handle, file, line) of all approvers and reviewers, aliases resolved."""
        for file in sorted(file for file in self._contents if file.rpartition("/")[2] == FILE):
            for people in self._file(file).people:
                for role in ("approvers", "reviewers"):
                    names, line = people.roles.get(role, ((), 0))
                    yield from ((handle, file, line) for handle in self._people(names))

    def consider(self, path: str) -> Considered:
        """Who owns a path, and the files that were looked into from its folder up to the root."""
        steps: list[Step] = []
        answer: Answer | None = None
        reviewing: Answer | None = None
        for place in around(path, self._contents, (FILE,)):
            owners = self._file(place)
            fitting = owners.fitting(path)
            names, line = owners.named("approvers", fitting)
            if names:
                rule = Rule(place, line, shown(f"approvers: {', '.join(names)}"))
                nearest = answer is None
                answer = answer or Answer(FILE, self._people(names), rule)
                why = "decides: the nearest approvers" if nearest else "may approve too, from a folder above"
                steps.append(Step(rule, why, decides=nearest))
            else:
                steps.append(Step(Rule(place, 0, "no approvers for the path"), "the folder above is asked"))
            names, line = owners.named("reviewers", fitting)
            if names and reviewing is None:
                rule = Rule(place, line, shown(f"reviewers: {', '.join(names)}"))
                reviewing = Answer(FILE, self._people(names), rule)
            names, line = owners.named("emeritus_approvers", fitting)
            if names and line:
                rule = Rule(place, line, shown(f"emeritus_approvers: {', '.join(names)}"))
                steps.append(Step(rule, "they do not approve any more"))
            if owners.no_parents:
                steps.append(Step(Rule(place, 0, "no_parent_owners: true"), "folders above have no say"))
                break
        if answer is None and reviewing is not None:
            answer = reviewing
            steps.append(
                Step(reviewing.rule, "decides: nobody approves, so the nearest reviewers", decides=True)
            )
        found = tuple(steps)
        return Considered(FILE, answer, lambda: found)

    def _people(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Handles of people, each alias resolved."""
        people = (person for name in names for person in self.aliases.get(name.casefold(), (name,)))
        found: dict[str, str] = {}
        for person in people:
            handle = person if is_address(person) else f"@{person.lstrip('@')}"  # an address is none
            found.setdefault(handle_key(person), handle)
        return tuple(found.values())

    def _file(self, file: str) -> _OwnersFile:
        if file not in self._read:
            self._read[file] = _parsed(self._contents[file], file)
        return self._read[file]


def _parsed(content: bytes, file: str) -> _OwnersFile:
    located = read_yaml(content, file=file)
    if isinstance(located, SettingsError):
        line = located.where.rpartition(":")[2]
        bad = BadLine(int(line) if line.isdigit() else 0, located.what, located.remedy)
        return _OwnersFile(file, bad_lines=(bad,))
    value = located.value
    if not isinstance(value, dict):  # a list of names, as Chromium's are, or anything else of that name
        return _OwnersFile(file)
    options = value.get("options")
    no_parents = isinstance(options, dict) and options.get("no_parent_owners") is True
    filters = value.get("filters")
    if not isinstance(filters, dict):
        return _OwnersFile(file, (_People(_roles(located, value)),), no_parents)
    bad_lines: list[BadLine] = []
    people: list[_People] = []
    if beside := next((key for key in _MAKES_SIMPLE if value.get(key)), None):
        what = f"`{beside}` stands beside `filters`, which have no effect then"
        bad_lines.append(BadLine(line_of(located, "filters"), what, f'put `{beside}` below a filter ".*"'))
        return _OwnersFile(file, (_People(_roles(located, value)),), no_parents, tuple(bad_lines))
    for expression, entry in filters.items():
        try:
            applies = None if expression == ".*" else compile_linear(str(expression))
        except ValueError as error:
            what = f"the filter {shown(str(expression)[:100])!r} cannot be read: {error}"
            bad_lines.append(BadLine(line_of(located, "filters", expression), what, "write it more simply"))
            continue
        if isinstance(entry, dict):
            people.append(_People(_roles(located, entry, "filters", expression), applies))
    return _OwnersFile(file, tuple(people), no_parents, tuple(bad_lines))


def _roles(located: Located, table: Mapping[str, Any], *at: str) -> dict[str, tuple[tuple[str, ...], int]]:
    return {role: (names_in(table[role]), line_of(located, *at, role)) for role in _ROLES if role in table}
