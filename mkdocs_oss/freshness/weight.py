"""What evidence from the code weighs: whether it speaks against a page, or asks for a look."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_oss.model import FreshnessState, Reason

CONTRADICTING = ("drift-removed", "drift-moved", "drift-symbol", "drift-term")
LOOK = ("drift-quote", "drift-lines", "drift-lines-moved", "drift-changed-names", "drift-changed")
_WEIGHTS = {code: weight for weight, code in enumerate((*CONTRADICTING, *LOOK))}


def weight(reason: Reason) -> int:
    """To sort by: the weightiest comes first."""
    return _WEIGHTS.get(reason.code, len(_WEIGHTS))


def state_of(reasons: Sequence[Reason]) -> FreshnessState | None:
    """What the evidence makes of a page; None where nothing speaks against it."""
    codes = {reason.code for reason in reasons}
    return "contradicted" if codes & set(CONTRADICTING) else "look" if codes & set(LOOK) else None
