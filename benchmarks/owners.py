"""How long it takes to say who owns many paths, and how that grows with the rules and with the paths.

Makes a CODEOWNERS file of each dialect with a fixed seed: folders, files, names, extensions, wildcards, and for GitLab
sections and exclusions. Half of the paths lie where a rule speaks of them. Each measurement reads the file and
decides for all paths; the best of the rounds counts. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import table

from mkdocs_oss.ownership.codeowners import DIALECTS, Dialect, parse_codeowners

GOAL_SECONDS = 2.0
GROWN = 4
GROWTH_GOAL = 1.25
"""What four times the rules, or the paths, may take at most, against four times the seconds."""
WORDS = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "docs",
    "src",
    "tests",
    "api",
    "core",
    "web",
    "infra",
    "data",
    "ml",
    "tools",
    "lib",
    "pkg",
    "cmd",
    "internal",
    "app",
    "ui",
    "auth",
    "billing",
    "search",
    "mail",
    "jobs",
    "queue",
    "cache",
    "model",
    "views",
    "forms",
    "hooks",
    "state",
    "store",
    "theme",
    "build",
    "release",
]
ENDINGS = (".md", ".py", ".go", ".js", ".ts", ".yml", ".txt", ".svg")


@dataclass(frozen=True)
class Measured:
    """One file and its paths: the seconds of CPU to read it, and to decide for all paths."""

    dialect: str
    rules: int
    paths: int
    read_s: float
    decide_s: float

    @property
    def seconds(self) -> float:
        return self.read_s + self.decide_s


def main() -> None:
    """The command line."""
    args = _arguments()
    sizes = ((args.rules, args.paths), (args.rules * GROWN, args.paths), (args.rules, args.paths * GROWN))
    found = [measured(dialect, *size, rounds=args.rounds) for dialect in DIALECTS for size in sizes]
    hostile = [
        measured(dialect, *size, rounds=1, hostile=True)
        for dialect in DIALECTS
        for size in ((args.rules, args.paths // 10), (args.rules, args.paths * GROWN // 10))
    ]
    print("\n".join(_report(found, hostile)))
    if args.json:
        Path(args.json).write_text(
            json.dumps([asdict(one) for one in (*found, *hostile)], indent=1) + "\n", "utf-8"
        )


def measured(dialect: Dialect, rules: int, paths: int, *, rounds: int, hostile: bool = False) -> Measured:
    """The best of the rounds. `hostile`: rules that no index helps with, and that match nothing."""
    chance = random.Random(7)
    folders = [_folder(chance) for _ in range(max(rules // 2, 1))]
    lines = _hostile(chance, rules) if hostile else _lines(chance, dialect, rules, folders)
    content = "\n".join(lines).encode()
    asked = [_path(chance, folders) for _ in range(paths)]
    times: list[tuple[float, float]] = []
    for _ in range(rounds):
        start = time.process_time()
        codeowners = parse_codeowners(content, file="CODEOWNERS", dialect=dialect)
        read = time.process_time()
        for path in asked:
            _ = codeowners.decide(path).owners
        times.append((read - start, time.process_time() - read))
    read_s, decide_s = min(times, key=sum)
    return Measured(dialect, rules, paths, read_s, decide_s)


def _lines(chance: random.Random, dialect: Dialect, count: int, folders: list[str]) -> Iterator[str]:
    yield "* @org/all"
    for number in range(count - 1):
        if dialect == "gitlab" and number % 50 == 49:
            yield f"[Section {number // 50}] @org/section-{number // 50}"
        if dialect == "gitlab" and number % 40 == 39:
            yield f"!/{chance.choice(folders)}/*.lock"
            continue
        yield f"{_pattern(chance, folders)} @org/team-{number % 90}"


def _pattern(chance: random.Random, folders: list[str]) -> str:
    folder, word = chance.choice(folders), chance.choice(WORDS)
    return chance.choices(
        (
            f"/{folder}/",
            f"/{folder}/{word}{chance.choice(ENDINGS)}",
            f"{word}-{chance.randrange(99)}/",
            f"/{folder}/**/*{chance.choice(ENDINGS)}",
            f"/{folder}/*{word}*",
            f"*{chance.choice(ENDINGS)}",
            f"**/{word}/*.{word}",
            f"*{word}*/",
        ),
        weights=(45, 25, 10, 8, 4, 2, 4, 2),
    )[0]


def _hostile(chance: random.Random, count: int) -> Iterator[str]:
    for number in range(count):
        yield f"*{chance.choice('qxz')}*{chance.choice('qxz')}?{'*q' * (number % 7)} @a"


def _folder(chance: random.Random) -> str:
    return "/".join(f"{chance.choice(WORDS)}-{chance.randrange(99)}" for _ in range(chance.randint(1, 4)))


def _path(chance: random.Random, folders: list[str]) -> str:
    folder = chance.choice(folders) if chance.random() < 0.5 else _folder(chance)
    return f"{folder}/{chance.choice(WORDS)}{chance.choice(ENDINGS)}"


def _report(found: list[Measured], hostile: list[Measured]) -> Iterator[str]:
    yield f"{os.cpu_count()} CPUs, Python {platform.python_version()}; seconds of CPU\n"
    head = ("dialect", "rules", "paths", "read s", "decide s", "µs a path")
    yield table(head, [_row(one) for one in found])
    yield ""
    for number, dialect in enumerate(DIALECTS):
        base, rules, paths = found[number * 3 : number * 3 + 3]
        met = "met" if base.seconds <= GOAL_SECONDS else "NOT met"
        yield f"{dialect}: {base.paths} paths, {base.rules} rules: {base.seconds:.2f} s; goal {GOAL_SECONDS:.0f} s: {met}"
        for what, grown in (("rules", rules), ("paths", paths)):
            ratio = grown.seconds / base.seconds / GROWN
            met = "met" if ratio <= GROWTH_GOAL else "NOT met"
            yield f"{dialect}: {GROWN} × the {what}: {ratio * GROWN:.2f} × the time; goal {GROWN * GROWTH_GOAL:.1f}: {met}"
    yield "\nRules that no index helps with, each compared with each path:\n"
    yield table(head, [_row(one) for one in hostile])


def _row(one: Measured) -> list[str]:
    each = one.decide_s / one.paths * 1e6
    return [
        one.dialect,
        str(one.rules),
        str(one.paths),
        f"{one.read_s:.3f}",
        f"{one.decide_s:.3f}",
        f"{each:.0f}",
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=int, default=1_000, help="default: %(default)s")
    parser.add_argument("--paths", type=int, default=10_000, help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--json", metavar="FILE", help="write every figure into FILE")
    args = parser.parse_args()
    if min(args.rules, args.paths // 10, args.rounds) < 1:
        parser.error("at least 1 rule, 10 paths and 1 round")
    return args


if __name__ == "__main__":
    main()
