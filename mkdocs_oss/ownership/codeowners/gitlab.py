"""GitLab's CODEOWNERS.

Sources: https://docs.gitlab.com/user/project/codeowners/reference/ and
https://docs.gitlab.com/user/project/codeowners/advanced/ (pattern matching, error handling).
In each section the last matching pattern decides, and the sections' owners own a file together; the lines before
the first heading are a section too. Patterns are those of Ruby's `File.fnmatch` with FNM_PATHNAME and
FNM_DOTMATCH: `docs` is a file of that name and not a folder's content, which is `docs/`.
"""

from __future__ import annotations

import re

from msgspec import Struct, field, structs

from mkdocs_oss.ownership.codeowners.building import MAX_BYTES, Building, too_large
from mkdocs_oss.ownership.codeowners.owner_words import MAIL
from mkdocs_oss.ownership.codeowners.patterns import (
    MAX_PATTERN,
    NEVER,
    Deep,
    Ending,
    Pattern,
    Segment,
    segment,
)
from mkdocs_oss.ownership.codeowners.rules import Codeowners, OwnerRule, Section
from mkdocs_oss.ownership.codeowners.text import lines_of, words_of
from mkdocs_oss.ownership.shown import shown

_HEADING = re.compile(
    r"(?P<optional>\^)?\[(?P<name>[^\]]*)\](?:\[(?P<approvals>[^\]]*)\])?(?P<owners>\s[@\w./+\s-]*)?"
)
_PATH = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_-])?"
_REFERENCE = re.compile(
    rf"(?<![\w@])@{_PATH}(?:/{_PATH}){{0,20}}|(?<!\S)@@(?:developer|maintainer|owner)s?(?!\S)|(?<!\S){MAIL}",
    re.I,
)


def parse_gitlab(content: bytes, *, file: str) -> Codeowners:
    """The rules of a CODEOWNERS file as GitLab reads them; never raises."""
    if len(content) >= MAX_BYTES:
        return too_large(file, "gitlab", "the file is 3 MB or larger, which is more than is read")
    reading = _Reading()
    for number, line in lines_of(content):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            reading.line(number, stripped)
            if reading.building.is_full:
                break
    used = {rule.section for rule in reading.building.rules}
    sections = tuple(section for section in reading.sections.values() if section.name or "" in used)
    return reading.building.done(file, "gitlab", sections)


