"""A proposed teams.yml as YAML, with where each line comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mkdocs_oss.ownership.roster import forge_handle, handle_key
from mkdocs_oss.ownership.shown import shown
from mkdocs_oss.ownership.teams_proposal import LEAST_CHANGES, MOST_AUTHORS, Proposal, ProposedPerson
from mkdocs_oss.settings.yaml_text import quoted

_MOST_PLACES = 3
_OF_MAILS = (
    "The addresses under `emails` find people in history, and no page shows them. They may be deleted: whoever has",
    "none is found by handle and name.",
)


def proposal_yaml(proposal: Proposal, *, file: str = "") -> str:
    """The proposal as a teams.yml. `file`: the one that there is, to which this is to be added."""
    start = "What `mkdocs-oss doctor --teams` finds in CODEOWNERS, OWNERS, .mailmap and history."
    then = (
        f"Add to {file} what is right of it."
        if file
        else "Edit it: it is yours from here on, and is never overwritten."
    )
    lines = [f"# {start}", f"# {_line(then)}"]
    if any(_mails(person) for person in proposal.people):
        lines += [f"# {line}" for line in _OF_MAILS]
    if proposal.teams:
        lines += ["", "teams:"]
        for team in proposal.teams:
            name = handle_key(team.handle).rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
            lines += [
                f"  {quoted(team.handle)}:",
                f"    # {_line(_places(team.places))}",
                f"    name: {quoted(name[:1].upper() + name[1:])}",
                "    members: []  # the repos do not say who is in it",
            ]
    if proposal.people:
        lines += ["", "people:"]
        for person in proposal.people:
            lines += _person_lines(person)
    slight = f"with fewer than {LEAST_CHANGES} changes of pages since {proposal.since}"
    beyond = f"beyond the {MOST_AUTHORS} who changed most"
    if left_out := [
        f"{'1 person' if count == 1 else f'{count} people'} {who}"
        for count, who in ((proposal.slight, slight), (proposal.beyond, beyond))
        if count
    ]:
        lines += ["", f"# Left out, for they own nothing: {', and '.join(left_out)}."]
    return "\n".join([*lines, ""])


def _person_lines(person: ProposedPerson) -> Iterator[str]:
    yield f"  {quoted(person.handle)}:"
    changes = "1 change of a page" if person.changes == 1 else f"{person.changes} changes of pages"
    wrote = [f"{changes}, last {person.last}"] if person.changes else []
    yield f"    # {_line('; '.join([*([_places(person.places)] if person.places else []), *wrote]))}"
    yield from (f"    # {note}" for note in person.notes)
    mails = _mails(person)
    if person.name:
        yield f"    name: {quoted(person.name)}"
    if mails:
        yield f"    emails: [{', '.join(quoted(mail) for mail in mails)}]"
    if not person.name and not mails:
        yield "    emails: []  # no history of theirs is found"


def _mails(person: ProposedPerson) -> list[str]:
    """Their addresses that do not say the handle."""
    handle = handle_key(person.handle)
    return sorted(mail for mail in person.mails.values() if (forge_handle(mail) or "").casefold() != handle)


def _places(places: Sequence[str]) -> str:
    several = list(dict.fromkeys(places))
    more = [f"{len(several) - _MOST_PLACES} more"] if len(several) > _MOST_PLACES else []
    return ", ".join([*several[:_MOST_PLACES], *more])


def _line(text: str) -> str:
    """A comment stays one, whatever it quotes."""
    return " ".join(shown(text).split())
