"""From one source to its share of the handbook: pages with their facts, assets, a nav, findings.

What only a command asks (`owners.py`, `changed.py`, `review.py`) is imported from its own file: no build waits for it.
"""

from mkdocs_oss.gather.build import Build, Gathered, open_repo
from mkdocs_oss.gather.hub import HubPlan, hub, plan_hub
from mkdocs_oss.gather.lock import lock_findings, lock_of
from mkdocs_oss.gather.memory import Memory
from mkdocs_oss.gather.merge import INDEX, folded, in_order, merge, pressed
from mkdocs_oss.gather.passwords import password_findings
from mkdocs_oss.gather.past import Past, past
from mkdocs_oss.gather.reads import bringing, fetch_missing, reads
from mkdocs_oss.gather.repo import packages, plan, repo
from mkdocs_oss.gather.teams import teams_findings
from mkdocs_oss.gather.unnamed import unnamed_assets, unnamed_findings

__all__ = [
    "INDEX",
    "Build",
    "Gathered",
    "HubPlan",
    "Memory",
    "Past",
    "bringing",
    "fetch_missing",
    "folded",
    "hub",
    "in_order",
    "lock_findings",
    "lock_of",
    "merge",
    "open_repo",
    "packages",
    "password_findings",
    "past",
    "plan",
    "plan_hub",
    "pressed",
    "reads",
    "repo",
    "teams_findings",
    "unnamed_assets",
    "unnamed_findings",
]
