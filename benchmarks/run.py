"""How long `mkdocs build` takes without us, with us, and with the plugins that tell dates and authors.

Makes a sample site, then builds it again and again in turn: plain, with `oss`, with `oss/freshness` alone, with the
other plugins, plain, …
Each build is a whole process; ratios are taken within a round, so that a slow moment of the machine hits all.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from measure import Taken, table, timed
from sample import Shape, environment, write_site

HERE = Path(__file__).parent
VARIANTS = {
    "A plain": "mkdocs-plain.yml",
    "B oss": "mkdocs-oss.yml",
    "C dates + authors": "mkdocs-others.yml",
    "D oss/freshness": "mkdocs-freshness.yml",
}
PLAIN, OURS, OTHERS, FRESHNESS = VARIANTS
GOALS = {OURS: 1.15, FRESHNESS: 1.10}
"""Times the plain build."""
_NEEDED_BY_OTHERS = ("mkdocs_git_revision_date_localized_plugin", "mkdocs_git_authors_plugin")
_VERSIONS = ("mkdocs-oss", "mkdocs", "mkdocs-material", "mkdocs-git-revision-date-localized-plugin",
             "mkdocs-git-authors-plugin")  # fmt: skip


@dataclass
class Measured:
    """All rounds of one variant."""

    runs: list[Taken] = field(default_factory=list)
    output_mb: float = 0.0


def main() -> None:
    """The command line."""
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="mkdocs-oss-bench-") as scratch:
        name = f"{args.theme}-{args.pages}-{args.commits}{'-created' if args.creation_dates else ''}"
        kept = Path(args.keep or scratch).resolve() / name
        if (kept / ".git").exists():
            print(f"The site in {kept} is used as it is.", file=sys.stderr)
        else:
            print(f"Writing {args.pages} pages and {args.commits} commits …", file=sys.stderr)
            shape = Shape(args.pages, args.commits)
            write_site(kept, shape, theme=args.theme, creation_dates=args.creation_dates)
        if args.profile:
            _breakdown(kept, Path(scratch))
            return
        measured = _rounds(
            kept, Path(scratch), rounds=args.rounds, variants=_variants(args.only), cold=args.cold
        )
    print(report(measured, args))
    if args.json:
        _write_json(Path(args.json), measured, args)


def report(measured: Mapping[str, Measured], args: argparse.Namespace) -> str:
    """The table, and whether the goal was met."""
    rows = []
    for name, one in measured.items():
        wall = [run.wall for run in one.runs]
        cpu = statistics.median(run.cpu for run in one.runs)
        ratios = [float("nan")] * 2
        if PLAIN in measured:
            ratios = [statistics.median(_ratios(measured, name, of)) for of in ("wall", "cpu")]
        peak = max(run.peak_mb for run in one.runs)
        seconds = (statistics.median(wall), min(wall), max(wall), cpu)
        rows.append(
            [
                name,
                *(f"{value:.2f}" for value in seconds),
                f"{peak:.0f}",
                f"{one.output_mb:.1f}",
                *(f"{ratio:.3f}" for ratio in ratios),
            ]
        )
    head = ("build", "median s", "min s", "max s", "CPU s", "peak MB", "output MB", "× A", "CPU × A")
    sample = f"{args.pages} pages, {args.commits} commits, theme {args.theme}, {args.rounds} rounds"
    sample += ", no history kept" if args.cold else ""
    lines = [
        f"{sample}; {os.cpu_count()} CPUs, Python {platform.python_version()}, {_git_version()}",
        "",
        table(head, rows),
        "",
    ]
    for name, goal in GOALS.items():
        if not {PLAIN, name} <= measured.keys():
            continue
        ratios, of = _ratios(measured, name), f"{name[0]}/A"
        middle, cpu = statistics.median(ratios), statistics.median(_ratios(measured, name, "cpu"))
        verdict = "met" if middle <= goal else "NOT met"
        lines.append(f"{of} in each round: {', '.join(f'{ratio:.3f}' for ratio in ratios)}")
        lines.append(f"Goal, {of} at most {goal:.2f}: {verdict} ({middle:.3f}; of CPU seconds {cpu:.3f})")
    return "\n".join(lines)


def _rounds(
    folder: Path, scratch: Path, *, rounds: int, variants: Mapping[str, str], cold: bool
) -> dict[str, Measured]:
    """One warm-up of each variant, then all of them in turn, `rounds` times; where `cold`, with an empty cache each."""
    cache = scratch / "cache"
    measured = {name: Measured() for name in variants}
    for number in range(rounds + 1):
        for name, config in variants.items():
            site = scratch / "site"
            argv = [
                sys.executable,
                "-m",
                "mkdocs",
                "build",
                "--quiet",
                "--config-file",
                config,
                "--site-dir",
                str(site),
            ]
            if cold:
                shutil.rmtree(cache, ignore_errors=True)
            env = {**environment(scratch / "bytecode"), "MKDOCS_OSS_CACHE": str(cache)}
            taken = timed(argv, cwd=folder, env=env)
            if number:
                measured[name].runs.append(taken)
            measured[name].output_mb = sum(f.stat().st_size for f in site.rglob("*") if f.is_file()) / 1e6
            shutil.rmtree(site)
            label = f"round {number}" if number else "warm-up"
            print(f"{label}: {name}: {taken.wall:.2f} s", file=sys.stderr)
    return measured


def _breakdown(folder: Path, scratch: Path) -> None:
    """One build of B that says where our time goes."""
    argv = [sys.executable, str(HERE / "breakdown.py"), VARIANTS[OURS], str(scratch / "site")]
    for number in range(2):  # the first compiles the modules
        out = None if number else subprocess.DEVNULL
        subprocess.run(argv, cwd=folder, env=environment(scratch / "bytecode"), check=True, stdout=out)


def _ratios(measured: Mapping[str, Measured], name: str, of: str = "wall") -> list[float]:
    """A variant's seconds as a multiple of the plain build's in the same round; `of`: wall or cpu."""
    pairs = zip(measured[name].runs, measured[PLAIN].runs, strict=True)
    return [getattr(one, of) / getattr(plain, of) for one, plain in pairs]


def _variants(only: str) -> dict[str, str]:
    wanted = {name: config for name, config in VARIANTS.items() if name[0] in only.upper()}
    if OTHERS in wanted and not all(find_spec(module) for module in _NEEDED_BY_OTHERS):
        print("C is left out; install the dependency group `bench` for it.", file=sys.stderr)
        del wanted[OTHERS]
    return wanted


def _write_json(file: Path, measured: Mapping[str, Measured], args: argparse.Namespace) -> None:
    content = {
        "settings": {
            key: getattr(args, key) for key in ("pages", "commits", "rounds", "theme", "creation_dates")
        },
        "versions": {name: _version(name) for name in _VERSIONS}
        | {"python": platform.python_version(), "git": _git_version()},
        "cpus": os.cpu_count(),
        "builds": {
            name: {
                "runs": [asdict(run) for run in one.runs],
                "output_mb": one.output_mb,
                "ratios": _ratios(measured, name) if PLAIN in measured else None,
            }
            for name, one in measured.items()
        },
    }
    file.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _git_version() -> str:
    return subprocess.run(["git", "--version"], capture_output=True, check=True, text=True).stdout.strip()


def _arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=300, help="pages of the sample (default: %(default)s)")
    parser.add_argument(
        "--commits", type=int, default=3000, help="commits of its repo (default: %(default)s)"
    )
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds after the warm-up (default: %(default)s)"
    )
    parser.add_argument(
        "--theme", choices=("mkdocs", "material"), default="material", help="default: %(default)s"
    )
    parser.add_argument(
        "--only", default="ABCD", metavar="LETTERS", help="which builds, such as AB (default: %(default)s)"
    )
    parser.add_argument("--cold", action="store_true", help="each build reads the history anew")
    parser.add_argument(
        "--creation-dates", action="store_true", help="C also finds out when each page was created"
    )
    parser.add_argument(
        "--profile", action="store_true", help="no rounds: show where the time of one build of B goes"
    )
    parser.add_argument("--json", metavar="FILE", help="write every run into FILE")
    parser.add_argument(
        "--keep", metavar="DIR", help="write the sample into DIR and keep it; one that is there is used again"
    )
    args = parser.parse_args(argv)
    if args.pages < 2 or args.commits < 10 or args.rounds < 1:
        parser.error("at least 2 pages, 10 commits and 1 round")
    return args


if __name__ == "__main__":
    main()
