"""Sentences of the catalogue as HTML: values stay text, code stands as code, days and times as such."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from mkdocs_oss.model import Reason
from mkdocs_oss.words import Piece, Words


class Said:
    """Says a sentence in one language. `marks`: the macros of marks.html.j2, which hold the HTML of a value."""

    def __init__(self, words: Words, marks: Any) -> None:
        self._words = words
        self._code: Callable[[Any], Markup] = marks.code
        self._day: Callable[..., Markup] = marks.day
        self._time: Callable[..., Markup] = marks.time
        self._plain: dict[str, Markup] = {}

    def __call__(self, key: str, /, **values: Any) -> Markup:
        """The sentence of that key. A value is text, unless it is Markup already. Raises KeyError."""
        if values:
            return self._made(key, values)
        if key not in self._plain:
            self._plain[key] = self._made(key, values)
        return self._plain[key]

    def reason(self, reason: Reason) -> Markup:
        """A piece of evidence; why something is not known is said in this language too."""
        values = dict(reason.values)
        if isinstance(because := values.get("reason"), str):
            values["reason"] = self._words.because(because)
        return self(reason.code, **values)

    def _made(self, key: str, values: dict[str, Any]) -> Markup:
        found: list[Markup] = []
        for is_code, pieces in groupby(self._words.pieces(key, values.get("count")), _is_code):
            if is_code:
                found.append(self._code("".join(str(_given(piece, values)) for piece in pieces)))
            else:
                found += [self._shown(piece, values) for piece in pieces]
        return Markup().join(found)

    def _shown(self, piece: Piece, values: dict[str, Any]) -> Markup:
        value = _given(piece, values)
        if piece.name == "names" and isinstance(value, str) and "`" in value:
            return self._named(value)
        return self.value(value)

    def value(self, value: Any) -> Markup:
        """A day or a time as one, anything else as text."""
        if isinstance(value, datetime):
            return self._time(value.astimezone(UTC), self._words.day(value))
        if isinstance(value, date):
            return self._day(value.isoformat(), self._words.day(value))
        return escape(value)

    def _named(self, value: str) -> Markup:
        """Names that evidence lists, each in backticks."""
        parts = enumerate(value.split("`"))
        return Markup().join(self._code(part) if position % 2 else escape(part) for position, part in parts)


def _is_code(piece: Piece) -> bool:
    return piece.is_code


def _given(piece: Piece, values: dict[str, Any]) -> Any:
    return values[piece.name] if piece.name else piece.text
