"""From a URL on the web to the file of the handbook that it shows: published sites of repos, and forges.

URL forms: as `forge.py` has them; `raw.githubusercontent.com` of docs.github.com; versions in a path as
https://docs.readthedocs.io/ and https://github.com/jimporter/mike have them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import quote, unquote

from msgspec import Struct

from mkdocs_oss.model import Forge, Source, Unknown
from mkdocs_oss.settings.page_urls import PAGE_ENDS, page_url
from mkdocs_oss.sources.forge import clean_remote, forge_of
from mkdocs_oss.sources.link_paths import Place, as_built

_URL = re.compile(r"https?://([^/?#@\s]+)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE)
_AT_FORGE: Mapping[str, re.Pattern[str]] = {
    "github": re.compile(r"(?:blob|tree|raw)/(?:refs/heads/)?(.+)"),
    "gitlab": re.compile(r"(?:-/)?(?:blob|tree|raw)/(.+)"),
    "bitbucket": re.compile(r"(?:src|raw)/(.+)"),
    "gitea": re.compile(r"(?:src|raw|media)/(?:branch|commit)/(.+)"),
    "forgejo": re.compile(r"(?:src|raw|media)/(?:branch|commit)/(.+)"),
    "raw": re.compile(r"(?:refs/heads/)?(.+)"),
}
_SOURCE_LINE = re.compile(r"#(?:L\d|lines-)|[?&]plain=")
_VERSION = re.compile(r"(?:[a-z]{2}(?:[-_][A-Za-z]{2})?/)?(?:latest|stable|main|master|dev|current)/")
_OTHER_VERSION = re.compile(r"v?\d[\w.-]*(?:/|$)|[a-z]{2}(?:[-_][A-Za-z]{2})?/v?\d", re.ASCII)
_DEEPEST = 8
"""Folders of a URL's path that can belong to a repo's address: a group may have groups."""

_Kind = Literal["github", "gitlab", "bitbucket", "gitea", "forgejo", "raw", "site"]


class _Address(Struct, frozen=True):
    """A place on the web that shows a repo's files: a forge's by branch and path, or a site's by built pages."""

    kind: _Kind
    repo: str


class Shown(Struct, frozen=True):
    """What a repo's addresses on the web are found by."""

    source: Source
    place: Place
    site_url: str = ""
    """Where the repo's own site is published; "" where none is known."""


class WebFile(Struct, frozen=True):
    """A page or asset that a URL shows: its repo, its path there, the URL's anchor with its `#`.

    `write`: the URL of today, where the page has moved since.
    """

    repo: str
    path: str
    anchor: str
    write: str = ""


class NoPage(Struct, frozen=True):
    """A URL of a repo's published site that shows no page or asset that is known. `rest`: its path below the site."""

    repo: str
    rest: str


class WebMap(Struct, frozen=True):
    """The addresses of all repos, by host and path in lower case."""

    shown: Mapping[str, Shown]
    addresses: Mapping[str, tuple[_Address, ...]]

    @classmethod
    def of(cls, shown: Mapping[str, Shown]) -> WebMap:
        """The addresses of these repos, by name. A hub's name comes first where two have one address."""
        found: dict[str, tuple[_Address, ...]] = {}
        for name, repo in shown.items():
            for key, kind in _addresses(repo):
                found[key] = (*found.get(key, ()), _Address(kind, name))
        return cls(shown, found)

    def find(self, url: str, *, by: str = "") -> WebFile | NoPage | None:
        """What a URL on a page of the repo `by` shows of the handbook; None where it is none of a repo's pages.

        A URL of another branch, tag, version or commit, or of a line of the source, is none: it means just that.
        """
        match = _URL.fullmatch(url)
        if match is None or not self.addresses or _SOURCE_LINE.search((match[3] or "") + (match[4] or "")):
            return None
        nothing: NoPage | None = None
        for address, rest in self._addressed(match, by):
            found = self._file(address, rest, url)
            if found is not None:
                path, write = found
                anchor = match[4] or ""
                return WebFile(address.repo, path, anchor, write + anchor if write else "")
            if nothing is None and address.kind == "site" and self._is_of_site(address, rest):
                nothing = NoPage(address.repo, rest)
        return nothing

    def source_file(self, url: str, *, by: str = "") -> tuple[str, str] | None:
        """(repo, path) of the file that a forge's URL on a page of the repo `by` shows, whether it is one of the handbook
        or was there once.

        A URL of another branch, of a tag or of a commit is none: what it shows does not change.
        """
        match = _URL.fullmatch(url)
        for address, rest in self._addressed(match, by) if match and self.addresses else ():
            path = self._at_forge(address, rest) if address.kind != "site" else None
            if path is not None:
                return address.repo, path
        return None

    def _addressed(self, match: re.Match[str], by: str) -> Iterator[tuple[_Address, str]]:
        """The places that a URL may lead to, each with the rest of its path; the longest address first, and of several
        repos with one address the one whose page it is on."""
        host = match[1].lower().removeprefix("www.")
        parts = match[2].strip("/").split("/") if match[2].strip("/") else []
        for count in range(min(len(parts), _DEEPEST), -1, -1):
            key = "/".join([host, *parts[:count]]).lower()
            for address in sorted(self.addresses.get(key, ()), key=lambda each: each.repo != by):
                yield address, unquote("/".join(parts[count:]))

    def _file(self, address: _Address, rest: str, url: str) -> tuple[str, str] | None:
        """(path, its URL of today where it has moved) of a page or asset."""
        shown = self.shown[address.repo]
        if address.kind == "site":
            return _of_site(rest, shown)
        path = self._at_forge(address, rest)
        if path is None:
            return None
        place = shown.place
        now = place.moved.get(path, path)
        if now not in place.paths and now in place.former:
            bare = url.partition("#")[0].partition("?")[0]
            start = next((bare.removesuffix(end) for end in (path, quote(path)) if bare.endswith(end)), "")
            now = place.former[now]
            write = start + quote(now) if start else f"repo:{address.repo}/{now}"
        else:
            write = ""
        page = place.page_of(now)
        return None if page is None else (page, write)

    def _is_of_site(self, address: _Address, rest: str) -> bool:
        """Whether a URL that shows nothing is a page of the site: not a file of another kind or another version, and
        not of another site that lies below this one's, as below the one of an organisation."""
        name = rest.rstrip("/").rpartition("/")[2]
        is_page = rest.endswith("/") or "." not in name or name.endswith((".html", *PAGE_ENDS))
        if not rest or not is_page or _OTHER_VERSION.match(rest):
            return False
        shown = self.shown[address.repo]
        site = _URL.fullmatch(shown.site_url)
        if site is None or site[2].strip("/"):
            return site is not None
        first = posixpath.join(shown.place.docs_dir, rest.partition("/")[0])
        return first in shown.place.folders or as_built(first, shown.place.landed) is not None

    def _at_forge(self, address: _Address, rest: str) -> str | None:
        """The path in the repo that a forge's URL names, at the branch or commit that is shown."""
        match = _AT_FORGE[address.kind].fullmatch(rest)
        for ref in _refs(self.shown[address.repo].source) if match else ():
            if match and match[1].startswith(f"{ref}/"):
                return match[1][len(ref) + 1 :].rstrip("/")
        return None


