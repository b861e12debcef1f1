"""The people of a Python project: `maintainers`, else `authors`, of pyproject.toml. Names only.

Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/#authors-maintainers. An address serves
to find the person in teams.yml, and is never shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mkdocs_oss.handles import wrong_owner
from mkdocs_oss.model import Rule
from mkdocs_oss.ownership.answer import Answer, Named, Step
from mkdocs_oss.ownership.shown import shown
from mkdocs_oss.settings.toml_text import load_toml

KIND = "pyproject"
_MAX_BYTES = 1_000_000


def read_project(content: bytes, *, file: str) -> Named:
    """The maintainers, else the authors, that a project names."""
    text = content.decode("utf-8", "replace") if len(content) <= _MAX_BYTES else ""
    project = _project(text)
    for key in ("maintainers", "authors"):
        people = _people(project.get(key))
        if people:
            names = tuple(dict.fromkeys(name for name, _ in people))
            rule = Rule(file, _line(text, key), f"{key}: {', '.join(names)}")
            answer = Answer(KIND, names, rule, tuple((name, mail) for name, mail in people if mail))
            return Named(answer, (Step(rule, f"decides: the nearest project's {key}", decides=True),))
    return Named()


def _project(text: str) -> Mapping[str, Any]:
    """The table `project`; empty where the file has none or cannot be read."""
    try:
        project = load_toml(text).get("project")
    except ValueError:
        return {}
    return project if isinstance(project, dict) else {}


def _people(value: Any) -> list[tuple[str, str]]:
    """(name, mail or "") of those who have a name; a name that is an address is none."""
    found = []
    for entry in value[:100] if isinstance(value, list) else ():
        name = entry.get("name") if isinstance(entry, dict) else None
        mail = entry.get("email") if isinstance(entry, dict) else None
        if isinstance(name, str) and name.strip() and "@" not in name and len(name) <= 200:
            if wrong_owner(shown(" ".join(name.split()))) is not None:
                continue
            found.append((shown(" ".join(name.split())), mail if isinstance(mail, str) else ""))
    return found


def _line(text: str, key: str) -> int:
    """The first line of the table `project` that sets the key."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            inside = line.strip("[] \t") in ("project", f"project.{key}")
            if inside and line.strip("[] \t") == f"project.{key}":
                return number
        elif inside and re.match(rf"\s*{key}\s*=", line):
            return number
    return 0
