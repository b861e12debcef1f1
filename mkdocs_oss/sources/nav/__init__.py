"""The nav of a repo's pages: what its own settings or nav files say, else the tree of its docs folder."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from mkdocs_oss.model import NavItem
from mkdocs_oss.sources.docs_rules import DocsRules
from mkdocs_oss.sources.nav.awesome_nav import AwesomeNav
from mkdocs_oss.sources.nav.folder_nav import MAX_NAV_FILE_BYTES, FolderNav, read_nav_yml
from mkdocs_oss.sources.nav.literate_nav import LiterateNav
from mkdocs_oss.sources.nav.matches import Matches
from mkdocs_oss.sources.nav.pages_file import read_pages_file
from mkdocs_oss.sources.nav.settings_nav import SettingsNav
from mkdocs_oss.sources.nav.tree import DocsTree, NavFile, Problem, is_index, nav_file
from mkdocs_oss.sources.site_config import SiteConfig

__all__ = ["DocsTree", "NavFile", "NavFormat", "Problem", "is_index", "nav_file", "nav_format", "repo_nav"]

_MAX_SUMMARY_BYTES = 500_000
_MAX_TOTAL = 5
"""The nav files of a repo together may be so many times as large as one of them."""


class NavFormat(Struct, frozen=True):
    """How the nav of a repo is written. `files`: folder → the nav file in it."""

    kind: Literal["settings", "awesome", "pages", "literate", "tree"] = "tree"
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def no_pages(self) -> frozenset[str]:
        """The Markdown files that are a nav and no page."""
        return frozenset(path for path in self.files.values() if path.endswith(".md") and not is_index(path))


def nav_format(config: SiteConfig | None, *, docs_dir: str, paths: Iterable[str]) -> NavFormat:
    """How the nav of a repo is written.

    The file of a plugin that the repo's settings list replaces their `nav:`, as it does in the repo's own site.
    Else that `nav:` counts, else a nav file that is there, else the tree.
    """
    rules = config.rules if config else DocsRules()
    literate, awesome, pages = (
        rules.literate or "SUMMARY.md",
        rules.awesome or ".nav.yml",
        rules.pages or ".pages",
    )
    found: dict[str, dict[str, str]] = {literate: {}, awesome: {}, pages: {}}
    start = f"{docs_dir}/" if docs_dir else ""
    for path in paths:
        folder, name = posixpath.split(path)
        if name in found and path.startswith(start):
            found[name][folder] = path
    if rules.literate and docs_dir in found[literate]:
        return NavFormat("literate", found[literate])
    if rules.awesome and found[awesome]:
        return NavFormat("awesome", found[awesome])
    if config is not None and config.nav:
        return NavFormat("settings", found[literate] if rules.literate else {})
    if found[awesome]:
        return NavFormat("awesome", found[awesome])
    if found[pages]:
        return NavFormat("pages", found[pages])
    if docs_dir in found[literate]:
        return NavFormat("literate", found[literate])
    return NavFormat()


def repo_nav(
    tree: DocsTree, form: NavFormat, config: SiteConfig | None, contents: Mapping[str, bytes]
) -> tuple[tuple[NavItem, ...], list[Problem]]:
    """The nav of a repo, with uris of the handbook as targets, and what it says in vain.

    `contents`: repo path → bytes of the nav files. A nav that leads to no page at all gives way to the tree.
    """
    items, problems = _items(tree, form, config, contents)
    return items or tree.items(tree.docs_dir), problems


def _items(
    tree: DocsTree, form: NavFormat, config: SiteConfig | None, contents: Mapping[str, bytes]
) -> tuple[tuple[NavItem, ...], list[Problem]]:
    if form.kind == "tree":
        return (), []
    if form.kind in ("awesome", "pages"):
        return _awesome(tree, form, contents)
    matches = Matches(tree)
    problems: list[Problem] = []
    texts: dict[str, tuple[str, str]] = {}
    for folder, path, content in _within(form, contents, problems, _MAX_SUMMARY_BYTES):
        texts[folder] = path, content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    literate = LiterateNav(tree, texts, literate=bool(config and config.rules.literate), matches=matches)
    if form.kind == "literate":
        items = literate.folder(tree.docs_dir)
        return items, problems + literate.problems
    assert config is not None
    settings = SettingsNav(
        tree, folder=literate.folder, matches=matches, where=config.nav_where, beside=config.beside
    )
    items = settings.items(config.nav)
    return items, problems + settings.problems + literate.problems


def _awesome(
    tree: DocsTree, form: NavFormat, contents: Mapping[str, bytes]
) -> tuple[tuple[NavItem, ...], list[Problem]]:
    read = read_nav_yml if form.kind == "awesome" else read_pages_file
    navs: dict[str, FolderNav] = {}
    problems: list[Problem] = []
    for folder, path, content in _within(form, contents, problems, MAX_NAV_FILE_BYTES):
        navs[folder], found = read(path, content)
        problems += found
    nav = AwesomeNav(tree, navs, form.files, inherits=form.kind == "awesome")
    items = nav.items()
    return items, problems + nav.problems


def _within(
    form: NavFormat, contents: Mapping[str, bytes], problems: list[Problem], largest: int
) -> Iterator[tuple[str, str, bytes]]:
    """(folder, file, content) of the nav files, as far as none and not all together are too large."""
    left = _MAX_TOTAL * largest
    for folder, path in sorted(form.files.items()):
        content = contents.get(path, b"")
        left -= len(content)
        if len(content) > largest or left < 0:
            what = (
                f"larger than {largest // 1000} kB"
                if len(content) > largest
                else "there is too much of nav files"
            )
            problems.append((path, what, "make it shorter"))
            if left < 0:
                return
        else:
            yield folder, path, content
