"""GitHub's CODEOWNERS.

Source: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
The last matching pattern decides; a pattern without owners leaves its files without one; `!`, `[ ]` and
`\\#` do not work; a line with a wrong owner is skipped; matching is case-sensitive; the file must be below 3 MB.
"""

from __future__ import annotations

import re

from mkdocs_oss.ownership.codeowners.building import MAX_BYTES, Building, too_large
from mkdocs_oss.ownership.codeowners.gitignore_patterns import compile_gitignore
from mkdocs_oss.ownership.codeowners.owner_words import MAIL
from mkdocs_oss.ownership.codeowners.patterns import MAX_PATTERN, Pattern
from mkdocs_oss.ownership.codeowners.rules import Codeowners, OwnerRule
from mkdocs_oss.ownership.codeowners.text import before_comment, lines_of, words_of
from mkdocs_oss.ownership.shown import shown

_OWNER = re.compile(rf"@[A-Za-z0-9][A-Za-z0-9_-]{{0,38}}(?:/[A-Za-z0-9._-]{{1,100}})?|{MAIL}")


def parse_github(content: bytes, *, file: str) -> Codeowners:
    """The rules of a CODEOWNERS file as GitHub reads them; never raises."""
    if len(content) >= MAX_BYTES:
        return too_large(file, "github", "the file is 3 MB or larger, so GitHub ignores it", is_ignored=True)
    building = Building()
    for number, line in lines_of(content):
        words = before_comment(words_of(line))
        if not words:
            continue
        pattern, owners = words[0], tuple(words[1:])
        if (wrong := wrong_pattern(pattern, forge="GitHub")) is not None:
            building.bad(number, *wrong)
            continue
        if (wrong := _wrong_owner(owners)) is not None:
            building.bad(number, *wrong, pattern=(pattern, compile_github(pattern)))
            continue
        building.rule(OwnerRule(number, pattern, compile_github(pattern), owners))
        if building.is_full:
            break
    return building.done(file, "github")


def compile_github(pattern: str) -> Pattern:
    """What a pattern matches: as in .gitignore, but `docs/*` names the files of that folder alone."""
    return compile_gitignore(pattern, star="level")


def wrong_pattern(pattern: str, *, forge: str) -> tuple[str, str] | None:
    """What of .gitignore's syntax GitHub and Bitbucket leave out, in the same words: (what, remedy), or None."""
    if pattern.startswith("!"):
        return (
            f"the pattern {_quoted(pattern)} negates, which {forge} does not support",
            "name what is owned instead",
        )
    if pattern.startswith("\\#"):
        return (
            f"the pattern {_quoted(pattern)} escapes a #, which {forge} does not support",
            "match it with `?`",
        )
    if "[" in pattern or "]" in pattern:
        what = f"the pattern {_quoted(pattern)} has a character range, which {forge} does not support"
        return what, "use `*` or `?`"
    if len(pattern) > MAX_PATTERN:
        return "the pattern is longer than any path", "shorten it"
    return None


def _wrong_owner(owners: tuple[str, ...]) -> tuple[str, str] | None:
    for owner in owners:
        if not _OWNER.fullmatch(owner):
            what = f"{_quoted(owner)} is no owner, so the line is skipped"
            return what, one_word(owner, _OWNER) or "write @user, @org/team or a mail address"
    return None


def one_word(word: str, owner: re.Pattern[str]) -> str | None:
    """What to do with a word that is several owners with commas or semicolons between them; None for another."""
    names = [name for name in re.split("[,;]", word) if name]
    several = len(names) > 1 and all(owner.fullmatch(name) for name in names)
    return "put a space between them in place of the comma" if several else None


def _quoted(word: str) -> str:
    return repr(shown(word[:200]))
