"""Whether a page can still be trusted, with its evidence in sentences."""

from mkdocs_oss.freshness.across import inherited, spread_days, waiting
from mkdocs_oss.freshness.code_change import page_terms
from mkdocs_oss.freshness.drift import CONTRADICTING, Comparison, Suspect, suspects
from mkdocs_oss.freshness.review import Review, read_review
from mkdocs_oss.freshness.verdict import DEFAULT_INTERVAL, freshness

__all__ = [
    "CONTRADICTING",
    "DEFAULT_INTERVAL",
    "Comparison",
    "Review",
    "Suspect",
    "freshness",
    "inherited",
    "page_terms",
    "read_review",
    "spread_days",
    "suspects",
    "waiting",
]
