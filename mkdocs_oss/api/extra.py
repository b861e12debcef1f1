"""Whether what renders the reference is installed; nothing of it is imported here."""

from __future__ import annotations

import importlib.util

from mkdocs_oss.errors import MissingExtraError


def require() -> None:
    """Raises MissingExtraError where mkdocstrings or its Python handler is not installed."""
    for name in ("mkdocstrings", "mkdocs_autorefs", "griffe", "mkdocstrings_handlers.python"):
        try:
            found = importlib.util.find_spec(name)
        except ModuleNotFoundError:  # the parent of a dotted name
            found = None
        if found is None:
            raise MissingExtraError("API reference", extra="api")
