"""Whether a page can still be trusted, with its evidence in sentences."""

from typing import TYPE_CHECKING

from mkdocs_oss.freshness.across import inherited, waiting
from mkdocs_oss.freshness.due import DEFAULT_INTERVAL, crowded_days, days_later, last_change
from mkdocs_oss.freshness.record import FILE as REVIEWS
from mkdocs_oss.freshness.record import page_hash, read_records
from mkdocs_oss.freshness.review import REVIEW_KEYS, Review, is_future, read_review, review_key
from mkdocs_oss.freshness.suspects import Clear, Suspect, Watched, watched
from mkdocs_oss.freshness.together import cleared
from mkdocs_oss.freshness.verdict import freshness
from mkdocs_oss.freshness.weight import CONTRADICTING
from mkdocs_oss.late import late

if TYPE_CHECKING:
    from mkdocs_oss.freshness.by_file import NotYetKnown, evidence_by_file
    from mkdocs_oss.freshness.code_change import page_terms
    from mkdocs_oss.freshness.drift import Comparison
    from mkdocs_oss.freshness.meaning import Effort
    from mkdocs_oss.freshness.quotes import page_quotes
    from mkdocs_oss.freshness.record_text import with_records
else:  # of pages whose code has changed, and of reviews that are written
    __getattr__ = late(
        __name__,
        {
            "by_file": ("NotYetKnown", "evidence_by_file"),
            "code_change": ("page_terms",),
            "drift": ("Comparison",),
            "meaning": ("Effort",),
            "quotes": ("page_quotes",),
            "record_text": ("with_records",),
        },
    )

__all__ = [
    "CONTRADICTING",
    "DEFAULT_INTERVAL",
    "REVIEWS",
    "REVIEW_KEYS",
    "Clear",
    "Comparison",
    "Effort",
    "NotYetKnown",
    "Review",
    "Suspect",
    "Watched",
    "cleared",
    "crowded_days",
    "days_later",
    "evidence_by_file",
    "freshness",
    "inherited",
    "is_future",
    "last_change",
    "page_hash",
    "page_quotes",
    "page_terms",
    "read_records",
    "read_review",
    "review_key",
    "waiting",
    "watched",
    "with_records",
]
