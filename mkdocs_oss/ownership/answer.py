"""What one kind of evidence says of a path: who owns it, where that is written, and what else was considered."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from mkdocs_oss.model import Rule


class Step(Struct, frozen=True):
    """One thing that was considered: where it stands, whether it decides, and why."""

    rule: Rule
    why: str
    decides: bool = False


class Answer(Struct, frozen=True):
    """The owners that one kind of evidence names, with its deciding rule. No handles: the rule leaves the path to
    nobody. `mails`: addresses by which a handle may be known to teams.yml, and that are never shown."""

    kind: str
    handles: tuple[str, ...]
    rule: Rule
    mails: tuple[tuple[str, str], ...] = ()


class Considered(Struct, frozen=True):
    """One kind of evidence: its answer, or None where it says nothing of the path. `steps` tells what it looked at.

    `unknown`: why what it says cannot be known; then nothing that comes after it decides.
    """

    kind: str
    answer: Answer | None
    steps: Callable[[], tuple[Step, ...]] = tuple
    unknown: str = ""


class Named(Struct, frozen=True):
    """What one file says for all paths around it: the owners that it names, or None, and what stood in it."""

    answer: Answer | None = None
    steps: tuple[Step, ...] = ()
