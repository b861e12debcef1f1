"""Which tool makes the project's environment, the commands that set it up, and how commands run in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from mkdocs_oss.contributing.project_files import ProjectFiles, Tables, is_plain_word
from mkdocs_oss.contributing.requirements import (
    DEV_NAMES,
    Place,
    Requirements,
    is_requirements_file,
    pixi_tables,
)
from mkdocs_oss.model import Step

LOCK_FILES = {"uv.lock": "uv", "pixi.lock": "pixi", "poetry.lock": "poetry", "pdm.lock": "pdm"}
"""Strongest evidence first: a lock file is only there because the tool is used."""

CONDA_FILES = (
    "environment-dev.yml",
    "environment_dev.yml",
    "environment.dev.yml",
    "environment.yml",
    "environment.yaml",
)
_RUN = {"uv": "uv run", "pixi": "pixi run", "poetry": "poetry run", "pdm": "pdm run", "hatch": "hatch run"}
_ASSIGNED_EXTRAS = {"uv": "--extra", "poetry": "--extras", "pdm": "--group"}
_INCLUDES_BASE = re.compile(r"^[ \t]*-(?:r|-requirement)[ \t=]*\S{0,100}requirements\.txt", re.MULTILINE)
_DEV_REQUIREMENTS = re.compile(r"(?:^|[._-])(?:dev|devel|develop|development|test|tests|testing)(?:[._-]|$)")


class Environment(Struct, frozen=True):
    """The tool (empty: none is known), its set-up steps, and the groups and extras those install."""

    tool: str
    steps: tuple[Step, ...]
    requirements: Requirements
    installed: tuple[Place, ...] = ()

    def command(self, words: str, *, package: str) -> str:
        """`words` as they run in the project's environment; `package` is the one that brings the program."""
        run = _RUN.get(self.tool, "")
        missing = self._missing(package)
        if missing and self.tool == "uv":
            run = f"{run} --{missing.kind} {missing.name}"
        if missing and missing.name != "default":
            if self.tool == "hatch":
                return f"{run} {missing.name}:{words}"
            if self.tool == "pixi":
                run = f"{run} -e {missing.name}"
        return f"{run} {words}".lstrip()

    def command_if_listed(self, words: str, *, package: str) -> str:
        """As `command` where the project lists the package; else as for a program of one's own."""
        return self.command(words, package=package) if self.requirements.of(package) else words

    def note(self, package: str) -> str:
        """What to install first, where set-up with pip leaves the package out."""
        missing = self._missing(package)
        if self.tool != "pip" or not missing:
            return ""
        flag = f'-e ".[{missing.name}]"' if missing.kind == "extra" else f"--group {missing.name}"
        return f"first: python -m pip install {flag}"

    def _missing(self, package: str) -> Place | None:
        """The place to name for the package, or None where set-up brings it or nothing lists it."""
        places = self.requirements.of(package)
        if not places or any(place.kind == "project" or place in self.installed for place in places):
            return None
        kinds = ("environment",) if self.tool in ("hatch", "pixi") else ("group", "extra")
        return next((place for place in places if place.kind in kinds), None)


def read_environment(files: ProjectFiles, project: Tables, requirements: Requirements) -> Environment:
    """The environment by the strongest evidence there is."""
    tool, file, line = _tool(files, project)
    match tool:
        case "uv":
            flags, installed = _uv(project, requirements)
        case "poetry" | "pdm":
            groups = tuple(place for place in requirements.places if place.kind == "group")
            extras = () if groups else tuple(requirements.development("extra"))
            flags = "".join(f" {_ASSIGNED_EXTRAS[tool]} {place.name}" for place in extras)
            installed = groups + extras
        case "pip":
            steps, installed = _pip(files, project, requirements)
            return Environment(tool, steps, requirements, installed)
        case "conda":
            return Environment(tool, tuple(_conda(files, file)), requirements)
        case _:
            flags, installed = "", ()
    commands = {
        "uv": "uv sync",
        "pixi": "pixi install",
        "poetry": "poetry install",
        "pdm": "pdm install",
        "hatch": "hatch env create",
    }
    steps = (Step("environment", commands[tool] + flags, file, line),) if tool else ()
    return Environment(tool, steps, requirements, installed)


