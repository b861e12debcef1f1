"""What a task is for, by its name; and what to run where no task says it but a tool's settings do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss.contributing.environments import Environment
from mkdocs_oss.contributing.project_files import ProjectFiles, Tables
from mkdocs_oss.contributing.tasks import Task
from mkdocs_oss.model import Step

Topic = Literal["test", "lint", "docs", "task"]
MAX_STEPS = 4
"""Commands of one topic; more of them are other tasks."""
MAX_OTHER = 12

_TEST = re.compile(
    r"(?:(?:run|unit|integration|all|e2e|smoke|py)[-_:.]?)?(?:tests?|testing|pytest|unittests?|doctests?)"
)
_LINT = re.compile(
    r"(?:lint(?:s|er|ers|ing)?|fmt|format(?:ting)?|style|codestyle|ruff|black|flake8|pylint|isort|mypy|pyright"
    r"|types?|typing|typecheck|pre-?commit)"
)
_DOCS = re.compile(
    r"(?:(?:build|serve|make|html|live|view)[-_:.]?)?(?:docs?|documentation|mkdocs|sphinx|htmldocs)"
)
_CHECK = frozenset({"check", "checks", "check-all", "verify", "ci", "qa"})
_NOT_FOR_READING = re.compile(r"[-_:.](?:clean|deploy|publish|upload|release|push|clear)$")


class _Rule(Struct, frozen=True):
    topic: Topic
    pattern: re.Pattern[str]


_RULES = (_Rule("test", _TEST), _Rule("lint", _LINT), _Rule("docs", _DOCS))


def topic_of(name: str, *, has_site: bool) -> Topic:
    """The topic of a task named so; of `space:name`, the space decides first.

    `serve` means the docs only where there is a site of docs.
    """
    lower = name.lower()
    if has_site and lower == "serve":
        return "docs"
    if _NOT_FOR_READING.search(lower):
        return "task"
    for rule in _RULES:
        match = rule.pattern.match(lower)
        if match and (match.end() == len(lower) or lower[match.end()] in "-_:."):
            return rule.topic
    if lower.startswith(("check-", "check_", "check:")) and lower not in _CHECK:
        return "lint"
    inner = lower.partition(":")[2]
    return topic_of(inner, has_site=has_site) if inner else "task"


def sort_tasks(runners: list[list[Task]], *, has_site: bool) -> list[Step]:
    """Steps by topic: each topic from the first runner that has it; what is left over, as other tasks.

    A runner's `check` stands for its tests where it names none.
    """
    chosen: dict[Topic, list[Step]] = {"test": [], "lint": [], "docs": []}
    also: list[Step] = []
    other: list[Step] = []
    for tasks in runners:
        topics = {task.name: topic_of(task.name, has_site=has_site) for task in tasks}
        for name in topics:
            if name.lower() in _CHECK:
                topics[name] = "task" if "test" in topics.values() else "test"
        for topic, steps in chosen.items():
            fitting = [task for task in tasks if topics[task.name] == topic]
            fitting.sort(key=lambda task: not task.name.isalnum())  # `test` before `test-slow`
            mine = [_step(task, topic) for task in fitting]
            free = 0 if steps else MAX_STEPS
            steps += mine[:free]
            also += [replace(step, topic="task") for step in mine[free:]]
        other += [_step(task, "task") for task in tasks if topics[task.name] == "task"]
    return [*(step for steps in chosen.values() for step in steps), *also, *other]


def _step(task: Task, topic: Topic) -> Step:
    return Step(topic, task.command, task.file, task.line, task.note)


def settings_steps(
    files: ProjectFiles, project: Tables, environment: Environment, *, known: frozenset[str]
) -> Iterator[Step]:
    """Commands that follow from a tool's settings, for the topics that are not `known` from a task."""
    if "test" not in known and (place := _pytest_place(files, project, environment)):
        yield Step(
            "test", environment.command("pytest", package="pytest"), *place, environment.note("pytest")
        )
    hooks = files.first(*PRE_COMMIT)
    if hooks:
        words = environment.command_if_listed("pre-commit run --all-files", package="pre-commit")
        yield Step("lint", words, hooks, 0, environment.note("pre-commit"))
    ruff = _ruff_place(files, project)
    if "lint" not in known and not hooks and ruff:
        yield Step("lint", environment.command("ruff check", package="ruff"), *ruff, environment.note("ruff"))
    site = files.first(*SITES)
    if "docs" not in known and site:
        note = environment.note("mkdocs") or "serves the docs at http://127.0.0.1:8000 while you write"
        yield Step("docs", environment.command("mkdocs serve", package="mkdocs"), site, 0, note)


PRE_COMMIT = (".pre-commit-config.yaml", ".pre-commit-config.yml")
SITES = ("mkdocs.yml", "mkdocs.yaml")
PYTEST_FILES = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
RUFF_FILES = (".ruff.toml", "ruff.toml")


def _pytest_place(files: ProjectFiles, project: Tables, environment: Environment) -> tuple[str, int] | None:
    """Where pytest's settings are (https://docs.pytest.org/en/stable/reference/customize.html), else its listing."""
    if own := files.first(*PYTEST_FILES):
        return own, 0
    if project.table("tool", "pytest"):
        return project.file, project.line("tool", "pytest", "ini_options")
    for file, section in (("tox.ini", "pytest"), ("setup.cfg", "tool:pytest")):
        tables = files.tables(file)
        if section in tables.data:
            return file, tables.line(section)
    listed = environment.requirements.of("pytest")
    return (listed[0].file, listed[0].line) if listed else None


def _ruff_place(files: ProjectFiles, project: Tables) -> tuple[str, int] | None:
    if own := files.first(*RUFF_FILES):
        return own, 0
    return (project.file, project.line("tool", "ruff")) if project.table("tool", "ruff") else None
