"""A parsed CODEOWNERS file, whatever its dialect."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mkdocs_oss.model import Rule


@dataclass(frozen=True, slots=True)
class OwnerRule:
    """One rule: its line, its pattern as written, what the pattern matches, and its owners as written."""

    line: int
    pattern: str
    matches: re.Pattern[str]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that the forge skips, with why and what to do."""

    line: int
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Codeowners:
    """The rules of one file, in its order."""

    file: str
    rules: tuple[OwnerRule, ...]
    bad_lines: tuple[BadLine, ...] = ()

    def deciding(self, path: str) -> OwnerRule | None:
        """The rule that decides for `path` (POSIX, relative to the repo's root): the last that matches."""
        for rule in reversed(self.rules):
            if rule.matches.fullmatch(path):
                return rule
        return None

    def evidence(self, rule: OwnerRule) -> Rule:
        """The rule as evidence: file, line and its words."""
        return Rule(self.file, rule.line, " ".join((rule.pattern, *rule.owners)))
