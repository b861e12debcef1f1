"""How long a site of your own takes to build with one settings file and with another.

    python benchmarks/two_builds.py PLAIN.yml WITH.yml [--rounds 3] [--engine mkdocs|properdocs]

The two are built in turn, after one warm-up each; the ratio is the median over the rounds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("plain", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=["mkdocs", "properdocs"], default="mkdocs")
    chosen = parser.parse_args()
    for config in (chosen.plain, chosen.other):
        seconds(chosen.engine, config)
    rounds = [
        (seconds(chosen.engine, chosen.plain), seconds(chosen.engine, chosen.other))
        for _ in range(chosen.rounds)
    ]
    plain, other = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(b / a for a, b in rounds)
    print(f"{chosen.plain}: {plain:.2f} s; {chosen.other}: {other:.2f} s; ratio {ratio:.3f}")


def seconds(engine: str, config: Path) -> float:
    """The wall time of one whole build."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as site:
        start = time.perf_counter()
        subprocess.run(
            [engine, "build", "--quiet", "--no-strict", "--config-file", str(config), "--site-dir", site],
            env={**kept, "NO_MKDOCS_2_WARNING": "1"},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
