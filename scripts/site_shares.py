"""Prints what share of a built site's pages has an owner, a date, and a working edit link.

    python scripts/site_shares.py SITE_DIR CHECKOUT

An edit link works where it is an http(s) URL that ends in the page's path, and that path is a file of the
checkout's HEAD. The forge itself is not asked. Each date is compared with `git log -1 --format=%ct -- PATH`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit


def main(site: Path, checkout: Path) -> None:
    pages = json.loads((site / "oss" / "pages.json").read_text("utf-8"))
    listing = subprocess.run(
        ["git", "ls-tree", "-r", "-z", "--name-only", "HEAD"],
        cwd=checkout,
        check=True,
        capture_output=True,
        timeout=60,
    )
    tracked = set(listing.stdout.decode().split("\0"))
    rows = {
        "owner": [page for page in pages if page["owners"]],
        "date of last change": [page for page in pages if page["last_substantive"]],
        "working edit link": [page for page in pages if _edits(page, tracked)],
        "review date": [page for page in pages if page["reviewed"]],
    }
    print(f"{len(pages)} pages")
    for name, found in rows.items():
        print(f"  {name}: {len(found)} ({len(found) / max(len(pages), 1):.0%})")
    for page in pages:
        if page not in rows["date of last change"] or page not in rows["working edit link"]:
            print(f"  - {page['url'] or '/'}: {'; '.join(page['unknown'].values())}")
    states = {
        state: sum(page["freshness"] == state for page in pages)
        for state in ("fresh", "look", "contradicted", "unknown")
    }
    print(f"  states: {states}")
    wrong = [
        page["path"]
        for page in pages
        if page["path"] and page["last_touched"] != _by_git(page["path"], checkout)
    ]
    print(f"  dates other than git's own: {len(wrong)} {' '.join(wrong)}")


def _by_git(path: str, checkout: Path) -> str | None:
    asked = ["git", "log", "-1", "--format=%ct", "HEAD", "--", path]
    told = subprocess.run(asked, cwd=checkout, check=True, capture_output=True, timeout=60).stdout.strip()
    return datetime.fromtimestamp(int(told), UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if told else None


def _edits(page: dict[str, str | None], tracked: set[str]) -> bool:
    url, path = page["edit_url"], page["path"]
    return bool(url and path in tracked and unquote(urlsplit(url).path).endswith(f"/{path}"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
