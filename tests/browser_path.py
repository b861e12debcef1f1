"""The browser for the tests: one that is there, else Playwright's own, else Debian's package; never none.

Run as a program it makes sure that there is one, and fails with what to install where there cannot be.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALL_LIMIT_S = 900


def find_browser() -> str | None:
    """The path of a Chromium or Chrome: MKDOCS_OSS_BROWSER, one on PATH, or Playwright's own download."""
    named = os.environ.get("MKDOCS_OSS_BROWSER")
    if named:
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    """Tries Playwright's download, then Debian's package. Neither failing is an error yet."""
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if _playwrights_own() is None and shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        _run([*root, "apt-get", "update", "-qq"])
        _run([*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "chromium"])


def _run(command: list[str]) -> None:
    print(f"Looking for a browser: {' '.join(command)}", file=sys.stderr)
    try:
        subprocess.run(command, timeout=INSTALL_LIMIT_S, check=False, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  not this way: {error}", file=sys.stderr)


def main() -> int:
    if find_browser() is None:
        _install()
    browser = find_browser()
    if browser is None:
        print(
            "No browser for the tests. Install Chromium or Chrome (Debian: apt install chromium), "
            "or name one with MKDOCS_OSS_BROWSER=/path/to/chrome.",
            file=sys.stderr,
        )
        return 1
    print(f"Browser: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
