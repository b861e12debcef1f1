"""Pages of which nothing is said, drawn by lot, to be read by hand.

`python scripts/draw_silent.py TOLD... --seed 20261126 --count 60 --most 4` takes what `drift_over_time.py --json` has
written of several repos, a file for each, and prints pages that speak of a file that has changed, of which nothing is
said: the page, and each such file with the line that names it. `--compared`: pages where all was compared instead, and
nothing has changed of substance: those that would be `fresh` if they declared what they speak of. The order is shuffled
with the seed; of one repo no more than `--most` are taken.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Page = tuple[str, Any]
"""(the file that tells of it, its verdict)."""


def silent(pages: Iterable[Page]) -> list[Page]:
    """Those without a word, though a file that they speak of is not what it was."""
    return [page for page in pages if not page[1]["state"] and page[1]["changed"]]


def compared(pages: Iterable[Page]) -> list[Page]:
    """Those whose code is what it was, but for comments, form, and what the page does not name."""
    return [page for page in pages if not page[1]["state"] and _is_as_it_was(page[1]["reasons"])]


def _is_as_it_was(reasons: Sequence[Sequence[str]]) -> bool:
    codes = [reason[0] for reason in reasons]
    known = ("code-unchanged", "code-rest-unchanged", "code-form", "code-symbol-same")
    return bool(codes) and all(code in known for code in codes)


def drawn(pages: Sequence[Page], *, seed: int, count: int, most: int) -> list[Page]:
    """`count` of the pages, in an order that the seed gives, no more than `most` of one repo."""
    order = sorted(pages, key=lambda page: (page[0], page[1]["page"]))
    random.Random(seed).shuffle(order)
    taken: Counter[str] = Counter()
    found: list[Page] = []
    for page in order:
        if len(found) < count and taken[page[0]] < most:
            taken[page[0]] += 1
            found.append(page)
    return sorted(found, key=lambda page: (page[0], page[1]["page"]))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("told", type=Path, nargs="+")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--most", type=int, default=4, help="of one repo")
    parser.add_argument("--compared", action="store_true")
    args = parser.parse_args()
    pages = [(told.stem, page) for told in args.told for page in json.loads(told.read_text())["verdicts"]]
    among = compared(pages) if args.compared else silent(pages)
    found = drawn(among, seed=args.seed, count=args.count, most=args.most)
    for name, page in found:
        print(f"{name} {page['page']}")
        for path, line in page["changed"]:
            print(f"    {line} {path}")
    print(f"{len(found)} of {len(among)} pages, of {len({name for name, _ in found})} repos")
    return 0


if __name__ == "__main__":
    sys.exit(main())
