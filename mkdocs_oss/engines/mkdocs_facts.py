"""The facts as JSON, in the folder of a built site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_oss.model import Handbook
from mkdocs_oss.site import encoded_links, handbook_json, links_json, pages_json, review_json


def write_facts(
    handbook: Handbook, urls: Mapping[str, str], config: MkDocsConfig, *, for_monitors: bool
) -> None:
    """Writes oss/*.json, and with `for_monitors` api/pages.json, which GOV.UK's monitor reads.

    `urls`: uri → where MkDocs has built the page.
    """
    site = Path(config.site_dir)
    pages = pages_json(handbook, urls=urls)
    contents: dict[str, Any] = {"oss/pages.json": pages, "oss/handbook.json": handbook_json(handbook, pages)}
    if for_monitors:
        contents["api/pages.json"] = review_json(handbook, urls=urls, site_url=config.site_url or "")
    for name, content in contents.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")
    (site / "oss/links.json").write_bytes(encoded_links(links_json(handbook)))
