"""What people see while they wait for others: a bar, and a line where a wait is long."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

Step = Callable[[], None]
_OVER_THE_BAR = "\r\x1b[2K"


def say(line: str) -> None:
    """A line on stderr; on a terminal it takes the place of a bar that may stand there, which comes back below it."""
    over = _OVER_THE_BAR if sys.stderr.isatty() else ""
    sys.stderr.write(f"{over}{line}\n")
    sys.stderr.flush()


@contextlib.contextmanager
def progress(count: int, *, label: str = "Fetching repos") -> Iterator[Step]:
    """A bar on stderr that moves one on at each call; nothing where stderr is no terminal, or little is to do."""
    if count < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    import click  # only a terminal needs it

    bar: AbstractContextManager[click._termui_impl.ProgressBar[int]]
    with click.progressbar(length=count, label=label, file=sys.stderr) as bar:
        guard = threading.Lock()

        def step() -> None:
            with guard:
                bar.update(1)

        yield step
