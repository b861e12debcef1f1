"""tox's environments (https://tox.wiki/en/latest/config.html): in INI, in TOML, or in either's disguise."""

from __future__ import annotations

import re

from mkdocs_oss.contributing.environments import Environment
from mkdocs_oss.contributing.project_files import ProjectFiles, Tables, is_plain_word, read_ini
from mkdocs_oss.contributing.tasks import MAX_TASKS, Task

_BRACES = re.compile(r"\{[^{}\n]*\}")
_PYTHON = re.compile(r"(?:py|pypy|cpython|python)[0-9.]*")
_TEST_SECTION = "testenv"


def tox_environments(files: ProjectFiles, environment: Environment) -> list[Task]:
    """The listed environments by name; those for a Python version become one task `tests`."""
    tables, base = _tables(files)
    listed = _listed(tables, base)
    described = {name: _description(tables, base, name) for name in _sections(tables, base)}
    if not listed and not described and not _has_default(tables, base):
        return []

    def run(words: str) -> str:
        return environment.command_if_listed(words, package="tox")

    at = (
        tables.line(*base, "env_list") if base or "env_list" in tables.data else tables.line("tox", "envlist")
    )
    names = [name for name in dict.fromkeys([*listed, *described]) if is_plain_word(name)]
    versions = [name for name in names if _PYTHON.fullmatch(name)]
    tasks: list[Task] = []
    if versions:
        note = f"with the Python you have; the list is {', '.join(versions)}"
        tasks.append(Task("tests", run("tox -e py"), tables.file, at, note))
    elif any(_PYTHON.match(name) or "{" in name for name in listed) or not names:
        tasks.append(Task("tests", run("tox"), tables.file, at, "runs every environment of its list"))
    for name in names[:MAX_TASKS]:
        if not _PYTHON.match(name):
            line = _line(tables, base, name) or at
            tasks.append(Task(name, run(f"tox -e {name}"), tables.file, line, described.get(name, "")))
    return tasks


def _tables(files: ProjectFiles) -> tuple[Tables, tuple[str, ...]]:
    """The settings and the path of their root table; the first place that has any, in tox's own order."""
    ini = files.tables("tox.ini")
    if "tox" in ini.data or any(section.startswith(_TEST_SECTION) for section in ini.data):
        return ini, ()
    setup = files.tables("setup.cfg")
    if "tox:tox" in setup.data:
        lines = {**setup.lines, ("tox",): setup.line("tox:tox")}
        return Tables(setup.file, {**setup.data, "tox": setup.data["tox:tox"]}, lines), ()
    project = files.tables("pyproject.toml")
    legacy = project.get("tool", "tox", "legacy_tox_ini")
    if isinstance(legacy, str):
        line = project.line("tool", "tox", "legacy_tox_ini")
        inner = read_ini(legacy, file=project.file)
        return Tables(project.file, inner.data, dict.fromkeys([("tox", "envlist")], line)), ()
    if project.table("tool", "tox"):
        return project, ("tool", "tox")
    return files.tables("tox.toml"), ()


def _listed(tables: Tables, base: tuple[str, ...]) -> list[str]:
    native = tables.get(*base, "env_list")
    if isinstance(native, list):
        return [name for name in native if isinstance(name, str)]
    values = (tables.get("tox", key) for key in ("env_list", "envlist"))
    text = next((value for value in values if isinstance(value, str)), "")
    # Commas inside braces do not part names: {py310,py311}-django
    marked = _BRACES.sub(lambda match: match[0].replace(",", "\0"), text)
    return [name.strip().replace("\0", ",") for name in re.split(r"[,\n]", marked) if name.strip()]


def _sections(tables: Tables, base: tuple[str, ...]) -> list[str]:
    if native := tables.table(*base, "env"):
        return list(native)
    prefix = f"{_TEST_SECTION}:"
    return [section.removeprefix(prefix) for section in tables.data if section.startswith(prefix)]


def _has_default(tables: Tables, base: tuple[str, ...]) -> bool:
    return bool(tables.table(*base, "env_run_base") or tables.table(_TEST_SECTION))


def _description(tables: Tables, base: tuple[str, ...], name: str) -> str:
    values = (tables.get(*base, "env", name, "description"), tables.get(f"testenv:{name}", "description"))
    return next((value for value in values if isinstance(value, str)), "")


def _line(tables: Tables, base: tuple[str, ...], name: str) -> int:
    return tables.line(*base, "env", name) if base else tables.line(f"testenv:{name}")
