"""What a reader of the sample team's handbook sees and can do."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from reading import CONTRAST

pytestmark = pytest.mark.xdist_group("browser")

SEARCHES = {
    "forecasting": "holidaycalendar",
    "cleaning": "lorries",
    "dashboards": "deliveries",
    "pipelines": "cancellations",
    "features": "midnight",
}
"""For each repo a word that stands in its pages and in no other's."""

BANNERS = ("look", "unowned", "stale", "sunset")


def pages_where(site: Any, **wanted: Any) -> list[dict[str, Any]]:
    return [page for page in site.pages if all(page[key] == value for key, value in wanted.items())]


def page_with_banner(site: Any, state: str) -> str:
    for page in site.pages:
        name = f"{page['url']}index.html" if not page["url"] or page["url"].endswith("/") else page["url"]
        built = (site.folder / name).read_text("utf-8")
        if re.search(rf'class="oss-banner"[^>]*data-oss-state="{state}"', built):
            return str(page["url"])
    pytest.fail(f"no page of the sample team has the banner {state!r}")


def one_of_each_kind(site: Any) -> list[str]:
    kinds = {page["kind"]: page["url"] for page in reversed(site.pages)}.values()
    return [*kinds, "freshness/", "ownership/", "people/", "people/tidewater-platform/", "people/ana/"]


def test_every_page_says_who_when_and_how(site: Any) -> None:
    """Each page has the quiet line, the box, and all three parts, unless its own front matter leaves one out."""
    for page in site.pages:
        name = f"{page['url']}index.html" if not page["url"] or page["url"].endswith("/") else page["url"]
        built = (site.folder / name).read_text("utf-8")
        assert 'class="oss-line"' in built, page["url"]
        assert 'class="oss-box"' in built, page["url"]
        for part in ("ownership", "freshness", "contributing"):
            off = page["unknown"].get("reviewed") == "this part is switched off" and part == "freshness"
            assert (f'data-oss="{part}"' in built) != off, (page["url"], part)
        assert built.count('class="oss-banner"') <= 1, page["url"]


@pytest.mark.parametrize("state", BANNERS)
def test_every_banner_can_be_seen(site: Any, read: Any, state: str) -> None:
    """The sample team has a page for each banner, and it is on the screen without scrolling."""
    banner = read().open(page_with_banner(site, state)).locator(".oss-banner")
    assert banner.is_visible()
    assert banner.bounding_box()["y"] < 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_we_add_is_legible(site: Any, read: Any, scheme: str) -> None:
    """Every text of the line, the banner, the box and the page of freshness has a contrast of at least 4.5 to 1, in both schemes."""
    reader = read(scheme)
    measured = 0
    for url in [*one_of_each_kind(site), *(page_with_banner(site, state) for state in BANNERS)]:
        page = reader.open(url)
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
        for ratio, text in page.evaluate(CONTRAST, ".oss-line, .oss-banner, .oss-box, .oss-page"):
            measured += 1
            assert ratio >= 4.5, f"{url}: {text!r} has {ratio:.2f}"
    assert measured > 30


def test_the_evidence_opens_from_the_keyboard(read: Any, site: Any) -> None:
    """Tab reaches each part of the line, Enter opens its evidence, and opening one closes the other."""
    page = read().open(pages_where(site, freshness="fresh")[0]["url"])
    first, second = page.locator(".oss-line summary").nth(0), page.locator(".oss-line summary").nth(1)
    for _ in range(200):
        page.keyboard.press("Tab")
        if first.evaluate("node => node === document.activeElement"):
            break
    else:
        pytest.fail("Tab never reached the line")
    outline = first.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    evidence = page.locator(".oss-line .oss-evidence")
    assert evidence.nth(0).is_visible()
    while not second.evaluate("node => node === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert evidence.nth(1).is_visible()
    assert not evidence.nth(0).is_visible()


def test_nothing_is_fetched_from_elsewhere_and_nothing_complains(read: Any, site: Any) -> None:
    """No request leaves the machine, and the console stays silent, on a page of each kind."""
    reader = read()
    for url in one_of_each_kind(site):
        reader.open(url)
    assert reader.left == []
    assert reader.console == []


@pytest.mark.parametrize("repo", SEARCHES)
def test_search_finds_a_page_of_each_repo(read: Any, repo: str) -> None:
    """The one search box of the handbook leads into every repo."""
    page = read().open("")
    box = page.locator("[data-md-component='search-query']").first
    box.focus()  # Material loads its index when the box is first entered, and says so in the line of results
    page.locator(".md-search-result__meta", has_text="Type to start searching").wait_for(state="attached")
    box.fill(SEARCHES[repo])
    box.press("End")  # it looks for what the box holds when a key goes up: one search, for the whole word
    page.locator(".md-search-result__link").first.wait_for(state="attached")
    found = page.locator(".md-search-result__link").evaluate_all(
        "links => links.map(a => new URL(a.href).pathname)"
    )
    assert all(path.startswith(f"/projects/{repo}/") for path in found), found


def test_what_we_add_is_in_no_search_index(site: Any, read: Any) -> None:
    """Not one sentence of a line, banner or box is in the search index."""
    index = (site.folder / "search" / "search_index.json").read_text("utf-8")
    marked_up = " ".join(entry["text"] for entry in json.loads(index)["docs"])
    texts = " ".join(html.unescape(re.sub(r"<[^>]*>", "", marked_up)).split())
    added: set[str] = set()
    for url in [*one_of_each_kind(site), *(page["url"] for page in pages_where(site, freshness="look")[:5])]:
        page = read().open(url)
        added |= set(
            page.locator(
                ".oss-line summary, .oss-evidence p, .oss-banner p, .oss-box p, .oss-page li, .oss-page th"
            ).all_text_contents()
        )
    sentences = {" ".join(text.split()) for text in added if len(text.split()) > 2}
    assert len(sentences) > 20
    assert [sentence for sentence in sentences if sentence in texts] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen(site: Any, read: Any, width: int) -> None:
    """At 360 and at 1280 pixels no page of any kind scrolls sideways, with its evidence open too."""
    reader = read(width=width)
    for url in one_of_each_kind(site):
        page = reader.open(url)
        for fact in page.locator(".oss-line details").all():
            fact.evaluate("node => { node.open = true }")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url
