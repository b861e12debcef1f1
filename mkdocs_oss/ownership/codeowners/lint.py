"""What is odd in a CODEOWNERS file: rules that never decide, patterns that match nothing, owners nobody knows.

Only what is certain from the file and the list of the repo's paths. Each look is linear in both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct

from mkdocs_oss.model import Adoption
from mkdocs_oss.ownership.codeowners.index import Index
from mkdocs_oss.ownership.codeowners.patterns import Deep, Pattern, Segment
from mkdocs_oss.ownership.codeowners.rules import Codeowners, OwnerRule
from mkdocs_oss.ownership.shown import shown

_FOLDERS_NAMED = 5
_LINES_NAMED = 3


class Oddity(Struct, frozen=True):
    """One finding: its code, the line (0: the whole file), what is odd, and what to do."""

    code: str
    line: int
    what: str
    remedy: str


def lint(
    codeowners: Codeowners,
    *,
    paths: Set[str] | None,
    pages: Iterable[str] = (),
    ways: Mapping[str, Adoption] | None = None,
    knows: Callable[[str], bool] | None = None,
) -> Iterator[Oddity]:
    """All that is odd.

    `paths`: all of the repo's files, or None where only some are known, so that nothing is said of patterns that
    match none. `pages`: the documentation that nobody is said to own, as paths; `ways`: how they get an owner.
    `knows`: whether teams.yml has an owner; None without one.
    """
    if knows is not None:
        yield from _unknown_owners(codeowners, knows)
    shadowed = {oddity.line: oddity for oddity in _shadowed(codeowners)}
    yield from shadowed.values()
    if paths is not None:
        yield from _without_match(codeowners, paths, except_for=shadowed.keys())
    if not codeowners.is_cut:
        yield from _unowned([page for page in pages if not codeowners.decide(page).owners], ways or {})


def _unknown_owners(codeowners: Codeowners, knows: Callable[[str], bool]) -> Iterator[Oddity]:
    first: dict[str, int] = {}
    for rule in codeowners.rules:
        for owner in rule.owners:
            first.setdefault(owner, rule.line)
    for owner, line in first.items():
        if not owner.startswith("@@") and not knows(owner):
            what = f"{shown(owner)} is not in teams.yml"
            yield Oddity("codeowners-unknown-owner", line, what, "add it there, or mend the name")


def _shadowed(codeowners: Codeowners) -> Iterator[Oddity]:
    """Rules that cannot decide for any path, because a later rule of their section matches all that they match."""
    later: dict[str, _Later] = {}
    found: list[Oddity] = []
    for rule in reversed(codeowners.rules):
        seen = later.setdefault(rule.section, _Later())
        if not rule.excludes and not rule.matches.never and (by := seen.covering(rule.matches)) is not None:
            doing = "excludes" if by.excludes else "matches"
            what = (
                f"{shown(rule.pattern)} never decides: line {by.line} ({shown(by.pattern)}) {doing} all of it"
            )
            found.append(
                Oddity("codeowners-shadowed", rule.line, what, "remove the line, or put it below the other")
            )
        seen.add(rule)
    yield from reversed(found)


class _Later:
    """The rules after one, by what they match as a whole; of two that match the same, the nearest to it."""

    def __init__(self) -> None:
        self._everything: OwnerRule | None = None
        self._same: dict[tuple[str, str], OwnerRule] = {}
        self._trees: dict[str, OwnerRule] = {}
        self._names: dict[str, OwnerRule] = {}
        self._extensions: dict[str, OwnerRule] = {}

    def add(self, rule: OwnerRule) -> None:
        pattern = rule.matches
        if pattern.never:
            return
        self._same[pattern.regex, pattern.ending] = rule
        if pattern.is_everything:
            self._everything = rule
        elif pattern.literal is not None and pattern.ending != "exact":
            self._trees[pattern.literal] = rule
        elif len(pattern.segments) == 2 and pattern.segments[0] is Deep.ANY and pattern.ending != "below":
            name = pattern.segments[1]
            assert isinstance(name, Segment)
            if name.literal is not None:
                self._names[name.literal] = rule
            elif name.tail.rfind(".") == 0 and name.regex == f"[^/]*{re.escape(name.tail)}":
                self._extensions[name.tail] = rule

    def covering(self, pattern: Pattern) -> OwnerRule | None:
        """A later rule that matches whatever `pattern` does."""
        if (same := self._same.get((pattern.regex, pattern.ending))) or (same := self._everything):
            return same
        start = ""
        for part in pattern.segments:
            if not isinstance(part, Segment) or part.literal is None:
                break
            start = f"{start}/{part.literal}" if start else part.literal
            tree = self._trees.get(start)
            if tree is not None and (start != pattern.literal or _fits(pattern, tree.matches)):
                return tree
        last = pattern.segments[-1] if pattern.segments else None
        if not isinstance(last, Segment):
            return None
        candidates = [self._names.get(last.literal or "")]
        if "." in last.tail:
            candidates.append(self._extensions.get(last.tail[last.tail.rindex(".") :]))
        return next((rule for rule in candidates if rule is not None and _fits(pattern, rule.matches)), None)


def _fits(inner: Pattern, outer: Pattern) -> bool:
    """Whether of two that end in the same name, one names no more than the other: that name, what lies below it."""
    return outer.ending == "tree" or outer.ending == inner.ending


def _without_match(codeowners: Codeowners, paths: Set[str], *, except_for: Set[int]) -> Iterator[Oddity]:
    folders: set[str] = set()
    for path in paths:
        while path := path.rpartition("/")[0]:
            if path in folders:
                break
            folders.add(path)
    rules = [rule for rule in codeowners.rules if not rule.excludes and rule.line not in except_for]
    waiting = [rule for rule in rules if not _is_there(rule.matches, paths, folders)]
    index = Index([rule.matches for rule in waiting])
    matched: set[int] = set()
    if any(rule.matches.literal is None and not rule.matches.never for rule in waiting):
        for path in paths:
            matched |= {
                at for at in index.candidates(path) if at not in matched and waiting[at].matches.matches(path)
            }
            if len(matched) == len(waiting):
                break
    folder_names = {folder.rpartition("/")[2] for folder in folders}
    for at, rule in enumerate(waiting):
        if at not in matched:
            last = rule.matches.segments[-1] if rule.matches.segments else None
            remedy = "mend the pattern, or remove the line"
            if rule.matches.ending == "exact" and isinstance(last, Segment) and last.literal in folder_names:
                remedy = "if a folder is meant, write a slash at its end"
            yield Oddity("codeowners-no-match", rule.line, f"{shown(rule.pattern)} matches no file", remedy)


def _is_there(pattern: Pattern, paths: Set[str], folders: Set[str]) -> bool:
    """Whether a pattern without wildcards names a file or folder that is there."""
    literal = pattern.literal
    if pattern.is_everything:
        return bool(paths)
    if literal is None:
        return False
    if pattern.ending == "exact":
        return literal in paths
    return literal in folders or (pattern.ending == "tree" and literal in paths)


def _unowned(pages: Sequence[str], ways: Mapping[str, Adoption]) -> Iterator[Oddity]:
    """One finding for all documentation that nobody owns, counted by folder, with the lines that mend most of it."""
    if not pages:
        return
    counted = Counter(page.rpartition("/")[0] for page in pages)
    most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{shown(folder) or 'the root'} {count}" for folder, count in most[:_FOLDERS_NAMED]]
    more = [f"{len(most) - _FOLDERS_NAMED} more folders"] if len(most) > _FOLDERS_NAMED else []
    page_s = "page has" if len(pages) == 1 else "pages have"
    what = f"{len(pages)} {page_s} no owner in it: {', '.join([*named, *more])}"
    yield Oddity("codeowners-unowned", 0, what, _lines_for(pages, ways))


def _lines_for(pages: Sequence[str], ways: Mapping[str, Adoption]) -> str:
    """What to add: the lines for whole folders, those with most pages first, and else the line of a page."""
    known = [ways[page] for page in pages if page in ways]
    if not known:
        return "add a line for them"
    folders = Counter(way.folder for way in known if way.folder)
    lines = sorted(folders, key=lambda line: (-folders[line], line)) or [known[0].line]
    place_of = {way.folder or way.line: way.before for way in reversed(known)}
    before = place_of[lines[0]]
    lines = [line for line in lines if place_of[line] == before]
    where = f"above its line {before}" if before else "at its end"
    said = [f"`{shown(' '.join(line.splitlines()))}`" for line in lines[:_LINES_NAMED]]
    if len(lines) > _LINES_NAMED:
        said.append(f"{len(lines) - _LINES_NAMED} more lines")
    left = len(known) - (sum(folders[line] for line in lines) or 1)
    rest = (
        f", and a line for each of the other {left}"
        if left > 1
        else ", and a line for the other"
        if left
        else ""
    )
    if len(known) < len(pages):  # in the words of the dialect they cannot be named
        rest += f", and `owner:` in the front matter of {len(pages) - len(known)}"
    return f"add {' and '.join(filter(None, [', '.join(said[:-1]), said[-1]]))} {where}{rest}"
