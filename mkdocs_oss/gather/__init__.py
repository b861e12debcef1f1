"""From one source to its share of the handbook: pages with their facts, assets, a nav, findings."""

from mkdocs_oss.gather.build import Build, Gathered, open_repo
from mkdocs_oss.gather.hub import hub
from mkdocs_oss.gather.owners import owners_of
from mkdocs_oss.gather.repo import plan, repo

__all__ = ["Build", "Gathered", "hub", "open_repo", "owners_of", "plan", "repo"]
