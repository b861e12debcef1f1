"""How our walk over a repo's history grows, against the bare `git log` whose output it reads.

Makes sample repos of several sizes and reads each in turn, round after round: `git log` alone; all pages' histories
with an empty cache, and a verdict on each; again after HEAD moved by ten commits; and once more with HEAD as it was. Each reading is a process
of its own; its time is that of the call alone, without Python's start. Ratios are taken within a round.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any

from measure import cpu_seconds, peak_mb, table, timed
from sample import Shape, environment, write_repo, write_site

SMALL, MORE_PAGES, MORE_COMMITS = (1_000, 10_000), (10_000, 10_000), (1_000, 100_000)
LARGEST = (10_000, 100_000)
MOVED = 10
GOALS = {"cold": 2.0, "growth": 11.0, "moved": 0.05, "peak": 200.0}

Result = dict[str, float]


def main() -> None:
    """The command line."""
    args = _arguments()
    if args.one:
        print(json.dumps(read_one(Path(args.one), args.commit, Path(args.cache))))
        return
    with tempfile.TemporaryDirectory(prefix="mkdocs-oss-bench-") as scratch:
        folder = Path(args.keep or scratch).resolve()
        sizes = [SMALL, MORE_PAGES, MORE_COMMITS, *([LARGEST] if args.largest else [])]
        results = {size: compare(_repo(folder, size), Path(scratch), rounds=args.rounds) for size in sizes}
        builds = _builds(folder, Path(scratch)) if args.builds else {}
    print(report(results))
    if builds:
        print(f"\nBuilds of {SMALL[0]} pages with {SMALL[1]} commits, one of each, in seconds:\n")
        print(table(("build", "s", "× plain"), [[name, f"{s:.1f}", f"{s / builds['plain']:.2f}"] for name, s in builds.items()]))  # fmt: skip
    if args.json:
        rows = [{"pages": size[0], "commits": size[1], **result} for size, result in results.items()]
        Path(args.json).write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def compare(repo: Path, scratch: Path, *, rounds: int) -> Result:
    """Medians over the rounds: seconds of `git log` and of our readings, ratios within a round, and the memory of
    our process before the cold reading and at its peak."""
    from mkdocs_oss.history.log import log_args, new_mark

    head = _git(repo, "rev-parse", "HEAD")
    before = _git(repo, "rev-parse", f"HEAD~{MOVED}")
    found: list[Result] = []
    log = scratch / "log"
    for number in range(rounds + 1):
        taken = timed(["git", *log_args(new_mark()), head, "--"], cwd=repo, env=environment(), stdout=log)
        cache = scratch / "cache"
        shutil.rmtree(cache, ignore_errors=True)
        runs = {
            name: _run(repo, commit, cache, scratch)
            for name, commit in (("cold", before), ("moved", head), ("warm", head))
        }
        if number:
            cold = runs["cold"]["seconds"]
            found.append(
                {
                    "git_s": taken.wall,
                    "cold_s": cold,
                    "verdicts_s": runs["cold"]["verdicts"],
                    "ratio": (cold + runs["cold"]["verdicts"]) / taken.wall,
                    "cpu_ratio": runs["cold"]["cpu"] / taken.cpu,
                    "moved_s": runs["moved"]["seconds"],
                    "moved_share": runs["moved"]["seconds"] / cold,
                    "warm_s": runs["warm"]["seconds"],
                    "warm_processes": runs["warm"]["processes"],
                    "log_mb": log.stat().st_size / 1e6,
                    "before_mb": runs["cold"]["before_mb"],
                    "peak_mb": runs["cold"]["peak_mb"],
                }
            )
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def read_one(repo: Path, commit: str, cache: Path) -> Result:
    """One reading of all pages' histories as of a commit, and a verdict on each page, in this process. Every third page
    has a review date, the others fall due by the interval of the settings; what code they speak of is no part of it."""
    from msgspec.structs import replace

    from mkdocs_oss.git import Git
    from mkdocs_oss.history import read_histories
    from mkdocs_oss.model import Repo
    from mkdocs_oss.sources import open_worktree

    class Counting(Git):
        processes = 0

        @contextlib.contextmanager
        def stream(self, git_dir: Path, *args: str, **options: Any) -> Iterator[IO[bytes]]:
            Counting.processes += 1
            with super().stream(git_dir, *args, **options) as out:
                yield out

    source = replace(open_worktree(Repo(name="sample", path=repo), git=Git()), commit=commit)
    pages = frozenset(path for path in source.paths if path.startswith("docs/"))
    judged({})  # imports what it needs
    before, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, cpu_seconds()
    start = time.perf_counter()
    found = read_histories(source, pages, git=Counting(), cache=cache)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    verdicts = judged(found.pages)
    judging = time.perf_counter() - start
    assert len(verdicts) == len(pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(found.pages) == len(pages)
    return {
        "seconds": seconds,
        "verdicts": judging,
        "cpu": cpu_seconds() - cpu,
        "processes": Counting.processes,
        "before_mb": peak_mb(before),
        "peak_mb": peak_mb(peak),
    }


def judged(histories: Mapping[str, Any]) -> list[Any]:
    """The verdict on each page."""
    from mkdocs_oss.freshness import freshness, read_review
    from mkdocs_oss.history.pause import without_collector
    from mkdocs_oss.model import FreshnessPolicy, Interval

    policy, today = FreshnessPolicy(review_every=Interval(months=6)), date(2026, 1, 15)
    metas: tuple[dict[str, date], ...] = ({"reviewed": date(2025, 11, 3)}, {}, {})
    with without_collector():
        return [
            freshness(history, read_review(metas[number % 3], today=today), policy, today=today)
            for number, history in enumerate(histories.values())
        ]


def report(results: Mapping[tuple[int, int], Result]) -> str:
    """The table, and the goals with what became of them."""
    head = ("repo", "git log s", "history s", "verdicts s", "both / git", "CPU / git's", "moved s", "moved / cold", "warm s", "log MB",
            "before MB", "peak MB")  # fmt: skip
    digits = {"git_s": 3, "cold_s": 3, "verdicts_s": 3, "ratio": 2, "cpu_ratio": 2, "moved_s": 3, "moved_share": 3, "warm_s": 3,
              "log_mb": 0, "before_mb": 0, "peak_mb": 0}  # fmt: skip
    rows = [
        [
            f"{pages:,} pages, {commits:,} commits",
            *(f"{one[key]:.{places}f}" for key, places in digits.items()),
        ]
        for (pages, commits), one in results.items()
    ]
    lines = [table(head, rows), ""]
    small = results[SMALL]
    for (pages, commits), one in results.items():
        where = f"{pages:,} pages, {commits:,} commits"
        lines += [
            _verdict(f"History and verdicts, cold, against `git log`, {where}", one["ratio"], GOALS["cold"]),
            _verdict(
                f"HEAD moved by {MOVED}, as a share of cold, {where}", one["moved_share"], GOALS["moved"]
            ),
            _verdict(f"Peak memory in MB, {where}", one["peak_mb"], GOALS["peak"]),
            f"Git processes of a warm reading, {where}: {one['warm_processes']:.0f}; goal 0: "
            + ("met" if one["warm_processes"] == 0 else "NOT met"),
        ]
    for what, size in (("pages", MORE_PAGES), ("commits", MORE_COMMITS)):
        lines.append(_verdict(f"Ten times the {what}", _both(results[size]) / _both(small), GOALS["growth"]))
    return "\n".join(lines)


def _both(one: Result) -> float:
    return one["cold_s"] + one["verdicts_s"]


def _verdict(what: str, value: float, goal: float) -> str:
    return f"{what}: {value:.3g}; goal at most {goal:g}: {'met' if value <= goal else 'NOT met'}"


def _run(repo: Path, commit: str, cache: Path, scratch: Path) -> Result:
    argv = [sys.executable, __file__, "--one", str(repo), "--commit", commit, "--cache", str(cache)]
    done = subprocess.run(argv, env=environment(scratch / "bytecode"), check=True, capture_output=True)
    result: Result = json.loads(done.stdout)
    return result


def _repo(folder: Path, size: tuple[int, int]) -> Path:
    pages, commits = size
    repo = folder / f"history-{pages}-{commits}"
    if not (repo / ".git").exists():
        print(f"Writing {pages} pages and {commits} commits …", file=sys.stderr)
        write_repo(repo, Shape(pages, commits, sections=1))
    return repo


def _builds(folder: Path, scratch: Path) -> dict[str, float]:
    """Seconds of whole builds of the smallest site: plain, with our dates and verdicts, and with the other plugins."""
    site = folder / f"site-{SMALL[0]}-{SMALL[1]}"
    if not (site / ".git").exists():
        write_site(site, Shape(*SMALL, sections=1), theme="mkdocs")
    names = {
        "plain": "plain",
        "oss/freshness": "freshness",
        "git-revision-date-localized + git-authors": "others",
    }
    env = {**environment(scratch / "bytecode"), "MKDOCS_OSS_CACHE": str(scratch / "build-cache")}
    built: dict[str, float] = {}
    for title, name in {"warm-up": "plain", **names}.items():
        argv = [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--quiet",
            "-f",
            f"mkdocs-{name}.yml",
            "-d",
            str(scratch / "site"),
        ]
        built[title] = timed(argv, cwd=site, env=env).wall
    del built["warm-up"]
    return built


def _git(repo: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=repo, env=environment(), check=True, capture_output=True)
    return done.stdout.decode().strip()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds after the warm-up (default: %(default)s)"
    )
    parser.add_argument("--json", metavar="FILE", help="write the medians into FILE")
    parser.add_argument(
        "--keep", metavar="DIR", help="write the repos into DIR and keep them; those there are used again"
    )
    parser.add_argument(
        "--largest", action="store_true", help=f"{LARGEST[0]:,} pages with {LARGEST[1]:,} commits, too"
    )
    parser.add_argument(
        "--builds", action="store_true", help="whole builds beside those with other plugins, too (minutes)"
    )
    for hidden in ("--one", "--commit", "--cache"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
