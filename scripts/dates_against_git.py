"""For every Markdown page of a checkout with its full history: our dates beside those that git gives for the path.

`last_touched` beside `git log -1 -- PATH`, `created` beside the oldest of `git log --follow --diff-filter=A -- PATH`.
Prints how many agree, and each page where they do not, with both commits.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Commit, PageHistory, Repo, Unknown
from mkdocs_oss.sources import open_worktree


def main() -> None:
    """The command line."""
    args = _arguments()
    source = open_worktree(Repo("r", path=args.checkout.resolve()), git=Git())
    assert isinstance(source.commit, str), source.commit
    listed = _git(args.checkout, "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
    every = {path for path in listed if path.endswith(".md") and path.startswith(args.below)}
    start = time.perf_counter()
    found = read_histories(source, every, git=Git()).pages
    seconds = time.perf_counter() - start
    asked = sorted(every)
    if args.sample and len(asked) > args.sample:
        asked = sorted(random.Random(1).sample(asked, args.sample))
    known = [path for path in asked if isinstance(found[path], PageHistory)]
    print(
        f"{len(every)} pages in {seconds:.2f} s; asked git about {len(asked)}, {len(asked) - len(known)} unknown"
    )
    with ThreadPoolExecutor(2) as pool:
        last = dict(zip(known, pool.map(lambda path: _last(args.checkout, path), known), strict=True))
        first = dict(zip(known, pool.map(lambda path: _first(args.checkout, path), known), strict=True))
    _compare("last_touched", [(path, found[path].last_touched, last[path]) for path in known])
    _compare("created", [(path, found[path].created, first[path]) for path in known])
    none = [path for path in known if isinstance(found[path].last_substantive, Unknown)]
    older = [path for path in known if found[path].last_substantive != found[path].last_touched]
    print(f"last_substantive: older than last_touched on {len(older)} pages, unknown on {len(none)}")


def _compare(what: str, rows: Iterable[tuple[str, Commit | Unknown, tuple[str, int]]]) -> None:
    rows = list(rows)
    apart = [
        (path, ours, theirs)
        for path, ours, theirs in rows
        if not isinstance(ours, Commit) or int(ours.time.timestamp()) != theirs[1]
    ]
    print(f"{what}: {len(rows) - len(apart)} of {len(rows)} agree")
    for path, ours, theirs in apart:
        said = f"{ours.sha[:10]} {ours.time:%Y-%m-%d}" if isinstance(ours, Commit) else ours.reason
        print(
            f"  {path}: ours {said}, git's {theirs[0][:10]} {time.strftime('%Y-%m-%d', time.gmtime(theirs[1]))}"
        )


def _last(checkout: Path, path: str) -> tuple[str, int]:
    return _commits(_git(checkout, "log", "-1", "--format=%H %ct", "--", path))[0]


def _first(checkout: Path, path: str) -> tuple[str, int]:
    told = _git(checkout, "log", "--follow", "--diff-filter=A", "--format=%H %ct", "--", path)
    return (_commits(told) or [("", 0)])[-1]


def _commits(told: str) -> list[tuple[str, int]]:
    return [(line.split()[0], int(line.split()[1])) for line in told.splitlines()]


def _git(checkout: Path, *args: str) -> str:
    argv = ["git", "--literal-pathspecs", "-C", str(checkout), *args]
    return subprocess.run(argv, check=True, capture_output=True).stdout.decode("utf-8", "surrogateescape")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--below", default="", help="only pages whose path starts so, such as docs/")
    parser.add_argument("--sample", type=int, default=0, help="ask git about so many pages at most")
    return parser.parse_args()


if __name__ == "__main__":
    main()
