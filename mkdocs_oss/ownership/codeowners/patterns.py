"""What a path pattern matches: one compiler for all dialects, and the words by which an index finds a pattern.

Matching takes time linear in the path for any pattern: whatever a star has passed over is never tried again.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property
from typing import Literal

from msgspec import Struct

Ending = Literal["tree", "below", "exact"]
"""What the last segment of a pattern names: a file or folder with all below it, only what lies below it, or
only the file of that very path."""
MAX_PATTERN = 4096
"""The longest pattern that is read: no path that git can check out is as long."""


class Deep(Enum):
    """`**`: any number of folders, none too."""

    ANY = "**"


class Segment(Struct, frozen=True):
    """What a pattern says of one name in a path. `literal`: the only name that fits, or None. `tail`: how each
    name that fits ends. `regex`: of one name, without a slash."""

    literal: str | None
    tail: str
    core: str
    """The longest text that each name that fits contains."""
    regex: str


class Pattern(Struct, frozen=True, dict=True):
    """A compiled pattern: its segments from the repo's root, and what its last one names."""

    segments: tuple[Segment | Deep, ...]
    ending: Ending
    never: bool = False
    """Nothing matches it."""

    def matches(self, path: str) -> bool:
        """Whether a path (POSIX, relative to the repo's root, without a slash at either end) is named."""
        if self.never:
            return False
        literal = self.literal
        if literal is None:
            return self._regex.fullmatch(path) is not None
        if self.ending == "exact":
            return path == literal
        if path.startswith(literal):
            rest = path[len(literal) :]
            return rest.startswith("/") or (not rest and self.ending == "tree")
        return False

    @cached_property
    def literal(self) -> str | None:
        """The one path that it names, with or without what lies below; None where it has a wildcard."""
        names = [part.literal for part in self.segments if isinstance(part, Segment)]
        if len(names) != len(self.segments) or None in names or not names:
            return None
        return "/".join(name for name in names if name is not None)

    @cached_property
    def is_everything(self) -> bool:
        """Whether it names each path there is."""
        return not self.never and self.regex in (".+", "(?:[^/]*/)*?[^/]+", "(?:[^/]*/)*?[^/]+(?:/.*)?")

    @cached_property
    def regex(self) -> str:
        """The pattern as a regex over whole paths."""
        runs: list[list[str]] = [[]]  # what stands between one `**` and the next
        for part in self.segments:
            if isinstance(part, Deep):
                runs.append([])
            else:
                runs[-1].append(part.regex)
        first, *others = ("/".join(run) for run in runs)
        end = {"tree": "(?:/.*)?", "below": "/.+", "exact": ""}[self.ending]
        if not others:
            return first + end if first else ".+"
        *middle, last = others
        # The first place that fits is as good as any, since a `**` follows: atomic, so that many stay linear.
        deep = "".join(f"(?>(?:[^/]*/)*?{run}/)" for run in middle if run)
        start = f"{first}/" if first else ""
        return f"{start}{deep}(?:[^/]*/)*?{last}{end}" if last else f"{start}{deep}.+"

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self.regex, re.DOTALL)


NEVER = Pattern((), "exact", never=True)
NO_NAME = Segment(None, "", "", "(?!)")
_TOKENS = re.compile(
    r"\\(?P<escaped>.)|(?P<stars>\*+)|(?P<one>\?)|(?P<open>\[)|(?P<text>[^\\*?\[]+)|(?P<lone>\\)", re.DOTALL
)
_CLASS = re.compile(r"\[(?P<not>[!^])?(?P<items>(?:\\.|[^\\\]])+)\]", re.DOTALL)


def segment(text: str, *, classes: bool) -> Segment:
    """One segment of a pattern. `?` is any one character, a backslash takes the next character as it is, and
    where the dialect has character `classes`, `[a-z]` is one of them. Never raises."""
    regexes: list[str] = [""]  # what stands between the stars
    literals: list[str] = [""]  # the texts between wildcards of any kind
    position = 0
    while position < len(text):
        found = _TOKENS.match(text, position)
        assert found is not None
        position = found.end()
        kind = found.lastgroup
        if kind == "stars":
            regexes.append("")
        elif kind == "one":
            regexes[-1] += "[^/]"
        elif kind == "open" and classes:
            group = _CLASS.match(text, found.start())
            if group is None:
                return NO_NAME  # a class without an end
            regexes[-1] += _class(group)
            position = group.end()
        elif kind == "lone":
            return NO_NAME  # "a backslash at the end of a pattern is an invalid pattern that never matches"
        else:
            char = found["escaped"] or found[0]
            regexes[-1] += re.escape(char)
            literals[-1] += char
            continue
        literals.append("")
    literal = literals[0] if len(literals) == 1 else None
    return Segment(literal, literals[-1], max(literals, key=len), _starred(regexes))


def _starred(between: list[str]) -> str:
    """A segment with stars `between` its parts: atomic groups keep many of them linear."""
    first, *rest = between
    if not rest:
        return first
    *middle, last = rest
    inner = "".join(f"(?>[^/]*?{part})" for part in middle if part)
    return f"{first}{inner}[^/]*{last}" if (first or inner or last) else "[^/]+"


def _class(group: re.Match[str]) -> str:
    """`[a-c!]` as a regex; a range that runs backwards has nothing in it."""
    items = [
        match[0][-1] if match[0] != "-" else "-" for match in re.finditer(r"\\.|.", group["items"], re.DOTALL)
    ]
    made: list[str] = []
    position = 0
    while position < len(items):
        if position + 2 < len(items) and items[position + 1] == "-":
            low, high = items[position], items[position + 2]
            if low <= high:
                made.append(f"{re.escape(low)}-{re.escape(high)}")
            position += 3
        else:
            made.append(re.escape(items[position]))
            position += 1
    inside = "".join(made)
    if group["not"]:
        return f"[^/{inside}]"
    return f"(?!/)[{inside}]" if inside else "(?!)"
