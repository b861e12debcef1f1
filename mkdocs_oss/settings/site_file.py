"""The handbook's own mkdocs.yml, read without an engine: enough to know its pages and our plugins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs_oss.errors import NoSuiteError, SettingsError
from mkdocs_oss.settings.load import Site
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.settings.site_markdown import read_site_markdown

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
_MAX_PARENTS = 8


def find_site_file(start: Path, named: Path | None = None) -> Path:
    """The settings file: `named`, else the first of NAMES in `start`. Raises SettingsError."""
    if named is not None:
        if not named.is_file():
            raise SettingsError(
                str(named), "there is no such file", remedy="name mkdocs.yml with --config-file"
            )
        return named.resolve()
    for name in NAMES:
        if (start / name).is_file():
            return (start / name).resolve()
    raise SettingsError(
        "mkdocs.yml",
        "there is none in this folder",
        remedy="go to the handbook's folder, or name it with --config-file",
    )


def read_site(config_file: Path) -> Site:
    """The site that a settings file describes, `INHERIT` followed. Raises SettingsError.

    Tags such as `!ENV` are not evaluated; a value that needs one is taken as not set.
    """
    settings = _settings(config_file, 0)
    docs_dir = settings.get("docs_dir")
    plugins = settings.get("plugins")
    return Site(
        config_file=config_file,
        docs_dir=config_file.parent / (docs_dir if isinstance(docs_dir, str) else "docs"),
        name=str(settings.get("site_name") or ""),
        repo_url=str(settings.get("repo_url") or ""),
        edit_uri=_text(settings.get("edit_uri")),
        edit_uri_template=_text(settings.get("edit_uri_template")),
        excluded="\n".join(
            filter(None, (_text(settings.get(key)) for key in ("exclude_docs", "draft_docs")))
        ),
        use_directory_urls=settings.get("use_directory_urls") is not False,
        plugins=_ours(plugins, config_file.name),
        markdown=read_site_markdown(settings),
        site_url=_text(settings.get("site_url")) or "",
        language=language_of(settings.get("theme")),
    )


def language_of(theme: Any) -> str:
    """The language of a theme's settings: Material's `language`, MkDocs' own `locale`, else English."""
    if not isinstance(theme, Mapping):
        return "en"
    keys = ("language",) if theme.get("name") == "material" else ("language", "locale")
    return next((value for key in keys if (value := _text(theme.get(key)))), "en")


def _settings(config_file: Path, depth: int) -> Mapping[str, Any]:
    try:
        content = config_file.read_bytes()
    except OSError as error:
        raise SettingsError(
            config_file.name, f"cannot be read ({error.strerror})", remedy="mend the path"
        ) from error
    value = load_yaml(content, file=config_file.name, foreign_tags=True, aliases=True).value
    if not isinstance(value, dict):
        raise SettingsError(config_file.name, "not a mapping", remedy="write `key: value` lines")
    parent = value.get("INHERIT")
    if isinstance(parent, str) and depth < _MAX_PARENTS:
        return _merged(_settings((config_file.parent / parent).resolve(), depth + 1), value)
    return value


def _merged(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """As MkDocs merges: mappings key by key, anything else as a whole."""
    merged = {**parent, **child}
    for key in parent.keys() & child.keys():
        if isinstance(parent[key], dict) and isinstance(child[key], dict):
            merged[key] = _merged(parent[key], child[key])
    return merged


def _ours(plugins: Any, file: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """(name, options) of each of our plugins, as MkDocs reads a list or a mapping of plugins."""
    if isinstance(plugins, dict):
        entries = list(plugins.items())
    else:
        entries = [
            pair
            for entry in (plugins if isinstance(plugins, list) else [])
            for pair in (entry.items() if isinstance(entry, dict) else [(entry, None)])
        ]
    found = [
        (str(name), options if isinstance(options, dict) else {})
        for name, options in entries
        if str(name) == "oss" or str(name).startswith("oss/")
    ]
    if not found:
        raise NoSuiteError(f"{file}: plugins", "`oss` is not among them", remedy="add the line `- oss`")
    return tuple(found)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
