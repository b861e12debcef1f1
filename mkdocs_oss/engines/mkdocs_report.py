"""What a build says in MkDocs' log of what it found."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

from mkdocs.plugins import PrefixedLogger

from mkdocs_oss import terminal
from mkdocs_oss.model import Handbook
from mkdocs_oss.site import unreached


class _Plain(PrefixedLogger):
    """MkDocs' logger for a plugin. A message holds names from repos, and is one line all the same."""

    def process(self, msg: str, kwargs: MutableMapping[str, Any]) -> tuple[str, Any]:
        return super().process(terminal.line(msg), kwargs)


log = _Plain("oss", logging.getLogger("mkdocs.plugins.oss"))
ALWAYS_SAID = frozenset({"no-history", "shallow"})
"""Notes about the checkout, and not about a page: who builds can mend them at once."""


def report(handbook: Handbook) -> None:
    """Findings into the log: warnings and errors count for `--strict`; most notes are for `mkdocs-oss check`."""
    notes = 0
    for finding in handbook.findings:
        if finding.code in ALWAYS_SAID:
            log.info(str(finding))
        elif finding.severity == "note":
            notes += 1
            log.debug(str(finding))
        elif finding.severity == "warning":
            log.warning(str(finding))
        else:
            log.error(str(finding))
    required, others = unreached(handbook, "required"), unreached(handbook, "stale-ok")
    if required:
        log.warning(f"Required repos that are not up to date: {'; '.join(required)}")
    if others:
        log.info(f"Repos that could not be reached: {'; '.join(others)}")
    if notes:
        said = f"{notes} notes about the pages; read them" if notes > 1 else "1 note about the pages; read it"
        log.info(f"{said} with: mkdocs-oss check")
