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
    _compare(
        "last_touched", args.checkout, [(path, path, found[path].last_touched, last[path]) for path in known]
    )
    told = [path for path in known if first[path][1]]
    if len(told) < len(known):
        print(
            f"created: git could not follow {len(known) - len(told)} pages, contents are missing in this clone"
        )
    oldest = {path: found[path].moves[-1].path if found[path].moves else path for path in told}
    _compare(
        "created", args.checkout, [(path, oldest[path], found[path].created, first[path]) for path in told]
    )
    none = [path for path in known if isinstance(found[path].last_substantive, Unknown)]
    older = [path for path in known if found[path].last_substantive != found[path].last_touched]
    print(f"last_substantive: older than last_touched on {len(older)} pages, unknown on {len(none)}")


def _compare(
    what: str, checkout: Path, rows: Iterable[tuple[str, str, Commit | Unknown, tuple[str, int]]]
) -> None:
    rows = list(rows)
    apart = [
        row for row in rows if not isinstance(row[2], Commit) or int(row[2].time.timestamp()) != row[3][1]
    ]
    print(f"{what}: {len(rows) - len(apart)} of {len(rows)} agree")
    for path, oldest, ours, theirs in apart:
        said = f"{ours.sha[:10]} {ours.time:%Y-%m-%d}" if isinstance(ours, Commit) else ours.reason
        day = time.strftime("%Y-%m-%d", time.gmtime(theirs[1]))
        why = _in_that_commit(checkout, ours.sha, oldest) if isinstance(ours, Commit) else ""
        print(f"  {path}: ours {said}, git's {theirs[0][:10]} {day}; in ours, {why}")


def _in_that_commit(checkout: Path, commit: str, path: str) -> str:
    """Where git says that a path came from in a commit, copies and any kind of file included."""
    try:
        told = _git(checkout, "diff-tree", "-r", "-z", "--root", "--name-status", "--no-commit-id", "--find-copies-harder",
                    "-M50%", "-C50%", "-l0", commit)  # fmt: skip
    except subprocess.CalledProcessError:
        return "contents are missing"
    tokens = iter(told.split("\0"))
    for status in tokens:
        names = [next(tokens, "") for _ in range(2 if status[:1] in ("R", "C") else 1)]
        if names[-1] == path:
            kind = {"R": "moved from", "C": "copied from"}.get(status[:1], "added")
            return f"{kind} {names[0]} ({status})" if len(names) == 2 else f"{kind} ({status})"
    return "no change of it"


def _last(checkout: Path, path: str) -> tuple[str, int]:
    return _commits(_git(checkout, "log", "-1", "--format=%H %ct", "--", path))[0]


def _first(checkout: Path, path: str) -> tuple[str, int]:
    try:
        told = _git(checkout, "log", "--follow", "--diff-filter=A", "--format=%H %ct", "--", path)
    except subprocess.CalledProcessError:
        return ("", 0)  # a content that it wants to compare is not in this clone
    return (_commits(told) or [("", 0)])[-1]


def _commits(told: str) -> list[tuple[str, int]]:
    return [(line.split()[0], int(line.split()[1])) for line in told.splitlines()]


def _git(checkout: Path, *args: str) -> str:
    argv = ["git", "-C", str(checkout), *args]  # --follow takes no literal pathspecs
    return subprocess.run(argv, check=True, capture_output=True).stdout.decode("utf-8", "surrogateescape")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--below", default="", help="only pages whose path starts so, such as docs/")
    parser.add_argument("--sample", type=int, default=0, help="ask git about so many pages at most")
    return parser.parse_args()


if __name__ == "__main__":
    main()
