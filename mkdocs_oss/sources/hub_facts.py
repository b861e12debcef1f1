"""What a handbook last said of itself: `oss/handbook.json` and `oss/links.json` of its built site, on disk or on the web."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from mkdocs_oss.errors import OssError
from mkdocs_oss.model import BindingKind
from mkdocs_oss.settings.urls import is_web_url

FOLDERS = ("", "site", "public")
"""Where a handbook's folder has its built site."""
LIMIT_S = 20.0
LARGEST = 100_000_000
_CHUNK = 1 << 16
_T = TypeVar("_T")


class HubRepo(msgspec.Struct, frozen=True):
    """A repo as the handbook lists it; `url` is without credentials."""

    name: str
    url: str | None = None


class HubLink(msgspec.Struct, frozen=True):
    """A link that a page of the handbook has, to a file of `repo`."""

    line: int
    repo: str
    path: str
    anchor: str = ""
    file: str = ""


class HubBinding(msgspec.Struct, frozen=True):
    """A file of `repo`, or a symbol in it, that a page of the handbook speaks of. `kind`: as `model.BindingKind`."""

    repo: str
    path: str
    kind: BindingKind
    symbol: str = ""
    line: int = 0
    file: str = ""
    module: str = ""


class HubPage(msgspec.Struct, frozen=True):
    """A page that has links or bindings, in its own repo."""

    repo: str
    path: str
    owners: tuple[str, ...] = ()
    links: tuple[HubLink, ...] = ()
    bindings: tuple[HubBinding, ...] = ()


class _Handbook(msgspec.Struct, frozen=True):
    schema: int
    repos: tuple[HubRepo, ...] = ()


class _Links(msgspec.Struct, frozen=True):
    schema: int
    pages: tuple[HubPage, ...] = ()


class HubFacts(msgspec.Struct, frozen=True):
    """The repos of a handbook, and its pages with links."""

    repos: tuple[HubRepo, ...]
    pages: tuple[HubPage, ...]

    def as_one(self, names: Sequence[str]) -> HubFacts:
        """The facts of a handbook that has one repo under several names: all under the first of them."""

        def one(name: str) -> str:
            return names[0] if name in names else name

        pages = (
            replace(
                page,
                repo=one(page.repo),
                links=tuple(replace(link, repo=one(link.repo)) for link in page.links),
                bindings=tuple(replace(each, repo=one(each.repo)) for each in page.bindings),
            )
            for page in self.pages
        )
        return replace(self, pages=tuple(pages)) if len(names) > 1 else self


def read_hub(place: str, *, limit_s: float = LIMIT_S) -> HubFacts:
    """The facts of the handbook at a folder (its built site, or what that lies in) or at an http(s) URL.

    Raises OssError where it has none that we can read.
    """
    if "://" in place:
        if not is_web_url(place) or urlsplit(place).username:
            raise OssError(
                f"{place.rpartition('@')[2]!r} is not an http or https URL; name the handbook's own address"
            )
        base = place.split("#")[0].split("?")[0].rstrip("/")
        base = base.removesuffix("/oss/handbook.json")
        handbook = _decoded(_fetched(f"{base}/oss/handbook.json", limit_s), _Handbook, place)
        links = _decoded(_fetched(f"{base}/oss/links.json", limit_s), _Links, place)
    else:
        folder = Path(place)
        built = next(
            (folder / name for name in FOLDERS if (folder / name / "oss/handbook.json").is_file()), None
        )
        if built is None:
            raise OssError(
                f"{place} has no oss/handbook.json; build the handbook first, or name its built site"
            )
        handbook = _decoded(_read(built / "oss/handbook.json"), _Handbook, place)
        links = _decoded(_read(built / "oss/links.json"), _Links, place)
    if handbook.schema != 1 or links.schema != 1:
        raise OssError(f"{place} was built by another version of mkdocs-oss; use the same one")
    return HubFacts(handbook.repos, links.pages)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OssError(f"{file} cannot be read ({error.strerror}); build the handbook anew") from error


def _fetched(url: str, limit_s: float) -> bytes:
    import requests  # takes a while to import, and only this needs it

    try:
        with requests.get(url, timeout=limit_s, stream=True) as answer:
            if answer.status_code != 200:
                raise OssError(
                    f"{url} answers {answer.status_code}; name the address of a published handbook"
                )
            content = bytearray()
            for chunk in answer.iter_content(_CHUNK):
                content += chunk
                if len(content) > LARGEST:
                    raise OssError(
                        f"{url} is larger than {LARGEST // 1_000_000} MB; name a folder with `--hub`"
                    )
    except requests.RequestException as error:
        reason = type(error).__name__
        raise OssError(
            f"{url} cannot be reached ({reason}); check it, or name a folder with `--hub`"
        ) from error
    return bytes(content)


def _decoded(content: bytes, shape: type[_T], place: str) -> _T:
    try:
        return msgspec.json.decode(content, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise OssError(f"{place} has no facts that can be read ({error}); build the handbook anew") from error


__all__ = ["HubFacts", "HubLink", "HubPage", "HubRepo", "read_hub"]
