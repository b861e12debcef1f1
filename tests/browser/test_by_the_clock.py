"""What a page shows by the reader's clock: a review that falls due with no build, and times in the reader's zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import NOW
from playwright.sync_api import Browser, Page, Route
from reading import THEMES

pytestmark = pytest.mark.xdist_group("browser")

DUE = date(2026, 9, 3)
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  const text = document.querySelector(".oss-line").parentElement;
  const nodes = list.getEntries().flatMap((entry) => entry.sources.map((source) => source.node));
  window.shifts.push(...nodes.filter((node) => text.contains(node)).map((node) => node.textContent.slice(0, 60)));
}).observe({ type: "layout-shift", buffered: true });
"""
"""What moves in the page's text; themes move their own bars when their fonts come."""


@pytest.fixture
def on_day(browser: Browser) -> Iterator[Callable[..., Page]]:
    """on_day(date, zone=…, scripts=…) → a browser's page at noon UTC of that day."""
    contexts = []

    def start(day: date, *, zone: str = "UTC", scripts: bool = True) -> Page:
        context = browser.new_context(timezone_id=zone, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.clock.set_fixed_time(f"{day.isoformat()}T12:00:00Z")
        page.add_init_script(SHIFTS)
        context.route("**/*.woff*", lambda route: route.abort())
        return page

    yield start
    for context in contexts:
        context.close()


def states(page: Page) -> set[str]:
    return set(
        page.locator("[data-oss='freshness']").evaluate_all("all => all.map(one => one.dataset.ossState)")
    )


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_falls_due_with_no_build(theme: str, small: Any, on_day: Any) -> None:
    """Fresh up to the day itself; due on the next, with line, evidence, banner and state; nothing moves on load."""
    url = small(theme)
    page = on_day(DUE)
    page.goto(f"{url}page/", wait_until="load")
    assert states(page) == {"fresh"}
    assert page.locator(".oss-banner").count() == 0
    assert page.locator(".oss-line").inner_text().count("Reviewed 3 March 2026") == 1

    page = on_day(DUE + timedelta(days=1))
    page.goto(f"{url}page/", wait_until="load")
    assert states(page) == {"look"}
    banner = page.locator(".oss-banner")
    assert banner.count() == 1
    assert banner.is_visible()
    assert (
        "was due for a review on 3 September 2026. It was last reviewed on 3 March 2026."
        in banner.inner_text()
    )
    assert (
        banner.locator("a").get_attribute("href") == "https://github.com/example/site/edit/main/docs/page.md"
    )
    assert "Reviewed 3 March 2026, due since 3 September 2026" in page.locator(".oss-line").inner_text()
    assert page.evaluate("window.shifts") == []
    page.locator(".oss-line summary").nth(1).click()
    assert "The next review was due on 3 September 2026." in page.locator(".oss-line").inner_text()


def test_nothing_falls_due_where_nothing_is_due(small: Any, on_day: Any) -> None:
    """A page that nobody is to review stays as it is, however late the day."""
    page = on_day(date(2036, 1, 1))
    page.goto(f"{small('material')}never/", wait_until="load")
    assert states(page) == {"unknown"}
    assert page.locator(".oss-banner").count() == 0


def test_without_scripts_the_day_itself_is_there(small: Any, on_day: Any) -> None:
    """The day of the review and of the next stand in the evidence; nothing of what may come shows."""
    page = on_day(date(2036, 1, 1), scripts=False)
    page.goto(f"{small('mkdocs')}page/", wait_until="load")
    page.locator(".oss-line summary").nth(1).click()
    assert "The next review is due on 3 September 2026." in page.locator(".oss-line").inner_text()
    assert "was due" not in page.locator("body").inner_text()


def test_it_works_where_pages_change_without_a_load(small: Any, on_day: Any) -> None:
    """Material's instant navigation puts a page in place of another; it falls due all the same."""
    url = small("material")
    page = on_day(DUE + timedelta(days=1))
    page.goto(url, wait_until="networkidle")  # the theme reads the site's map before it keeps a page
    page.evaluate("window.kept = true")
    page.locator("article a", has_text="The page").click()
    page.locator("h1", has_text="Page").wait_for()
    page.locator(".oss-banner").wait_for()
    assert page.evaluate("window.kept")
    assert states(page) == {"look"}


@pytest.mark.parametrize(
    ("zone", "language", "shown"),
    [
        ("UTC", "en", "1 March 2026"),
        ("America/New_York", "en", "1 March 2026"),
        ("Asia/Tokyo", "en", "2 March 2026"),
        ("Asia/Tokyo", "ja", "2026年3月2日"),
        ("Asia/Tokyo", "de", "2. März 2026"),
        ("Asia/Tokyo", "es", "2 de marzo de 2026"),
        ("UTC", "fr", "1er mars 2026"),
        ("America/New_York", "fr", "1er mars 2026"),
        ("Asia/Tokyo", "fr", "2 mars 2026"),
    ],
)
def test_times_in_the_readers_zone(zone: str, language: str, shown: str, small: Any, on_day: Any) -> None:
    """A change late in the evening (UTC) is of the next day in the east; the exact time shows at hover."""
    page = on_day(NOW.date(), zone=zone)
    page.goto(f"{small('mkdocs', language)}page/", wait_until="load")
    time = page.locator(".oss-line summary time").last
    assert time.inner_text() == shown
    assert time.get_attribute("title") == "2026-03-01 22:30 UTC"
    assert time.get_attribute("datetime") == "2026-03-01T22:30:00Z"


def test_the_first_of_a_month_in_the_readers_zone(small: Any, on_day: Any) -> None:
    """French has an ordinal for it, also where only the reader's zone makes it that day."""
    url = f"{small('mkdocs', 'fr')}page/"
    page = on_day(NOW.date(), zone="Asia/Tokyo")

    def a_day_before(route: Route) -> None:
        html = route.fetch().text().replace("2026-03-01T22:30:00Z", "2026-02-28T22:30:00Z")
        route.fulfill(body=html, content_type="text/html")

    page.route(url, a_day_before)
    page.goto(url, wait_until="load")
    assert page.locator(".oss-line summary time").last.inner_text() == "1er mars 2026"
