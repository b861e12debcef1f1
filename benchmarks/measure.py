"""Runs a process and says what it took; tables for the terminal."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_MB_OF_MAXRSS = 1_000_000 if sys.platform == "darwin" else 1_000_000 / 1024  # bytes there, KiB elsewhere


@dataclass(frozen=True)
class Taken:
    """What one run took: seconds on the clock, seconds of CPU (child processes included), and the peak memory in MB
    of its largest process. The system counts the memory of the process that started it as well, so that is small."""

    wall: float
    cpu: float
    peak_mb: float


def timed(argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], stdout: Path | None = None) -> Taken:
    """Runs a command to its end. Raises SystemExit with its complaint where it fails."""
    with tempfile.TemporaryFile() as complaint, Path(stdout or os.devnull).open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(argv, cwd=cwd, env=dict(env), stdout=out, stderr=complaint)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            complaint.seek(0)
            said = complaint.read().decode("utf-8", "replace")[-3000:]
            raise SystemExit(f"{' '.join(argv)} failed:\n{said}")
    return Taken(wall, usage.ru_utime + usage.ru_stime, peak_mb(usage.ru_maxrss))


def cpu_seconds() -> float:
    """Seconds of CPU of this process and of those that it waited for."""
    whole = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in whole)


def peak_mb(maxrss: int) -> float:
    """`ru_maxrss` in MB (10⁶ bytes)."""
    return maxrss / _MB_OF_MAXRSS


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its first column to the left and the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        shown = [cells[0].ljust(widths[0])]
        shown += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        return f"| {' | '.join(shown)} |"

    rule = f"| {'-' * widths[0]} | {' | '.join('-' * (width - 1) + ':' for width in widths[1:])} |"
    return "\n".join([line(head), rule, *(line(row) for row in rows)])
