"""Findings as workflow commands: GitHub Actions shows them at the lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-a-warning-message
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mkdocs_oss.cli.places import Placed
from mkdocs_oss.model import Severity

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_ESCAPES, ":": "%3A", ",": "%2C"}


def workflow_commands(found: Iterable[Placed]) -> Iterator[str]:
    """A line for each finding; one of another repo has no file that this pull request could change."""
    for each in found:
        properties = {"title": f"mkdocs-oss: {each.finding.code}"}
        if each.is_here:
            properties = {"file": each.path, **({"line": str(each.line)} if each.line else {}), **properties}
        written = ",".join(f"{name}={_escaped(value, _IN_PROPERTIES)}" for name, value in properties.items())
        owners = ", ".join(each.finding.owners)
        message = f"{each.message} (looked after by {owners})" if owners else each.message
        yield f"::{_COMMANDS[each.finding.severity]} {written}::{_escaped(message, _ESCAPES)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)
