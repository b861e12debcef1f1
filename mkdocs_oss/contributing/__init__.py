"""How to work in a repo: evidence from its own files, and the page that tells it."""

from mkdocs_oss.contributing.change import contribution
from mkdocs_oss.contributing.contradictions import contradictions
from mkdocs_oss.contributing.evidence import EVIDENCE_FILES, is_evidence, needs_content, read_evidence
from mkdocs_oss.contributing.guide import guide_markdown

__all__ = [
    "EVIDENCE_FILES",
    "contradictions",
    "contribution",
    "guide_markdown",
    "is_evidence",
    "needs_content",
    "read_evidence",
]
