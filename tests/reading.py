"""Handbooks in a real browser: the sample team's, built once, and small ones; every request is watched."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Iterator
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

THEMES = {
    "material": "{name: material, font: false, features: [navigation.instant], palette: [{media: '(prefers-color-scheme: light)', scheme: default}, {media: '(prefers-color-scheme: dark)', scheme: slate}]}",
    "mkdocs": "{name: mkdocs, highlightjs: false, color_mode: auto}",
    "readthedocs": "{name: readthedocs, highlightjs: false}",
}
TODAY = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
CONTRAST = """
(selector) => {
  const parse = (text) => {
    const canvas = document.createElement("canvas"); canvas.width = canvas.height = 1;
    const ink = canvas.getContext("2d"); ink.clearRect(0, 0, 1, 1); ink.fillStyle = text; ink.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = ink.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.unshift(parse(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const light = (c) => c.slice(0, 3).map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; })
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const found = [];
  for (const root of document.querySelectorAll(selector)) {
    for (const node of [root, ...root.querySelectorAll("*")]) {
      const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
      if (!own || node.getAttribute("aria-hidden") === "true" || node.closest("svg")) continue;
      const behind = ground(node), ink = over(parse(getComputedStyle(node).color), behind);
      const [a, b] = [light(ink), light(behind)].sort((x, y) => y - x);
      found.push([(a + 0.05) / (b + 0.05), node.textContent.trim().slice(0, 60)]);
    }
  }
  return found;
}
"""
"""[contrast, text] of each text below a selector."""


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


@pytest.fixture
def small(
    make_repo: Callable[..., Any], build: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], str]]:
    """small(theme, language) → the URL of a small site, built on TODAY, with a page that is due after 3 September, one
    that has been due, and one that nobody has reviewed."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))
    servers: list[ThreadingHTTPServer] = []
    folders: dict[int, str] = {}

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: the tests' output is for the tests."""

        def translate_path(self, path: str) -> str:
            self.directory = folders[self.server.server_address[1]]
            return super().translate_path(path)

    def start(theme: str, language: str = "en") -> str:
        text = "\n\nSome text.\n" * 60
        hub = make_repo(
            f"site-{theme}-{language}",
            {
                "mkdocs.yml": f"site_name: S\ntheme: {THEMES[theme]}\n"
                f"plugins: [search, oss: {{language: {language}}}]\n",
                "teams.yml": "teams: {'@data/platform': {name: Platform, members: ['@ana'], chat: 'https://x.example'}}\n"
                "people: {'@ana': {name: Ana Brook, left: 2026-01-01}}\n",
                "docs/index.md": "# Home\n\n[The page](page.md)\n",
                "docs/page.md": f"---\nreviewed: 2026-03-03\nreview_every: 6 months\nowner: '@ana'\n---\n# Page{text}",
                "docs/late.md": f"---\nreviewed: 2025-03-03\n---\n# Late{text}",
                "docs/never.md": f"# Never{text}",
            },
            day="2026-03-01T22:30:00+0000",
            remote="https://github.com/example/site",
        )
        server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
        servers.append(server)
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        folders[server.server_address[1]] = str(build(hub.path / "mkdocs.yml", site_url=url).folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return url

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
