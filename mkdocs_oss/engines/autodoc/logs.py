"""What the libraries log about the code of repos: a detail of the build, never a warning of the hub's."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from mkdocs_oss import terminal

# MkDocs' strict mode counts warnings below the logger `mkdocs`, and these libraries log there.
_LOGGERS = (
    "mkdocs.plugins.griffe",
    "mkdocs.plugins.mkdocs_autorefs._internal.plugin",
    "mkdocs.plugins.mkdocstrings",
    "mkdocs.plugins.mkdocstrings_handlers.python._internal.config",
    "mkdocs.plugins.mkdocstrings_handlers.python._internal.handler",
    "mkdocs.plugins.mkdocstrings_handlers.python._internal.rendering",
    "mkdocs.plugins.mkdocstrings_handlers.python.templates",
)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Meanwhile, what these libraries log counts as DEBUG, and fails no strict build."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(_as_detail)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(_as_detail)


def _as_detail(record: logging.LogRecord) -> bool:
    record.levelno, record.levelname = logging.DEBUG, "DEBUG"
    record.msg, record.args = terminal.line(record.getMessage()), ()
    return logging.getLogger(record.name).isEnabledFor(logging.DEBUG)
