"""What a repo's Python packages offer, found and read without running a line of them."""

from typing import TYPE_CHECKING

from mkdocs_oss.late import late

if TYPE_CHECKING:
    from mkdocs_oss.api.extra import require
    from mkdocs_oss.api.packages import Found, find_packages, read_code
    from mkdocs_oss.api.pages import ApiPage, Reference, reference_pages
    from mkdocs_oss.api.readable import decoded, first_sentence, unreadable_because
else:  # of other repos alone
    __getattr__ = late(
        __name__,
        {
            "extra": ("require",),
            "packages": ("Found", "find_packages", "read_code"),
            "pages": ("ApiPage", "Reference", "reference_pages"),
            "readable": ("decoded", "first_sentence", "unreadable_because"),
        },
    )

__all__ = [
    "ApiPage",
    "Found",
    "Reference",
    "decoded",
    "find_packages",
    "first_sentence",
    "read_code",
    "reference_pages",
    "require",
    "unreadable_because",
]
