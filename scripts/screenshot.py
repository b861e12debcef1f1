"""Takes pictures of the sample team's handbook.

python scripts/screenshot.py             the picture of the README
python scripts/screenshot.py --all DIR   every kind of page, light and dark, wide and phone, into DIR
"""

from __future__ import annotations

import argparse
import functools
import os
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from mkdocs_oss import clock
from mkdocs_oss.demo import write_sample_team
from mkdocs_oss.engines.run import build_site
from mkdocs_oss.git import Git

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from browser_path import find_browser  # noqa: E402

PICTURE = ROOT / "docs" / "assets" / "handbook-page.png"
PICTURED = "projects/forecasting/docs/how-to/holidays/"
KINDS = {
    "home": "",
    "look": "start/access/",
    "contradicted": PICTURED,
    "projects": "projects/",
    "overview": "projects/forecasting/",
    "guide": "projects/forecasting/contributing/",
    "api": "projects/forecasting/api/tidewater_forecast/backtest/",
    "api-overview": "projects/forecasting/api/",
    "api-note": "projects/forecasting/api/tidewater_forecast/legacy_weights/",
    "sunset": "projects/dashboards/docs/boards/stock/",
    "stale": "projects/features/",
    "untracked": "projects/pipelines/docs/cheap-machines/",
    "unowned": "glossary/",
    "ownership": "ownership/",
    "people": "people/",
    "team": "people/tidewater-platform/",
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", type=Path, metavar="DIR", help="pictures of every kind of page")
    chosen = parser.parse_args()
    path = find_browser()
    if path is None:
        print("no browser: run `make screenshot`, which finds one or says what to install", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
        handbook = write_sample_team(Path(folder) / "team", today=clock.now().date(), git=Git())
        site = build_site(handbook / "mkdocs.yml", site_dir=Path(folder) / "site")
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        if chosen.all is None:
            _take(browser, url + PICTURED, PICTURE, scheme="light", size=(1280, 640), evidence=False)
        else:
            for name, uri in KINDS.items():
                for scheme in ("light", "dark"):
                    for kind, size in (("wide", (1280, 900)), ("phone", (360, 740))):
                        target = chosen.all / f"{name}-{scheme}-{kind}.png"
                        _take(browser, url + uri, target, scheme=scheme, size=size, evidence=name == "sunset")
        browser.close()
        server.shutdown()
    return 0


def _take(
    browser: Browser, url: str, target: Path, *, scheme: str, size: tuple[int, int], evidence: bool
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(color_scheme=scheme, viewport={"width": size[0], "height": size[1]})  # type: ignore[arg-type]
    page.goto(url, wait_until="networkidle")
    if evidence:
        page.locator(".oss-line summary").first.click()
        page.mouse.move(0, 0)
    page.screenshot(path=target)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
