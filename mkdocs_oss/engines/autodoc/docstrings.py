"""The Markdown of docstrings: the hub's look, without anything that docstrings of many repos could abuse.

A docstring is text by someone else. Raw HTML in it is shown as text; links go to the web, to a mail
address or to an anchor; extensions that read files, run tools or set attributes (snippets, b64, attr_list,
md_in_html, custom fences, macros, autodoc) are not there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE
from markupsafe import Markup

_ALWAYS = ("toc", "tables", "admonition", "def_list")
_KEPT = frozenset(
    {
        *_ALWAYS, "abbr", "codehilite", "fenced_code", "footnotes", "nl2br", "sane_lists", "smarty",
        "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.highlight",
        "pymdownx.keys", "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences", "pymdownx.tabbed",
        "pymdownx.tasklist", "pymdownx.tilde",
    }
)  # fmt: skip
_BUNDLES: Mapping[str, tuple[str, ...]] = {
    "extra": ("abbr", "def_list", "fenced_code", "footnotes", "tables"),
    "pymdownx.extra": (
        "abbr",
        "def_list",
        "footnotes",
        "tables",
        "pymdownx.betterem",
        "pymdownx.superfences",
    ),
}
_HEADING = re.compile(r"h[1-6]")
_SAFE_URL = re.compile(r"https?://|mailto:|#", re.IGNORECASE)


def docstring_extensions(hub: Iterable[object]) -> list[str | Extension]:
    """The extensions for docstrings, given those of the hub: the harmless ones of them, and the guard last."""
    names = dict.fromkeys(_ALWAYS)
    for entry in hub:
        if isinstance(entry, str):
            name = entry.removeprefix("markdown.extensions.")
            names.update(dict.fromkeys(_BUNDLES.get(name, (name,))))
    kept: list[str | Extension] = [name for name in names if name in _KEPT]
    if "pymdownx.superfences" in kept:
        kept = [name for name in kept if name != "fenced_code"]
    elif "fenced_code" not in kept:
        kept.append("fenced_code")
    return [*kept, DocstringGuard()]


def docstring_extension_configs(hub: Mapping[str, Any] | None) -> dict[str, Any]:
    """The hub's settings of the extensions that docstrings keep, without custom fences: those are code."""
    configs: dict[str, Any] = {}
    for entry, config in (hub or {}).items():
        name = entry.removeprefix("markdown.extensions.")
        inner = config if name in _BUNDLES else {name: config}
        configs.update({key: dict(value or {}) for key, value in (inner or {}).items() if key in _KEPT})
    if "pymdownx.superfences" in configs:
        configs["pymdownx.superfences"].pop("custom_fences", None)
    return configs


class DocstringGuard(Extension):
    """Shows raw HTML as text, and takes links and images away that lead anywhere but to the web."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)
        md.preprocessors.register(_Encodable(md), "oss_encodable", 31)  # before all others
        md.treeprocessors.register(_OwnHeadings(md), "oss_own_headings", 15)  # after inline (20), before toc
        md.treeprocessors.register(_SafeLinks(md), "oss_safe_links", 2)  # after toc (5), before relpath (0)


class _Encodable(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """The lines without lone surrogates, which a string can spell but no file can hold."""
        return [line.encode("utf-8", "replace").decode("utf-8") for line in lines]


class _OwnHeadings(Treeprocessor):
    """Puts stashed text back into headings.

    mkdocstrings copies headings to the page for its table of contents, where a placeholder of the docstring
    (`&lt;`, a typographic quote) would stand for something else.
    """

    def run(self, root: Element) -> None:
        for heading in root.iter():
            if _HEADING.fullmatch(heading.tag):
                for element in heading.iter():
                    element.text = self._unstashed(element.text)
                    if element is not heading:
                        element.tail = self._unstashed(element.tail)

    def _unstashed(self, text: str | None) -> str | None:
        stash = self.md.htmlStash.rawHtmlBlocks
        return text and HTML_PLACEHOLDER_RE.sub(lambda found: Markup(stash[int(found[1])]).striptags(), text)  # noqa: S704


class _SafeLinks(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if (target := element.get("href")) is not None and not _is_safe(target):
                del element.attrib["href"]
                element.tag = "span"
            if (source := element.get("src")) is not None and not _is_safe(source):
                text = element.get("alt", "")
                element.attrib.clear()
                element.tag, element.text = "span", text


def _is_safe(url: str) -> bool:
    """Whether a browser would go to the web, a mail address or an anchor.

    Relative links are none of these: a docstring has no place in the handbook that they could start from.
    """
    # Markdown leaves `&colon;` as it is, and browsers read it in attributes.
    return _SAFE_URL.match(html.unescape(url.replace(AMP_SUBSTITUTE, "&"))) is not None
