"""Cross-references between reference pages: a register for each repo, and the links made from it.

The autorefs plugin has one register for the whole site, in which equal names of two repos clash, and warns
about each reference that leads nowhere. Here a name is looked up in its own repo first, and a reference
that leads nowhere becomes plain text. The Markdown side is autorefs' own: its extension writes
`<autoref identifier="…">` elements, which `linked` replaces when all pages are rendered.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Set
from typing import TYPE_CHECKING

from mkdocs.utils import get_relative_url

from mkdocs_oss.site import reference_link

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

_AUTOREF = re.compile(r"<autoref (?P<attributes>[^>]*)>(?P<text>(?:(?!<autoref ).)*?)</autoref>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_OBJECT = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+(?:\(\w+\))?")


class References:
    """The anchors of one repo's pages. It stands in for AutorefsPlugin, and has what extensions ask of that."""

    record_backlinks = False

    def __init__(self, *, scan_toc: bool) -> None:
        self.scan_toc = scan_toc
        """Whether headings of plain pages are anchors too, as where the hub uses autorefs itself."""
        self.current_page: Page | None = None
        self._primary: dict[str, str] = {}
        self._secondary: dict[str, str] = {}

    def on_pages(self, urls: Set[str]) -> References:
        """Those of some pages only."""
        kept = References(scan_toc=self.scan_toc)
        for known, into in ((self._primary, kept._primary), (self._secondary, kept._secondary)):
            into.update({name: url for name, url in known.items() if url.partition("#")[0] in urls})
        return kept

    def register_anchor(
        self,
        page: Page,
        identifier: str,
        anchor: str | None = None,
        *,
        title: str | None = None,
        primary: bool = True,
    ) -> None:
        """Notes that `identifier` is shown at `anchor` of `page` ("" for its top); the first one stays."""
        anchor = identifier if anchor is None else anchor
        url = f"{page.url}#{anchor}" if anchor else page.url
        (self._primary if primary else self._secondary).setdefault(identifier, url)

    def url(self, identifier: str) -> str | None:
        """The site-relative URL of `identifier`."""
        return self._primary.get(identifier) or self._secondary.get(identifier)

    def identifiers(self) -> Iterable[str]:
        """All names that have a URL."""
        return self._primary.keys() | self._secondary.keys()


def linked(
    content: str, *, page_url: str, find: Callable[[str], str | None], lost: Callable[[str], None]
) -> str:
    """`content` with its autoref elements made into links, or into text where `find` knows no URL.

    `lost` hears of each name of an object that was written down and leads nowhere.
    """

    def replaced(match: re.Match[str]) -> str:
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(match["attributes"])}
        identifier = attributes.get("identifier", "")
        text = match["text"]
        url = next((url for key in (identifier, attributes.get("slug")) if key and (url := find(key))), None)
        if url is not None:
            return reference_link(_relative(url, page_url), text)
        if "optional" in attributes:  # written by a template
            return text
        if _OBJECT.fullmatch(identifier):  # meant as a reference
            lost(identifier)
            return text
        bare = text in (identifier, f"<code>{identifier}</code>")
        return f"[{text}][]" if bare else f"[{text}][{html.escape(identifier)}]"  # such as matrix[i][j]

    return _AUTOREF.sub(replaced, content)


def _relative(url: str, page_url: str) -> str:
    if url.startswith(("http://", "https://", "//")):
        return url
    place, mark, anchor = url.partition("#")
    if place == page_url and anchor:
        return f"#{anchor}"
    relative = get_relative_url(place, page_url)
    is_folder = place == "" or place.endswith("/")
    return relative + ("/" if is_folder and not relative.endswith("/") else "") + mark + anchor
