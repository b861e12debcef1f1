"""What a repo's own site settings say of which pages there are, and of which files make its nav.

Formats: `exclude_docs`, `draft_docs` and `not_in_nav` of https://www.mkdocs.org/user-guide/configuration/; the options
`nav_file` of literate-nav and `filename` of awesome-nav and awesome-pages.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from mkdocs_oss.settings.located_yaml import Located
from mkdocs_oss.settings.site_markdown import named


class DocsRules(Struct, frozen=True):
    """Lines of gitignore patterns, and the names of nav files whose plugin the settings list; "" where they do not."""

    excluded: tuple[str, ...] = ()
    not_in_nav: tuple[str, ...] = ()
    literate: str = ""
    awesome: str = ""
    pages: str = ""
    nav_lines: Mapping[str, int] = field(default_factory=dict)
    """Entry of `nav:` as it is written → line."""


def read_docs_rules(settings: Mapping[str, Any], located: Located) -> DocsRules:
    """From the settings of a site as plain values; what is not of the right kind is passed over."""
    plugins = dict(named(settings.get("plugins")))
    return DocsRules(
        excluded=(
            *_templates(settings),
            *_lines(settings.get("exclude_docs")),
            *_lines(settings.get("draft_docs")),
        ),
        not_in_nav=_lines(settings.get("not_in_nav")),
        literate=_file(plugins, "literate-nav", "nav_file", "SUMMARY.md"),
        awesome=_file(plugins, "awesome-nav", "filename", ".nav.yml"),
        pages=_file(plugins, "awesome-pages", "filename", ".pages"),
        nav_lines=_nav_lines(located, settings.get("nav")),
    )


def _templates(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The templates of a theme folder that lies in the docs folder: they are no pages, and full of expressions."""
    theme = settings.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    docs = settings.get("docs_dir") or "docs"
    if not isinstance(custom, str) or not isinstance(docs, str):
        return ()
    below = posixpath.relpath(posixpath.normpath(custom), posixpath.normpath(docs))
    return () if below.partition("/")[0] in (".", "..") else (f"/{below}/**/*.html",)


def _lines(value: Any) -> tuple[str, ...]:
    return tuple(line for line in value.splitlines() if line.strip()) if isinstance(value, str) else ()


def _file(plugins: Mapping[str, Mapping[str, Any]], plugin: str, option: str, default: str) -> str:
    if plugin not in plugins:
        return ""
    name = plugins[plugin].get(option)
    return name if isinstance(name, str) and name and "/" not in name else default


def _nav_lines(located: Located, nav: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for path, line in located.lines.items():
        if path[:1] != ("nav",):
            continue
        value = nav
        for key in path[1:]:
            value = value[key]
        if isinstance(value, str):
            found.setdefault(value, line)
    return found
