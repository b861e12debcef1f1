"""The files of a repo that forges know by name: which of them are pages of the handbook, and where.

Sources: https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions (names and places),
https://keepachangelog.com/ (names of a changelog).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct

from mkdocs_oss.model import NavItem
from mkdocs_oss.sources.landing import MARKDOWN

READMES = ("README.md", "Readme.md", "readme.md", "README.markdown", ".github/README.md", "docs/README.md")
CONTRIBUTING = ("CONTRIBUTING.md", ".github/CONTRIBUTING.md", "contributing.md", "docs/CONTRIBUTING.md")
_PLACES = ("", ".github", "docs")
_DOCS = ("docs", "doc", "documentation", "site", "website", "wiki")


def readme_of(paths: Collection[str], *, docs: str | None) -> str | None:
    """The README of a repo; where the handbook names one docs folder of several (`docs`), the one nearest to it.

    A folder that is called as docs folders are is beside the README; another may be a package with one of its own.
    """
    folder = docs if docs not in (None, ".") else ""
    if folder and posixpath.basename(folder) in _DOCS:
        folder = posixpath.dirname(folder)
    while folder:
        for name in READMES:
            if "/" not in name and f"{folder}/{name}" in paths:
                return f"{folder}/{name}"
        folder = posixpath.dirname(folder)
    return next((name for name in READMES if name in paths), None)


class CommunityFile(Struct, frozen=True):
    """One of them. `is_page`: it is Markdown; else it is a link to the forge."""

    title: str
    path: str
    is_page: bool


_KINDS: Mapping[str, tuple[str, ...]] = {
    "Changelog": ("changelog", "changes", "history", "news", "release_notes", "releases"),
    "Code of conduct": ("code_of_conduct", "code-of-conduct"),
    "Security": ("security",),
    "Support": ("support",),
    "Governance": ("governance",),
}
_ONLY_LINKS: Mapping[str, tuple[str, ...]] = {"License": ("license", "licence", "copying")}
_NO_MARKDOWN = ("", ".rst", ".txt", ".adoc", ".asciidoc", ".org")


def community_files(paths: Collection[str], *, docs_dir: str) -> tuple[CommunityFile, ...]:
    """The file of each kind that counts: the root's before `.github/`, that before `docs/`; Markdown before others.

    What lies in the docs folder, where `docs_dir` names it, is a page of the docs and no concern of this.
    """
    by_name: dict[tuple[int, str], list[str]] = {}
    for path in paths:
        folder, name = posixpath.split(path)
        if folder in _PLACES and not (docs_dir == folder and _is_markdown(name)):
            by_name.setdefault((_PLACES.index(folder), name.casefold()), []).append(path)
    found: list[CommunityFile] = []
    for title, stems in (*_KINDS.items(), *_ONLY_LINKS.items()):
        kinds = (
            ((_NO_MARKDOWN, False), (MARKDOWN, False))
            if title in _ONLY_LINKS
            else ((MARKDOWN, True), (_NO_MARKDOWN, False))
        )
        names = [(place, stem + suffix, is_page) for suffixes, is_page in kinds for place in range(len(_PLACES)) for stem in stems for suffix in suffixes]  # fmt: skip
        for place, name, is_page in names:
            if (place, name) in by_name:
                found.append(CommunityFile(title, min(by_name[place, name]), is_page))
                break
    return tuple(found)


def twin(file: CommunityFile, pages: Collection[str], *, docs_dir: str) -> str | None:
    """The docs page that is the same file under another name: `docs/changelog.md` of a CHANGELOG at the root."""
    stem = posixpath.basename(file.path).rsplit(".", 1)[0]
    for name in (stem, stem.lower()):
        for suffix in MARKDOWN:
            path = posixpath.join(docs_dir, name + suffix)
            # `docs/security.md` is as likely a page about the product; a name in capitals is not
            same = name.isupper() or name in ("changelog", "code_of_conduct", "code-of-conduct")
            if same and path != file.path and path in pages:
                return path
    return None


def about(
    files: Sequence[CommunityFile],
    *,
    landed: Mapping[str, str],
    at_forge: Callable[[str], str | None],
    named: Collection[str],
) -> tuple[NavItem, ...]:
    """Their place in the nav: one section, or the only one alone. `named`: uris that the nav has elsewhere."""
    items: list[NavItem] = []
    for file in files:
        target = landed.get(file.path) if file.is_page else at_forge(file.path)
        if target is not None and target not in named:
            items.append(NavItem(file.title, target))
    return (NavItem("About", children=tuple(items)),) if len(items) > 1 else tuple(items)


def _is_markdown(name: str) -> bool:
    return name.lower().endswith(MARKDOWN)
