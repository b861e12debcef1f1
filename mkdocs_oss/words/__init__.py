"""What the suite says to readers, in their language: sentences, dates, lists of names.

A language is a file `<language>.toml` beside this one. What it lacks is said in English. A sentence holds its values
as `{name}`, and what is code in backticks; where it has two forms, `one` and `other`, its `count` chooses.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

from msgspec import Struct

from mkdocs_oss.model import Reason

Value = str | int | date
Entry = str | Mapping[str, str]
_ONE: Mapping[str, frozenset[int]] = {"fr": frozenset({0, 1}), "ja": frozenset(), "zh": frozenset()}
"""Which counts take the first form, where that is not 1 alone.

Source: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
"""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
"""What says of Chinese that it is written in traditional characters, for which `zh` has no words.

Source: https://www.unicode.org/cldr/charts/latest/supplemental/likely_subtags.html
"""
_INSTEAD_OF_A_NAME = ("unnamed", "role-developer", "role-maintainer", "role-owner")
BECAUSE = "because-"
"""What the keys begin with that give reasons why something is not known."""


class Piece(Struct, frozen=True):
    """A stretch of a sentence: its own text, or the value called `name`. `is_code`: it stands in backticks."""

    text: str = ""
    name: str = ""
    is_code: bool = False


class Words:
    """The words of one language."""

    def __init__(self, language: str, catalogues: Sequence[Mapping[str, Entry]]) -> None:
        self.language = language
        self._catalogues = catalogues
        self._because = {
            entry: key
            for key, entry in catalogues[-1].items()
            if key.startswith(BECAUSE) and isinstance(entry, str)
        }

    @staticmethod
    @lru_cache(maxsize=16)
    def of(language: str = "en") -> Words:
        """The words of a language (`de`, `pt-BR`); English where there is no such catalogue, as for `zh-Hant`."""
        name, *rest = language.replace("_", "-").lower().split("-")
        is_traditional = name == "zh" and "hans" not in rest and not _TRADITIONAL.isdisjoint(rest)
        names = dict.fromkeys(("en",) if is_traditional else (name, "en"))
        found = [(name, catalogue) for name in names if (catalogue := _catalogue(name)) is not None]
        return Words(found[0][0], [catalogue for _, catalogue in found])

    def day(self, value: date | datetime) -> str:
        """`3 March 2026`, `3. März 2026`; without Babel, 2026-03-03 in all languages but English."""
        return _day(self.language, value.year, value.month, value.day)

    def listed(self, names: Sequence[str]) -> str:
        """`Ana`, `Ana and Bo`, `Ana, Bo and Chidi`."""
        if len(names) < 2:
            return "".join(names)
        first = self.say("comma").join(names[:-1])
        return f"{first}{self.say('and')}{names[-1]}"

    def say(self, key: str, /, **values: Value) -> str:
        """The sentence of that key with its values; of two forms the one that suits `count`. Raises KeyError."""
        shown = {
            name: self.day(value) if isinstance(value, date) else value for name, value in values.items()
        }
        return self._entry(key, values.get("count")).format(**shown)

    def opening(self, name: str) -> str:
        """A name as it begins a sentence: words that stand for one (`someone …`) have a capital; a handle has its own."""
        is_none = any(name.startswith(self.say(key)) for key in _INSTEAD_OF_A_NAME)
        return name[:1].upper() + name[1:] if is_none else name

    def forms(self, key: str) -> Mapping[str, str]:
        """The sentence of that key as it is written, by form; for a script that counts itself. Raises KeyError."""
        entry = self._written(key)
        return {"other": entry} if isinstance(entry, str) else entry

    def pieces(self, key: str, count: object = None) -> tuple[Piece, ...]:
        """The sentence of that key, cut where a value or code begins and ends. Raises KeyError."""
        return _cut(self._entry(key, count))

    def reason(self, reason: Reason) -> str:
        """A piece of evidence as a sentence."""
        return self.say(reason.code, **reason.values)

    def because(self, reason: str) -> str:
        """Why something is not known, as `Unknown` says it in English; what no catalogue has stays in English."""
        key = self._because.get(reason)
        return reason if key is None else self.say(key)

    def _entry(self, key: str, count: object) -> str:
        entry = self._written(key)
        if isinstance(entry, str):
            return entry
        is_one = "one" in entry and count in _ONE.get(self.language, (1,))
        return entry["one" if is_one else "other"]

    def _written(self, key: str) -> Entry:
        for catalogue in self._catalogues:
            if key in catalogue:
                return catalogue[key]
        raise KeyError(key)


@lru_cache(maxsize=4096)
def _cut(entry: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    is_code = False
    for text, name, _, _ in string.Formatter().parse(entry):
        for position, part in enumerate(text.split("`")):
            if position:
                is_code = not is_code
            if part:
                found.append(Piece(text=part, is_code=is_code))
        if name:
            found.append(Piece(name=name, is_code=is_code))
    return tuple(found)


@lru_cache(maxsize=8192)
def _day(language: str, year: int, month: int, day: int) -> str:
    if language == "en":
        return f"{day} {_MONTHS[month - 1]} {year}"
    value = date(year, month, day)
    try:
        from babel.dates import format_date
    except ImportError:  # Material brings it along; other themes may not
        return value.isoformat()
    said = str(format_date(value, format="long", locale=language))
    return f"1er {said.removeprefix('1 ')}" if language == "fr" and day == 1 else said


def _catalogue(language: str) -> Mapping[str, Entry] | None:
    file = files(__package__).joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if language.isalpha() and file.is_file() else None
