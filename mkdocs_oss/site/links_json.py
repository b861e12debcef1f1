"""`oss/links.json`: every link from one page of the handbook to another file of it, and every file that a page speaks
of, by the page that it is on.

Compact and stable: a line for each page, in the handbook's order, and nothing that changes without a link's change.
"""

from __future__ import annotations

from typing import Any

import msgspec

from mkdocs_oss.model import Binding, Handbook, Origin, Owners, PageFacts, PageLink
from mkdocs_oss.site.facts_json import repo_of

SCHEMA = 1


def links_json(handbook: Handbook) -> dict[str, Any]:
    """The links and bindings of all pages that have any."""
    hub = handbook.hub.repo.name
    return {
        "schema": SCHEMA,
        "pages": [
            _page(facts, handbook, hub) for facts in handbook.pages if facts.page.links or _bindings(facts)
        ],
    }


def encoded_links(links: dict[str, Any]) -> bytes:
    """As it is written: one page a line."""
    pages = b",\n".join(msgspec.json.encode(page) for page in links["pages"])
    return b'{"schema":%d,"pages":[\n%b\n]}\n' % (links["schema"], pages)


def _page(facts: PageFacts, handbook: Handbook, hub: str) -> dict[str, Any]:
    page = facts.page
    path = page.origin.path if isinstance(page.origin, Origin) else page.uri
    owners = facts.owners.handles if isinstance(facts.owners, Owners) else ()
    written: dict[str, Any] = {
        "repo": repo_of(facts, handbook),
        "path": path,
        "owners": list(owners),
        "links": [_link(link, path, hub) for link in page.links],
    }
    if bindings := _bindings(facts):
        written["bindings"] = [_binding(each, path, hub) for each in bindings]
    return written


def _bindings(facts: PageFacts) -> tuple[Binding, ...]:
    return facts.freshness.bindings if facts.freshness is not None else ()


def _binding(each: Binding, path: str, hub: str) -> dict[str, Any]:
    written: dict[str, Any] = {"repo": each.repo or hub, "path": each.path, "kind": each.kind}
    if each.symbol:
        written["symbol"] = each.symbol
    if each.module:
        written["module"] = each.module
    if each.line:
        written["line"] = each.line
    if each.file != path:
        written["file"] = each.file
    return written


def _link(link: PageLink, path: str, hub: str) -> dict[str, Any]:
    written: dict[str, Any] = {"line": link.line, "repo": link.repo or hub, "path": link.path}
    if link.anchor:
        written["anchor"] = link.anchor
    if link.file != path:
        written["file"] = link.file
    return written
