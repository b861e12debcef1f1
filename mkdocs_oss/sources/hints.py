"""What a link in vain may have meant: a file of nearly the same name."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Mapping

from mkdocs_oss.settings.page_urls import PAGE_ENDS

_MOST = 2_000
_ALIKE = 0.75
"""Of two names: `giude` and `guide`, not `nope` and `notes`."""
_INDEXES = ("index", "readme")


def close_name(name: str, names: Iterable[str]) -> str | None:
    """The repo that a name may mean: written in other case, else the one most like it."""
    folded = {known.casefold(): known for known in names}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def by_name(paths: Iterable[str]) -> Mapping[str, list[str]]:
    """Files by the name that tells them apart: without its end, in lower case; an index has its folder's."""
    found: dict[str, list[str]] = {}
    for path in sorted(paths)[:_MOST]:
        found.setdefault(_name(path), []).append(path)
    return found


def close_file(path: str, known: Mapping[str, list[str]]) -> str | None:
    """The file of that name, else of one much like it; of several, the one whose path is most like it."""
    name = _name(path)
    if not name:
        return None
    same = _of_kind(known.get(name, ()), path)
    if not same:
        names = [
            other
            for other in known
            if other and abs(len(other) - len(name)) <= 2 and (other[0] == name[0] or other[-1] == name[-1])
        ]
        close = difflib.get_close_matches(name, names, n=1, cutoff=_ALIKE)
        same = _of_kind(known[close[0]], path) if close else []
    if len(same) < 2:
        return same[0] if same else None
    return difflib.get_close_matches(path, same, n=1, cutoff=0.0)[0]


def _of_kind(paths: Iterable[str], like: str) -> list[str]:
    """Those that a link of this form can mean: pages for pages and built pages, files for files of the same end."""
    end = posixpath.splitext(like.rstrip("/"))[1].lower()
    if end in ("", ".html", *PAGE_ENDS):
        return [path for path in paths if path.endswith(PAGE_ENDS)]
    return [path for path in paths if path.lower().endswith(end)]


def _name(path: str) -> str:
    folder, _, name = path.rstrip("/").casefold().rpartition("/")
    stem = posixpath.splitext(name)[0]
    return folder.rpartition("/")[2] if stem in _INDEXES else stem
