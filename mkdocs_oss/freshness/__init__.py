"""Whether a page can still be trusted, with its evidence in sentences."""

from mkdocs_oss.freshness.code_change import page_terms
from mkdocs_oss.freshness.drift import Comparison, Suspect, suspects
from mkdocs_oss.freshness.review import Review, read_review
from mkdocs_oss.freshness.verdict import freshness

__all__ = ["Comparison", "Review", "Suspect", "freshness", "page_terms", "read_review", "suspects"]
