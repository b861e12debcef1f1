"""The rules of a file as they are read, within bounds: a repo's file may be anything, and a build reads it each time."""

from __future__ import annotations

from msgspec import Struct, field

from mkdocs_oss.ownership.codeowners.index import has_key
from mkdocs_oss.ownership.codeowners.patterns import Pattern
from mkdocs_oss.ownership.codeowners.rules import BadLine, Codeowners, Dialect, OwnerRule, Section

MAX_BYTES = 3_000_000
"""GitHub's own limit; the others name none."""
MAX_RULES = 50_000
MAX_LOOSE = 2_000
"""Rules that have to be compared with each path, since there is nothing in them to find them by."""
MAX_BAD_LINES = 200


class Building(Struct):
    """A file as far as it has been read."""

    rules: list[OwnerRule] = field(default_factory=list)
    bad_lines: list[BadLine] = field(default_factory=list)
    more_bad: int = 0
    loose: int = 0
    cut: BadLine | None = None
    """From where on nothing more is to be read."""

    @property
    def is_full(self) -> bool:
        """Whether nothing more is to be read."""
        return self.cut is not None

    def rule(self, rule: OwnerRule) -> None:
        """Takes a rule, unless there are too many."""
        loose = not has_key(rule.matches)
        self.loose += loose
        if len(self.rules) >= MAX_RULES or (loose and self.loose > MAX_LOOSE):
            many = (
                f"more than {MAX_LOOSE:,} patterns without three letters in a row"
                if loose
                else f"{MAX_RULES:,} rules"
            )
            what = f"{many} stand before, so it is not read from here on"
            self.cut = BadLine(rule.line, what, "make the file smaller")
            self.bad_lines.append(self.cut)
            return
        self.rules.append(rule)

    def bad(
        self,
        line: int,
        what: str,
        remedy: str,
        *,
        is_read: bool = False,
        pattern: tuple[str, Pattern] | None = None,
    ) -> None:
        """Notes a line that is wrong; of very many only how many there are. `pattern`: as written and as read."""
        if len(self.bad_lines) < MAX_BAD_LINES:
            written, matches = pattern or ("", None)
            self.bad_lines.append(BadLine(line, what, remedy, is_read, written, matches))
        else:
            self.more_bad += 1

    def done(self, file: str, dialect: Dialect, sections: tuple[Section, ...] = ()) -> Codeowners:
        """The file as it was read."""
        if self.more_bad:
            what = f"{self.more_bad:,} more lines are wrong"
            self.bad_lines.append(BadLine(0, what, "mend the others first"))
        return Codeowners(
            file, tuple(self.rules), tuple(self.bad_lines), dialect, sections, self.cut, self.more_bad
        )


def too_large(file: str, dialect: Dialect, reason: str, *, is_ignored: bool = False) -> Codeowners:
    """A file of which nothing is read for its size, by the forge itself too where it `is_ignored`."""
    whole = BadLine(0, reason, "make it smaller")
    return Codeowners(file, (), (whole,), dialect, cut=whole, is_ignored=is_ignored)
