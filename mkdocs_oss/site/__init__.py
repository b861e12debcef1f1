"""What a reader sees: the quiet line, the banner, the box, generated pages, and the facts as JSON."""

from mkdocs_oss.settings.page_urls import page_url
from mkdocs_oss.site.banner import Banner, banner_for
from mkdocs_oss.site.facts_json import (
    finding_json,
    handbook_json,
    page_json,
    pages_json,
    repo_of,
    review_json,
)
from mkdocs_oss.site.links_json import encoded_links, links_json
from mkdocs_oss.site.nav_size import FOLDER, OTHER_REPOS, SECTIONS, WHOLE_REPO, is_whole, nav_links, nav_size
from mkdocs_oss.site.overviews import FRESHNESS, OVERVIEWS, OWNERSHIP, PEOPLE, Overviews
from mkdocs_oss.site.reach import unreached
from mkdocs_oss.site.render import (
    ASSETS,
    Dress,
    dress_page,
    missing_page,
    projects_page,
    redirect_page,
    reference_link,
    source_page,
    with_script,
)

__all__ = [
    "ASSETS",
    "FOLDER",
    "FRESHNESS",
    "OTHER_REPOS",
    "OVERVIEWS",
    "OWNERSHIP",
    "PEOPLE",
    "SECTIONS",
    "WHOLE_REPO",
    "Banner",
    "Dress",
    "Overviews",
    "banner_for",
    "dress_page",
    "encoded_links",
    "finding_json",
    "handbook_json",
    "is_whole",
    "links_json",
    "missing_page",
    "nav_links",
    "nav_size",
    "page_json",
    "page_url",
    "pages_json",
    "projects_page",
    "redirect_page",
    "reference_link",
    "repo_of",
    "review_json",
    "source_page",
    "unreached",
    "with_script",
]
