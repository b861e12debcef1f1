"""The files of a sample repo, in the versions that its story tells.

A file's name may end in `.sample`, so that no tool takes it for a file of this project; the suffix is
dropped. In a file, lines `@@ from 2`, `@@ before 2` and `@@ from 2 before 4` say in which versions the
lines after them stand, until the next such line or `@@ end`. `{today-40d}` becomes that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

_MARK = re.compile(r"@@ (?:(?:from (?P<start>\d+) ?)?(?:before (?P<stop>\d+))?|end)\n?")
_DAY = re.compile(r"\{today(?:(?P<shift>[+-]\d+)d)?\}")
_SPEC = re.compile(r"(?P<pattern>[^@\s]+)(?:@(?P<version>\d+))?(?: as (?P<name>\S+))?")


class SampleFiles:
    """The files below one folder of the sample, by their path in the repo."""

    def __init__(self, folder: Path, *, today: date) -> None:
        self._today = today
        self._texts = {
            path.relative_to(folder).as_posix().removesuffix(".sample"): path.read_bytes()
            .decode()
            .replace("\r\n", "\n")
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def render(self, spec: str) -> Iterator[tuple[str, str]]:
        """(path, text) of each file that a `write` entry names. Raises ValueError where it names none."""
        match = _SPEC.fullmatch(spec)
        paths = [path for path in self._texts if match and fnmatchcase(path, match["pattern"])]
        if match is None or not paths:
            raise ValueError(f"no sample file matches {spec!r}")
        for path in paths:
            version = int(match["version"]) if match["version"] else newest(self._texts[path])
            yield match["name"] or path, self._dated(in_version(self._texts[path], version))

    def _dated(self, text: str) -> str:
        return _DAY.sub(lambda day: str(self._today + timedelta(days=int(day["shift"] or 0))), text)


def newest(text: str) -> int:
    """The number of a file's newest version; 1 where it has but one."""
    return max((int(number) for mark in _marks(text) for number in mark.groups() if number), default=1)


def in_version(text: str, version: int) -> str:
    """The lines of `text` that stand in a version."""
    lines, stands = [], True
    for line in text.splitlines(keepends=True):
        if mark := _MARK.fullmatch(line):
            stands = int(mark["start"] or 0) <= version < int(mark["stop"] or version + 1)
        elif stands:
            lines.append(line)
    return "".join(lines)


def _marks(text: str) -> Iterator[re.Match[str]]:
    return (mark for line in text.splitlines() if (mark := _MARK.fullmatch(line)))
