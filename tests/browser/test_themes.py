"""What we add, under each theme and in each language: legible, within the screen, and quiet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser
from reading import CONTRAST, THEMES

pytestmark = pytest.mark.xdist_group("browser")

GENERATED = ("freshness/", "ownership/", "people/", "people/ana/", "people/data-platform/")
OURS = ".oss-line, .oss-banner, .oss-box, .oss-page"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_what_we_add_is_legible_under_any_theme(
    theme: str, scheme: Any, small: Callable[..., str], browser: Browser
) -> None:
    """At least 4.5 to 1, also where a theme's own links and code are paler."""
    url = small(theme)
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for name in ("late/", "never/", *GENERATED):
        page.goto(url + name, wait_until="load")
        page.evaluate("document.querySelectorAll('.oss-fact').forEach((fact) => { fact.open = true; })")
        measured = page.evaluate(CONTRAST, OURS)
        assert len(measured) > 5
        assert [(text, round(ratio, 2)) for ratio, text in measured if ratio < 4.5] == [], name
    context.close()


@pytest.mark.parametrize("theme", THEMES)
def test_the_line_shows_that_it_opens(theme: str, small: Callable[..., str], browser: Browser) -> None:
    """The parts of the line are underlined in the colour of their text, which can be seen."""
    page = browser.new_page()
    page.goto(small(theme) + "late/", wait_until="load")
    styles = page.locator(".oss-fact > summary > span").evaluate_all(
        "spans => spans.map(getComputedStyle).map(s => [s.textDecorationLine, s.textDecorationColor === s.color])"
    )
    assert len(styles) == 3
    assert all(style == ["underline", True] for style in styles)
    page.close()


@pytest.mark.parametrize("language", ["de", "es", "fr", "ja", "zh"])
@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_every_language_fits_the_screen(
    theme: str, language: str, small: Callable[..., str], browser: Browser
) -> None:
    """At 360 pixels nothing is wider than the screen, with the evidence open too."""
    url = small(theme, language)
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    for name in ("late/", "page/", *GENERATED):
        page.goto(url + name, wait_until="load")
        for fact in page.locator(".oss-line details").all():
            fact.evaluate("node => { node.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    context.close()
