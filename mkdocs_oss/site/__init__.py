"""What a reader sees: the quiet line, the banner, the box, generated pages, and the facts as JSON."""

from mkdocs_oss.site.banner import Banner, banner_for
from mkdocs_oss.site.facts_json import handbook_json, page_json, page_url, pages_json, repo_of, review_json
from mkdocs_oss.site.render import ASSETS, Dress, dress_page, missing_page, projects_page, reference_link
from mkdocs_oss.site.words import listed

__all__ = [
    "ASSETS",
    "Banner",
    "Dress",
    "banner_for",
    "dress_page",
    "handbook_json",
    "listed",
    "missing_page",
    "page_json",
    "page_url",
    "pages_json",
    "projects_page",
    "reference_link",
    "repo_of",
    "review_json",
]
