"""How long a handbook of many repos takes: beside MkDocs on the same Markdown in one folder, and beside multirepo.

Writes repos with a history, serves them by HTTP on the loopback interface, and builds in turn, round after round:
plain MkDocs, mkdocs-multirepo-plugin, and ours with an empty cache, with a full one, and with the whole suite. Then one
edit under serve, and then five times the repos. Ratios are taken within a round; nothing is asserted.
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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from fleet import Fleet, write_fleet, write_sites
from git_server import GitServer, served
from measure import Taken, table, timed
from sample import environment

HERE = Path(__file__).parent
PRUNE = "navigation.prune"
PLAIN, MULTIREPO, COLD, WARM, SUITE = "plain", "multirepo", "oss/repos cold", "oss/repos", "oss without api"
VARIANTS = {PLAIN: "plain", MULTIREPO: "multirepo", COLD: "repos", WARM: "repos", SUITE: "suite"}
"""What is built in each round, in this order: the cold build fills the cache for those after it."""
GOALS = {WARM: 1.10, SUITE: 1.25}
REBUILD_GOAL = 1.15
GROWTH_GOAL = 5.5
GROWN = 5


@dataclass(frozen=True)
class Built:
    """One build: what it took, what the server was asked, and the bytes of the site."""

    taken: Taken
    requests: int
    output: int


@dataclass(frozen=True)
class Place:
    """Where the repos and sites of one run are, and who serves them."""

    folder: Path
    scratch: Path
    server: GitServer


Rounds = dict[str, list[Built]]
Rebuilds = dict[str, list[tuple[float, float]]]
"""The seconds of each rebuild, on the clock and of CPU."""


def main() -> None:
    """The command line."""
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="mkdocs-oss-bench-") as made:
        scratch = Path(made)
        folder = Path(args.keep or scratch / "fleet").resolve()
        fleet = Fleet(args.repos, args.pages, args.commits)
        _say(f"Writing {fleet.repos * (GROWN if 'G' in args.only else 1)} repos …")
        write_fleet(
            folder, Fleet(fleet.repos * (GROWN if "G" in args.only else 1), fleet.pages, fleet.commits)
        )
        with served(folder / "repos") as server:
            place = Place(folder, scratch, server)
            rounds = _rounds(place, fleet, args.rounds) if "B" in args.only else {}
            rebuilds = _rebuilds(place, fleet, args.rounds) if "S" in args.only else {}
            growth = _growth(place, fleet) if "G" in args.only else []
    print("\n".join(_report(fleet, args.rounds, rounds, rebuilds, growth)))
    if args.json:
        content = {
            "fleet": asdict(fleet),
            "builds": {name: [asdict(one) for one in builds] for name, builds in rounds.items()},
            "rebuilds": rebuilds,
            "growth": [asdict(one) for one in growth],
        }
        Path(args.json).write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _rounds(place: Place, fleet: Fleet, rounds: int) -> Rounds:
    """One warm-up of each variant, then all of them in turn, `rounds` times."""
    sites = write_sites(place.folder, fleet, server=place.server.url, features=PRUNE)
    names = [name for name in VARIANTS if name != MULTIREPO or _has_multirepo()]
    found: Rounds = {name: [] for name in names}
    for number in range(rounds + 1):
        for name in names:
            if name == COLD:
                _forget(sites["repos"].parent)
            built = _build(place, sites[VARIANTS[name]])
            found[name] += [built] if number else []
            label = f"round {number}" if number else "warm-up"
            _say(f"{label}: {name}: {built.taken.wall:.2f} s, {built.requests} requests")
    return found


def _rebuilds(place: Place, fleet: Fleet, rounds: int) -> Rebuilds:
    """The seconds of each rebuild after one edit, in turn: plain, ours with the repos, ours with the suite."""
    sites = write_sites(place.folder, fleet, server=place.server.url, features=PRUNE)
    if not (sites["repos"].parent / "cache").exists():
        _build(place, sites["repos"])
    found: Rebuilds = {PLAIN: [], WARM: [], SUITE: []}
    for number in range(rounds):
        for name, taken in found.items():
            config = sites[VARIANTS[name]]
            page = config.parent / "docs" / "index.md"
            argv = [
                sys.executable,
                str(HERE / "rebuild.py"),
                config.name,
                str(place.scratch / "site"),
                str(page),
                "2",
            ]
            env = environment(place.scratch / "bytecode")
            done = subprocess.run(
                argv, cwd=config.parent, env=env, check=True, capture_output=True, text=True
            )
            taken += [(wall, cpu) for wall, cpu in json.loads(done.stdout)]
            _say(f"rebuilds {number + 1}: {name}: {', '.join(f'{wall:.2f} s' for wall, _ in taken[-2:])}")
            shutil.rmtree(place.scratch / "site")
    return found


def _growth(place: Place, fleet: Fleet) -> list[Built]:
    """The whole suite over the repos, and over five times as many, with Material's defaults; the cache is full."""
    found = []
    for repos in (fleet.repos, fleet.repos * GROWN):
        sites = write_sites(
            place.folder, Fleet(repos, fleet.pages, fleet.commits), server=place.server.url, features=""
        )
        _build(place, sites["suite"])
        found.append(_build(place, sites["suite"]))
        _say(f"{repos} repos: {found[-1].taken.wall:.2f} s, {found[-1].output / 1e6:.0f} MB")
    return found


def _build(place: Place, config: Path) -> Built:
    site = place.scratch / "site"
    before = place.server.requests
    argv = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", config.name, "-d", str(site)]
    taken = timed(argv, cwd=config.parent, env=environment(place.scratch / "bytecode"))
    output = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    shutil.rmtree(site)
    return Built(taken, place.server.requests - before, output)


