"""The named tasks of a repo's runners, in the order in which they are trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, structs

from mkdocs_oss.contributing.environments import Environment
from mkdocs_oss.contributing.project_files import ProjectFiles, Tables, is_plain_word
from mkdocs_oss.contributing.requirements import pixi_tables

MAX_TASKS = 200
"""Of one runner; no one reads further."""


class Task(Struct, frozen=True):
    """A task of a runner: the name it has there, and the command that runs it."""

    name: str
    command: str
    file: str
    line: int = 0
    note: str = ""


def taskfile_tasks(files: ProjectFiles, environment: Environment) -> list[Task]:
    """go-task (https://taskfile.dev/reference/schema): `desc`, `internal`."""
    del environment  # go-task is a program of one's own
    path = files.first(*TASKFILES)
    if not path:
        return []
    tables = files.tables(path)
    shown = {
        name: task
        for name, task in tables.table("tasks").items()
        if not (isinstance(task, Mapping) and task.get("internal") is True)
    }
    return _named(shown, tables, ("tasks",), command=lambda name: f"task {name}")


def poe_tasks(files: ProjectFiles, environment: Environment) -> list[Task]:
    """poethepoet: `tool.poe.tasks` (https://poethepoet.natn.io)."""
    path = ("tool", "poe", "tasks")
    project = files.tables("pyproject.toml")
    return _named(
        project.table(*path),
        project,
        path,
        command=lambda name: environment.command_if_listed(f"poe {name}", package="poethepoet"),
    )


def pdm_scripts(files: ProjectFiles, environment: Environment) -> list[Task]:
    """PDM's `tool.pdm.scripts`; the key `_` holds settings for all."""
    del environment
    path = ("tool", "pdm", "scripts")
    project = files.tables("pyproject.toml")
    return _named(project.table(*path), project, path, command=lambda name: f"pdm run {name}")


def pixi_tasks(files: ProjectFiles, environment: Environment) -> list[Task]:
    """pixi's tasks, those of features included; pixi finds the environment that has the task."""
    del environment
    tables, base = pixi_tables(files, files.tables("pyproject.toml"))
    paths = [
        (*base, "tasks"),
        *((*base, "feature", name, "tasks") for name in tables.table(*base, "feature")),
    ]
    return [
        task
        for path in paths
        for task in _named(tables.table(*path), tables, path, command=lambda name: f"pixi run {name}")
    ]


def hatch_scripts(files: ProjectFiles, environment: Environment) -> list[Task]:
    """Hatch's scripts; those of an environment other than `default` need its name."""
    del environment
    project = files.tables("pyproject.toml")
    tasks: list[Task] = []
    for name in project.table("tool", "hatch", "envs"):
        path = ("tool", "hatch", "envs", name, "scripts")
        run = "hatch run " if name == "default" else f"hatch run {name}:"
        if is_plain_word(name):
            found = _named(project.table(*path), project, path, command=_prefixed(run))
            tasks += [
                task if name == "default" else structs.replace(task, name=f"{name}:{task.name}")
                for task in found
            ]
    return tasks


def package_scripts(files: ProjectFiles, environment: Environment) -> list[Task]:
    """npm's, pnpm's or yarn's `scripts`, without npm's placeholder for tests."""
    del environment
    tables = files.tables("package.json")
    manager = package_manager(files, tables)
    scripts = {
        name: script
        for name, script in tables.table("scripts").items()
        if isinstance(script, str) and "no test specified" not in script
    }
    return _named(scripts, tables, ("scripts",), command=_prefixed(f"{manager} run "))


def package_manager(files: ProjectFiles, tables: Tables) -> str:
    """By `packageManager`, else by lock file, else npm."""
    stated = tables.get("packageManager")
    name = stated.partition("@")[0] if isinstance(stated, str) else ""
    if name in ("npm", "pnpm", "yarn"):
        return name
    if "pnpm-lock.yaml" in files:
        return "pnpm"
    return "yarn" if "yarn.lock" in files else "npm"


TASKFILES = ("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml")


def _prefixed(prefix: str) -> Callable[[str], str]:
    return lambda name: prefix + name


def _named(
    tasks: Mapping[str, Any], tables: Tables, path: tuple[str, ...], *, command: Callable[[str], str]
) -> list[Task]:
    """The public ones of a table of tasks; a note is what their own help says."""
    shown = [name for name in tasks if is_plain_word(name) and not name.startswith(("_", "."))]
    return [
        Task(name, command(name), tables.file, tables.line(*path, name), _help(tasks[name]))
        for name in shown[:MAX_TASKS]
    ]


def _help(task: object) -> str:
    if not isinstance(task, Mapping):
        return ""
    found = (task.get(key) for key in ("desc", "description", "help", "summary"))
    return next((text for text in found if isinstance(text, str)), "")
