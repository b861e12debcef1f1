"""What tests of files that name owners share: a few files, and whom they name."""

from __future__ import annotations

from typing import Any

from mkdocs_oss.model import Author, Owners, Unknown
from mkdocs_oss.ownership import Asked, Roster, explained, read_ownership, resolve_owners
from mkdocs_oss.settings import TeamsFile, load_teams
from mkdocs_oss.settings.located_yaml import load_yaml

NOBODY = Roster(TeamsFile())


ANA = Roster(
    load_teams(load_yaml("people: {'@ana': {name: Ana Ruiz, emails: [ana@x.org]}}", file="teams.yml"))
)


EVERYTHING: dict[str, str] = {
    "docs/a.md": "",
    "docs/.meta.yml": "owner: '@folder'\n",
    "CODEOWNERS": "*.md @codeowners\n",
    "OWNERS": "approvers: [approver]\n",
    "catalog-info.yaml": "kind: Component\nspec:\n  owner: group:default/catalog\n",
    "pyproject.toml": "[project]\nname = 'x'\nauthors = [{name = 'Ana Author', email = 'a@x.org'}]\n",
}


KUBERNETES: dict[str, str] = {
    "OWNERS": "approvers:\n  - root-leads # an alias\nreviewers:\n  - rita\nemeritus_approvers:\n  - old\n",
    "OWNERS_ALIASES": "aliases:\n  Root-Leads:\n    - Alice\n    - bob\n",
    "docs/OWNERS": "reviewers: [dora]\n",
    "pkg/OWNERS": "options:\n  no_parent_owners: true\nreviewers: [pam]\n",
    "staging/OWNERS": (
        "options:\n  no_parent_owners: true\nfilters:\n  '.*':\n    approvers: [any]\n"
        "  '\\.go$':\n    approvers: [gopher, ANY]\n"
    ),
    "web/OWNERS": "approvers: [web, '@alice', ALICE]\n",
}


def who(
    files: dict[str, str],
    path: str,
    *,
    meta: dict[str, Any] | None = None,
    declared: tuple[str, ...] = (),
    authors: tuple[Author, ...] = (),
    roster: Roster = NOBODY,
) -> str:
    found = answer(files, path, meta=meta, declared=declared, authors=authors, roster=roster)
    if isinstance(found, Unknown):
        return found.reason
    return f"{' '.join(owner.handle for owner in found.owners) or 'nobody'} | {found.rule}: {found.rule.text}"


def answer(files: dict[str, str], path: str, *, roster: Roster = NOBODY, **rest: Any) -> Owners | Unknown:
    return resolve_owners(question(files, path, **rest), roster)


def question(
    files: dict[str, str], path: str, *, meta: Any = None, declared: Any = (), authors: Any = ()
) -> Asked:
    repo = read_ownership({name: text.encode() for name, text in files.items()})
    return Asked(path, meta or {}, repo, (declared, "repos.yml:2"), authors)


def trail(text: str, path: str, *, file: str = "CODEOWNERS") -> list[tuple[str, str, str]]:
    steps = explained(question({file: text}, path))
    return [(str(step.rule), step.rule.text, step.why) for step in steps]
