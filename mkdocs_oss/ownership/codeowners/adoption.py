"""The line that would give a page or a folder an owner: in the words of its CODEOWNERS file, and where in it the line counts."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_oss.model import Adoption
from mkdocs_oss.ownership.codeowners.patterns import MAX_PATTERN
from mkdocs_oss.ownership.codeowners.rules import Codeowners, Dialect

PLACEHOLDER = "@your-team"
"""Whom the line names, until somebody writes their own handle there."""
_ESCAPED: Mapping[Dialect, Mapping[int, str]] = {
    "github": {ord(char): f"\\{char}" for char in "\\*? "},
    "bitbucket": {ord(char): f"\\{char}" for char in "\\*? "},
    "gitlab": {ord(char): f"\\{char}" for char in "\\*?[ "},
}
_CANNOT: Mapping[Dialect, str] = {"github": "[]", "bitbucket": "[]", "gitlab": ""}
"""What no pattern of the dialect can name, escaped or not."""
_SECTIONS = ("Documentation", "Docs", "Pages")


def line_for(path: str, dialect: Dialect) -> str | None:
    """The rule that names just this path (from the repo's root); None where the dialect has no words for it."""
    return _line(path, "", dialect)


def folder_line(folder: str, dialect: Dialect, *, below: bool) -> str | None:
    """The rule that names all in a folder, and what lies in its folders only if `below`; None as in `line_for`."""
    if not below and dialect == "bitbucket":
        return None  # there `/docs/*` has its folders too
    return _line(folder, "/" if below else "/*", dialect)


def _line(path: str, ending: str, dialect: Dialect) -> str | None:
    if not path.isprintable() or any(char in _CANNOT[dialect] for char in path):
        return None  # a space that is no plain one is not printable in this sense
    escaped = path.translate(_ESCAPED[dialect]) + ending
    return f"/{escaped} {PLACEHOLDER}" if len(escaped) < MAX_PATTERN else None


def adoption_in(codeowners: Codeowners, path: str) -> Adoption | None:
    """How a path gets an owner in a file that leaves it without one; None where no line can do it.

    The last line decides, so the new one stands at the end. GitLab's sections decide each on its own: there it is
    the last before the first heading, or has a section of its own where those lines exclude the path for good.
    """
    line = line_for(path, codeowners.dialect)
    if line is None or codeowners.is_cut:
        return None
    headings = [section for section in codeowners.sections if section.name]
    if not headings:
        has_way_out = any(rule.excludes for rule in codeowners.matching(path))
        return _own_section(codeowners, line) if has_way_out else Adoption(line, codeowners.file)
    first = min(section.line for section in headings)
    above = (rule for rule in codeowners.matching(path) if not rule.section)
    if any(rule.excludes or rule.line > first for rule in above):
        return _own_section(codeowners, line)
    return Adoption(line, codeowners.file, before=first)


def _own_section(codeowners: Codeowners, line: str) -> Adoption | None:
    taken = {section.name.casefold() for section in codeowners.sections}
    name = next((name for name in _SECTIONS if name.casefold() not in taken), None)
    return Adoption(f"[{name}]\n{line}", codeowners.file) if name else None
