"""What the suite says to readers, in their language: sentences, dates, lists of names.

A language is a file `<language>.toml` beside this one. What it lacks is said in English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

from mkdocs_oss.model import Reason

Value = str | int | date


class Words:
    """The words of one language."""

    def __init__(self, language: str, catalogues: Sequence[Mapping[str, str | Mapping[str, str]]]) -> None:
        self.language = language
        self._catalogues = catalogues

    @staticmethod
    @lru_cache(maxsize=16)
    def of(language: str = "en") -> Words:
        """The words of a language (`de`, `pt-BR`); English where there is no such catalogue."""
        names = dict.fromkeys((language.replace("_", "-").split("-")[0].lower(), "en"))
        found = [(name, catalogue) for name in names if (catalogue := _catalogue(name)) is not None]
        return Words(found[0][0], [catalogue for _, catalogue in found])

    def day(self, value: date | datetime) -> str:
        """`3 March 2026`."""
        return f"{value.day} {value:%B} {value.year}"

    def listed(self, names: Sequence[str]) -> str:
        """`Ana`, `Ana and Bo`, `Ana, Bo and Chidi`."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.say('and')} {names[-1]}"

    def say(self, key: str, /, **values: Value) -> str:
        """The sentence of that key with its values; of two forms the one that suits `count`. Raises KeyError."""
        entry = next(catalogue[key] for catalogue in self._catalogues if key in catalogue)
        if not isinstance(entry, str):
            entry = entry["one" if values.get("count") == 1 else "other"]
        shown = {
            name: self.day(value) if isinstance(value, date) else value for name, value in values.items()
        }
        return entry.format(**shown)

    def reason(self, reason: Reason) -> str:
        """A piece of evidence as a sentence."""
        return self.say(reason.code, **reason.values)


def _catalogue(language: str) -> Mapping[str, str | Mapping[str, str]] | None:
    file = files(__package__).joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if language.isalpha() and file.is_file() else None
