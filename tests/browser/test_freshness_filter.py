"""The page of all pages' freshness in a real browser: filtered, sent, read aloud, printed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

OWNER = "owner-@tidewater/platform"
SHAPES = """
() => [...document.querySelectorAll(".oss-shapes g[id]")].map((group) => {
  const paper = getComputedStyle(document.body).backgroundColor;
  const use = document.querySelector(`.oss-tiles use[href="#${group.id}"]`);
  if (!use) return null;
  const rect = group.querySelector("rect"), style = getComputedStyle(rect);
  return [group.id, style.fill === "none" ? style.stroke : style.fill, paper];
}).filter(Boolean)
"""


def shown(page: Page) -> int:
    return page.locator(".oss-worst > li:visible").count()


def test_it_is_filtered_by_owner_and_repo_and_can_be_sent(site: Any, read: Any) -> None:
    """What is chosen stands in the address, and whoever opens that sees the same."""
    page = read().open("freshness/")
    whole = shown(page)
    assert whole >= 5
    assert page.locator(".oss-filter output").inner_text() == f"{whole} pages"
    page.select_option("select[name=owner]", OWNER)
    theirs = shown(page)
    assert 0 < theirs < whole
    page.select_option("select[name=repo]", "pipelines")
    assert 0 < shown(page) < theirs
    assert page.url.endswith(f"freshness/?repo=pipelines#{OWNER}")
    sent = read().open(f"freshness/?repo=pipelines#{OWNER}")
    assert shown(sent) == shown(page)
    assert sent.locator("select[name=owner]").input_value() == OWNER
    sent.select_option("select[name=owner]", "")
    sent.select_option("select[name=repo]", "")
    assert shown(sent) == whole
    assert sent.url.endswith("freshness/")


def test_an_owners_name_leads_to_their_pages(site: Any, read: Any) -> None:
    """A click on a name in the list chooses its pages."""
    page = read().open("freshness/")
    whole = shown(page)
    page.locator(f".oss-worst a[href='#{OWNER}']").first.click()
    page.wait_for_function(
        "whole => document.querySelectorAll('.oss-worst > li:not([hidden])').length < whole", arg=whole
    )
    assert page.locator("select[name=owner]").input_value() == OWNER


def test_a_strange_address_hides_nothing(site: Any, read: Any) -> None:
    """An owner or a repo that is not there, or a broken address, is as none."""
    for address in ("?repo=nothing#owner-nobody", "#%E0%A4%A", "?repo=%00#unowned", "#picture"):
        page = read().open(f"freshness/{address}")
        assert shown(page) >= 5, address


def test_without_scripts_all_is_there(site: Any, browser: Browser) -> None:
    """No filter, every page, and an owner's address leads to the owner's place."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}freshness/#{OWNER}", wait_until="load")
    assert not page.locator(".oss-filter").is_visible()
    assert shown(page) >= 5
    owner = page.locator(f"[id='{OWNER}']")
    assert owner.is_visible()
    assert owner.locator("a").count() > 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_seen_in_both_schemes(site: Any, read: Any, scheme: str) -> None:
    """Each shape stands out from the page by 3 to 1."""
    page = read(scheme).open("freshness/")
    found = page.evaluate(SHAPES)
    assert len(found) >= 3
    for name, ink, paper in found:
        light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, (name, ink, paper)


def luminance(colour: str) -> float:
    parts = [float(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_it_reads_aloud(site: Any, read: Any) -> None:
    """Pictures have their name and their numbers, the list its states in words, and the filter its labels."""
    page = read().open("freshness/")
    aloud = page.locator(".oss-page").aria_snapshot()
    assert 'img "pipelines ' in aloud or 'img "pipelines"' in aloud
    assert "needs a look:" in aloud
    assert 'combobox "Owner"' in aloud
    assert 'combobox "Repo"' in aloud
    assert 'heading "What to look at first" [level=2]' in aloud


def test_it_prints_without_the_filter(site: Any, read: Any) -> None:
    """On paper there is nothing to choose."""
    page = read().open("freshness/")
    page.emulate_media(media="print")
    assert not page.locator(".oss-filter").is_visible()
    assert page.locator(".oss-worst").is_visible()
