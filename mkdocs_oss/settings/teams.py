"""teams.yml: teams and people by handle, with errors that name file, line and key."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.mail import MAIL
from mkdocs_oss.settings.convert import convert
from mkdocs_oss.settings.located_yaml import Located, Path
from mkdocs_oss.settings.schema import PersonEntry, TeamEntry, TeamsFileSchema
from mkdocs_oss.settings.urls import is_web_url


class TeamsFile(Struct, frozen=True):
    """teams.yml: teams and people by handle. `lines`: of each `(group, handle, key, index)` that has one."""

    file: str = ""
    teams: Mapping[str, TeamEntry] = field(default_factory=dict)
    people: Mapping[str, PersonEntry] = field(default_factory=dict)
    lines: Mapping[Path, int] = field(default_factory=dict)

    @property
    def hides_somebody(self) -> bool:
        """Whether it has people who are never named."""
        return any(person.hidden for person in self.people.values())

    def where(self, *path: str | int) -> str:
        """`file:line` of a place in it, as far as it is known."""
        return Located(self.file, None, dict(self.lines)).where(path)


def load_teams(located: Located) -> TeamsFile:
    """The teams and people of a teams.yml. Raises SettingsError."""
    if located.value is None:
        return TeamsFile(located.file)
    for group, entry_schema in (("teams", TeamEntry), ("people", PersonEntry)):
        entries = located.value.get(group) if isinstance(located.value, dict) else None
        for handle in entries if isinstance(entries, dict) else ():
            convert(located, entry_schema, at=(group, handle))
    schema = convert(located, TeamsFileSchema)
    for handle, team in schema.teams.items():
        for key in ("chat", "issues", "rota"):
            _check_url(located, ("teams", handle, key), getattr(team, key))
        _check_mail(located, ("teams", handle, "email"), team.email)
    for handle, person in schema.people.items():
        _check_url(located, ("people", handle, "chat"), person.chat)
        _check_mail(located, ("people", handle, "email"), person.email)
    return TeamsFile(located.file, schema.teams, schema.people, located.lines)


def _check_url(located: Located, path: tuple[str, str, str], url: str) -> None:
    if url and not is_web_url(url):
        raise SettingsError(
            f"{located.where(path)}: {path[-1]}",
            f"{url!r} is not an http or https URL",
            remedy="write the full URL",
        )


def _check_mail(located: Located, path: tuple[str, str, str], mail: str) -> None:
    if mail and not MAIL.fullmatch(mail):
        raise SettingsError(
            f"{located.where(path)}: {path[-1]}",
            f"{mail!r} is not a mail address",
            remedy="write it as team@example.org",
        )
