"""Kills real syncs and builds at many points, and counts after how many of them something was left to clean.

`python scripts/kill_points.py --points 200`: spread over a cold and a warm cache, sync and build, with all processes
killed and with git left as an orphan. After each the next sync and build must end well by themselves, with the same
bytes as if nothing had happened. Exits 1 where one did not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def main() -> int:
    from faults.killing import KINDS, small_team

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=200)
    points = parser.parse_args().points
    wrong_ones = 0
    with tempfile.TemporaryDirectory(prefix="kill-points-") as name:
        folder = Path(name)
        os.environ["HOME"] = name
        (folder / ".gitconfig").write_text("[user]\n name = Nobody\n email = nobody@example.org\n")
        with small_team(folder / "team") as team:
            for kind in KINDS:
                share = points // len(KINDS)
                killed = 0
                for number in range(share):
                    place = folder / "place"
                    was_killed, wrong = team.killed(
                        kind, (number + 0.5) / share, place, orphans=number % 2 == 1
                    )
                    killed += was_killed
                    wrong_ones += bool(wrong)
                    for words in wrong:
                        print(f"{kind}, point {number} of {share}: {words}")
                    shutil.rmtree(place)
                print(
                    f"{kind}: {share} points, {killed} killed before the end ({team.took[kind]:.2f} s undisturbed)"
                )
    print(f"{points - wrong_ones} of {points} left nothing to clean")
    return 1 if wrong_ones else 0


if __name__ == "__main__":
    sys.exit(main())
