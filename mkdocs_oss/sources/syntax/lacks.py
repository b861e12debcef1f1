"""What a repo's pages rely on and the handbook lacks: one finding for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from mkdocs_oss.markdown_text import one_line
from mkdocs_oss.model import Finding
from mkdocs_oss.settings.site_markdown import SiteMarkdown
from mkdocs_oss.sources.front_matter import Document
from mkdocs_oss.sources.site_config import SiteConfig
from mkdocs_oss.sources.syntax.extensions import EXTENSIONS, MERMAID, Extension
from mkdocs_oss.sources.syntax.finders import Finder, Use
from mkdocs_oss.sources.syntax.page_text import PageText
from mkdocs_oss.sources.syntax.plugins import FEATURES, OBJECTS, PLUGINS, Feature, Plugin

Kind = Literal["extension", "fence", "feature", "plugin"]
_MAX_SHOWN = 60


class Lack(Struct, frozen=True):
    """Something that a repo's pages rely on and the handbook lacks.

    `where`: `path:line` of the first use. `shown`: what stands there. `pages`: on how many pages. `entry`: the name and
    the options of its entry in mkdocs.yml, as lines of YAML; none where it is not one to add. `package`: what to
    install for it, if anything.
    """

    kind: Kind
    name: str
    where: str
    shown: str
    pages: int
    remedy: str
    entry: tuple[str, ...] = ()
    package: str = ""

    def finding(self, repo: str) -> Finding:
        """The lack as a note against the repo."""
        more = self.pages - 1
        others = f", as {'does 1 more page' if more == 1 else f'do {more} more pages'}" if more else ""
        told = (repo, self.where, f"{self.shown}{others}", self.remedy)
        if self.kind == "feature":
            return Finding("missing-feature", "note", *told)
        if self.kind == "plugin":
            return Finding("missing-plugin", "note", *told)
        return Finding("missing-extension", "note", *told)


class _Search(Struct, frozen=True):
    """What to look for: its hints, its finder, and what makes a lack of the uses."""

    hints: tuple[str, ...]
    find: Finder
    lack: Callable[[str, str, int], Lack]
    meta_key: str = ""
    rough: re.Pattern[str] | None = None

    def may_be_in(self, body: str, known: dict[str, bool]) -> bool:
        """Whether a page has a hint; `known` keeps the answers for its body, since many share a hint."""
        for hint in self.hints:
            if hint not in known:
                known[hint] = hint in body
            if known[hint]:
                return self.rough is None or self.rough.search(body) is not None
        return False


def lacks(
    documents: Mapping[str, Document], *, config: SiteConfig | None, hub: SiteMarkdown, has_api: bool
) -> tuple[Lack, ...]:
    """What the pages of one repo rely on and the handbook lacks.

    `documents`: repo path → page. `config`: the repo's own settings, whose extensions, plugins and features are meant
    where a page's text alone could mean something else. `hub`: what the handbook reads Markdown with. `has_api`: it
    shows the objects of this repo's code.
    """
    theirs = config.markdown if config else SiteMarkdown()
    searches = [*_extensions(theirs, hub), *_features(theirs, hub)]
    silent: list[Lack] = []
    for plugin in PLUGINS if has_api else (*PLUGINS, OBJECTS):
        name = next((name for name in plugin.names if name in theirs.plugins), None)
        if (
            config is None
            or name is None
            or (plugin is not OBJECTS and not hub.plugins.isdisjoint(plugin.names))
        ):
            continue
        if plugin.find is not None or plugin.in_meta:
            searches.append(_plugin(plugin, name))
        else:
            where = config.where("plugins", name)
            silent.append(
                Lack("plugin", name, where, f"uses the plugin `{name}`: {plugin.what}", 1, plugin.remedy)
            )
    first: dict[int, tuple[str, str]] = {}
    counts = [0] * len(searches)
    for path, document in documents.items():
        for index, place, shown in _uses(document, path, searches):
            counts[index] += 1
            first.setdefault(index, (place, shown))
    found = [searches[index].lack(*place, counts[index]) for index, place in sorted(first.items())]
    return (*found, *silent)


def _uses(document: Document, path: str, searches: list[_Search]) -> Iterator[tuple[int, str, str]]:
    """(index of the search, `path:line`, what stands there) of each search that finds something on a page."""
    page: PageText | None = None
    known: dict[str, bool] = {}
    for index, search in enumerate(searches):
        if search.meta_key:
            if document.meta.get(search.meta_key):
                yield index, f"{path}:1", f"{search.meta_key}:"
        elif search.may_be_in(document.body, known):
            page = page or PageText(document.body)
            use = search.find(page)
            if use is not None:
                yield index, document.where(use[0], path), use[1]


def _extensions(theirs: SiteMarkdown, hub: SiteMarkdown) -> Iterator[_Search]:
    for extension in EXTENSIONS:
        if _is_served(extension, hub):
            continue
        finders, hints = ([extension.find] if extension.find else []), extension.hints
        if extension.if_listed and extension.name in theirs.extensions:
            finders.append(extension.if_listed)
            hints += extension.hints_if_listed
        if finders:
            yield _Search(hints, _first_of(finders), _lack_of(extension), rough=extension.rough)
    scripts = (*hub.scripts, *hub.plugins, *hub.extensions, *hub.fences)
    if MERMAID.find and not any("mermaid" in name or name == "kroki" for name in scripts):
        remedy = "add a custom fence `mermaid` to `pymdownx.superfences` in the hub's markdown_extensions"
        entry = ("pymdownx.superfences", *MERMAID.options)

        def lack(where: str, shown: str, pages: int) -> Lack:
            return Lack("fence", "mermaid", where, f"uses {_quoted(shown)}", pages, remedy, entry)

        yield _Search(MERMAID.hints, MERMAID.find, lack)


def _is_served(extension: Extension, hub: SiteMarkdown) -> bool:
    names = {extension.name, *extension.served_by}
    return not names.isdisjoint(hub.extensions) or not names.isdisjoint(hub.plugins)


def _first_of(finders: list[Finder]) -> Finder:
    def find(page: PageText) -> Use | None:
        uses = [use for finder in finders if (use := finder(page)) is not None]
        return min(uses, default=None)

    return find


def _lack_of(extension: Extension) -> Callable[[str, str, int], Lack]:
    remedy = f"add `{extension.name}` to the hub's markdown_extensions"
    package = "markdown-callouts" if extension.name == "github-callouts" else ""

    def lack(where: str, shown: str, pages: int) -> Lack:
        entry = (extension.name, *extension.options)
        said = f"uses {_quoted(shown)}{extension.why}"
        return Lack("extension", extension.name, where, said, pages, remedy, entry, package)

    return lack


def _features(theirs: SiteMarkdown, hub: SiteMarkdown) -> Iterator[_Search]:
    if hub.theme != "material":
        return
    for feature in FEATURES:
        if feature.name in theirs.features and feature.name not in hub.features:
            yield _Search(feature.hints, feature.find, _lack_of_feature(feature))


def _lack_of_feature(feature: Feature) -> Callable[[str, str, int], Lack]:
    remedy = f"add `{feature.name}` to the hub's theme features"

    def lack(where: str, shown: str, pages: int) -> Lack:
        said = f"uses {_quoted(shown)} with the theme feature `{feature.name}`"
        return Lack("feature", feature.name, where, said, pages, remedy, (feature.name,))

    return lack


def _plugin(plugin: Plugin, name: str) -> _Search:
    remedy = plugin.remedy or f"add the plugin `{plugin.names[0]}` to the hub (package {plugin.package})"
    entry = (plugin.names[0],) if plugin.package else ()

    def lack(where: str, shown: str, pages: int) -> Lack:
        said = f"uses {_quoted(shown)} of the plugin `{name}`"
        return Lack("plugin", plugin.names[0], where, said, pages, remedy, entry, plugin.package)

    def nothing(page: PageText) -> Use | None:
        return None

    return _Search(plugin.hints, plugin.find or nothing, lack, plugin.in_meta)


def _quoted(text: str) -> str:
    """What stands on a page, short, in backticks; in quotes where it has backticks of its own."""
    short = one_line(text, limit=_MAX_SHOWN)
    return f'"{short}"' if "`" in short else f"`{short}`"
