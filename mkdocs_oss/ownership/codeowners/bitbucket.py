"""Bitbucket Cloud's CODEOWNERS.

Source: https://support.atlassian.com/bitbucket-cloud/docs/set-up-and-use-code-owners/
The last matching pattern decides. Patterns follow .gitignore, without `!`, `[ ]` and `\\#`. An owner is a mail
address, `@user`, `@workspace/group` or `@teams/team`; a group may say how its reviewers are chosen: `:all`,
`:random(2)`, `:least_busy(2)`. A `#` begins a comment, at the end of a line too.
"""

from __future__ import annotations

import re

from mkdocs_oss.ownership.codeowners.building import MAX_BYTES, Building, too_large
from mkdocs_oss.ownership.codeowners.github import one_word, wrong_pattern
from mkdocs_oss.ownership.codeowners.gitignore_patterns import compile_gitignore
from mkdocs_oss.ownership.codeowners.owner_words import IS_MAIL, MAIL
from mkdocs_oss.ownership.codeowners.patterns import Pattern
from mkdocs_oss.ownership.codeowners.rules import Codeowners, OwnerRule
from mkdocs_oss.ownership.codeowners.text import before_comment, lines_of, words_of
from mkdocs_oss.ownership.shown import shown

_OWNER = re.compile(r"(?P<handle>@[A-Za-z0-9_][\w.-]{0,99}(?:/[\w.-]{1,100})?)(?P<choice>:[^\s]*)?", re.ASCII)
_CHOICE = re.compile(r":(?:all|random|least_busy|(?:random|least_busy)\([1-9][0-9]{0,4}\))")


def parse_bitbucket(content: bytes, *, file: str) -> Codeowners:
    """The rules of a CODEOWNERS file as Bitbucket Cloud reads them; never raises."""
    if len(content) >= MAX_BYTES:
        return too_large(file, "bitbucket", "the file is 3 MB or larger, which is more than is read")
    building = Building()
    for number, line in lines_of(content):
        words = before_comment(words_of(line))
        if not words:
            continue
        pattern, *named = words
        wrong = wrong_pattern(pattern, forge="Bitbucket")
        compiled = None if wrong else (pattern, compile_bitbucket(pattern))
        if wrong is None and not named:
            wrong = "the line names nobody, so it is skipped", "name an owner, or remove the line"
        handles = [_handle(word) for word in named]
        if wrong is None and None in handles:
            word = named[handles.index(None)]
            wrong = (
                f"{shown(word[:200])!r} is no owner, so the line is skipped",
                one_word(word, re.compile(f"{_OWNER.pattern}|{MAIL}", re.ASCII))
                or "write a mail address, @user, @workspace/group, or that with :all, :random(2) or :least_busy(2)",
            )
        if wrong is not None:
            building.bad(number, *wrong, pattern=compiled)
            continue
        owners = tuple(handle for handle in handles if handle is not None)
        building.rule(OwnerRule(number, pattern, compile_bitbucket(pattern), owners, words=tuple(named)))
        if building.is_full:
            break
    return building.done(file, "bitbucket")


def compile_bitbucket(pattern: str) -> Pattern:
    """What a pattern matches: as in .gitignore, so `docs/*` names the folders of docs with all below them too."""
    return compile_gitignore(pattern, star="tree")


def _handle(word: str) -> str | None:
    """The handle that a word names, without the choice of reviewers; None where it names none."""
    if IS_MAIL.fullmatch(word):
        return word
    found = _OWNER.fullmatch(word)
    if found is None or (
        found["choice"] and ("/" not in found["handle"] or not _CHOICE.fullmatch(found["choice"]))
    ):
        return None
    return found["handle"]