def _addresses(shown: Shown) -> Iterator[tuple[str, _Kind]]:
    if is_site := _URL.fullmatch(shown.site_url):
        yield _key(is_site[1], is_site[2]), "site"
    for forge in _forges(shown.source):
        if isinstance(forge, Unknown) or forge.kind == "custom" or not (web := _URL.fullmatch(forge.web)):
            continue
        yield _key(web[1], web[2]), forge.kind
        if forge.kind == "github" and web[1].lower() == "github.com":
            yield _key("raw.githubusercontent.com", web[2]), "raw"


def _forges(source: Source) -> Iterator[Forge | Unknown]:
    """The repo's forge; also that of the entry that a checkout or a fork stands in for."""
    yield source.forge
    entry = source.repo.stands_for
    if entry is not None and entry.url is not None:
        yield forge_of(clean_remote(entry.url), kind=entry.forge)


def _key(host: str, path: str) -> str:
    return "/".join(filter(None, [host.lower().removeprefix("www."), path.strip("/").lower()]))


def _refs(source: Source) -> Iterable[str]:
    """The names by which a forge shows what the handbook shows, the longest first."""
    entry = source.repo.stands_for
    names = {"HEAD", source.repo.ref, entry.ref if entry else None}
    names |= {"main", "master"} if source.is_worktree or entry else set()
    names |= {ref for ref in (source.branch, source.commit) if isinstance(ref, str)}
    return sorted(filter(None, names), key=len, reverse=True)


def _of_site(rest: str, shown: Shown) -> tuple[str, str] | None:
    """(path, its URL of today where it has moved) of what a path of the published site shows of the docs folder."""
    place = shown.place
    below = [found for path in _versions(rest) if (found := _in_docs(path, place.docs_dir)) is not None]
    for path in below:
        found = place.page_of(path) or (as_built(path, place.landed) if path else None)
        if found is not None:
            return found, ""
    for path in below:
        if (old := path if path in place.moved else as_built(path, place.moved)) is not None:
            page = place.page_of(place.moved[old])
            return (page, "") if page is not None else None
        if (old := path if path in place.former else as_built(path, place.former)) is not None:
            page = place.page_of(place.former[old])
            return (page, _published(page, shown, like=rest)) if page is not None else None
    return None


def _versions(rest: str) -> tuple[str, str]:
    """A path of a site as it is, and without the version that it may begin with."""
    return rest, _VERSION.sub("", f"{rest.rstrip('/')}/", count=1).rstrip("/")


def _in_docs(path: str, docs_dir: str) -> str | None:
    """The repo path that a path of a site stands for; None where it leads out of the docs folder."""
    below = posixpath.normpath(posixpath.join(docs_dir, path.removesuffix("index.html")))
    if below == ".." or below.startswith("../"):
        return None
    return "" if below == "." else below


def _published(page: str, shown: Shown, *, like: str) -> str:
    """The URL of a page at its repo's own site, in the form of another one there."""
    start = f"{shown.place.docs_dir}/" if shown.place.docs_dir else ""
    if not page.startswith(start):
        return f"repo:{shown.source.repo.name}/{page}"
    url = page_url(page.removeprefix(start), directories=not like.endswith(".html"))
    return f"{shown.site_url.rstrip('/')}/{url}"
