"""What MkDocs says of links, and the pages at old places.

Of links in repos' pages it says nothing: we make them right and judge them ourselves. Its warnings name files of the
handbook, and would make one repo's slip fail everybody's `--strict`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_oss.engines.mkdocs_report import log
from mkdocs_oss.model import Handbook
from mkdocs_oss.settings.page_urls import relative_url
from mkdocs_oss.site import ASSETS, redirect_page

SCRIPT = "oss/redirect.js"

Rules = dict[str, Any]
_LINKS = ("not_found", "absolute_links", "unrecognized_links")


def unvalidated(config: MkDocsConfig) -> Rules:
    """Stops MkDocs from judging the links of the page that is rendered next; gives the site's own rules."""
    links = config.validation.links
    rules = {name: links[name] for name in _LINKS}
    for name in _LINKS:
        links[name] = logging.DEBUG
    return rules


def validated(page: Page, config: MkDocsConfig, rules: Rules) -> None:
    """Gives the site its rules back, after a repo's page was rendered; its anchors are not judged later either."""
    for name, level in rules.items():
        config.validation.links[name] = level
    page.links_to_anchors = None


def write_redirects(handbook: Handbook, urls: Mapping[str, str], config: MkDocsConfig) -> None:
    """A page at each old place that leads on; a file that is there already, another plugin's redirect too, stays.

    `urls`: uri → where MkDocs has built the page.
    """
    site = Path(config.site_dir)
    count = 0
    for redirect in handbook.redirects:
        if redirect.uri not in urls:
            continue
        name = unquote(redirect.url)
        file = site / (f"{name}index.html" if name.endswith("/") or not name else name)
        to = urls[redirect.uri].removeprefix("./")
        page = redirect_page(
            relative_url(to, redirect.url),
            canonical=f"{config.site_url.rstrip('/')}/{to}"
            if config.site_url
            else relative_url(to, redirect.url),
            script=relative_url(SCRIPT, redirect.url),
        )
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8") as out:
                out.write(page)
        except OSError as error:  # something is there, or the file system has no such name
            log.debug(f"no redirect at {redirect.url}: {error.strerror}")
            continue
        count += 1
    if count:
        (site / SCRIPT).write_bytes((ASSETS / "redirect.js").read_bytes())
