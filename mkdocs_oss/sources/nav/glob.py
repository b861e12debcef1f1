"""Patterns of paths as nav files write them: `*`, `?`, `[…]`, `**`, and of the extended ones `@(a|b)`, `?(a)`, `!(a)`.

Source: https://facelessuser.github.io/wcmatch/glob/, which awesome-nav matches by. A pattern comes from a repo, so
each part is matched in a time linear in the name: stars are atomic, alternatives become patterns of their own.
"""

from __future__ import annotations

import re

from msgspec import Struct

_STARS = re.compile(r"(?<!\\)\*+")
_TOKEN = re.compile(r"\\(.)|(\?)|\[([!^]?\]?[^\]]{0,100})\]|(.)", re.DOTALL)
_CHOICE = re.compile(r"([@?!])\(([^()]*)\)")
_OTHER = re.compile(r"[*+]\([^()]*\)")
MAX_PATTERN = 300
_MAX_ALTERNATIVES = 20
_MAX_PARTS = 20


class Part(Struct, frozen=True):
    """One level of a path: the name matches one of `yes`, and none of `no`."""

    yes: tuple[re.Pattern[str], ...]
    no: tuple[re.Pattern[str], ...] = ()

    def matches(self, name: str) -> bool:
        return any(r.fullmatch(name) for r in self.yes) and not any(r.fullmatch(name) for r in self.no)


class Glob(Struct, frozen=True):
    """A pattern below some folder. `parts`: its levels, None for `**`. `folders`: it ends in a slash."""

    parts: tuple[Part | None, ...]
    folders: bool = False

    def matches(self, path: str, *, is_folder: bool) -> bool:
        """Whether a whole path matches."""
        if self.folders and not is_folder:
            return False
        states = self.start
        for name in path.split("/"):
            states = self.step(states, name)
        return len(self.parts) in states

    @property
    def start(self) -> frozenset[int]:
        """Where a match begins: positions in `parts`, for `step`."""
        return self._past_stars({0})

    def step(self, states: frozenset[int], name: str) -> frozenset[int]:
        """The positions one level further down; the match is whole at `len(parts)`."""
        found: set[int] = set()
        for state in states:
            if state == len(self.parts):
                continue
            part = self.parts[state]
            if part is None:
                found |= {state, state + 1} if state == len(self.parts) - 1 else {state}
            elif part.matches(name):
                found.add(state + 1)
        return self._past_stars(found)

    def _past_stars(self, states: set[int]) -> frozenset[int]:
        """`**` also stands for no level at all, but not at the end of a pattern."""
        for state in sorted(states):
            while state < len(self.parts) - 1 and self.parts[state] is None:
                state += 1
                states.add(state)
        return frozenset(states)


def compile_glob(pattern: str) -> Glob:
    """A pattern. Raises ValueError with a sentence where it is too long, or has what is not supported."""
    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"the pattern is longer than {MAX_PATTERN} characters")
    names = [name for name in pattern.split("/") if name not in ("", ".")]
    if not names or len(names) > _MAX_PARTS or ".." in names:
        raise ValueError(f"{pattern!r} is no pattern of files below the folder")
    return Glob(tuple(None if name == "**" else _part(name) for name in names), pattern.endswith("/"))


def below(folder: str, glob: Glob, *, anywhere: bool) -> Glob:
    """The pattern as one of whole paths, for a pattern that is meant below a folder or `anywhere` in it."""
    parts = [Part((re.compile(re.escape(name)),)) for name in folder.split("/") if name]
    return Glob((*parts, *((None,) if anywhere else ()), *glob.parts), glob.folders)


def _part(name: str) -> Part:
    if match := _OTHER.search(name):
        raise ValueError(f"{match[0]!r} in the pattern {name!r} is not supported")
    negated = next((m for m in _CHOICE.finditer(name) if m[1] == "!"), None)
    if negated is None:
        return Part(tuple(_regex(each) for each in _plain(name)))
    start, end = name[: negated.start()], name[negated.end() :]
    inside = f"{start}@({negated[2]}){end}"
    if "!(" in start + end:
        raise ValueError(f"more than one `!(…)` in the pattern {name!r} is not supported")
    return Part(
        tuple(_regex(each) for each in _plain(f"{start}*{end}")),
        tuple(_regex(each) for each in _plain(inside)),
    )


def _plain(name: str) -> list[str]:
    """The patterns without alternatives that stand for one with them."""
    found = [name]
    while any(match := _CHOICE.search(each) for each in found):
        assert match is not None
        choices = [*match[2].split("|"), *([""] if match[1] == "?" else [])]
        found = [
            new
            for each in found
            for new in ([each.replace(match[0], c, 1) for c in choices] if match[0] in each else [each])
        ]
        if len(found) > _MAX_ALTERNATIVES:
            raise ValueError(f"the pattern {name!r} has more than {_MAX_ALTERNATIVES} alternatives")
    return found


def _regex(name: str) -> re.Pattern[str]:
    """One level; the first place that fits is as good as any, so the stars are atomic."""
    first, *rest = (_literal(part) for part in _STARS.split(name))
    if not rest:
        return re.compile(first, re.DOTALL)
    *middle, last = rest
    inner = "".join(f"(?>.*?{part})" for part in middle)
    return re.compile(f"{first}{inner}.*{last}" if first or inner or last else ".+", re.DOTALL)


def _literal(part: str) -> str:
    found: list[str] = []
    for escaped, any_char, group, char in _TOKEN.findall(part):
        if any_char:
            found.append(".")
        elif group.replace("\\", "").lstrip("!^"):
            negated = "^" if group[0] in "!^" else ""
            found.append(f"[{negated}{_ranges(group.lstrip('!^') if negated else group)}]")
        else:
            found.append(re.escape(escaped or char))
    return "".join(found)


def _ranges(group: str) -> str:
    """The inside of `[…]`: characters and ranges; a range that runs backwards is its two ends."""
    found: list[str] = []
    for first, last, char in re.findall(r"(.)-(.)|(.)", group.replace("\\", ""), re.DOTALL):
        if first and first <= last:
            found.append(f"{re.escape(first)}-{re.escape(last)}")
        else:
            found.append(re.escape(first + last + char))
    return "".join(found)
