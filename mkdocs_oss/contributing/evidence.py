"""What a repo's own files say of how to work in it: set-up, tests, lint, docs, tasks.

Files are read as text, tables and syntax trees; nothing of a repo is run or imported. Each step names the
file (and line) that says so. Where nothing says so there is no step: a guide that guesses is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from mkdocs_oss.contributing.environments import CONDA_FILES, LOCK_FILES, Environment, read_environment
from mkdocs_oss.contributing.other_languages import compiled_steps, node_steps
from mkdocs_oss.contributing.project_files import ProjectFiles, Tables
from mkdocs_oss.contributing.python_tasks import duties, invoke_tasks, nox_sessions
from mkdocs_oss.contributing.requirements import is_requirements_file, pixi_tables, read_requirements
from mkdocs_oss.contributing.tasks import (
    TASKFILES,
    Task,
    hatch_scripts,
    package_scripts,
    pdm_scripts,
    pixi_tasks,
    poe_tasks,
    taskfile_tasks,
)
from mkdocs_oss.contributing.text_tasks import JUSTFILES, MAKEFILES, just_recipes, make_targets
from mkdocs_oss.contributing.topics import (
    MAX_OTHER,
    PRE_COMMIT,
    PYTEST_FILES,
    RUFF_FILES,
    SITES,
    settings_steps,
    sort_tasks,
)
from mkdocs_oss.contributing.tox_tasks import tox_environments
from mkdocs_oss.markdown_text import one_line
from mkdocs_oss.model import Evidence, Step

DEV_CONTAINERS = (".devcontainer/devcontainer.json", ".devcontainer.json")
PRESENCE_FILES = frozenset(
    {
        *LOCK_FILES,
        *DEV_CONTAINERS,
        *PRE_COMMIT,
        *PYTEST_FILES,
        *RUFF_FILES,
        *SITES,
        "Cargo.toml",
        "go.mod",
        "package-lock.json",
        "pnpm-lock.yaml",
        "setup.py",
        "yarn.lock",
    }
)
"""Files of which it is enough to know that they are there."""

EVIDENCE_FILES = PRESENCE_FILES | {
    *CONDA_FILES,
    *JUSTFILES,
    *MAKEFILES,
    *TASKFILES,
    ".python-version",
    "duties.py",
    "noxfile.py",
    "package.json",
    "pixi.toml",
    "pyproject.toml",
    "setup.cfg",
    "tasks.py",
    "tox.ini",
    "tox.toml",
}
"""Files that speak of how to work in a repo, besides requirements files."""

_RUNNERS = (
    nox_sessions,
    tox_environments,
    make_targets,
    just_recipes,
    taskfile_tasks,
    poe_tasks,
    pixi_tasks,
    pdm_scripts,
    hatch_scripts,
    invoke_tasks,
    duties,
    package_scripts,
)
_PYTHON_VERSION = re.compile(r"(?=.*[0-9*])(?!.*[<>][A-Za-z])[A-Za-z0-9<>=!~^*.,| +-]{1,60}")


def is_evidence(path: str) -> bool:
    """Whether this path (POSIX, from the repo's root) belongs into `read_evidence`."""
    return path in EVIDENCE_FILES or is_requirements_file(path)


def needs_content(path: str) -> bool:
    """Whether `read_evidence` looks into the file; for the others pass None, for it reads only presence."""
    return is_evidence(path) and path not in PRESENCE_FILES


def read_evidence(files: Mapping[str, bytes | None]) -> Evidence:
    """What the files say. Keys are paths from the repo's root; None: present but not read. Never raises."""
    present = ProjectFiles({path: content for path, content in files.items() if is_evidence(path)})
    project = present.tables("pyproject.toml")
    environment = read_environment(present, project, read_requirements(present, project))
    steps = [*environment.steps, *node_steps(present)]
    if not environment.tool:
        steps += compiled_steps(present)
    runners: list[list[Task]] = [runner(present, environment) for runner in _RUNNERS]
    named = sort_tasks(runners, has_site=present.first(*SITES) is not None)
    known = frozenset(step.topic for step in (*steps, *named))
    steps += [*named, *settings_steps(present, project, environment, known=known)]
    python, python_file = _requires_python(present, project)
    return Evidence(
        steps=_in_order(steps),
        requires_python=python,
        requires_python_file=python_file,
        facts=tuple(_facts(present, environment)),
    )


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """By topic, each command once, tasks up to a dozen; notes as one visible line."""
    once: dict[str, Step] = {}
    for step in steps:
        once.setdefault(step.command, replace(step, note=one_line(step.note)))
    topics = ("environment", "test", "lint", "docs")
    sorted_steps = [step for topic in topics for step in once.values() if step.topic == topic]
    tasks = [step for step in once.values() if step.topic == "task"]
    return (*sorted_steps, *tasks[:MAX_OTHER])


def _requires_python(files: ProjectFiles, project: Tables) -> tuple[str, str]:
    """The supported Python and its file; ("", "") where none is stated."""
    pixi, base = pixi_tables(files, project)
    stated = (
        (project.get("project", "requires-python"), project.file),
        (project.get("tool", "poetry", "dependencies", "python"), project.file),
        (files.tables("setup.cfg").get("options", "python_requires"), "setup.cfg"),
        (pixi.get(*base, "dependencies", "python"), pixi.file),
        (files.text(".python-version").strip().partition("\n")[0], ".python-version"),
    )
    for value, file in stated:
        if isinstance(value, str) and _PYTHON_VERSION.fullmatch(value.strip()):
            return value.strip(), file
    return "", ""


def _facts(files: ProjectFiles, environment: Environment) -> Iterator[tuple[str, str]]:
    """What else helps a contributor, as (sentence, file)."""
    if container := files.first(*DEV_CONTAINERS):
        yield "A dev container is ready: an editor that knows dev containers sets everything up.", container
    if hooks := files.first(*PRE_COMMIT):
        install = environment.command_if_listed("pre-commit install", package="pre-commit")
        yield f"Hooks check each commit once you have run {install}.", hooks
    locks = [path for path in LOCK_FILES if path in files]
    if len(locks) > 1:
        yield (
            f"There are lock files of more than one tool ({', '.join(locks)}); ask which one counts.",
            locks[1],
        )
