"""What one kind of evidence says of a path: who owns it, where that is written, and what else was considered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_oss.model import Rule


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was considered: where it stands, whether it decides, and why."""

    rule: Rule
    why: str
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The owners that one kind of evidence names, with its deciding rule. No handles: the rule leaves the path to
    nobody. `mails`: addresses by which a handle may be known to teams.yml, and that are never shown."""

    kind: str
    handles: tuple[str, ...]
    rule: Rule
    mails: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Considered:
    """One kind of evidence: its answer, or None where it says nothing of the path. `steps` tells what it looked at."""

    kind: str
    answer: Answer | None
    steps: Callable[[], tuple[Step, ...]] = tuple


@dataclass(frozen=True, slots=True)
class Named:
    """What one file says for all paths around it: the owners that it names, or None, and what stood in it."""

    answer: Answer | None = None
    steps: tuple[Step, ...] = ()
