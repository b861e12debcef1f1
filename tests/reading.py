"""The sample team's handbook in a real browser: built once, served on loopback, every request watched."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browser_path import find_browser
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from mkdocs_oss.demo import write_sample_team
from mkdocs_oss.engines.run import build_site
from mkdocs_oss.git import Git

TODAY = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Site:
    """The built handbook, and where it is served."""

    folder: Path
    url: str

    @property
    def pages(self) -> list[dict[str, Any]]:
        return json.loads((self.folder / "oss" / "pages.json").read_text("utf-8"))  # type: ignore[no-any-return]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the tests' output is for the tests."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("HOME", str(folder))
        handbook = write_sample_team(folder / "team", today=TODAY.date(), git=Git())
        built = build_site(handbook / "mkdocs.yml", site_dir=folder / "site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(built)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(built, f"http://127.0.0.1:{server.server_address[1]}/")
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    assert path is not None, "no browser: run `make test`, which finds one or says what to install"
    with sync_playwright() as playwright:
        arguments = [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


@dataclass
class Reader:
    """Someone who reads the handbook: a page, and what went wrong while it was read."""

    page: Page
    site: Site
    console: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def open(self, uri: str) -> Page:
        self.page.goto(self.site.url + uri, wait_until="load")
        return self.page


@pytest.fixture
def read(browser: Browser, site: Site) -> Iterator[Any]:
    """read(scheme="light", width=1280) → Reader."""
    contexts: list[BrowserContext] = []

    def start(scheme: Any = "light", width: int = 1280) -> Reader:
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        contexts.append(context)
        reader = Reader(context.new_page(), site)

        def watch(route: Route) -> None:
            if route.request.url.startswith((site.url, "data:", "blob:")):
                route.continue_()
            else:
                reader.left.append(route.request.url)
                route.abort()

        context.route("**/*", watch)
        reader.page.on(
            "console", lambda m: reader.console.append(m.text) if m.type in ("error", "warning") else None
        )
        reader.page.on("pageerror", lambda error: reader.console.append(str(error)))
        return reader

    yield start
    for context in contexts:
        context.close()
