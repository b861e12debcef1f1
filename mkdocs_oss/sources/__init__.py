"""Where the pages come from: worktrees and the cache, what a repo offers, links and the forge."""

from typing import TYPE_CHECKING

from mkdocs_oss.late import late
from mkdocs_oss.sources.atlas import Atlas
from mkdocs_oss.sources.files import read_files
from mkdocs_oss.sources.fingerprint import commit_log
from mkdocs_oss.sources.front_matter import Document, read_document
from mkdocs_oss.sources.hub import hub_pages, open_hub, plan_of_hub, projects_index, repo_path, scan_docs
from mkdocs_oss.sources.landing import home
from mkdocs_oss.sources.open import bare_top, git_top, open_worktree
from mkdocs_oss.sources.planned import Plan, blob_ids

if TYPE_CHECKING:
    from mkdocs_oss.sources.cached import open_cached, reopen_cached
    from mkdocs_oss.sources.offering import Offer, offer
    from mkdocs_oss.sources.planning import plan
    from mkdocs_oss.sources.site_config import CONFIG_FILES
else:  # of other repos alone
    __getattr__ = late(
        __name__,
        {
            "cached": ("open_cached", "reopen_cached"),
            "offering": ("Offer", "offer"),
            "planning": ("plan",),
            "site_config": ("CONFIG_FILES",),
        },
    )

__all__ = [
    "CONFIG_FILES",
    "Atlas",
    "Document",
    "Offer",
    "Plan",
    "bare_top",
    "blob_ids",
    "commit_log",
    "git_top",
    "home",
    "hub_pages",
    "offer",
    "open_cached",
    "open_hub",
    "open_worktree",
    "plan",
    "plan_of_hub",
    "projects_index",
    "read_document",
    "read_files",
    "reopen_cached",
    "repo_path",
    "scan_docs",
]
