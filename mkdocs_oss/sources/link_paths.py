"""Links within one repo: from what is written to the file that is meant.

A link may be written for the forge (relative to the file, or from the repo's root), for the repo's own docs folder,
or in the form of its built site (`../guide/`), where it starts from the page's URL.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct, field

from mkdocs_oss.settings.page_urls import PAGE_ENDS
from mkdocs_oss.sources.forge import AtForge
from mkdocs_oss.sources.link_syntax import is_template, written_links

INDEXES = ("index.md", "README.md", "readme.md", "Readme.md")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Place(Struct, frozen=True):
    """How the files of one repo are reached from the handbook.

    `landed`: repo path → uri in the handbook, of pages and of assets. `paths`: all files of the repo. `docs_dir`:
    the folder that root-relative links may also start from. `moved`: where a page says that it was before → where
    it is now (`redirect_from`). `former`: the same as history tells, for links that would lead nowhere else.
    `left_out`: pages that the handbook's own settings leave out. `unfollowed`: symbolic links that lead to no file;
    `linked`: a file without a place → the link to it that has one.
    """

    landed: Mapping[str, str]
    at_forge: AtForge
    paths: frozenset[str]
    folders: frozenset[str]
    docs_dir: str
    moved: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    unfollowed: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[str, str] = field(default_factory=dict)

    def has(self, path: str) -> bool:
        return path in self.paths or path in self.folders or path == ""

    def page_of(self, path: str) -> str | None:
        """The repo path with a place in the handbook that a file or folder stands for; None where it has none."""
        if path in self.landed:
            return path
        if path in self.folders or path == "":
            start = f"{path}/" if path else ""
            return next((start + name for name in INDEXES if start + name in self.landed), None)
        return self.linked.get(path)


def split_suffix(target: str) -> tuple[str, str]:
    """A link without, and with only, its query and its anchor."""
    bare = target.partition("#")[0].partition("?")[0]
    return bare, target[len(bare) :]


def is_relative(target: str) -> bool:
    """Whether a link leads into its own repo, as far as its form tells; a template's expression does not."""
    return bool(
        target
        and target[0] not in "#\\{?"
        and not target.startswith("//")
        and not is_template(target)
        and not _SCHEME.match(target)
    )


def in_repo(bare: str, *, path: str, place: Place) -> str | None:
    """The file or folder of the repo ("" is its root) that a relative link without its suffix means; None: nothing."""
    written = unquote(bare)
    if not written.strip():
        return None
    for candidate in _candidates(written, path, place.docs_dir):
        if place.has(candidate):
            return candidate
        if candidate in place.moved:
            return place.moved[candidate]
    for candidate in _candidates(written, path, place.docs_dir):
        found = as_built(candidate, place.landed) or as_built(candidate, place.left_out)
        if found is not None:
            return found
        if (old := as_built(candidate, place.moved)) is not None:
            return place.moved[old]
    return None


def left_since(bare: str, *, path: str, place: Place) -> str | None:
    """Where the file is today that was, by history, at the place that a link names; None where none was."""
    if place.former:
        for candidate in _candidates(unquote(bare), path, place.docs_dir):
            old = candidate if candidate in place.former else as_built(candidate, place.former)
            if old is not None:
                return place.former[old]
    return None


def link_at(bare: str, *, path: str, place: Place) -> str | None:
    """The symbolic link that is not followed at the place that a link names, or on the way to it."""
    for candidate in _candidates(unquote(bare), path, place.docs_dir) if place.unfollowed else ():
        while candidate:
            if candidate in place.unfollowed:
                return candidate
            candidate = candidate.rpartition("/")[0]
    return None


def as_written(bare: str, path: str) -> str:
    """Where a link leads by its letters, whether there is anything or not: what its author would see on the forge."""
    written = unquote(bare)
    start = "" if written.startswith("/") else posixpath.dirname(path)
    found = posixpath.normpath(posixpath.join(start, written.lstrip("/")))
    return "" if found == "." else found


def as_built(path: str, pages: Container[str]) -> str | None:
    """The page whose built form (`guide/`, `guide.html`, `guide/index.html`) a path is; else None."""
    if not pages:
        return None
    stem = path.removesuffix(".html").removesuffix("/")
    stems = (stem, stem.removesuffix("/index")) if stem.endswith("/index") else (stem,)
    for stem in stems:
        for candidate in (*(stem + end for end in PAGE_ENDS), *(f"{stem}/{name}" for name in INDEXES[:2])):
            if candidate in pages:
                return candidate
    return None


def targets(text: str, *, path: str, place: Place) -> Iterator[str]:
    """The repo paths that a page links to."""
    for link in written_links(text):
        found = (
            in_repo(split_suffix(link.target)[0], path=path, place=place)
            if is_relative(link.target)
            else None
        )
        if found:
            yield found


def _candidates(written: str, path: str, docs_dir: str) -> Iterator[str]:
    """The paths that a link may mean, most likely first: from the file, then from the page's URL as it is built."""
    if written.startswith("/"):
        starts = ["", docs_dir] if docs_dir else [""]
        written = written.lstrip("/")
    else:
        folder, _, name = path.rpartition("/")
        starts = [folder]
        if name not in INDEXES:
            starts.append(posixpath.join(folder, name.rpartition(".")[0]))
    for start in starts:
        found = posixpath.normpath(posixpath.join(start, written))
        if found == ".":
            yield ""
        elif found != ".." and not found.startswith("../"):
            yield found
