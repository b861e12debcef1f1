"""Whether a page can still be trusted, with its evidence in sentences."""

from mkdocs_oss.freshness.review import Review, read_review
from mkdocs_oss.freshness.verdict import freshness

__all__ = ["Review", "freshness", "read_review"]
