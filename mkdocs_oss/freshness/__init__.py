"""Whether a page can still be trusted, with its evidence in sentences."""

from mkdocs_oss.freshness.across import inherited, spread_days, waiting
from mkdocs_oss.freshness.code_change import page_terms
from mkdocs_oss.freshness.drift import CONTRADICTING, Comparison
from mkdocs_oss.freshness.meaning import Effort
from mkdocs_oss.freshness.quotes import page_quotes
from mkdocs_oss.freshness.record import FILE as REVIEWS
from mkdocs_oss.freshness.record import page_hash, read_records
from mkdocs_oss.freshness.record_text import with_records
from mkdocs_oss.freshness.review import Review, read_review, review_key
from mkdocs_oss.freshness.suspects import Suspect, suspects
from mkdocs_oss.freshness.verdict import DEFAULT_INTERVAL, freshness

__all__ = [
    "CONTRADICTING",
    "DEFAULT_INTERVAL",
    "REVIEWS",
    "Comparison",
    "Effort",
    "Review",
    "Suspect",
    "freshness",
    "inherited",
    "page_hash",
    "page_quotes",
    "page_terms",
    "read_records",
    "read_review",
    "review_key",
    "spread_days",
    "suspects",
    "waiting",
    "with_records",
]
