"""What the verdict on one page owes to the others: what it includes, and how many an owner is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from mkdocs_oss.model import Freshness, FreshnessState, Reason

_Page = TypeVar("_Page", bound=Hashable)
_DEEPEST = 10
"""Pages that include one another."""
_WORSE: tuple[FreshnessState, ...] = ("contradicted", "look")


def inherited(
    verdicts: Mapping[str, Freshness], includes: Mapping[str, Sequence[str]]
) -> dict[str, Freshness]:
    """The verdicts (by path) where a page that includes another needs a look as soon as that one does.

    `includes`: path → the paths of what stands on it.
    """
    found: dict[str, Freshness] = {}

    def of(path: str, above: frozenset[str]) -> Freshness:
        if path in found or path in above or len(above) > _DEEPEST:
            return found.get(path, verdicts[path])
        verdict = verdicts[path]
        for part in includes.get(path, ()):
            if part not in verdicts or part == path:
                continue
            state = of(part, above | {path}).state
            if state in _WORSE and _rank(state) < _rank(verdict.state):
                reason = Reason(f"included-{state}", {"path": part})
                verdict = replace(verdict, state=state, reasons=(reason, *verdict.reasons))
        found[path] = verdict
        return verdict

    for path in verdicts:
        of(path, frozenset())
    return found


def waiting(pages: Iterable[tuple[_Page, Freshness, Sequence[Hashable]]], *, most: int) -> dict[_Page, int]:
    """The pages that wait, each with how many of the same owners come first.

    `pages`: (page, verdict, its owners); `most`: how many pages one owner is asked to look at. A page waits where all of
    its owners are asked for that many already: contradicted pages come first, then those that are due longest.
    """
    wanting = [entry for entry in pages if entry[1].state in _WORSE]
    wanting.sort(key=lambda entry: (_rank(entry[1].state), _due(entry[1])))
    asked: Counter[Hashable] = Counter()
    waits: dict[_Page, int] = {}
    for page, _, owners in wanting:
        if owners and all(asked[owner] >= most for owner in owners):
            waits[page] = min(asked[owner] for owner in owners)
        else:
            asked.update(owners)
    return waits


def _rank(state: FreshnessState) -> int:
    return _WORSE.index(state) if state in _WORSE else len(_WORSE)


def _due(verdict: Freshness) -> date:
    return verdict.review_by if isinstance(verdict.review_by, date) else date.max
