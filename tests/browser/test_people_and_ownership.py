"""The pages of who owns what, and of teams and people, in a real browser: filtered, sent, read aloud, printed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

PLATFORM = "people/tidewater-platform/"


def shown(page: Page) -> int:
    return page.locator(".oss-worst > li[data-repo]:not(.oss-group):visible").count()


def test_ownership_is_filtered_by_repo_and_can_be_sent(site: Any, read: Any) -> None:
    """What is chosen stands in the address; whole groups of other repos go, and what hangs on one person too."""
    page = read().open("ownership/")
    whole = shown(page)
    groups = page.locator(".oss-group:visible").count()
    assert whole >= 5
    assert page.locator(".oss-filter output").inner_text() == f"{whole} pages"
    page.select_option("select[name=repo]", "pipelines")
    assert 0 < shown(page) < whole
    assert 0 < page.locator(".oss-group:visible").count() < groups
    assert page.url.endswith("ownership/?repo=pipelines")
    sent = read().open("ownership/?repo=pipelines#unowned")
    assert shown(sent) == shown(page)
    sent.select_option("select[name=repo]", "")
    assert shown(sent) == whole
    assert sent.url.endswith("ownership/#unowned")
    strange = read().open("ownership/?repo=nothing#%E0%A4%A")
    assert shown(strange) == whole


def test_without_scripts_all_is_there(site: Any, browser: Browser) -> None:
    """No filter, every page."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}ownership/?repo=pipelines", wait_until="load")
    assert not page.locator(".oss-filter").is_visible()
    assert shown(page) >= 5
    context.close()


def test_from_a_page_to_its_owners_and_back(site: Any, read: Any) -> None:
    """The owner's name in a page's details leads to their page, and that one to the page again."""
    page = read().open("projects/pipelines/docs/nightly-run/")
    page.locator(".oss-line summary").first.click()
    page.locator(".oss-evidence a", has_text="Platform team").click()
    page.wait_for_url(f"**/{PLATFORM}")
    page.locator(".oss-columns a", has_text="The nightly run").click()
    page.wait_for_url("**/projects/pipelines/docs/nightly-run/")


def test_they_read_aloud(site: Any, read: Any) -> None:
    """Pictures have their name and their numbers, lists their states in words, links what they lead to."""
    aloud = read().open("ownership/").locator(".oss-page").aria_snapshot()
    assert 'img "pipelines ' in aloud or 'img "pipelines"' in aloud
    assert 'combobox "Repo"' in aloud
    assert 'link "Adopt it: Glossary"' in aloud
    aloud = read().open(PLATFORM).locator(".oss-page").aria_snapshot()
    assert "needs a look:" in aloud
    assert 'heading "Thank you" [level=2]' in aloud
    assert 'heading "pipelines' in aloud
    assert "Members" in aloud


def test_the_keyboard_reaches_the_filter(site: Any, read: Any) -> None:
    """Tab comes to the field, which shows that it has the focus, and the arrow keys choose."""
    page = read().open("ownership/")
    field = page.locator("select[name=repo]")
    page.locator(".oss-numbers summary").focus()
    page.keyboard.press("Tab")
    assert field.evaluate("node => node === document.activeElement")
    assert field.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
    whole = shown(page)
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => location.search.startsWith('?repo=')")
    assert 0 < shown(page) < whole


@pytest.mark.parametrize("address", ["ownership/", "people/", PLATFORM, "people/ana/"])
def test_they_print(site: Any, read: Any, address: str) -> None:
    """On paper there is nothing to choose, and all else is there."""
    page = read().open(address)
    links = page.locator(".oss-page a:visible").count()
    page.emulate_media(media="print")
    assert page.locator(".oss-filter:visible").count() == 0
    assert page.locator(".oss-page a:visible").count() == links > 0
