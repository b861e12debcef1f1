"""What a repo's own site settings say of its docs folder and nav. Read with a safe loader, never run.

Formats: mkdocs.yml and properdocs.yml (https://www.mkdocs.org/user-guide/configuration/), zensical.toml
(https://zensical.org/docs/).
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import NavItem
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.settings.urls import is_web_url

CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml", "zensical.toml")
_MAX_DEPTH = 12
_MAX_BYTES = 200_000
_MAX_ITEMS = 2_000


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """The settings of a repo's own site. `nav` targets are paths below `docs_dir`, or web URLs."""

    file: str
    docs_dir: str
    nav: tuple[NavItem, ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()
    """(where, what, remedy)."""


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
        settings = (
            _toml(files[name], name)
            if name.endswith(".toml")
            else load_yaml(files[name], file=name, foreign_tags=True).value
        )
    except SettingsError as error:
        return SiteConfig(name, "docs", problems=((error.where, error.what, error.remedy),))
    if not isinstance(settings, dict):
        settings = {}
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
    return SiteConfig(name, "" if folder == "." else folder, items, tuple(problems))


def _toml(content: bytes, name: str) -> Any:
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
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
            elif isinstance(value, str) and (is_web_url(value) or "://" not in value):
                items.append(NavItem(str(title), value))
            elif value is not None:
                problems.append((where, f"{value!r} is not a page", "name a page below the docs folder"))
    return tuple(items)
