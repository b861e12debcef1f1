"""Sentences of the catalogue as HTML: values stay text, code stands as code, days and times as such."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from mkdocs_oss.model import Reason
from mkdocs_oss.words import Words

_GAP = "\0"


class Said:
    """Says a sentence in one language. `marks`: the macros of marks.html.j2, which hold the HTML of a value.

    It is asked for a dozen sentences a page, so whatever is the same for all pages is made once.
    """

    def __init__(self, words: Words, marks: Any) -> None:
        self._words = words
        self._code = str(marks.code(_GAP)).split(_GAP)
        day = str(marks.day(_GAP, _GAP)).split(_GAP)
        time = str(marks.time(_GAP, _GAP, _GAP)).split(_GAP)
        self._day = lru_cache(maxsize=8192)(
            lambda value: f"{day[0]}{value.isoformat()}{day[1]}{escape(words.day(value))}{day[2]}"
        )

        def exact(value: datetime) -> str:
            utc = value.astimezone(UTC)
            written = utc.isoformat("T", "seconds")[:19]
            return (
                f"{time[0]}{written}Z{time[1]}{written[:10]} {written[11:16]} UTC"
                f"{time[2]}{escape(words.day(utc))}{time[3]}"
            )

        self._time = lru_cache(maxsize=8192)(exact)
        self._made = lru_cache(maxsize=1024)(self._make)
        self._opening = lru_cache(maxsize=1024)(words.opening)

    def __call__(self, key: str, /, **values: Any) -> Markup:
        """The sentence of that key. A value is text, unless it is Markup already. Raises KeyError."""
        return self._filled(key, values)

    def reason(self, reason: Reason) -> Markup:
        """A piece of evidence; why something is not known is said in this language too."""
        values = reason.values
        if isinstance(because := values.get("reason"), str):
            values = {**values, "reason": self._words.because(because)}
        return self._filled(reason.code, values)

    def _filled(self, key: str, values: Mapping[str, Any]) -> Markup:
        found: list[str] = []
        for text, name, is_code in self._made(key, values.get("count")):
            found.append(text)
            if name:
                value = values[name]
                if type(value) is str and len(found) == 1 and not text:
                    value = self._opening(value)
                found.append(escape(value) if is_code else self._shown(name, value))
        return Markup("".join(found))  # noqa: S704  # each part is escaped, or of marks.html.j2

    def _make(self, key: str, count: object) -> list[tuple[str, str, bool]]:
        """A sentence, cut at its values: the HTML before each, its name, and whether it stands in code."""
        found: list[tuple[str, str, bool]] = []
        text, was_code = "", False
        for piece in self._words.pieces(key, count):
            if piece.is_code != was_code:
                text += self._code[0] if piece.is_code else self._code[1]
            text += str(escape(piece.text))
            was_code = piece.is_code
            if piece.name:
                found.append((text, piece.name, piece.is_code))
                text = ""
        return [*found, (text + (self._code[1] if was_code else ""), "", False)]

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, str):
            return self._named(value) if name == "names" and "`" in value else escape(value)
        if isinstance(value, datetime):
            return self._time(value)
        return self._day(value) if isinstance(value, date) else str(value)

    def _named(self, value: str) -> str:
        """Names that evidence lists, each in backticks."""
        before, after = self._code
        parts = enumerate(value.split("`"))
        return "".join(
            f"{before}{escape(part)}{after}" if place % 2 else escape(part) for place, part in parts
        )
