"""How our walk over a repo's history grows, against the bare `git log` whose output it reads.

Makes sample repos of two sizes, the second twice the first, and reads each in turn, round after round. Each
reading is a process of its own; its time is that of the call alone, without Python's start.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measure import Taken, peak_mb, table, timed
from sample import Shape, environment, write_repo

SIZES = ((1000, 10_000), (2000, 20_000))


def main() -> None:
    """The command line."""
    args = _arguments()
    if args.one:
        print(json.dumps(read_one(Path(args.one))))
        return
    rows: list[list[str]] = []
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="mkdocs-oss-bench-") as scratch:
        for pages, commits in SIZES:
            repo = Path(args.keep or scratch).resolve() / f"history-{pages}-{commits}"
            if not (repo / ".git").exists():
                print(f"Writing {pages} pages and {commits} commits …", file=sys.stderr)
                write_repo(repo, Shape(pages, commits, sections=1))
            results.append(
                {"pages": pages, "commits": commits} | compare(repo, Path(scratch), rounds=args.rounds)
            )
    for one in results:
        rows.append(
            [
                f"{one['pages']} pages, {one['commits']} commits",
                *(f"{one[key]:.3f}" for key in ("git_s", "ours_s")),
                f"{one['ratio']:.2f}",
                *(f"{one[key]:.0f}" for key in ("output_mb", "before_mb", "peak_mb")),
            ]
        )
    head = ("repo", "git log s", "ours s", "ours / git", "log MB", "before MB", "peak MB")
    small, large = results
    print(table(head, rows))
    print(
        f"\nTwice the repo: git log × {large['git_s'] / small['git_s']:.2f}, ours × {large['ours_s'] / small['ours_s']:.2f}"
    )
    if args.json:
        Path(args.json).write_text(json.dumps(results, indent=1) + "\n", "utf-8")


def compare(repo: Path, scratch: Path, *, rounds: int) -> dict[str, float]:
    """Medians over the rounds: seconds of `git log` and of our walk (which runs the same `git log`), their ratio
    within a round, the size of the log, and the memory of our process before the walk and at its peak."""
    gits: list[Taken] = []
    ours: list[dict[str, float]] = []
    log = scratch / "log"
    for number in range(rounds + 1):
        taken = timed(["git", *_log_args(), "HEAD", "--"], cwd=repo, env=environment(), stdout=log)
        argv = [sys.executable, __file__, "--one", str(repo)]
        done = subprocess.run(argv, env=environment(scratch / "bytecode"), check=True, capture_output=True)
        if number:
            gits.append(taken)
            ours.append(json.loads(done.stdout))
    return {
        "git_s": statistics.median(taken.wall for taken in gits),
        "ours_s": statistics.median(one["seconds"] for one in ours),
        "ratio": statistics.median(
            one["seconds"] / taken.wall for one, taken in zip(ours, gits, strict=True)
        ),
        "output_mb": log.stat().st_size / 1e6,
        "before_mb": statistics.median(one["before_mb"] for one in ours),
        "peak_mb": max(one["peak_mb"] for one in ours),
    }


def read_one(repo: Path) -> dict[str, float]:
    """One reading of all pages' histories in this process."""
    from mkdocs_oss.git import Git
    from mkdocs_oss.history import read_histories
    from mkdocs_oss.model import Repo
    from mkdocs_oss.sources import open_worktree

    git = Git()
    source = open_worktree(Repo(name="sample", path=repo), git=git)
    pages = frozenset(path for path in source.paths if path.startswith("docs/"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = read_histories(source, pages, git=git)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(found) == len(pages)
    return {"seconds": seconds, "before_mb": peak_mb(before), "peak_mb": peak_mb(peak)}


def _log_args() -> tuple[str, ...]:
    from mkdocs_oss.history.log import LOG_ARGS

    return LOG_ARGS


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--rounds", type=int, default=7, help="rounds after the warm-up (default: %(default)s)"
    )
    parser.add_argument("--json", metavar="FILE", help="write the medians into FILE")
    parser.add_argument(
        "--keep", metavar="DIR", help="write the repos into DIR and keep them; those there are used again"
    )
    parser.add_argument("--one", metavar="REPO", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
