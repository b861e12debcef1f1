"""Who is who in the histories: one identity for one person, whatever the address."""

from __future__ import annotations

import unicodedata

from msgspec import Struct, field

from mkdocs_oss.model import Commit, Owner, PageHistory
from mkdocs_oss.ownership.roster import Roster, handle_key


def handle_identity(handle: str) -> str:
    """The identity of who has that handle."""
    return f"@{handle_key(handle)}"


def name_identity(name: str) -> str:
    """The identity of an author of whom no more than the name is known: `Yong Tang` is `yongtang`, whatever the accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return f"~{''.join(filter(str.isalnum, plain)) or plain}"


def is_known(identity: str) -> bool:
    """Whether teams.yml says whose that identity is."""
    return identity.startswith("@")


class People(Struct):
    """The authors of all histories, after teams.yml. An identity is to compare with, and never shown."""

    roster: Roster
    _identities: dict[tuple[str, str], str] = field(default_factory=dict)
    _named: dict[str, Owner] = field(default_factory=dict)

    def identity(self, name: str, mail: str) -> str:
        """Whose work an author's is; that of a person who is not to be named too."""
        asked = (name, mail)
        if asked not in self._identities:
            handle = self.roster.handle_of(name, mail)
            identity = handle_identity(handle) if handle else name_identity(name)
            self._identities[asked] = identity
            if not self._is_nobody(name, mail) and (who := self.roster.worker(name, mail)) is not None:
                self._named.setdefault(identity, who)
        return self._identities[asked]

    def hides(self, history: PageHistory) -> bool:
        """Whether somebody who is not to be named is known to have worked on a page: its authors are without them."""
        known = (history.created, history.last_touched, history.last_substantive)
        return any(
            isinstance(commit, Commit) and self._is_nobody(commit.author, commit.email) for commit in known
        )

    def _is_nobody(self, name: str, mail: str) -> bool:
        """Whether an author is the words that stand for somebody who is not to be named."""
        return not mail and bool(self.roster.unnamed) and name == self.roster.unnamed.instead

    def who(self, identity: str) -> Owner | None:
        """The person of an identity that was given out; None for one who is not to be named."""
        return self._named.get(identity)
