"""The people whom the handbook never names (`hidden:` in teams.yml), and texts without their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from mkdocs_oss.model import Rule
from mkdocs_oss.settings import PersonEntry

_SHORTEST = 2
"""A name of one letter is left in texts: it stands in too many words. A handle of one is one after its `@`, and where a
forge writes it into a subject: `from a/patch-1`."""
_WORD = re.compile(r"\w+")


class Unnamed:
    """Who is not to be named, by name, handle and address. `instead`: what is said in their place."""

    def __init__(self, people: Mapping[str, PersonEntry], instead: str) -> None:
        hidden = {handle.lstrip("@").strip(): entry for handle, entry in people.items() if entry.hidden}
        self.instead = instead
        self._names = {_folded(entry.name) for entry in hidden.values() if entry.name.strip()}
        mails = [mail for entry in hidden.values() for mail in (*entry.emails, entry.email) if mail]
        names = [
            entry.name
            for entry in hidden.values()
            if len(entry.name.strip()) >= _SHORTEST and entry.name not in hidden
        ]
        exact = [rf"(?i:(?<![\w.+-]){re.escape(mail)}(?![\w-]|\.\w))" for mail in mails]
        exact += [_in_text(name) for name in names]
        handles = [re.escape(handle) for handle in hidden if len(handle) >= _SHORTEST]
        short = [re.escape(handle) for handle in hidden if len(handle) == 1]
        exact += [rf"(?i:(?<![\w@/.-])@{handle}(?![\w/-]|\.\w))" for handle in short]
        bare = [rf"(?i:(?<![\w@/.-])@?{handle}(?![\w/-]|\.\w))" for handle in handles]
        anywhere = [rf"(?i:(?<![\w-])@?{handle}(?![\w-]))" for handle in handles]
        anywhere += [rf"(?i:(?<=\bfrom ){handle}(?=/))" for handle in short]
        known = (*(mail.partition("@")[0] for mail in mails), *names, *filter(None, hidden))
        found = [_WORD.findall(_folded(one)) for one in known]
        self._words = {max(words, key=len) for words in found if words}
        self._has_words = all(found)
        self._in_text = re.compile("|".join([*exact, *bare]) or "(?!)") if hidden else None
        self._in_subject = re.compile("|".join([*exact, *anywhere]) or "(?!)") if hidden else None

    def __bool__(self) -> bool:
        return self._in_text is not None

    def has_name(self, name: str) -> bool:
        """Whether a name is that of one of them."""
        return bool(self._names) and _folded(name) in self._names

    def text(self, text: str, *, also: Iterable[str] = ()) -> str:
        """A text without them; a path keeps its parts. `also`: other names that they go by in it."""
        if self._in_text is None:
            return text
        for name in sorted(also, key=len, reverse=True):
            if len(name.strip()) >= _SHORTEST:
                text = re.sub(_in_text(name), lambda _: self.instead, text)
        return self._without(self._in_text, text)

    def rule(self, rule: Rule, *, also: Iterable[str] = ()) -> Rule:
        """A rule without them; the same where it names none of them."""
        if self._in_text is None:
            return rule
        names = tuple(also)
        text, pattern, section = (
            self.text(each, also=names) for each in (rule.text, rule.pattern, rule.section)
        )
        together = tuple(self.rule(each, also=names) for each in rule.together)
        return replace(rule, text=text, pattern=pattern, section=section, together=together)

    def subject(self, text: str) -> str:
        """A commit's subject without them: forges put handles into paths there (`from ana/patch-1`)."""
        return text if self._in_subject is None else self._without(self._in_subject, text)

    def _without(self, pattern: re.Pattern[str], text: str) -> str:
        if self._has_words and text.isascii() and self._words.isdisjoint(_WORD.findall(text.lower())):
            return text  # which is so of nearly all texts, and takes no longer with a thousand people than with one
        return pattern.sub(lambda _: self.instead, text)


def _in_text(name: str) -> str:
    """The pattern of a name: a word of its own, unless it is in a script that has no spaces between words, and in
    both forms that Unicode has for its letters. `Mark` is a name, and `mark` a word; of a name of several words the
    case does not matter."""
    name = unicodedata.normalize("NFC", name.strip())
    words = [re.escape(word) for word in name.split()]
    whole = r"\s+".join(words)
    forms = dict.fromkeys((whole, unicodedata.normalize("NFD", whole)))
    start, end = ("" if _has_no_spaces(name[at]) else edge for at, edge in ((0, r"(?<!\w)"), (-1, r"(?!\w)")))
    return rf"{'(?i:' if len(words) > 1 else '(?:'}{start}(?:{'|'.join(forms)}){end})"


def _has_no_spaces(letter: str) -> bool:
    """Whether words run on after a letter: in Chinese and Japanese, and in Korean, whose particles follow a name."""
    return unicodedata.east_asian_width(letter) in "WF"


def _folded(name: str) -> str:
    """A name as it is compared. The `ı` of Turkish and `i` are one to a pattern without case, and so they are here."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split()).replace("ı", "i").replace("i̇", "i")
