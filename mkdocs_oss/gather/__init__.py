"""From one source to its share of the handbook: pages with their facts, assets, a nav, findings.

What only a command asks (`owners.py`, `changed.py`, `review.py`) is imported from its own file: no build waits for it.
"""

from typing import TYPE_CHECKING

from mkdocs_oss.gather.build import Build, Gathered
from mkdocs_oss.gather.hub import HubPlans, hub, plan_hub
from mkdocs_oss.gather.liveness import liveness_findings, living
from mkdocs_oss.gather.lock import lock_findings, lock_of
from mkdocs_oss.gather.memory import Memory
from mkdocs_oss.gather.merge import INDEX, folded, in_order, merge, pressed
from mkdocs_oss.gather.passwords import password_findings
from mkdocs_oss.gather.past import Past, past
from mkdocs_oss.gather.shallow import shallow_findings
from mkdocs_oss.gather.teams import teams_findings
from mkdocs_oss.gather.unnamed import unnamed_assets, unnamed_findings
from mkdocs_oss.late import late

if TYPE_CHECKING:
    from mkdocs_oss.gather.fleet import Fleet
else:  # of other repos alone
    __getattr__ = late(__name__, {"fleet": ("Fleet",)})

__all__ = [
    "INDEX",
    "Build",
    "Fleet",
    "Gathered",
    "HubPlans",
    "Memory",
    "Past",
    "folded",
    "hub",
    "in_order",
    "liveness_findings",
    "living",
    "lock_findings",
    "lock_of",
    "merge",
    "password_findings",
    "past",
    "plan_hub",
    "pressed",
    "shallow_findings",
    "teams_findings",
    "unnamed_assets",
    "unnamed_findings",
]
