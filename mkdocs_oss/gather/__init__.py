"""From one source to its share of the handbook: pages with their facts, assets, a nav, findings."""

from mkdocs_oss.gather.build import Build, Gathered, open_repo
from mkdocs_oss.gather.changed import Touched, drift_of_change
from mkdocs_oss.gather.hub import HubPlan, hub, plan_hub
from mkdocs_oss.gather.lock import lock_findings, lock_of
from mkdocs_oss.gather.memory import Memory
from mkdocs_oss.gather.merge import INDEX, folded, in_order, merge, pressed
from mkdocs_oss.gather.owners import Answered, owners_of
from mkdocs_oss.gather.passwords import password_findings
from mkdocs_oss.gather.past import Past, past
from mkdocs_oss.gather.reads import bringing, fetch_missing, reads
from mkdocs_oss.gather.repo import packages, plan, repo

__all__ = [
    "INDEX",
    "Answered",
    "Build",
    "Gathered",
    "HubPlan",
    "Memory",
    "Past",
    "Touched",
    "bringing",
    "drift_of_change",
    "fetch_missing",
    "folded",
    "hub",
    "in_order",
    "lock_findings",
    "lock_of",
    "merge",
    "open_repo",
    "owners_of",
    "packages",
    "password_findings",
    "past",
    "plan",
    "plan_hub",
    "pressed",
    "reads",
    "repo",
]
