"""One `mkdocs build` that says where its time goes: `breakdown.py CONFIG SITE_DIR`.

A timer interrupts the build each millisecond and books the time since the last interruption on the innermost
function that the list below knows. That costs about two per cent, where cProfile doubles the time of code
with many small functions, such as Markdown.
"""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from measure import table

INTERVAL = 0.001
OURS = "mkdocs_oss"
ROOMS = (
    # (part of the file's path, function or None for any, what it is); the first that fits
    ("mkdocs_oss/", "<module>", "ours: importing the package and what it needs"),
    ("mkdocs_oss/history/", None, "ours: history (git log, and the walk)"),
    ("mkdocs_oss/git/", None, "ours: other calls of git"),
    ("mkdocs_oss/sources/", None, "ours: listing files, reading pages and front matter"),
    ("mkdocs_oss/settings/", None, "ours: settings, and YAML of front matter"),
    ("mkdocs_oss/ownership/", None, "ours: owners"),
    ("mkdocs_oss/freshness/", None, "ours: freshness"),
    ("mkdocs_oss/contributing/", None, "ours: contributing"),
    ("mkdocs_oss/site/facts_json.py", None, "ours: writing JSON"),
    ("mkdocs_oss/engines/mkdocs.py", "write_facts", "ours: writing JSON"),
    ("mkdocs_oss/site/", None, "ours: rendering the line, the banner and the box"),
    ("mkdocs_oss/gather/", None, "ours: gathering (the rest)"),
    ("mkdocs_oss/", None, "ours: the adapter and the hall (the rest)"),
    ("mkdocs/contrib/search/", None, "the search index"),
    ("material/plugins/search/", None, "the search index"),
    ("mkdocs/structure/pages.py", "render", "Markdown"),
    ("mkdocs/commands/build.py", "_build_page", "the theme's templates, writing pages"),
    ("mkdocs/commands/build.py", None, "the rest of MkDocs"),
    ("mkdocs/", None, "the rest of MkDocs"),
)
REST = "Python's start and imports"


class Sampler:
    """Books elapsed time on rooms, and on our functions with all that they call."""

    def __init__(self) -> None:
        self.rooms: Counter[str] = Counter()
        self.functions: Counter[tuple[str, int, str]] = Counter()
        self._last = time.perf_counter()

    def start(self) -> None:
        signal.signal(signal.SIGALRM, self._book)
        signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        self._book(signal.SIGALRM, None)

    def _book(self, _signal: int, frame: FrameType | None) -> None:
        now = time.perf_counter()
        elapsed, self._last = now - self._last, now
        room: str | None = None
        seen: set[tuple[str, int, str]] = set()
        while frame is not None:
            code = frame.f_code
            room = room or _room(code.co_filename, code.co_name)
            if f"{OURS}/" in code.co_filename:
                seen.add((code.co_filename, code.co_firstlineno, code.co_qualname))
            frame = frame.f_back
        self.rooms[room or REST] += elapsed  # type: ignore[assignment]  # a Counter of seconds
        for function in seen:
            self.functions[function] += elapsed  # type: ignore[assignment]


_KNOWN: dict[tuple[str, str], str | None] = {}


def _room(file: str, function: str) -> str | None:
    key = (file, function)
    if key not in _KNOWN:
        found = (label for part, name, label in ROOMS if part in file and name in (None, function))
        _KNOWN[key] = next(found, None)
    return _KNOWN[key]


def main(config_file: str, site_dir: str) -> None:
    """Builds, and prints both tables."""
    sampler = Sampler()
    sampler.start()
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(config_file, site_dir=site_dir)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    sampler.stop()
    print(rooms(sampler), functions(sampler), sep="\n\n")


def rooms(sampler: Sampler) -> str:
    """Where the time goes; every second counts once."""
    total = sum(sampler.rooms.values())
    ours = sum(seconds for room, seconds in sampler.rooms.items() if room.startswith("ours"))
    rows = [
        [room, f"{seconds:.3f}", f"{seconds / total:.1%}"] for room, seconds in sampler.rooms.most_common()
    ]
    rows.append(["all", f"{total:.3f}", "100.0%"])
    rows.append(["all of ours", f"{ours:.3f}", f"{ours / total:.1%}"])
    return table(("where", "s", "share"), rows)


def functions(sampler: Sampler, most: int = 25) -> str:
    """Our functions with all that they call; a second counts for each of the callers too."""
    rows = []
    for (file, line, name), seconds in sampler.functions.most_common(most):
        inside = file[file.rindex(f"{OURS}/") :]
        rows.append([f"{name} ({Path(inside).as_posix()}:{line})", f"{seconds:.3f}"])
    return table(("our function, with what it calls", "s"), rows)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
