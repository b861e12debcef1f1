"""Documents that are no Markdown: the handbook links to their source, and says so once for each kind."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence

from mkdocs_oss.model import Finding, NavItem, Source
from mkdocs_oss.sources.nav.tree import NavFile, is_index, words

FORMATS: Mapping[str, str] = {
    ".rst": "reST",
    ".ipynb": "notebook",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".org": "Org",
    ".mdx": "MDX",
    ".qmd": "Quarto",
    ".rmd": "R Markdown",
}
"""How a name ends → what it is called."""
MAX_LINKS = 50
"""Up to so many of them stand in a tree one by one; more are one link to their folder."""

AtForge = Callable[[str], str | None]


def format_of(path: str) -> str | None:
    """The format of a document that is no Markdown; None for any other file."""
    return FORMATS.get(posixpath.splitext(path)[1].lower())


def is_sphinx(paths: Iterable[str]) -> bool:
    """Whether the files of a docs folder are Sphinx's: beside its settings, `conf.py`, stands an index.

    Source: https://www.sphinx-doc.org/en/master/usage/configuration.html
    """
    names = {"conf.py", "index.rst", "index.md"}
    folders: dict[str, set[str]] = {}
    for path in paths:
        folder, name = posixpath.split(path)
        if name in names:
            folders.setdefault(folder, set()).add(name)
    return any("conf.py" in found and len(found) > 1 for found in folders.values())


def link_files(paths: Sequence[str], at_forge: AtForge) -> list[NavFile]:
    """Their entries of the nav, where the forge is known; beyond MAX_LINKS only for a nav that names them."""
    hidden = len(paths) > MAX_LINKS
    found: list[NavFile] = []
    for path in paths:
        url = at_forge(path)
        if url is not None:
            name = "Overview" if is_index(path) else words(posixpath.splitext(posixpath.basename(path))[0])
            found.append(NavFile(path, url, title=f"{name} ({format_of(path)})", hidden=hidden))
    return found


def link_to_all(paths: Sequence[str], docs_dir: str, at_forge: AtForge) -> tuple[NavItem, ...]:
    """One link to the docs folder, for a tree in which the files would be too many."""
    url = at_forge(docs_dir) if len(paths) > MAX_LINKS and docs_dir else None
    return (NavItem(f"{words(posixpath.basename(docs_dir))} at the source", url),) if url else ()


def format_findings(source: Source, paths: Iterable[str], *, has_forge: bool) -> list[Finding]:
    """One finding for each kind."""
    by_format: dict[str, list[str]] = {}
    for path in sorted(paths):
        by_format.setdefault(format_of(path) or "", []).append(path)
    found: list[Finding] = []
    for kind, files in sorted(by_format.items()):
        count = f"{len(files)} {kind} files are" if len(files) > 1 else f"1 {kind} file is"
        shown = "shown as links to the source" if has_forge else "not shown, and no forge is known to link to"
        such = f", such as {files[0]} and {files[1]}" if len(files) > 1 else ""
        remedy = "write them in Markdown, or leave them out with `exclude:`"
        found.append(Finding("format", "note", source.repo.name, files[0], f"{count} {shown}{such}", remedy))
    return found
