"""The codes of the reasons that code gives for or against a page, and what they make of it."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_oss.model import SHALLOW_FILE, FreshnessState, Reason

AMONG = "-among"
"""What a code ends in where there are more commits than are looked at one by one."""
CONTRADICTING = ("drift-removed", "drift-moved", "drift-symbol", "drift-term")
LOOK = (
    "drift-symbol-left",
    "drift-quote",
    "drift-lines",
    "drift-lines-moved",
    "drift-changed-names",
    f"drift-changed-names{AMONG}",
    "drift-changed",
    f"drift-changed{AMONG}",
)
COMPARED = frozenset(
    {
        "code-unchanged",
        "code-rest-unchanged",
        "code-form",
        "code-symbol-same",
        "code-changed",
        f"code-changed{AMONG}",
        "code-taken-in",
        f"code-taken-in{AMONG}",
        "code-moved-along",
    }
)
"""What was really compared, or is shown as it is now, and does not speak against the page."""
_WEIGHTS = {code: weight for weight, code in enumerate((*CONTRADICTING, *LOOK))}


def by_weight(reasons: Sequence[Reason]) -> list[Reason]:
    """The weightiest first; what does not speak against the page comes last."""
    return sorted(reasons, key=lambda reason: _WEIGHTS.get(reason.code, len(_WEIGHTS)))


def state_of(reasons: Sequence[Reason]) -> FreshnessState | None:
    """What the evidence makes of a page; None where nothing speaks against it."""
    codes = {reason.code for reason in reasons}
    if codes.isdisjoint(_WEIGHTS):
        return None
    return "look" if codes.isdisjoint(CONTRADICTING) else "contradicted"


def is_as_it_was(reasons: Sequence[Reason]) -> bool:
    """Whether all that a page speaks of was compared, and nothing speaks against it."""
    return bool(reasons) and all(reason.code in COMPARED for reason in reasons)


def is_cut_off(reasons: Sequence[Reason]) -> bool:
    """Whether a clone ends before it tells what has become of code that a page speaks of."""
    return any(
        reason.code == "code-not-known" and reason.values.get("reason") == SHALLOW_FILE.reason
        for reason in reasons
    )
