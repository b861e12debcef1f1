"""What is odd in teams.yml."""

from __future__ import annotations

from mkdocs_oss.gather.build import Build
from mkdocs_oss.model import Finding, Severity
from mkdocs_oss.ownership import lint_teams


def teams_findings(build: Build, *, hub: str) -> list[Finding]:
    """What cannot be meant so is a warning, all else a note. `hub`: the handbook's own name."""
    found: list[Finding] = []
    for odd in lint_teams(build.settings.teams):
        severity: Severity = "warning" if odd.is_wrong else "note"
        found.append(Finding(odd.code, severity, hub, odd.where, odd.what, odd.remedy))
    return found
