"""How a site's settings say that its Markdown is read: the names of extensions, plugins and theme features.

Names alone are compared; nothing is imported or run. Formats: `markdown_extensions`, `plugins` and `theme` of
https://www.mkdocs.org/user-guide/configuration/, and the bundles of https://python-markdown.github.io/extensions/extra/
and https://facelessuser.github.io/pymdown-extensions/extensions/extra/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

_EXTRA = ("abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables")
_BUNDLES: Mapping[str, tuple[str, ...]] = {
    "extra": (*_EXTRA, "fenced_code"),
    "pymdownx.extra": (*_EXTRA, "pymdownx.betterem", "pymdownx.superfences"),
}
_ALWAYS = frozenset({"toc", "tables", "fenced_code"})
"""What MkDocs itself puts before the extensions of the settings."""
_CODE_FENCES = ("pymdownx.superfences", "pymdownx.extra")


class SiteMarkdown(Struct, frozen=True):
    """What a site reads its Markdown with. Extensions and plugins are under their short names, bundles opened.

    `fences`: the custom fences of superfences. `scripts`: `extra_javascript`, as it is written.
    """

    extensions: frozenset[str] = _ALWAYS
    fences: frozenset[str] = frozenset()
    plugins: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    theme: str = "mkdocs"
    own_slugs: bool = False
    """The ids of headings are made by another rule than Python-Markdown's own."""


def read_site_markdown(settings: Mapping[str, Any]) -> SiteMarkdown:
    """From the settings of a site as plain values; what is not a name where one is due is passed over."""
    extensions: dict[str, dict[str, Any]] = {}
    for extension, options in named(settings.get("markdown_extensions")):
        # One that is listed twice has the options of both.
        extensions.setdefault(extension, {}).update(options)
    theme = settings.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    features = theme.get("features") if isinstance(theme, dict) else None
    opened = {inner for extension in extensions for inner in (extension, *_BUNDLES.get(extension, ()))}
    return SiteMarkdown(
        extensions=_ALWAYS | opened,
        fences=frozenset(_fences(extensions)),
        plugins=frozenset(plugin for plugin, _ in named(settings.get("plugins"))),
        features=_texts(features),
        scripts=_scripts(settings.get("extra_javascript")),
        theme=name if isinstance(name, str) else "mkdocs",
        own_slugs=_has_own_slugs(extensions.get("toc", {})),
    )


def named(entries: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(short name, options) of each extension or plugin: a list of names and mappings, or one mapping."""
    if isinstance(entries, dict):
        entries = [entries]
    for entry in entries if isinstance(entries, list) else ():
        for name, options in entry.items() if isinstance(entry, dict) else [(entry, None)]:
            if isinstance(name, str):
                yield short_name(name), options if isinstance(options, dict) else {}


def short_name(name: str) -> str:
    """`markdown.extensions.toc`, `toc:TocExtension` → `toc`; `material/tags` → `tags`."""
    return name.removeprefix("markdown.extensions.").removeprefix("material/").partition(":")[0].strip()


def _fences(extensions: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name in _CODE_FENCES:
        options = extensions.get(name, {})
        inner = options.get("pymdownx.superfences")  # a bundle passes options on by name
        for level in (options, inner if isinstance(inner, dict) else {}):
            fences = level.get("custom_fences")
            for fence in fences if isinstance(fences, list) else ():
                if isinstance(fence, dict) and isinstance(fence.get("name"), str):
                    yield fence["name"]


def _has_own_slugs(toc: Mapping[str, Any]) -> bool:
    return "slugify" in toc or toc.get("separator", "-") != "-"


def _scripts(entries: Any) -> frozenset[str]:
    listed = entries if isinstance(entries, list) else []
    paths = (entry.get("path") if isinstance(entry, dict) else entry for entry in listed)
    return frozenset(path for path in paths if isinstance(path, str))


def _texts(entries: Any) -> frozenset[str]:
    return (
        frozenset(entry for entry in entries if isinstance(entry, str))
        if isinstance(entries, list)
        else frozenset()
    )
