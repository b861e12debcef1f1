"""A CODEOWNERS file as it was understood: one rule a line, without comments and without what is skipped."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_oss.ownership.codeowners.rules import Codeowners, Section
from mkdocs_oss.ownership.shown import shown


def printed(codeowners: Codeowners) -> str:
    """The rules as the text of a file. Read again, it has the same rules, and it is printed the same again."""
    return "".join(f"{line}\n" for line in _lines(codeowners))


def _lines(codeowners: Codeowners) -> Iterator[str]:
    sections = {section.name: section for section in codeowners.sections}
    name: str = ""
    owners: tuple[str, ...] = ()
    for rule in codeowners.rules:
        if rule.section != name or (rule.inherits and rule.owners != owners):
            name, owners = rule.section, rule.owners if rule.inherits else ()
            yield _heading(sections[name], owners)
        yield rule.text


def _heading(section: Section, owners: tuple[str, ...]) -> str:
    optional = "^" if section.optional else ""
    approvals = f"[{section.approvals}]" if section.approvals > 1 else ""
    return " ".join((f"{optional}[{shown(section.name)}]{approvals}", *owners))
