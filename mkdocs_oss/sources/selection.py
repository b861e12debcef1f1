"""Which files of a docs folder come into the handbook, and which of its pages stand in the nav.

The handbook says `include` and `exclude` of a repo, the repo's own settings `exclude_docs`, `draft_docs` and
`not_in_nav`; all are patterns as in .gitignore (https://git-scm.com/docs/gitignore), below the docs folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from pathspec import GitIgnoreSpec

from mkdocs_oss.sources.docs_rules import DocsRules

_OF_MKDOCS = ("/templates/",)
"""What MkDocs leaves out by itself; names that begin with a dot are never looked at."""
_MAX_LINES = 200
_MAX_LINE = 300
_MAX_STARS = 3
"""A pattern is a regex in the end: in each level of one, every further star would multiply the time by the name's length."""


class Selection(Struct, frozen=True):
    """What is asked for. Paths are below the docs folder."""

    include: GitIgnoreSpec | None = None
    exclude: GitIgnoreSpec | None = None
    not_in_nav: GitIgnoreSpec | None = None
    own: GitIgnoreSpec | None = None
    """Of `exclude`, what the handbook's own settings say."""
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, include: Sequence[str], exclude: Sequence[str], rules: DocsRules | None) -> Selection:
        """`include`, `exclude`: of the handbook's own settings. `rules`: of the repo's, where it has any."""
        problems: list[str] = []
        theirs = [*_OF_MKDOCS, *_safe(rules.excluded, problems)] if rules else []
        aside = list(_safe(rules.not_in_nav, problems)) if rules else []
        return cls(
            GitIgnoreSpec.from_lines(include) if include else None,
            GitIgnoreSpec.from_lines([*theirs, *exclude]) if theirs or exclude else None,
            GitIgnoreSpec.from_lines(aside) if aside else None,
            GitIgnoreSpec.from_lines(exclude) if exclude else None,
            tuple(problems),
        )

    def leaves_out(self, path: str) -> bool:
        """Whether a file is excluded, whatever includes it."""
        return self.exclude is not None and self.exclude.match_file(path)

    def takes(self, path: str) -> bool:
        """Whether a file comes into the handbook."""
        return (self.include is None or self.include.match_file(path)) and not self.leaves_out(path)

    def is_left_out_by_handbook(self, path: str) -> bool:
        """Whether it is the handbook's own settings that leave a file out."""
        is_excluded = self.own is not None and self.own.match_file(path)
        return is_excluded or (self.include is not None and not self.include.match_file(path))

    def hides(self, path: str) -> bool:
        """Whether a page has no place in the nav."""
        return self.not_in_nav is not None and self.not_in_nav.match_file(path)


def wrong_pattern(line: str) -> str | None:
    """Why a line is no pattern; None where it is one."""
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError as error:
        return str(error).splitlines()[0]
    return None


def _safe(lines: Sequence[str], problems: list[str]) -> Iterator[str]:
    """A repo's own lines, apart from those that are no patterns or might take very long."""
    if len(lines) > _MAX_LINES:
        problems.append(f"more than {_MAX_LINES} lines of patterns")
    for line in lines[:_MAX_LINES]:
        levels = [level for level in line.split("/") if level != "**"]
        if len(line) > _MAX_LINE or line.count("**/") > _MAX_STARS:
            problems.append(f"the pattern {line[:80]!r} is too long")
        elif max(len(re.findall(r"\*+|\[", level)) for level in levels or [""]) > _MAX_STARS:
            problems.append(f"the pattern {line!r} has more than {_MAX_STARS} stars in one name")
        elif wrong := wrong_pattern(line):
            problems.append(f"the pattern {line!r} cannot be read: {wrong}")
        else:
            yield line
