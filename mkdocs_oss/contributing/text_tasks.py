"""Targets of Make and recipes of just, read line by line."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_oss.contributing.environments import Environment
from mkdocs_oss.contributing.project_files import ProjectFiles, is_plain_word
from mkdocs_oss.contributing.tasks import MAX_TASKS, Task

MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
"""In GNU Make's own order."""
JUSTFILES = ("justfile", "Justfile", ".justfile")

_JUST_WORDS = frozenset({"alias", "export", "import", "mod", "set", "unexport"})


def make_targets(files: ProjectFiles, environment: Environment) -> list[Task]:
    """Targets that stand for an action: those in .PHONY or with a `## help`; all where neither is used."""
    del environment  # Make is a program of one's own
    path = files.first(*MAKEFILES)
    if not path:
        return []
    targets: dict[str, Task] = {}
    phony: set[str] = set()
    for at, line in _logical_lines(files.text(path)):
        head, colon, tail = line.partition(":")
        names = head.split()
        if not colon or not names or line[0] in "\t #" or tail.startswith(("=", ":=", "::=")):
            continue
        if names == [".PHONY"]:
            phony.update(tail.split())
            continue
        if not all(is_plain_word(name) for name in names):
            continue
        help_text = tail.partition("##")[2].strip()
        for name in names:
            if "." not in name and "/" not in name:
                known = targets.get(name)
                note = help_text or (known.note if known else "")
                targets[name] = Task(name, f"make {name}", path, known.line if known else at, note)
    chosen = [task for task in targets.values() if task.name in phony or task.note]
    return (chosen or list(targets.values()))[:MAX_TASKS]


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with what a backslash continues, each with the number of its first."""
    first, parts = 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        first = first if parts else number
        parts.append(line.removesuffix("\\"))
        if not line.endswith("\\"):
            yield first, " ".join(parts)
            parts = []


def just_recipes(files: ProjectFiles, environment: Environment) -> list[Task]:
    """Public recipes (https://just.systems/man): the comment above is the note."""
    del environment
    path = files.first(*JUSTFILES)
    if not path:
        return []
    tasks: list[Task] = []
    comment, private = "", False
    for at, line in enumerate(files.text(path).split("\n"), start=1):
        if line.startswith("#"):
            comment = line.lstrip("#! ")
            continue
        if line.startswith("["):  # attributes stand between the comment and the recipe
            private = private or "private" in line
            continue
        head, colon, tail = line.partition(":")
        words = head.removeprefix("@").split()
        is_recipe = colon and words and not line[0].isspace() and not tail.startswith("=")
        if is_recipe and words[0] not in _JUST_WORDS and is_plain_word(words[0]):
            hidden = private or words[0].startswith("_")
            if not hidden and len(tasks) < MAX_TASKS:
                tasks.append(Task(words[0], f"just {words[0]}", path, at, _note(comment, words[1:])))
        comment, private = "", False
    return tasks


def _note(comment: str, parameters: list[str]) -> str:
    """The comment, and the parameters that have no default (`*rest` may be empty)."""
    plain = all("=" not in word for word in parameters)
    needed = [word.lstrip("+$") for word in parameters if not word.startswith("*")] if plain else []
    wanted = f"needs {', '.join(needed)}" if needed else ""
    return "; ".join(part for part in (comment, wanted) if part)
