"""Builds and serves a site with the MkDocs that is installed."""

from __future__ import annotations

from pathlib import Path


def build_site(config_file: Path, *, site_dir: Path | None = None, strict: bool = False) -> Path:
    """Builds a site; returns where it is. Raises mkdocs' own errors."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    options = {"site_dir": str(site_dir)} if site_dir else {}
    config = load_config(str(config_file), strict=strict or None, **options)  # None: as the site sets it
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return Path(config.site_dir)


def serve_site(config_file: Path, *, address: str) -> None:
    """Serves a site with live reload until it is interrupted, with MkDocs' own log. `address`: host:port."""
    from mkdocs.__main__ import cli

    cli.main(["serve", "--config-file", str(config_file), "--dev-addr", address], standalone_mode=False)
