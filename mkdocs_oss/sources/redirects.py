"""Where pages were before, and where a reader who comes there is sent: old URL → the page of today.

From history (a page that was moved without an edit) and from `redirect_from` in front matter. There are no chains:
each old place leads to today's at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from mkdocs_oss.model import Handbook, Origin, PageFacts, PageHistory, Redirect
from mkdocs_oss.settings.page_urls import PAGE_ENDS, page_url
from mkdocs_oss.sources.moves import KEY, older_paths

MOST = 500
"""Redirects of one repo: the newest moves."""
OLDEST = timedelta(days=3 * 365)
_LONGEST = 200
_ALWAYS = datetime.max.replace(tzinfo=UTC)


def redirects(handbook: Handbook, *, hub_docs: str, directories: bool) -> tuple[Redirect, ...]:
    """The redirects of a handbook, by old URL. `hub_docs`: the folder of the handbook's own pages in its repo.

    A place that a page or a file has today is none; of two pages that were at one place, the last one there counts.
    """
    taken = {_key(facts.page.uri) for facts in handbook.pages} | {
        _key(asset.uri) for asset in handbook.assets
    }
    folders = {repo.source.repo.name: f"{folder}/" for folder, repo in handbook.within.items()}
    claims: dict[str, list[tuple[datetime, str, str]]] = {}
    for facts in handbook.pages:
        if isinstance(facts.page.origin, Origin):
            repo = facts.page.origin.repo
            docs = hub_docs if facts.page.text is None else None
            claims.setdefault(repo, []).extend(_claims(facts, docs, folders.get(repo, "")))
    found: dict[str, Redirect] = {}
    seen = set(taken)
    for claimed in claims.values():
        count = 0
        for time, old, uri in sorted(claimed, key=lambda claim: claim[0], reverse=True):
            if count == MOST:
                break
            if time < handbook.generated - OLDEST or not _is_plain(old) or _key(old) in seen:
                continue
            seen.add(_key(old))
            count += 1
            url = page_url(old, directories=directories)
            found[url] = Redirect(url, uri)
    return tuple(found[url] for url in sorted(found))


def _claims(facts: PageFacts, hub_docs: str | None, folder: str) -> Iterator[tuple[datetime, str, str]]:
    """(until when, old uri, uri) of each place that a page had. `hub_docs`: None for a repo's page. `folder`: where
    the page's repo lies in the handbook's own, with a slash at its end; "" where it is that repo."""
    page = facts.page
    assert isinstance(page.origin, Origin)
    moves = facts.history.moves if isinstance(facts.history, PageHistory) else ()
    older: Iterable[tuple[datetime, str]] = [(move.time, move.path) for move in moves]
    if KEY in page.meta:
        older = [
            *older,
            *((_ALWAYS, path) for path in older_paths(page.meta, docs_dir="" if folder else hub_docs or "")),
        ]
    for time, path in older:
        if not path.endswith(PAGE_ENDS):
            continue
        if hub_docs is None:
            yield time, f"projects/{page.origin.repo}/{path}", page.uri
        elif not hub_docs or (folder + path).startswith(f"{hub_docs}/"):
            yield time, (folder + path).removeprefix(f"{hub_docs}/"), page.uri


def _key(uri: str) -> str:
    """Two uris whose pages some file system would take for one have one key."""
    place = page_url(uri, directories=True) if uri.endswith(PAGE_ENDS) else uri
    return unicodedata.normalize("NFC", place).casefold()


def _is_plain(uri: str) -> bool:
    """Whether an old place can be a URL and a file: names come from history, which anyone may have written."""
    return (
        len(uri.encode("utf-8", "surrogateescape")) <= _LONGEST
        and "\\" not in uri
        and not any(part in ("", ".", "..") or part.startswith(".") for part in uri.split("/"))
        and not any(unicodedata.category(char)[0] == "C" for char in uri)
    )
