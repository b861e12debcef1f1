"""What the commands share: their options, how an error is said, and the handbook of this folder."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mkdocs_oss import clock
from mkdocs_oss.cli.printing import echo
from mkdocs_oss.errors import NoSuiteError, OssError
from mkdocs_oss.git import Git, ended_by_sigterm
from mkdocs_oss.handbook import assemble, possible
from mkdocs_oss.model import Handbook
from mkdocs_oss.settings import SITE_FILES, Site, active, find_site_file, load_settings, read_site

COLOURS = {
    "error": "red",
    "warning": "yellow",
    "note": "cyan",
    "fresh": "green",
    "look": "yellow",
    "contradicted": "red",
}
config_file_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    help="The handbook's mkdocs.yml. Default: the one in this folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def explained(command: Callable[..., Any]) -> Callable[..., Any]:
    """An error that we can explain is one line on stderr and exit code 2; SIGTERM ends git too."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            with ended_by_sigterm():
                return command(*args, **kwargs)
        except OssError as error:
            echo(f"mkdocs-oss: {error}", fg="red", err=True)
            sys.exit(2)

    return run


def site_of(config_file: Path | None) -> Site:
    return read_site(find_site_file(Path.cwd(), config_file))


def site_or_none(config_file: Path | None) -> Site | None:
    """The site of this folder, for a command that works in any repo; None where there is none, or not one of ours."""
    if config_file is None and not any((Path.cwd() / name).is_file() for name in SITE_FILES):
        return None
    try:
        return site_of(config_file)
    except NoSuiteError:
        return None


def handbook_of(config_file: Path | None) -> Handbook:
    site = site_of(config_file)
    settings, left_out = possible(load_settings(site))
    if left_out:
        echo(left_out, err=True)
    for override in active(settings.overrides):
        echo(f"In this handbook, {override}", err=True)
    return assemble(site, settings, git=Git(), now=clock.now())


def facts_of(handbook: Handbook, site: Site) -> dict[str, Any]:
    from mkdocs_oss.site import handbook_json, page_url, pages_json

    urls = {f.page.uri: page_url(f.page.uri, directories=site.use_directory_urls) for f in handbook.pages}
    return handbook_json(handbook, pages_json(handbook, urls=urls), private=True)


def counted(number: int, noun: str) -> str:
    """`1 repo`, `2 repos`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
