"""What it costs to compare pages with the code that they speak of, and how that grows with the pages and the code.

Makes sample repos of several sizes, each with pages that name files and once more with the same pages that name none,
and gathers the facts of each with `freshness` alone, round after round: with an empty cache, and with what the first
left there. Each is a process of its own; its time is that of the call alone, without Python's start. Ratios are taken
within a round.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from code_sample import Shape, write_code_repo
from measure import cpu_seconds, peak_mb, table
from sample import NOW, environment

SMALL = Shape(pages=300, files=300, each=4, commits=3_000)
MORE_PAGES = Shape(pages=3_000, files=300, each=4, commits=3_000)
MORE_FILES = Shape(pages=300, files=3_000, each=40, commits=30_000)
LARGEST = Shape(pages=3_000, files=3_000, each=4, commits=30_000)
DENSE = Shape(pages=4, files=300, each=300, commits=3_000)
"""Some forty files that have changed 30 times each, on each of four pages."""
GROWTH = 11.0

Result = dict[str, float]


def main() -> None:
    """The command line."""
    args = _arguments()
    if args.one:
        print(json.dumps(read_one(Path(args.one), Path(args.cache))))
        return
    with tempfile.TemporaryDirectory(prefix="mkdocs-oss-bench-") as scratch:
        folder = Path(args.keep or scratch).resolve()
        shapes = [SMALL, MORE_PAGES, MORE_FILES, DENSE, *([LARGEST] if args.largest else [])]
        repos = {shape: [_repo(folder, shape, bound=bound) for bound in (True, False)] for shape in shapes}
        results = measured(repos, Path(scratch), rounds=args.rounds)
    print(report(results))
    if args.json:
        rows = [{**_sizes(shape), **result} for shape, result in results.items()]
        Path(args.json).write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def measured(repos: Mapping[Shape, Iterable[Path]], scratch: Path, *, rounds: int) -> dict[Shape, Result]:
    """Medians over the rounds, after one to warm up."""
    found: dict[Shape, list[Result]] = {shape: [] for shape in repos}
    for number in range(rounds + 1):
        for shape, (bound, plain) in repos.items():
            one = {**_pair(bound, scratch, ""), **_pair(plain, scratch, "plain_")}
            if number:
                found[shape].append(one)
    return {shape: {key: statistics.median(one[key] for one in runs) for key in runs[0]}
            for shape, runs in found.items()}  # fmt: skip


def read_one(repo: Path, cache: Path) -> Result:
    """The facts of a repo's pages, gathered in this process. What is compared is counted where it is read."""
    from mkdocs_oss.gather import drift, older
    from mkdocs_oss.git import Git
    from mkdocs_oss.handbook import assemble
    from mkdocs_oss.settings import Settings, Site

    contents: dict[str, int] = {}

    def counting(*args: Any, **options: Any) -> dict[str, bytes]:
        found = older.read_older(*args, **options)
        contents.update({blob: len(content) for blob, content in found.items()})
        return found

    drift.read_older = counting  # type: ignore[attr-defined]
    site = Site(config_file=repo / "mkdocs.yml", docs_dir=repo / "docs")
    settings = Settings(frozenset({"freshness"}), cache=cache)
    before, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, cpu_seconds()
    start = time.perf_counter()
    found = assemble(site, settings, git=Git(), now=datetime.fromtimestamp(NOW, UTC))
    seconds = time.perf_counter() - start
    states = Counter(facts.freshness.state for facts in found.pages if facts.freshness is not None)
    return {
        "seconds": seconds,
        "cpu": cpu_seconds() - cpu,
        "before_mb": peak_mb(before),
        "peak_mb": peak_mb(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss),
        "contents": len(contents),
        "contents_mb": sum(contents.values()) / 1e6,
        **{state: states[state] for state in ("fresh", "look", "contradicted", "unknown")},
    }


def report(results: Mapping[Shape, Result]) -> str:
    """The tables, and the goals with what became of them."""
    head = ("pages", "files", "commits", "no bindings, cold s", "cold s", "CPU s", "no bindings, warm s", "warm s",
            "contents", "MB of them", "peak MB", "without, MB")  # fmt: skip
    keys = {"plain_cold": 2, "cold": 2, "cpu": 2, "plain_warm": 2, "warm": 2, "contents": 0, "contents_mb": 1,
            "peak_mb": 0, "plain_peak_mb": 0}  # fmt: skip
    rows = [
        [f"{shape.pages:,} with {shape.each} each", f"{shape.files:,}", f"{shape.commits:,}",
         *(f"{one[key]:,.{places}f}" for key, places in keys.items())]
        for shape, one in results.items()
    ]  # fmt: skip
    states = ("fresh", "look", "contradicted", "unknown")
    lines = [table(head, rows), ""]
    for shape, one in results.items():
        verdicts = ", ".join(f"{one[state]:,.0f} {state}" for state in states)
        lines.append(f"Verdicts of {_name(shape)}: {verdicts}")
    small = results[SMALL]
    for what, shape in (("pages", MORE_PAGES), ("files and commits", MORE_FILES)):
        for key in ("cold", "warm"):
            value = results[shape][key] / small[key]
            met = "met" if value <= GROWTH else "NOT met"
            lines.append(f"Ten times the {what}, {key}: {value:.3g}; goal at most {GROWTH:g}: {met}")
    return "\n".join(lines)


def _pair(repo: Path, scratch: Path, prefix: str) -> Result:
    cache = scratch / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    argv = [sys.executable, __file__, "--one", str(repo), "--cache", str(cache)]
    runs: list[Result] = []
    for _ in ("cold", "warm"):
        done = subprocess.run(argv, env=environment(scratch / "bytecode"), check=True, capture_output=True)
        runs.append(json.loads(done.stdout))
    cold, warm = runs
    figures = {**cold, "cold": cold["seconds"], "warm": warm["seconds"], "warm_cpu": warm["cpu"]}
    figures["peak_mb"] = max(cold["peak_mb"], warm["peak_mb"])
    return {prefix + key: value for key, value in figures.items()}


def _repo(folder: Path, shape: Shape, *, bound: bool) -> Path:
    kind = "bound" if bound else "plain"
    repo = folder / f"drift-{shape.pages}-{shape.files}-{shape.each}-{shape.commits}-{kind}"
    if not (repo / ".git").exists():
        print(f"Writing {_name(shape)}, {kind} …", file=sys.stderr)
        write_code_repo(repo, shape, bound=bound)
    return repo


def _name(shape: Shape) -> str:
    return f"{shape.pages:,} pages, {shape.files:,} files, {shape.commits:,} commits"


def _sizes(shape: Shape) -> dict[str, float]:
    return {"pages": shape.pages, "files": shape.files, "each": shape.each, "commits": shape.commits}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--rounds", type=int, default=3, help="rounds after the warm-up (default: %(default)s)"
    )
    parser.add_argument("--json", metavar="FILE", help="write the medians into FILE")
    parser.add_argument(
        "--keep", metavar="DIR", help="write the repos into DIR and keep them; those there are used again"
    )
    parser.add_argument("--largest", action="store_true", help=f"{_name(LARGEST)}, too")
    for hidden in ("--one", "--cache"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
