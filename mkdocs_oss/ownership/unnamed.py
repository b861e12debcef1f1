"""The people whom the handbook never names (`hidden:` in teams.yml), and texts without their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mkdocs_oss.settings import PersonEntry

_SHORTEST = 2
"""A name of one letter is left in texts: it stands in too many words."""


class Unnamed:
    """Who is not to be named, by name, handle and address. `instead`: what is said in their place."""

    def __init__(self, people: Mapping[str, PersonEntry], instead: str) -> None:
        hidden = {handle.lstrip("@"): entry for handle, entry in people.items() if entry.hidden}
        self.instead = instead
        self._names = {entry.name.casefold() for entry in hidden.values() if entry.name}
        mails = [mail for entry in hidden.values() for mail in (*entry.emails, entry.email) if mail]
        names = [
            entry.name
            for entry in hidden.values()
            if len(entry.name) >= _SHORTEST and entry.name not in hidden
        ]
        exact = [rf"(?i:(?<![\w.+-]){re.escape(mail)}(?![\w-]|\.\w))" for mail in mails]
        # `Mark` is a name, and `mark` a word; of a name of several words the case does not matter
        exact += [rf"{'(?i:' if ' ' in name else '(?:'}(?<!\w){_spaced(name)}(?!\w))" for name in names]
        handles = [re.escape(handle) for handle in hidden if handle]
        bare = [rf"(?i:(?<![\w@/.-])@?{handle}(?![\w/-]|\.\w))" for handle in handles]
        anywhere = [rf"(?i:(?<![\w-])@?{handle}(?![\w-]))" for handle in handles]
        self._in_text = re.compile("|".join([*exact, *bare])) if hidden else None
        self._in_subject = re.compile("|".join([*exact, *anywhere])) if hidden else None

    def __bool__(self) -> bool:
        return self._in_text is not None

    def has_name(self, name: str) -> bool:
        """Whether a name is that of one of them."""
        return name.casefold() in self._names

    def text(self, text: str, *, also: Iterable[str] = ()) -> str:
        """A text without them; a path keeps its parts. `also`: other names that they go by in it."""
        if self._in_text is None:
            return text
        for name in sorted(also, key=len, reverse=True):
            text = text.replace(name, self.instead) if len(name) >= _SHORTEST else text
        return self._in_text.sub(lambda _: self.instead, text)

    def subject(self, text: str) -> str:
        """A commit's subject without them: forges put handles into paths there (`from ana/patch-1`)."""
        return text if self._in_subject is None else self._in_subject.sub(lambda _: self.instead, text)


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())