def _forget(hub: Path) -> None:
    """An empty cache, as on a new machine."""
    shutil.rmtree(hub / "cache", ignore_errors=True)
    (hub / "handbook.lock").unlink(missing_ok=True)


def _report(
    fleet: Fleet, rounds: int, builds: Rounds, rebuilds: Rebuilds, growth: Sequence[Built]
) -> Iterator[str]:
    git = subprocess.run(["git", "--version"], capture_output=True, check=True, text=True).stdout.strip()
    yield (
        f"{fleet.repos} repos of {fleet.pages} pages and {fleet.commits} commits, {rounds} rounds; "
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}, {git}"
    )
    if builds:
        yield f"\nAll with Material and {PRUNE}: without it, plain and multirepo have every link on every page.\n"
        yield table(
            (
                "build",
                "median s",
                "min s",
                "max s",
                "CPU s",
                "× plain",
                "CPU × plain",
                "requests",
                "peak MB",
                "MB",
            ),
            [_row(name, of, builds[PLAIN]) for name, of in builds.items()],
        )
        yield ""
        if MULTIREPO in builds:
            ratio = _ratio(builds[COLD], builds[MULTIREPO])
            yield _verdict("Cold against multirepo, fetching included", ratio, 1.0)
        for name, goal in GOALS.items():
            yield _verdict(f"{name}, warm, against plain", _ratio(builds[name], builds[PLAIN]), goal)
        asked = max(one.requests for name in GOALS for one in builds[name])
        yield f"Requests of a warm build: {asked}; goal 0: {'met' if asked == 0 else 'NOT met'}"
    if rebuilds:
        yield "\nA rebuild after one edit under serve, the settings read anew:\n"
        rows = [
            [
                name,
                *(
                    f"{value:.2f}"
                    for value in (*_spread([wall for wall, _ in of]), _middle(cpu for _, cpu in of))
                ),
            ]
            for name, of in rebuilds.items()
        ]
        yield table(("site", "median s", "min s", "max s", "CPU s"), rows)
        yield ""
        for name in (WARM, SUITE):
            pairs = list(zip(rebuilds[name], rebuilds[PLAIN], strict=True))
            wall, cpu = (_middle(ours[of] / plain[of] for ours, plain in pairs) for of in (0, 1))
            yield f"{_verdict(f'Rebuild, {name}, against plain', wall, REBUILD_GOAL)}; of CPU {cpu:.3f}"
    if growth:
        few, many = growth
        yield f"\n{fleet.repos} repos against {fleet.repos * GROWN}, the suite without api, Material's defaults:\n"
        rows = [
            [f"{fleet.repos * times}", f"{one.taken.wall:.1f}", f"{one.taken.cpu:.1f}", f"{one.output / 1e6:.0f}",
             f"{one.taken.peak_mb:.0f}"]
            for times, one in ((1, few), (GROWN, many))
        ]  # fmt: skip
        yield table(("repos", "s", "CPU s", "MB", "peak MB"), rows)
        yield ""
        yield _verdict("Time", many.taken.wall / few.taken.wall, GROWTH_GOAL)
        yield _verdict("CPU time", many.taken.cpu / few.taken.cpu, GROWTH_GOAL)
        yield _verdict("Bytes", many.output / few.output, GROWTH_GOAL)


def _row(name: str, of: Sequence[Built], plain: Sequence[Built]) -> list[str]:
    seconds = (*_spread([one.taken.wall for one in of]), _middle(one.taken.cpu for one in of))
    return [
        name,
        *(f"{value:.2f}" for value in seconds),
        f"{_ratio(of, plain):.3f}",
        f"{_ratio(of, plain, 'cpu'):.3f}",
        str(max(one.requests for one in of)),
        f"{max(one.taken.peak_mb for one in of):.0f}",
        f"{of[-1].output / 1e6:.0f}",
    ]


def _ratio(ours: Sequence[Built], others: Sequence[Built], of: str = "wall") -> float:
    """The median over the rounds of one build's seconds against another's in the same round."""
    pairs = zip(ours, others, strict=True)
    return _middle(getattr(a.taken, of) / getattr(b.taken, of) for a, b in pairs)


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    return _middle(values), min(values), max(values)


def _middle(values: Iterable[float]) -> float:
    return statistics.median(values)


def _verdict(what: str, ratio: float, goal: float) -> str:
    return f"{what}: {ratio:.3f}; goal at most {goal:.2f}: {'met' if ratio <= goal else 'NOT met'}"


def _has_multirepo() -> bool:
    if find_spec("mkdocs_multirepo_plugin"):
        return True
    _say("multirepo is left out; install the dependency group `bench` for it.")
    return False


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repos", type=int, default=40, help="default: %(default)s")
    parser.add_argument("--pages", type=int, default=50, help="of each repo (default: %(default)s)")
    parser.add_argument("--commits", type=int, default=500, help="of each repo (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="after the warm-up (default: %(default)s)")
    parser.add_argument(
        "--only",
        default="BSG",
        metavar="LETTERS",
        help="which parts: B the builds, S the rebuilds under serve, G the growth (default: %(default)s)",
    )
    parser.add_argument("--json", metavar="FILE", help="write every run into FILE")
    parser.add_argument(
        "--keep", metavar="DIR", help="write the repos into DIR and keep them; those there are used"
    )
    args = parser.parse_args()
    args.only = args.only.upper()
    if args.repos < 1 or args.pages < 2 or args.commits < 10 or args.rounds < 1:
        parser.error("at least 1 repo, 2 pages, 10 commits and 1 round")
    return args


if __name__ == "__main__":
    main()
