"""How to work in a repo: evidence from its own files, and the page that tells it."""

from typing import TYPE_CHECKING

from mkdocs_oss.contributing.change import contribution
from mkdocs_oss.late import late

if TYPE_CHECKING:
    from mkdocs_oss.contributing.contradicting import contradictions
    from mkdocs_oss.contributing.evidence import EVIDENCE_FILES, is_evidence, needs_content, read_evidence
    from mkdocs_oss.contributing.guide import guide_markdown
else:  # of other repos alone
    __getattr__ = late(
        __name__,
        {
            "contradicting": ("contradictions",),
            "evidence": ("EVIDENCE_FILES", "is_evidence", "needs_content", "read_evidence"),
            "guide": ("guide_markdown",),
        },
    )

__all__ = [
    "EVIDENCE_FILES",
    "contradictions",
    "contribution",
    "guide_markdown",
    "is_evidence",
    "needs_content",
    "read_evidence",
]
