"""The nav of a docs folder as plain lists, as we make it and as MkDocs and its plugins do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from conftest import GitRepo

from mkdocs_oss.git import Git
from mkdocs_oss.model import NavItem, Repo
from mkdocs_oss.sources import Plan, open_worktree, plan

Shape = list[Any]
"""Pages by their path below the docs folder, `{title: [...]}` for a section, `title -> target` where a page has one."""


def planned(repo: GitRepo, *, has_guide: bool = True, **settings: Any) -> Plan:
    """What we make of a repo on disk."""
    return plan(
        open_worktree(Repo("lab", path=repo.path, **settings), git=Git()), git=Git(), has_guide=has_guide
    )


def shape(items: Sequence[NavItem], *, start: str = "projects/lab/docs/") -> Shape:
    """A nav of ours."""
    found: Shape = []
    for item in items:
        if item.children:
            found.append({item.title: shape(item.children, start=start)})
        else:
            target = (item.target or "").removeprefix(start)
            found.append(f"{item.title} -> {target}" if item.title else target)
    return found


def shape_of_mkdocs(folder: Path, plugins: Sequence[Any]) -> Shape:
    """The nav that MkDocs makes of the site in a folder, with these plugins besides those of its settings."""
    from mkdocs.config import load_config
    from mkdocs.structure.files import get_files, set_exclusions
    from mkdocs.structure.nav import get_navigation

    config = load_config(str(folder / "mkdocs.yml"), plugins=list(plugins), docs_dir=str(folder / "docs"))
    files = get_files(config)
    set_exclusions(files, config)
    files = config.plugins.on_files(files, config=config)
    nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    return [_mkdocs_item(item) for item in nav.items]


def _mkdocs_item(item: Any) -> Any:
    if item.is_section:
        return {item.title: [_mkdocs_item(child) for child in item.children]}
    if item.is_link:
        return f"{item.title} -> {item.url}"
    written = vars(item).get("_set_title") or vars(item).get("title")
    return f"{written} -> {item.file.src_uri}" if isinstance(written, str) and written else item.file.src_uri


def files_below_docs(files: Mapping[str, str]) -> dict[str, str | bytes | None]:
    return {f"docs/{path}": text for path, text in files.items()}
