"""What a repo's own site settings say: docs folder, nav, how its Markdown is read. Safely loaded, never run.

Formats: mkdocs.yml and properdocs.yml (https://www.mkdocs.org/user-guide/configuration/), zensical.toml
(https://zensical.org/docs/).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import NavItem
from mkdocs_oss.settings.located_yaml import Located, load_yaml
from mkdocs_oss.settings.site_markdown import SiteMarkdown, named, read_site_markdown, short_name
from mkdocs_oss.settings.toml_text import load_toml
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.sources.docs_rules import DocsRules, read_docs_rules
from mkdocs_oss.sources.included_sites import INCLUDES, included_sites
from mkdocs_oss.sources.snippets import SnippetSettings

CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml", "zensical.toml")
_MAX_DEPTH = 12
_MAX_BYTES = 200_000
_MAX_ITEMS = 2_000
_ASIDE = (("hooks",), ("theme", "custom_dir"), ("INHERIT",), ("extra_css",), ("extra_javascript",))
"""Settings that would bring code, styles or other settings of the repo: they have no place in the handbook."""
_TAG = re.compile(r"(?:^\s*|[:-]\s+|[\[,{]\s*)(!ENV|!relative|!!python)(?=[\s/:]|$)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|(?:^|\s)#.*")


class SiteConfig(Struct, frozen=True):
    """The settings of a repo's own site. `nav` targets are paths below `docs_dir`, or web URLs."""

    file: str
    docs_dir: str
    nav: tuple[NavItem, ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()
    """(where, what, remedy)."""
    site_url: str = ""
    repo_url: str = ""
    markdown: SiteMarkdown = SiteMarkdown()
    snippets: SnippetSettings = SnippetSettings()
    aside: tuple[tuple[str, int], ...] = ()
    """(key or tag, line; 0 where it is not known) of what has no place in the handbook, in the order of the file."""
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(`plugins` or `markdown_extensions`, short name) → line."""
    rules: DocsRules = field(default_factory=DocsRules)

    def nav_where(self, entry: str) -> str:
        """`file:line` of an entry of `nav`, as it is written there."""
        line = self.rules.nav_lines.get(entry, 0)
        return f"{self.file}:{line}" if line else f"{self.file}: nav"

    def beside(self, target: str) -> str:
        """The URL of a link from the host's root that leads to another site there than this one; else ""."""
        parts = urlsplit(self.site_url)
        own = f"{parts.path.rstrip('/')}/"
        if not target.startswith("/") or target.startswith("//") or f"{target}/".startswith(own):
            return ""
        url = f"{parts.scheme}://{parts.netloc}{target}"
        return url if is_web_url(url) else ""

    def where(self, key: str, name: str) -> str:
        """`file:line` of an entry of `plugins` or `markdown_extensions`."""
        line = self.lines.get((key, name), 0)
        return f"{self.file}:{line}" if line else self.file


def read_site_config(files: Mapping[str, bytes]) -> SiteConfig | None:
    """The first settings file among `files` (path → content); None where there is none."""
    name = next((name for name in CONFIG_FILES if name in files), None)
    if name is None:
        return None
    if len(files[name]) > _MAX_BYTES or max(
        map(len, re.findall(rb"[\w\"'-]+(?:\s*\.\s*[\w\"'-]+){40,}", files[name])), default=0
    ):
        problem = (name, f"larger than {_MAX_BYTES // 1000} kB, or nested too deeply", "make it shorter")
        return SiteConfig(name, "docs", problems=(problem,))
    try:
        located = (
            Located(name, _toml(files[name], name))
            if name.endswith(".toml")
            else load_yaml(files[name], file=name, foreign_tags=True)
        )
    except SettingsError as error:
        return SiteConfig(name, "docs", problems=((error.where, error.what, error.remedy),))
    settings = located.value if isinstance(located.value, dict) else {}
    problems: list[tuple[str, str, str]] = []
    docs_dir = settings.get("docs_dir") or "docs"
    if not isinstance(docs_dir, str) or docs_dir.startswith("/") or ".." in docs_dir.split("/"):
        problems.append(
            (f"{name}: docs_dir", f"{docs_dir!r} is not a folder of the repo", "set `docs:` in repos.yml")
        )
        docs_dir = "docs"
    nav = settings.get("nav")
    items = _items(nav, f"{name}: nav", problems, 0) if nav is not None else ()
    folder = posixpath.normpath(docs_dir)
    problems += included_sites(files[name], name) if located.lines else []
    site_url, repo_url = settings.get("site_url"), settings.get("repo_url")
    return SiteConfig(
        name,
        "" if folder == "." else folder,
        items,
        tuple(problems),
        site_url=site_url if isinstance(site_url, str) and is_web_url(site_url) else "",
        repo_url=repo_url if isinstance(repo_url, str) and is_web_url(repo_url) else "",
        markdown=read_site_markdown(settings),
        snippets=_snippets(settings),
        aside=tuple(_aside(settings, located, files[name])),
        lines=dict(_entry_lines(located)),
        rules=read_docs_rules(settings, located),
    )


def _snippets(settings: Mapping[str, Any]) -> SnippetSettings:
    """The options of the snippets extension that mean something within the repo."""
    options = next(
        (
            options
            for name, options in named(settings.get("markdown_extensions"))
            if name == "pymdownx.snippets"
        ),
        None,
    )
    if options is None:
        return SnippetSettings(bases=())
    bases = options.get("base_path")
    listed = [bases] if isinstance(bases, str) else bases if isinstance(bases, list) else []
    folders = (
        posixpath.normpath(base) for base in listed if isinstance(base, str) and not base.startswith("/")
    )
    appended = options.get("auto_append")
    return SnippetSettings(
        bases=tuple("" if base == "." else base for base in folders if base.partition("/")[0] != ".."),
        listed=True,
        dedent=options.get("dedent_subsections") is True,
        appended=tuple(file for file in appended if isinstance(file, str))
        if isinstance(appended, list)
        else (),
    )


def _aside(settings: Mapping[str, Any], located: Located, content: bytes) -> Iterator[tuple[str, int]]:
    found: dict[str, int] = {}
    for key in _ASIDE:
        value: Any = settings
        for part in key:
            value = value.get(part) if isinstance(value, dict) else None
        if value or key in located.lines:
            found[".".join(key)] = located.lines.get(key, 0)
    for number, line in (
        enumerate(content.decode("utf-8", "replace").splitlines(), 1) if located.lines else ()
    ):
        if "!" in line and (match := _TAG.search(_QUOTED.sub("", line))):
            found.setdefault(match[1], number)
    yield from sorted(found.items(), key=lambda item: item[1])


def _entry_lines(located: Located) -> Iterator[tuple[tuple[str, str], int]]:
    """The line of each plugin and extension, whether they are a list of names and mappings or one mapping."""
    for key in ("plugins", "markdown_extensions"):
        entries = located.value.get(key) if isinstance(located.value, dict) else None
        if isinstance(entries, dict):
            yield from (((key, short_name(str(name))), located.lines.get((key, name), 0)) for name in entries)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            for name in entry if isinstance(entry, dict) else [entry]:
                yield (key, short_name(str(name))), located.lines.get((key, index), 0)


def _toml(content: bytes, name: str) -> Any:
    try:
        table = load_toml(content.decode("utf-8"))
    except ValueError as error:
        raise SettingsError(name, f"not valid TOML: {error}", remedy="mend the line") from error
    return table.get("project", table)


def _items(nav: Any, where: str, problems: list[tuple[str, str, str]], depth: int) -> tuple[NavItem, ...]:
    if depth > _MAX_DEPTH:
        problems.append((where, "nested too deeply", "make it flatter"))
        return ()
    if isinstance(nav, dict):
        nav = [{key: value} for key, value in nav.items()]
    if not isinstance(nav, list):
        problems.append((where, "not a list", "write a list of pages"))
        return ()
    items: list[NavItem] = []
    if len(nav) > _MAX_ITEMS:
        problems.append((where, f"more than {_MAX_ITEMS} entries", "make it shorter"))
    for entry in nav[:_MAX_ITEMS]:
        pairs = entry.items() if isinstance(entry, dict) else [("", entry)]
        for title, value in pairs:
            if isinstance(value, (list, dict)):
                children = _items(value, where, problems, depth + 1)
                if children:
                    items.append(NavItem(str(title), children=children))
            elif isinstance(value, str) and INCLUDES.match(value):
                continue  # told with its line
            elif isinstance(value, str) and (is_web_url(value) or "://" not in value):
                items.append(NavItem(str(title), value))
            elif value is not None:
                problems.append((where, f"{value!r} is not a page", "name a page below the docs folder"))
    return tuple(items)
