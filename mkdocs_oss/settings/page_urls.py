"""Where an engine builds a page of the site, by its `use_directory_urls`.

Source: https://www.mkdocs.org/user-guide/configuration/#use_directory_urls
"""

from __future__ import annotations

import posixpath
from urllib.parse import quote

PAGE_ENDS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


def page_url(uri: str, *, directories: bool) -> str:
    """Where an engine builds a page, relative to the site: MkDocs' rule for `use_directory_urls`."""
    stem = quote(uri.rsplit(".", 1)[0])
    folder, _, name = stem.rpartition("/")
    start = f"{folder}/" if folder else ""
    if name in ("index", "README"):
        return start if directories else f"{start}index.html"
    return f"{stem}/" if directories else f"{stem}.html"


def file_url(uri: str, *, directories: bool) -> str:
    """Where a page or an asset of the site is, relative to the site."""
    return page_url(uri, directories=directories) if uri.endswith(PAGE_ENDS) else quote(uri)


def relative_url(url: str, page: str) -> str:
    """The link from the page at `page` to `url`, both relative to the site."""
    found = posixpath.relpath(url or ".", posixpath.dirname(page) or ".")
    if url and not url.endswith("/"):
        return found
    return f"{found}/"
