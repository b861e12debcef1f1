"""A site that is being served, as a browser with live reload meets it."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

LIMIT_S = 60


class Served:
    """A site that `mkdocs serve` serves."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str) -> str:
        """A page; empty where there is none."""
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=LIMIT_S) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return ""

    def after(self, change: Callable[[], None], path: str, *, until: Callable[[str], bool]) -> str:
        """The page once the site was rebuilt after `change`; waits as a browser with live reload does."""
        found = re.search(r"livereload\((\d+), \d+\)", self.get(""))
        assert found
        epoch = found[1]
        change()
        for request in range(5):
            with urllib.request.urlopen(
                f"{self.address}/livereload/{epoch}/{request}", timeout=LIMIT_S
            ) as answer:
                epoch = answer.read().decode()
            if until(page := self.get(path)):
                return page
        raise AssertionError(f"{path} never became what it should be: {page}")


@contextmanager
def served(
    command: Sequence[str], *, folder: Path, env: Mapping[str, str] | None = None
) -> Iterator[tuple[Served, list[str]]]:
    """Runs a command that serves a site, with `-a HOST:PORT` at its end; the site, and what it had said until then."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*command, "-a", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder, env=env,
    )  # fmt: skip
    deadline = threading.Timer(LIMIT_S, process.kill)
    deadline.start()
    try:
        assert process.stderr is not None
        lines: list[str] = []
        for line in process.stderr:
            lines.append(line.rstrip("\n"))
            if "Serving on" in line:
                threading.Thread(target=process.stderr.read, daemon=True).start()  # so that it never blocks
                break
        else:
            raise AssertionError("\n".join(lines))
        yield Served(f"http://127.0.0.1:{port}"), lines
    finally:
        process.kill()
        process.wait(LIMIT_S)
        deadline.cancel()
