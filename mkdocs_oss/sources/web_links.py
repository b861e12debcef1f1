"""From a URL on the web to the file of the handbook that it shows: published sites of repos, and forges.

URL forms: as `forge.py` has them; `raw.githubusercontent.com` of docs.github.com; versions in a path as
https://docs.readthedocs.io/ and https://github.com/jimporter/mike have them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from mkdocs_oss.model import Forge, Source, Unknown
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
_DEEPEST = 8
"""Folders of a URL's path that can belong to a repo's address: a group may have groups."""

_Kind = Literal["github", "gitlab", "bitbucket", "gitea", "forgejo", "raw", "site"]


@dataclass(frozen=True, slots=True)
class _Address:
    """A place on the web that shows a repo's files: a forge's by branch and path, or a site's by built pages."""

    kind: _Kind
    repo: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a repo's addresses on the web are found by."""

    source: Source
    place: Place
    site_url: str = ""
    """Where the repo's own site is published; "" where none is known."""


@dataclass(frozen=True, slots=True)
class WebMap:
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

    def find(self, url: str) -> tuple[str, str, str] | None:
        """(repo, path of a page or asset, anchor with its `#`) of a URL; None where it shows no file of the handbook.

        A URL of another branch, tag or commit, or of a line of the source, is none: it means just that.
        """
        match = _URL.fullmatch(url)
        if match is None or not self.addresses or _SOURCE_LINE.search((match[3] or "") + (match[4] or "")):
            return None
        for address, rest in self._addressed(match):
            path = self._file(address, rest)
            if path is not None:
                return address.repo, path, match[4] or ""
        return None

    def source_file(self, url: str) -> tuple[str, str] | None:
        """(repo, path) of the file that a forge's URL shows, whether it is one of the handbook or was there once.

        A URL of another branch, of a tag or of a commit is none: what it shows does not change.
        """
        match = _URL.fullmatch(url)
        for address, rest in self._addressed(match) if match and self.addresses else ():
            path = self._at_forge(address, rest) if address.kind != "site" else None
            if path is not None:
                return address.repo, path
        return None

    def _addressed(self, match: re.Match[str]) -> Iterator[tuple[_Address, str]]:
        """The places that a URL may lead to, each with the rest of its path; the longest address first."""
        host = match[1].lower().removeprefix("www.")
        parts = match[2].strip("/").split("/") if match[2].strip("/") else []
        for count in range(min(len(parts), _DEEPEST), -1, -1):
            key = "/".join([host, *parts[:count]]).lower()
            for address in self.addresses.get(key, ()):
                yield address, unquote("/".join(parts[count:]))

    def _file(self, address: _Address, rest: str) -> str | None:
        shown = self.shown[address.repo]
        if address.kind == "site":
            return _of_site(rest, shown.place)
        path = self._at_forge(address, rest)
        return None if path is None else shown.place.page_of(shown.place.moved.get(path, path))

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


def _of_site(rest: str, place: Place) -> str | None:
    """The page or asset of the docs folder that a path of the published site is."""
    for path in (rest, _VERSION.sub("", f"{rest.rstrip(chr(47))}/", count=1).rstrip("/")):
        below = posixpath.normpath(posixpath.join(place.docs_dir, path.removesuffix("index.html")))
        if below.startswith("../") or below == "..":
            return None
        below = "" if below == "." else below
        found = place.page_of(below) or (as_built(below, place) if below else None)
        if found is not None:
            return found
    return None
