"""Walks every internal link of a built site: pages, images and other files, and anchors.

`python scripts/walk_links.py SITE_DIR [--json]` prints what does not resolve, by page; the exit code is 1 where
anything does not. Nothing is fetched. A link to a folder resolves where the folder has an index.html.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ASIDE = re.compile(r"<!--.*?-->|<(script|style|template)\b([^>]*)>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\s[^<>\"']*|\"[^\"]*\"|'[^']*'|[^<>\"'\s])*)>")
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(href|src|srcset|poster|id|name|data)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_LINKS = {"href", "src", "poster", "data"}
_WITH_DATA = ("object",)
_NAMED = ("a", "map")


@dataclass(frozen=True)
class Broken:
    """A link that does not resolve. `kind`: `file` or `anchor`."""

    page: str
    target: str
    kind: str


@dataclass(frozen=True)
class Walk:
    """What was walked, and what does not resolve. `counts`: page → its internal links.

    `anchors`: page → the anchors that its internal links name and that are there.
    """

    pages: int
    links: int
    broken: tuple[Broken, ...]
    counts: Mapping[str, int] = field(default_factory=dict, repr=False)
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _Page:
    targets: tuple[str, ...]
    ids: frozenset[str]


def walk(site: Path, *, base: str = "/", site_url: str = "") -> Walk:
    """Every internal link of the site. `base`: the path that the site is served below; `site_url`: its own address."""
    files = frozenset(_files(site))
    pages = {name: _read(site / name) for name in sorted(files) if name.endswith(".html")}
    counts = dict.fromkeys(pages, 0)
    broken: list[Broken] = []
    anchors: dict[str, frozenset[str]] = {}
    for name, page in pages.items():
        good: set[str] = set()
        for target in page.targets:
            path = _internal(target, base=base, site_url=site_url.rstrip("/"))
            if path is None:
                continue
            counts[name] += 1
            kind = _fault(path, name, files, pages)
            if kind:
                broken.append(Broken(name, target, kind))
            elif "#" in path:
                good.add(unquote(path.partition("#")[2]))
        anchors[name] = frozenset(good)
    return Walk(len(pages), sum(counts.values()), tuple(broken), counts, anchors)


def _files(site: Path) -> Iterator[str]:
    for folder, _, names in os.walk(site):
        for name in names:
            yield (Path(folder) / name).relative_to(site).as_posix()


def _read(file: Path) -> _Page:
    text = _ASIDE.sub(
        lambda match: f"<{match[1]}{match[2]}>" if match[1] else "", file.read_text("utf-8", "replace")
    )
    targets: dict[str, None] = {}
    ids: set[str] = set()
    for tag in _TAG.finditer(text):
        if "=" not in tag[2]:
            continue
        element = tag[1].lower()
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            name = attribute[1].lower()
            value = html.unescape(attribute[2] or attribute[3] or attribute[4] or "").strip()
            if name == "id" or (name == "name" and element in _NAMED):
                ids.add(value)
            elif name == "srcset":
                targets |= dict.fromkeys(entry.split()[0] for entry in value.split(",") if entry.split())
            elif name in _LINKS and (name != "data" or element in _WITH_DATA) and value:
                targets[value] = None
    return _Page(tuple(targets), frozenset(ids))


def _internal(target: str, *, base: str, site_url: str) -> str | None:
    """A link of the site as a path relative to its page, or from the site's root with a `/`; None for any other."""
    if site_url and (target == site_url or target.startswith(f"{site_url}/")):
        return target[len(site_url) :] or "/"
    if _ELSEWHERE.match(target):
        return None
    if target.startswith("/"):
        return f"/{target.removeprefix(base.rstrip('/')).lstrip('/')}"
    return target


def _fault(target: str, page: str, files: frozenset[str], pages: dict[str, _Page]) -> str:
    parts = urlsplit(target)
    path = unquote(parts.path)
    if not path:
        found = page
    else:
        start = "" if path.startswith("/") else posixpath.dirname(page)
        joined = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
        if joined == ".." or joined.startswith("../"):
            return "file"
        folder = "index.html" if joined == "." else f"{joined}/index.html"
        if joined in files and not path.endswith("/"):
            found = joined
        elif folder in files:
            found = folder
        else:
            return "file"
    anchor = parts.fragment
    if not anchor or found not in pages or anchor.lower() == "top":
        return ""
    return "" if {anchor, unquote(anchor)} & pages[found].ids else "anchor"


def arguments_of(doc: str | None) -> argparse.Namespace:
    """The command line of a walk: `site`, `base`, `site_url`, `as_json`. `doc`: of the script."""
    parser = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    parser.add_argument("site", type=Path, help="the folder of the built site")
    parser.add_argument("--base", default="/", help="the path that the site is served below")
    parser.add_argument("--site-url", default="", help="the site's own address: links to it are internal too")
    parser.add_argument("--json", action="store_true", dest="as_json")
    return parser.parse_args()


def main() -> None:
    arguments = arguments_of(__doc__)
    done = walk(arguments.site, base=arguments.base, site_url=arguments.site_url)
    if arguments.as_json:
        shown = {"pages": done.pages, "links": done.links, "broken": [asdict(fault) for fault in done.broken]}
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        for fault in done.broken:
            print(f"{fault.page}: {fault.target} ({fault.kind})")
        print(f"{done.pages} pages, {done.links} internal links, {len(done.broken)} broken", file=sys.stderr)
    sys.exit(bool(done.broken))


if __name__ == "__main__":
    main()