def _tool(files: ProjectFiles, project: Tables) -> tuple[str, str, int]:
    """(tool, file, line) of the strongest evidence."""
    for lock, tool in LOCK_FILES.items():
        if lock in files:
            return tool, lock, 0
    if "pixi.toml" in files:
        return "pixi", "pixi.toml", 0
    tables: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("pixi", pixi_tables(files, project)[1]),
        ("poetry", ("tool", "poetry", "dependencies")),
        ("poetry", ("tool", "poetry", "group")),
        ("hatch", ("tool", "hatch", "envs")),
    )
    for tool, path in tables:
        if project.table(*path):
            return tool, project.file, project.line(*path)
    if set(project.table("tool", "uv")) - {"build-backend"}:
        return "uv", project.file, project.line("tool", "uv")
    if conda := files.first(*CONDA_FILES):
        return "conda", conda, 0
    if _requirement_files(files) or _install_file(files, project) or project.table("dependency-groups"):
        return "pip", "", 0
    return "", "", 0


def _uv(project: Tables, requirements: Requirements) -> tuple[str, tuple[Place, ...]]:
    """Flags of `uv sync`, which installs the group `dev` (or `default-groups`) by itself."""
    stated = project.get("tool", "uv", "default-groups")
    groups = [place for place in requirements.places if place.kind == "group"]
    names = stated if isinstance(stated, list) else ["dev"]
    defaults = tuple(place for place in groups if stated == "all" or place.name in names)
    if defaults:
        return "", defaults
    added = tuple(requirements.development("group", "extra"))
    return "".join(f" --{place.kind} {place.name}" for place in added), added


def _pip(
    files: ProjectFiles, project: Tables, requirements: Requirements
) -> tuple[tuple[Step, ...], tuple[Place, ...]]:
    steps: list[Step] = []
    if chosen := _requirement_files(files):
        words = " ".join(f"-r {path}" for path in chosen)
        steps.append(Step("environment", f"python -m pip install {words}", chosen[-1]))
    added = tuple(requirements.development("extra", "group"))
    extras = [place for place in added if place.kind == "extra"]
    groups = [place for place in added if place.kind == "group"]
    install = _install_file(files, project)
    words = "".join(f" --group {place.name}" for place in groups)
    note = "--group needs pip 25.1 or newer" if groups else ""
    if install:
        names = ",".join(place.name for place in extras)
        editable = f' -e ".[{names}]"' if names else " -e ."
        at = (added[0].file, added[0].line) if added else install
        steps.append(Step("environment", f"python -m pip install{editable}{words}", *at, note))
    elif groups:
        steps.append(
            Step("environment", f"python -m pip install{words}", groups[0].file, groups[0].line, note)
        )
    if steps:
        first = steps[0]
        venv = Step(
            "environment", "python -m venv .venv", first.file, first.line, "activate it before you go on"
        )
        steps.insert(0, venv)
    return tuple(steps), added


def _install_file(files: ProjectFiles, project: Tables) -> tuple[str, int] | None:
    """The file and line that make the repo something that pip can install."""
    for table in ("project", "build-system"):
        if project.table(table):
            return project.file, project.line(table)
    if "setup.py" in files:
        return "setup.py", 0
    setup = files.tables("setup.cfg")
    return ("setup.cfg", setup.line("metadata")) if setup.table("metadata") else None


def _requirement_files(files: ProjectFiles) -> list[str]:
    """requirements.txt and the one for development, or that one alone where it includes the other."""
    listed = sorted(
        (path for path in files.contents if is_requirements_file(path)), key=lambda p: (len(p), p)
    )
    dev = [path for path in listed if _DEV_REQUIREMENTS.search(path.removesuffix(".txt"))]
    dev.sort(key=lambda path: not any(name in path for name in DEV_NAMES))
    plain = [path for path in ("requirements.txt",) if path in files]
    if dev and _INCLUDES_BASE.search(files.text(dev[0])):
        return dev[:1]
    return plain + dev[:1]


def _conda(files: ProjectFiles, file: str) -> Iterator[Step]:
    yield Step("environment", f"conda env create -f {file}", file)
    tables = files.tables(file)
    name = tables.get("name")
    if isinstance(name, str) and is_plain_word(name):
        yield Step("environment", f"conda activate {name}", file, tables.line("name"))