class _Reading(Struct):
    """A file as far as it has been read. `sections`: by name without case."""

    building: Building = field(default_factory=Building)
    sections: dict[str, Section] = field(default_factory=lambda: {"": Section("", 0)})
    here: Section = field(default_factory=lambda: Section("", 0))
    """The section that the lines belong to, with the owners of its latest heading."""

    def line(self, number: int, text: str) -> None:
        heading = _HEADING.match(text)
        if heading is not None:
            self._heading(number, heading)
            return
        if text.startswith(("[", "^[")):
            what = "the section's heading has no end, so the line counts as a rule of the section before"
            self.building.bad(number, what, "write [Name]")
        self._rule(number, text)

    def _heading(self, number: int, heading: re.Match[str]) -> None:
        name, optional = heading["name"], heading["optional"] is not None
        rest = heading.string[heading.end() :].strip()
        if rest and not rest.startswith("#"):
            what = f"the line is a section's heading, so {shown(rest[:50])!r} is left aside"
            self.building.bad(number, what, "write a \\ before the [ where a file is meant")
        if not name.strip():
            self.building.bad(number, "the section has no name", "write a name between the brackets")
        approvals = self._approvals(number, heading["approvals"], optional=optional)
        owners, _ = _owners(heading["owners"] or "")
        if (heading["owners"] or "").strip() and not owners:
            self.building.bad(number, "the heading's words name no owner", "write @user, @group or @@role")
        first = self.sections.get(name.casefold())
        if first is None:
            self.here = Section(name, number, optional, approvals, owners)
            self.sections[name.casefold()] = self.here
            return
        # The rules of all parts stand under the name of the first; a part that is required makes it required.
        self.sections[name.casefold()] = structs.replace(first, optional=first.optional and optional)
        self.here = Section(first.name, number, optional, approvals, owners)

    def _approvals(self, number: int, written: str | None, *, optional: bool) -> int:
        """How many approvals a heading asks for: what is no number from 1 on counts as 1."""
        if written is None:
            return 1
        if not re.fullmatch(r"0*[1-9][0-9]{0,4}", written):
            what = f"{shown(written[:50])!r} is no number of approvals, so it counts as 1"
            self.building.bad(number, what, "write a number from 1 on", is_read=True)
            return 1
        if optional:
            what = "an optional section asks for approvals, which GitLab leaves aside"
            self.building.bad(number, what, "take away the ^ or the number", is_read=True)
            return 1
        return int(written)

    def _rule(self, number: int, text: str) -> None:
        pattern, *rest = words_of(text) or [""]
        excludes = pattern.startswith("!")
        pattern = pattern.removeprefix("!")
        if not pattern:
            self.building.bad(number, "the line has no pattern", "write one, or remove the line")
            return
        if len(pattern) > MAX_PATTERN:
            self.building.bad(number, "the pattern is longer than any path", "shorten it")
            return
        compiled = compile_gitlab(pattern)
        owners, odd = _owners(" ".join(rest))
        inherits = not rest and not excludes
        if excludes:
            owners = ()
        elif inherits:
            owners = self.here.owners
        else:
            self._note(number, rest, odd, (pattern, compiled))
        if not owners and not excludes:
            what = "the rule names no owner, and its section has none: GitLab approves it by itself"
            remedy = "name an owner, or exclude the path with !"
            self.building.bad(number, what, remedy, is_read=True, pattern=(pattern, compiled))
        # The words after an exclusion mean nothing, but without them a space at the pattern's end would be lost.
        says_more = pattern[-1].isspace() if excludes else not owners
        words = tuple(rest) if says_more else ()
        rule = OwnerRule(number, pattern, compiled, owners, self.here.name, excludes, inherits, words)
        self.building.rule(rule)

    def _note(self, number: int, words: list[str], odd: list[str], pattern: tuple[str, Pattern]) -> None:
        """Words that name nobody, and a comment that names somebody."""
        comment = next((at for at, word in enumerate(words) if word.startswith("#")), len(words))
        for word in odd:
            if word.startswith("#"):
                break
            what = f"{shown(word[:200])!r} is no owner, so GitLab leaves it aside"
            remedy = "write @user, @group or @@role"
            self.building.bad(number, what, remedy, is_read=True, pattern=pattern)
        if _owners(" ".join(words[comment:]))[0]:
            what = "GitLab has no comments at the end of a line, so those who stand in it are owners"
            remedy = "put the comment on a line of its own"
            self.building.bad(number, what, remedy, is_read=True, pattern=pattern)


def compile_gitlab(pattern: str) -> Pattern:
    """What a pattern matches: the file of that path. Without a slash before it, at any depth; with one after it,
    the folder's content; `**/` is any number of folders, and any other `**` the same as `*`."""
    if pattern == "*":
        return Pattern((Deep.ANY, segment("*", classes=False)), "exact")
    if pattern.startswith("\\#"):
        pattern = pattern[1:]
    below = pattern.endswith("/")
    names = pattern.removeprefix("/").removesuffix("/").split("/")
    parts: list[Segment | Deep] = [] if pattern.startswith("/") else [Deep.ANY]
    if pattern == "/":
        return Pattern((), "below")  # `/**/*`
    for at, name in enumerate(names):
        if name == "**" and (below or at < len(names) - 1):
            if not parts or parts[-1] is not Deep.ANY:
                parts.append(Deep.ANY)
        elif name:
            parts.append(segment(name, classes=True))
        else:
            return NEVER  # no path has a name without letters
    ending: Ending = "below" if below else "exact"
    if parts[-1] is Deep.ANY:
        parts.pop()
        ending = "below"
    return Pattern(tuple(parts), ending)


def _owners(text: str) -> tuple[tuple[str, ...], list[str]]:
    """(handles in the order of the text, words that name nobody). Also what stands in a comment counts."""
    found: list[str] = []
    odd: list[str] = []
    for word in text.split():
        named = [match[0] for match in _REFERENCE.finditer(word)]
        found += named
        if not named or word.startswith("#"):
            odd.append(word)
    return tuple(dict.fromkeys(found)), odd
