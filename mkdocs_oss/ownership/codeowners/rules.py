"""A parsed CODEOWNERS file of any dialect, and how it decides for a path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_oss.model import Rule
from mkdocs_oss.ownership.codeowners.index import Index
from mkdocs_oss.ownership.codeowners.patterns import Pattern
from mkdocs_oss.ownership.shown import shown

Dialect = Literal["github", "gitlab", "bitbucket"]


class Section(Struct, frozen=True):
    """A part of a GitLab file that decides on its own. The lines before the first heading are the one named "".

    `approvals`: how many it asks for; `owners`: of its rules that name nobody themselves.
    """

    name: str
    line: int
    optional: bool = False
    approvals: int = 1
    owners: tuple[str, ...] = ()


class OwnerRule(Struct, frozen=True):
    """One rule: its line, its pattern as written, what the pattern matches, and its owners' handles.

    `excludes`: what it matches is taken out of its section, for good. `inherits`: its owners are its section's.
    `words`: the owners as they are written, where that says more than the handles.
    """

    line: int
    pattern: str
    matches: Pattern
    owners: tuple[str, ...]
    section: str = ""
    excludes: bool = False
    inherits: bool = False
    words: tuple[str, ...] = ()

    def as_evidence(self, file: str, text: str = "") -> Rule:
        """Where the rule stands, and its words: `text`, else its line."""
        pattern, section = shown(self.pattern), shown(self.section)
        return Rule(file, self.line, text or self.text, pattern=pattern, section=section)

    @property
    def text(self) -> str:
        """The rule as a line of the file."""
        named = () if self.inherits else self.words or self.owners
        return shown(" ".join((f"!{self.pattern}" if self.excludes else self.pattern, *named)))


class BadLine(Struct, frozen=True):
    """A line that the forge skips, with why and what to do. Line 0: the file.

    `is_read`: the forge reads it, if otherwise than it looks. `pattern`, `matches`: the path pattern that it begins
    with, as written and as read; None where it has none that can be read.
    """

    line: int
    what: str
    remedy: str
    is_read: bool = False
    pattern: str = ""
    matches: Pattern | None = None


class Tried(Struct, frozen=True):
    """A rule that matched a path, and what came of it."""

    rule: OwnerRule
    why: str
    decides: bool = False


class Decision(Struct, frozen=True, dict=True):
    """Who owns a path after one file: the deciding rules, one of each section, in the order of the file.

    `excluded`: what took the path out of a section. No rule at all: none matches. Owners may be nobody in any case.
    """

    codeowners: Codeowners
    path: str
    rules: tuple[OwnerRule, ...] = ()
    excluded: tuple[OwnerRule, ...] = ()

    @property
    def owners(self) -> tuple[str, ...]:
        """The owners of all deciding rules, each once."""
        return tuple(dict.fromkeys(owner for rule in self.rules for owner in rule.owners))

    @property
    def decides(self) -> bool:
        """Whether the file says anything of the path."""
        return bool(self.rules or self.excluded)

    @property
    def file(self) -> str:
        return self.codeowners.file

    @property
    def line(self) -> int:
        """Where the first deciding rule stands; 0 where none decides."""
        return self.rules[0].line if self.rules else 0

    @property
    def pattern(self) -> str:
        """The first deciding rule's pattern as written."""
        return self.rules[0].pattern if self.rules else ""

    @property
    def section(self) -> str:
        """The first deciding rule's section."""
        return self.rules[0].section if self.rules else ""

    @property
    def evidence(self) -> Rule:
        """The deciding rules as evidence: file, line and words; of several sections each with its line."""
        deciding = self.rules or self.excluded
        if not deciding:
            return Rule(self.file, 0, "no rule matches")
        first, *more = (rule.as_evidence(self.file, _named(rule)) for rule in deciding)
        if not more:
            return first
        texts = [first.text, *(f"{rule.text} (line {rule.line})" for rule in more)]
        return replace(first, text="; ".join(texts), together=(first, *more))

    @cached_property
    def trail(self) -> tuple[Tried, ...]:
        """Each rule that matches the path, in the order of the file, and what came of it."""
        winners = {rule.section: rule for rule in self.rules}
        excluding = {rule.section: rule for rule in self.excluded}
        found = self.codeowners.matching(self.path)
        return tuple(_tried(rule, winners.get(rule.section), excluding.get(rule.section)) for rule in found)


