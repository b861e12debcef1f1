"""Who answers for a path: the kinds of evidence in their order. Every answer carries its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from mkdocs_oss.model import Author, Owners, Rule, Unknown
from mkdocs_oss.ownership.answer import Answer, Considered, Step
from mkdocs_oss.ownership.evidence import IGNORED, RepoOwnership
from mkdocs_oss.ownership.front_matter import front_matter_owners
from mkdocs_oss.ownership.roster import Roster
from mkdocs_oss.ownership.shown import shown

FRONT_MATTER = "front matter"
SETTING = "setting"
HISTORY = "history"
MAX_INFERRED = 3
NOBODY_SAYS = "the repo has no CODEOWNERS file, and no setting names an owner"


class Asked(Struct, frozen=True):
    """A path, and what is known of it and of its repo.

    `meta`: its front matter. `declared`: the handles that a setting gives to the whole repo, and where it does.
    `authors`: who has done substantive work on it, the most active first, where owners may be inferred from that.
    `is_file`: False for a page that is none of the repo's files, so that no rule of the repo can name it.
    """

    path: str
    meta: Mapping[str, Any]
    ownership: RepoOwnership
    declared: tuple[tuple[str, ...], str] = ((), "")
    authors: Sequence[Author] = ()
    is_file: bool = True


def resolve_owners(asked: Asked, roster: Roster) -> Owners | Unknown:
    """The owners of a path, whether it exists or not: of the first kind of evidence that says anything.

    Unknown where nothing in the repo says who owns anything, or where that stands in what is not read.
    """
    for considered in consider(asked):
        if considered.answer is not None:
            return _owners(considered.answer, roster)
        if considered.unknown:
            return Unknown(considered.unknown)
    codeowners = asked.ownership.codeowners
    is_ignored = codeowners is not None and codeowners.is_ignored
    if asked.is_file and asked.ownership.names_somebody:
        file = codeowners.file if codeowners is not None and not is_ignored else "OWNERS"
        return Owners((), Rule(file, 0, "no rule matches"))
    return Unknown(IGNORED if is_ignored else NOBODY_SAYS)


def consider(asked: Asked) -> Iterator[Considered]:
    """Each kind of evidence in its order, and what it says of the path."""
    yield _front_matter(asked)
    if asked.is_file:
        yield asked.ownership.folders(asked.path)
        yield from asked.ownership.rules(asked.path)
    yield _setting(asked)
    if asked.is_file:
        yield from asked.ownership.project(asked.path)
    if asked.authors:
        yield _history(asked.authors)


def explained(asked: Asked) -> tuple[Step, ...]:
    """All that was looked at, in the order of the evidence: what decides, and why the rest does not."""
    steps: list[Step] = []
    by = ""
    for considered in consider(asked):
        for step in considered.steps():
            if by:
                why = f"{by} comes first" if step.decides else step.why
                steps.append(Step(step.rule, why))
            else:
                steps.append(step)
        if (considered.answer is not None or considered.unknown) and not by:
            by = considered.kind
    return tuple(steps)


def _front_matter(asked: Asked) -> Considered:
    try:
        named = front_matter_owners(asked.meta)
    except ValueError as error:
        problem = Step(Rule(asked.path, 0, str(error)), "it cannot be read")
        return Considered(FRONT_MATTER, None, lambda: (problem,))
    if named is None:
        return Considered(FRONT_MATTER, None)
    key, handles = named
    rule = Rule(asked.path, 0, shown(f"{key}: {', '.join(handles)}"))
    return _whole(Answer(FRONT_MATTER, handles, rule), "decides: the page itself says so")


def _setting(asked: Asked) -> Considered:
    handles, where = asked.declared
    if not handles:
        return Considered(SETTING, None)
    answer = Answer(SETTING, handles, Rule(where, 0, f"owner: {', '.join(handles)}"))
    return _whole(answer, "decides: the handbook's settings say so of the whole repo")


def _history(authors: Sequence[Author]) -> Considered:
    recent = authors[:MAX_INFERRED]
    names = tuple(dict.fromkeys(shown(author.name) for author in recent))
    rule = Rule("git log", 0, f"inferred from who has worked on it: {', '.join(names)}")
    mails = tuple((shown(author.name), author.email) for author in recent if author.email)
    return _whole(Answer(HISTORY, names, rule, mails), "decides: nothing says who owns it, so it is inferred")


def _whole(answer: Answer, why: str) -> Considered:
    step = Step(answer.rule, why, decides=True)
    return Considered(answer.kind, answer, lambda: (step,))


def _owners(answer: Answer, roster: Roster) -> Owners:
    mails = dict(answer.mails)
    found = {
        handle: roster.known_by_mail(mails.get(handle, "")) or roster.owner(handle)
        for handle in answer.handles
    }
    unique = {(owner.handle, owner.mail): owner for owner in found.values()}
    hidden = [handle for handle, owner in found.items() if owner.is_hidden]
    rule = roster.unnamed.rule(answer.rule, also=hidden)
    return Owners(tuple(unique.values()), rule, inferred=answer.kind == HISTORY)
