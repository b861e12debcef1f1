"""Where a repo's handwritten CONTRIBUTING and its files cannot both be right.

Only what is certain is told: the text names the command of one tool and never that of the tool that the
files are for, and no file speaks of the tool that the text names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_oss.contributing.environments import LOCK_FILES
from mkdocs_oss.contributing.markdown_lines import visible_lines
from mkdocs_oss.model import Evidence, Finding, Step

_SETUP = re.compile(r"(?<![\w-])(poetry install|pdm install|uv sync|pixi install)(?![\w-])")
_TESTS = re.compile(r"(?<![\w./-])(nox|tox)(?![\w./-])")
_SPAN = re.compile(r"`([^`\n]{1,200})`")


def contradictions(*, repo: str, own_text: str, own_file: str, evidence: Evidence) -> tuple[Finding, ...]:
    """Findings `contributing-contradiction`, at most one for set-up and one for tests."""
    code = list(_code(own_text))
    found = (
        _contradiction(code, _SETUP, _locked(evidence), evidence),
        _contradiction(code, _TESTS, _tested(evidence), evidence),
    )
    return tuple(
        Finding(
            code="contributing-contradiction",
            severity="note",
            repo=repo,
            where=f"{own_file}:{line}",
            message=f"the text says {said}, but {step.file} says {step.command}",
            remedy=f"mend {own_file}, or bring back what {said} needs",
        )
        for line, said, step in (entry for entry in found if entry)
    )


def _contradiction(
    code: list[tuple[int, str]], pattern: re.Pattern[str], step: Step | None, evidence: Evidence
) -> tuple[int, str, Step] | None:
    """(line, what the text says, the step that the files give) of the first that is certain."""
    said = [(line, match) for line, text in code for match in pattern.findall(text)]
    actual = pattern.search(step.command) if step else None
    if not step or not actual or any(match == actual[1] for _, match in said):
        return None
    for line, match in said:
        tool = match.partition(" ")[0]
        if not _speaks_of(evidence, tool):
            return line, match, step
    return None


def _speaks_of(evidence: Evidence, tool: str) -> bool:
    words = [
        *(f"{step.command} {step.file}" for step in evidence.steps),
        *(fact for fact, _ in evidence.facts),
    ]
    return any(re.search(rf"\b{tool}\b", text) for text in words)


def _locked(evidence: Evidence) -> Step | None:
    """The set-up step that a lock file speaks for; without one, another tool may do as well."""
    return next((s for s in evidence.steps if s.topic == "environment" and s.file in LOCK_FILES), None)


def _tested(evidence: Evidence) -> Step | None:
    return next((s for s in evidence.steps if s.topic == "test" and _TESTS.search(s.command)), None)


def _code(text: str) -> Iterator[tuple[int, str]]:
    """(line, code) of fenced lines and code spans."""
    for number, line, fenced in visible_lines(text):
        if fenced:
            yield number, line
        else:
            for span in _SPAN.findall(line):
                yield number, span