class Codeowners(Struct, frozen=True, dict=True):
    """The rules of one file, in its order. `sections` has those of GitLab, in the order of their first headings."""

    file: str
    rules: tuple[OwnerRule, ...]
    bad_lines: tuple[BadLine, ...] = ()
    dialect: Dialect = "github"
    sections: tuple[Section, ...] = field(default=())
    cut: BadLine | None = None
    """It is too large to be read to its end, and from where on it is not read; what it says of any path may stand there."""
    more_bad: int = 0
    """Lines that are wrong beside `bad_lines`, which are not told one by one."""
    is_ignored: bool = False
    """It is so large that the forge itself does not read it, so nobody owns anything by it."""

    @property
    def is_cut(self) -> bool:
        """Whether it is too large to be read to its end."""
        return self.cut is not None

    @cached_property
    def _index(self) -> Index:
        return Index([rule.matches for rule in self.rules])

    def matching(self, path: str) -> Iterator[OwnerRule]:
        """The rules whose pattern matches a path, in the order of the file."""
        return (self.rules[at] for at in self.candidates(path) if self.rules[at].matches.matches(path))

    def wrong(self, path: str) -> tuple[BadLine, ...]:
        """The lines that are skipped, or read otherwise than they look, whose pattern matches a path."""
        return tuple(bad for bad in self.bad_lines if bad.matches is not None and bad.matches.matches(path))

    @property
    def unreadable(self) -> int:
        """How many lines are skipped of which it is not known what paths they mean."""
        skipped = (bad for bad in self.bad_lines if bad.line and not bad.is_read and bad.matches is None)
        return sum(1 for _ in skipped) + self.more_bad

    def candidates(self, path: str) -> list[int]:
        """The positions of the few rules that a path has to be compared with, in the order of the file."""
        return self._index.candidates(path)

    def decide(self, path: str) -> Decision:
        """Who owns `path` (POSIX, relative to the repo's root, whether it is there or not).

        In each section the last rule that matches decides, and all sections' owners own it together; a dialect
        without sections has one. A section with a rule that excludes the path has nothing to say of it.
        """
        last: dict[str, OwnerRule] = {}
        excluded: dict[str, OwnerRule] = {}
        for at in reversed(self.candidates(path)):
            rule = self.rules[at]
            if (rule.excludes or rule.section not in last) and rule.matches.matches(path):
                (excluded if rule.excludes else last)[rule.section] = rule
                if not self.sections:
                    break  # nothing before it can change that
        deciding = [rule for section, rule in last.items() if section not in excluded]
        return Decision(self, path, tuple(reversed(deciding)), tuple(reversed(excluded.values())))


def _tried(rule: OwnerRule, winner: OwnerRule | None, excluding: OwnerRule | None) -> Tried:
    within = f" in section [{shown(rule.section)}]" if rule.section else ""
    if rule.excludes:
        return Tried(rule, f"excludes the path{within}")
    if excluding is not None:
        return Tried(rule, f"line {excluding.line} excludes the path{within}, for good")
    if winner is not None and winner is not rule:
        return Tried(rule, f"line {winner.line} matches too, and stands later{within}")
    whom = "" if rule.owners else ", and names nobody"
    return Tried(rule, f"decides: the last that matches{within}{whom}", decides=True)


def _named(rule: OwnerRule) -> str:
    heir = f" ({' '.join(rule.owners)} by its section)" if rule.inherits and rule.owners else ""
    return shown(f"[{rule.section}] {rule.text}{heir}" if rule.section else f"{rule.text}{heir}")
