"""MkDocs' settings as the site that the handbook is made for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_oss.settings import Site, SiteMarkdown, language_of, read_site, read_site_markdown

GUESSED_EDIT_URIS = (
    "edit/master/docs/",
    "src/default/docs/",
)  # what MkDocs fills in where `edit_uri` is not set


def site_of(config: MkDocsConfig, plugins: tuple[tuple[str, Mapping[str, Any]], ...]) -> Site:
    """MkDocs' settings as ours. Its default for `edit_uri` is a guess at the branch, so it does not count."""
    return Site(
        config_file=Path(config.config_file_path or "mkdocs.yml").resolve(),
        docs_dir=Path(config.docs_dir),
        name=config.site_name or "",
        repo_url=config.repo_url or "",
        edit_uri=None if config.edit_uri in GUESSED_EDIT_URIS else config.edit_uri,
        edit_uri_template=str(config.edit_uri_template) if config.edit_uri_template else None,
        use_directory_urls=config.use_directory_urls,
        plugins=plugins,
        markdown=_markdown(config),
        site_url=_site_url(config),
        language=language_of(
            {
                "name": config.theme.name,
                "language": config.theme.get("language"),
                "locale": str(config.theme.locale),
            }
        ),
    )


def _site_url(config: MkDocsConfig) -> str:
    """Where the site is published, as its settings say: while it serves, MkDocs puts its own address there."""
    url = config.site_url or ""
    if urlsplit(url).hostname not in ("127.0.0.1", "localhost", "0.0.0.0", "::1"):  # noqa: S104  # not bound to
        return url
    return read_site(Path(config.config_file_path or "mkdocs.yml").resolve()).site_url


def _markdown(config: MkDocsConfig) -> SiteMarkdown:
    """What the site reads Markdown with, when every plugin and hook has had its say."""
    names = [name for name in config.markdown_extensions if isinstance(name, str)]
    return read_site_markdown(
        {
            "markdown_extensions": [{name: config.mdx_configs.get(name)} for name in names],
            "plugins": list(config.plugins),
            "theme": {"name": config.theme.name, "features": config.theme.get("features")},
            "extra_javascript": [str(script) for script in config.extra_javascript],
        }
    )
