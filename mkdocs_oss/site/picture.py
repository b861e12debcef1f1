"""All pages in a picture, by repo and state: a tile for each, or of many a bar for each repo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct, field

MOST_TILES = 600
"""Up to so many pages each is a tile; of more, each repo is a bar."""
MOST_REPOS = 60
"""Up to so many repos stand in the picture, the worst first; the table has all."""

_ACROSS, _STEP, _TILE = 24, 18, 16
"""Tiles in a row, from one tile to the next, and a tile, in pixels."""

State = TypeVar("State", bound=str)


class Tile(Struct, Generic[State], frozen=True):
    """One page in the picture."""

    state: State
    title: str
    x: int
    y: int


class Stretch(Struct, Generic[State], frozen=True):
    """The pages of one state in a repo's bar."""

    state: State
    x: float
    width: float


class RepoRow(Struct, Generic[State]):
    """A repo in the picture and in its table. `states`: in the order in which it shows them.

    `others`: how many repos it stands for, besides one.
    """

    name: str
    states: Sequence[State]
    counts: Counter[State] = field(default_factory=Counter)
    titles: dict[State, list[str]] = field(default_factory=dict)
    others: int = 0

    def add(self, state: State, title: str) -> None:
        """Counts one page more."""
        self.counts[state] += 1
        self.titles.setdefault(state, []).append(title)

    @property
    def pages(self) -> int:
        return self.counts.total()

    @property
    def width(self) -> int:
        return _ACROSS * _STEP - _STEP + _TILE

    @property
    def height(self) -> int:
        return ((self.pages - 1) // _ACROSS) * _STEP + _TILE

    @property
    def tiles(self) -> Iterable[Tile[State]]:
        pages = ((state, title) for state in self.states for title in self.titles.get(state, ()))
        for place, (state, title) in enumerate(pages):
            yield Tile(state, title, place % _ACROSS * _STEP, place // _ACROSS * _STEP)

    @property
    def bar(self) -> Iterable[Stretch[State]]:
        x = 0.0
        for state in self.states:
            if count := self.counts[state]:
                width = self.width * count / self.pages
                yield Stretch(state, round(x, 1), round(width, 1))
                x += width


def pictured(rows: Sequence[RepoRow[State]], *, bad: Sequence[State]) -> Sequence[RepoRow[State]]:
    """The repos that the picture shows; of many, those with the largest shares of what is `bad`, the worst state
    first, and the others together."""
    if len(rows) <= MOST_REPOS:
        return rows
    ranked = sorted(rows, key=lambda row: [row.counts[state] / row.pages for state in bad], reverse=True)
    rest = RepoRow("", ranked[0].states, others=len(ranked) - MOST_REPOS)
    for row in ranked[MOST_REPOS:]:
        rest.counts += row.counts
        for state, titles in row.titles.items():
            rest.titles.setdefault(state, []).extend(titles)
    return [*ranked[:MOST_REPOS], rest]
