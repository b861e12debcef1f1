"""The reference pages of a repo as Markdown: one for each public module, and an overview."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from msgspec import Struct

from mkdocs_oss.api.readable import first_sentence
from mkdocs_oss.markdown_text import code_span, plain
from mkdocs_oss.model import Module, NavItem, Package, RepoCode


class ApiPage(Struct, frozen=True):
    """A reference page: its place in the handbook, its plain title, the source file it shows (None for the
    overview, which shows them all), and its Markdown."""

    uri: str
    title: str
    path: str | None
    text: str


class Reference(Struct, frozen=True):
    """A repo's reference: the pages, the overview first, and their nav; without packages there is neither."""

    pages: tuple[ApiPage, ...]
    nav: NavItem | None


def reference_pages(code: RepoCode, *, folder: str, title: str = "API reference") -> Reference:
    """The reference of `code` below `folder`, the repo's own folder such as `projects/demo`."""
    packages = [package for package in code.packages if package.modules]
    if not packages:
        return Reference(pages=(), nav=None)
    base = f"{folder}/api"
    overview = ApiPage(f"{base}/index.md", title, None, _overview_text(packages, code, base, title))
    modules = [module for package in packages for module in package.modules]
    folders = _folders(modules)
    pages = [ApiPage(_uri(m.name, base, folders), m.name, m.path, module_text(m)) for m in modules]
    nav = NavItem(title, children=(NavItem("Overview", overview.uri), *_nav(modules, base)))
    return Reference(pages=(overview, *pages), nav=nav)


def module_text(module: Module) -> str:
    """The Markdown of a module's page: an autodoc block, or a note where the module cannot be shown."""
    heading = f"# `{module.name}`\n\n"
    if module.problem is not None:
        return heading + (
            "> **This module cannot be shown.** "
            f"{code_span(module.path)} cannot be parsed: {plain(module.problem.rstrip('.?!'))}. "
            "The rest of the reference is complete.\n"
        )
    return heading + (
        f"::: {module.name}\n"
        "    options:\n"
        "      show_root_heading: false\n"
        "      show_root_toc_entry: false\n"
        "      show_submodules: false\n"
        "      heading_level: 2\n"
    )


def _overview_text(packages: Iterable[Package], code: RepoCode, base: str, title: str) -> str:
    parts = [f"# {plain(title)}\n"]
    for package in packages:
        parts.append(f"## `{package.name}`\n")
        folders = _folders(package.modules)
        lines = []
        for module in package.modules:
            target = posixpath.relpath(_uri(module.name, base, folders), base)
            source = code.files.get(module.path)
            if module.problem is not None:
                summary = "cannot be parsed"
            else:
                summary = first_sentence(source) if source is not None else ""
            lines.append(f"- [`{module.name}`]({target})" + (f": {plain(summary)}" if summary else "") + "\n")
        parts.append("".join(lines))
    return "\n".join(parts)


def _folders(modules: Iterable[Module]) -> frozenset[str]:
    """The names that have modules below them, or that are packages."""
    names = set()
    for module in modules:
        if module.path.rsplit("/", 1)[-1].startswith("__init__."):
            names.add(module.name)
        parts = module.name.split(".")
        names.update(".".join(parts[:end]) for end in range(1, len(parts)))
    return frozenset(names)


def _uri(name: str, base: str, folders: frozenset[str]) -> str:
    place = f"{base}/{name.replace('.', '/')}"
    # MkDocs takes index.md and README.md for their folder's own page.
    if name in folders or name.rsplit(".", 1)[-1] in ("index", "README"):
        return f"{place}/index.md"
    return f"{place}.md"


def _nav(modules: list[Module], base: str) -> tuple[NavItem, ...]:
    """The modules as a tree that follows their dotted names."""
    folders = _folders(modules)
    own = {module.name for module in modules}
    children: dict[str, list[str]] = {}
    for name in sorted(own | folders, key=lambda name: name.split(".")):
        children.setdefault(name.rpartition(".")[0], []).append(name)

    def item(name: str) -> NavItem:
        short = name.rpartition(".")[2]
        target = _uri(name, base, folders) if name in own else None
        below = tuple(item(child) for child in children.get(name, ()))
        if not below:
            return NavItem(short, target)
        return NavItem(short, children=((NavItem(name, target),) if target else ()) + below)

    return tuple(item(name) for name in children.get("", ()))
