"""The plugins and theme features of a repo's own site that its pages may rely on, and the syntax that tells.

They count only where the repo's own settings name them. A plugin that runs code or reads files that a page names
is never one to add for other people's pages: what was written is shown as it is.
"""

from __future__ import annotations

from msgspec import Struct

from mkdocs_oss.sources.syntax.finders import Finder, Use, fence_of, matching
from mkdocs_oss.sources.syntax.page_text import PageText


class Plugin(Struct, frozen=True):
    """A plugin by its short name. `package`: what to install where it is one to add; else `remedy` says what to do.

    `find` None: no syntax tells, so the line of the settings does, with `what` it does for the pages. `in_meta`: the
    key of the front matter that it reads.
    """

    names: tuple[str, ...]
    hints: tuple[str, ...] = ()
    find: Finder | None = None
    package: str = ""
    remedy: str = ""
    what: str = ""
    in_meta: str = ""


_TEMPLATE = r"(?<!\\)\{\{(?!%)\s*[\w.]+[^{}\n]{0,200}\}\}|\{%-?\s*(?:set|if|for|include|import|from|macro|call|block)\b[^%\n]{0,200}%\}"
_RUNS = "it runs code, so the text is shown as it is; write out what it would make"
_READS = "it reads files, so the text is shown as it is; "

PLUGINS: tuple[Plugin, ...] = (
    Plugin(("macros", "mkdocs-macros", "markdownextradata", "jinja", "placeholder"), ("{{", "{%"), matching(_TEMPLATE), remedy=_RUNS),
    Plugin(("include-markdown",), ("{%", "{!"), matching(r"\{%-?\s*include(?:-markdown)?\s+[\"'][^%\n]{1,300}%\}"), remedy=_READS + 'a snippet, `--8<-- "file"`, would work'),
    Plugin(("table-reader",), ("{{",), matching(r"\{\{\s*read_\w+\([^{}\n]{0,200}\}\}"), remedy=_READS + "write the table in Markdown"),
    Plugin(("git-revision-date-localized", "git-revision-date"), ("git_",), matching(r"\{\{\s*git_(?:revision|creation|site)[\w]*\s*\}\}"), remedy="the handbook shows dates by itself; take it out"),
    Plugin(("git-authors",), ("git_",), matching(r"\{\{\s*git_(?:page|site)_authors\s*\}\}"), remedy="the handbook shows owners by itself; take it out"),
    Plugin(("markdown-exec",), ("exec=",), lambda page: next(((fence.number, fence.line.strip()) for fence in page.fences if 'exec="' in fence.after), None), remedy=_RUNS),
    Plugin(("gen-files",), what="pages that it makes are not here", remedy="it runs code; commit the pages that it makes"),
    Plugin(("monorepo", "multirepo"), what="sites that it takes in are not here", remedy="list each as an entry of repos.yml, with its `docs:`"),
    Plugin(("drawio", "drawio-exporter"), (".drawio",), matching(r"!\[[^\]\n]{0,200}\]\([^()\s]+\.drawio(?:#[^()\s]*)?\)"), package="mkdocs-drawio"),
    Plugin(("swagger-ui-tag",), ("<swagger-ui",), matching(r"<swagger-ui\b[^<>\n]{0,300}"), package="mkdocs-swagger-ui-tag"),
    Plugin(("charts",), ("vegalite",), fence_of("vegalite"), package="mkdocs-charts-plugin"),
    Plugin(("kroki",), ("kroki-", "plantuml"), lambda page: next(((fence.number, fence.line.strip()) for fence in page.fences if fence.language.startswith("kroki-")), None), remedy="it sends diagrams to a server, so the text is shown as it is; write them as `mermaid`"),
    Plugin(("ezlinks", "roamlinks", "obsidian-bridge", "obsidian-interactive-graph", "wikilinks"), ("[[",), matching(r"(?<!\\)\[\[[^\[\]\n]{1,200}\]\]"), remedy="write the link as `[title](page.md)`"),
    Plugin(("tags",), in_meta="tags", package="mkdocs-material"),
    Plugin(("blog",), what="lists of posts that it makes are not here", remedy="link the posts from a page"),
)  # fmt: skip
"""Plugins for the nav and for notebooks are not among them: the handbook reads these by itself."""

FILL_IN = frozenset(
    name for plugin in PLUGINS if {"{{", "{%", "git_"} & set(plugin.hints) for name in plugin.names
)
"""Those that put something in the place of `{{ … }}` or `{% … %}`."""
TAKE_BLOCKS = frozenset({"mkdocs-click", "mkdocs-typer", "mkdocs-typer2", "customblocks"})
"""Markdown extensions that put something in the place of a `:::` block, besides mkdocstrings."""

OBJECTS = Plugin(
    ("mkdocstrings",),
    (":::",),
    matching(r"^ {0,3}(?:#{1,6} +)?::: ?[^\W\d]\w*(?:\.[^\W\d]\w*)* *$"),
    remedy="let the handbook read its packages, with `api:` of its entry in repos.yml",
)
"""Where the handbook has no API reference of the repo."""


class Feature(Struct, frozen=True):
    """A feature of the Material theme that changes what a page says."""

    name: str
    hints: tuple[str, ...]
    find: Finder


def _annotation(page: PageText) -> Use | None:
    """A comment such as `# (1)!` in a code block, which without the feature stays a comment."""
    for fence in page.fences:
        if ".annotate" in fence.after:
            continue
        for offset, line in enumerate(fence.inside, 1):
            if "(1)" in line and any(
                f"{mark} (1)" in line for mark in ("#", "//", "--", "/*", "<!--", ";", "%")
            ):
                return fence.number + offset, line.strip()
    return None


FEATURES: tuple[Feature, ...] = (
    Feature("content.code.annotate", ("(1)",), _annotation),
    Feature("content.tabs.link", ("===",), matching(r'^\s*===[!+]{0,2} +"[^"]+" *$')),
)
