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


def build_with_log(config_file: Path, *, site_dir: Path, strict: bool = False) -> None:
    """Builds a site into `site_dir`, with MkDocs' own log. Raises mkdocs' own errors."""
    from mkdocs.__main__ import cli

    options = ["--strict"] if strict else []
    place = ["--config-file", str(config_file), "--site-dir", str(site_dir.absolute())]
    cli.main(["build", *place, *options], standalone_mode=False)


def serve_site(
    config_file: Path,
    *,
    address: str | None = None,
    opened: bool = False,
    strict: bool = False,
    dirty: bool = False,
) -> None:
    """Serves a site with live reload until it is interrupted, with MkDocs' own log.

    `address`: host:port, else as the site sets it. `opened`: shows it in a browser. `dirty`: MkDocs renders only
    the pages whose files have changed.
    """
    from mkdocs.__main__ import cli

    options = ["--dev-addr", address] if address else []
    flags = {"--open": opened, "--strict": strict, "--dirty": dirty}
    options += [flag for flag, wanted in flags.items() if wanted]
    cli.main(["serve", "--config-file", str(config_file), *options], standalone_mode=False)
