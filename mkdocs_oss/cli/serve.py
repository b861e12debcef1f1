"""Commands that show a change in the real handbook: `serve --with`, `preview`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from msgspec import structs

from mkdocs_oss import clock
from mkdocs_oss.cli.printing import echo
from mkdocs_oss.cli.shared import config_file_option, explained
from mkdocs_oss.errors import GitError, OssError, SettingsError
from mkdocs_oss.git import Git, redacted
from mkdocs_oss.settings import SITE_FILES, Override, Settings, Site, find_site_file, load_settings, read_site
from mkdocs_oss.settings.overrides import (
    VARIABLE,
    as_environment,
    overrides_of,
    parse_override,
    url_and_ref,
)
from mkdocs_oss.settings.urls import is_remote_url

_address_option = click.option(
    "-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve it. Default: as MkDocs does."
)
_open_option = click.option("-o", "--open", "opened", is_flag=True, help="Show it in a browser.")
_strict_option = click.option("-s", "--strict", is_flag=True, help="Warnings end the build, as in MkDocs.")


@click.command()
@click.option(
    "--with",
    "replacements",
    multiple=True,
    metavar="NAME=PATH|URL@REF|@REF",
    help="Show this in the place of the repo NAME. May be given several times.",
)
@config_file_option
@_address_option
@_open_option
@_strict_option
@click.option("--dirty", is_flag=True, help="Render only pages whose files have changed, as in MkDocs.")
@explained
def serve(
    replacements: tuple[str, ...],
    config_file: Path | None,
    dev_addr: str | None,
    opened: bool,
    strict: bool,
    dirty: bool,
) -> None:
    """Serves the handbook with live reload, with repos of your choice replaced by a checkout, a fork or another ref.

    All other repos stay as the lock has them, and the lock is not written.
    """
    from mkdocs_oss.engines.run import serve_site

    file = find_site_file(Path.cwd(), config_file)
    chosen = [parse_override(text, folder=Path.cwd(), where="--with") for text in replacements]
    with _in_place(read_site(file), chosen):
        serve_site(file, address=dev_addr, opened=opened, strict=strict, dirty=dirty)


@click.command()
@click.option(
    "--hub",
    envvar="MKDOCS_OSS_HUB",
    metavar="PATH|URL[@REF]",
    help="The handbook: a folder, its mkdocs.yml, or a git remote. Default: MKDOCS_OSS_HUB.",
)
@click.option(
    "--as", "name", metavar="NAME", help="What the hub calls this repo. Default: found by its remotes."
)
@click.option(
    "--build", "site_dir", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Build into DIR instead of serving.",
)  # fmt: skip
@_address_option
@_open_option
@_strict_option
@explained
def preview(
    hub: str | None, name: str | None, site_dir: Path | None, dev_addr: str | None, opened: bool, strict: bool
) -> None:
    """Inside a repo that a handbook shows: serves that handbook with this checkout in the repo's place.

    The hub's own settings decide how it is built, and its plugins and hooks run: name only a hub that you trust.
    """
    from mkdocs_oss.engines.run import build_with_log, serve_site
    from mkdocs_oss.sources import git_top

    if not hub:
        raise OssError(
            "no handbook is named; name its folder or its remote with --hub, or in MKDOCS_OSS_HUB "
            "(`preview --hub ../handbook`)"
        )
    git = Git()
    top = git_top(Path.cwd().resolve())
    if top is None:
        raise OssError("this folder is in no git repository; go to the checkout that is to be shown")
    file = _hub_file(hub, git)
    site = read_site(file)
    mine = name or _name_of(top, site, git)
    with _in_place(site, [Override(mine, path=top, written="this checkout", where="--as")]):
        if site_dir is None:
            serve_site(file, address=dev_addr, opened=opened, strict=strict)
        else:
            build_with_log(file, site_dir=site_dir, strict=strict)
            echo(str(site_dir / "index.html"))


@contextmanager
def _in_place(site: Site, chosen: Sequence[Override]) -> Iterator[None]:
    """Puts `chosen` on top of what the environment and mkdocs.yml replace, for the builds of this process.

    MkDocs makes our plugins anew at each rebuild and hands them nothing but their settings: the environment
    is the way to tell them. Raises SettingsError before anything is built.
    """
    here = Path.cwd()
    environment = os.environ.get(VARIABLE)
    told = overrides_of({}, environment or "", folder=here, here=here, config="")
    settings = _settings(site)
    by_name = {entry.name: entry for entry in (*settings.overrides, *chosen)}
    _fetch(structs.replace(settings, overrides=tuple(by_name.values())))
    os.environ[VARIABLE] = as_environment([*told, *chosen])
    try:
        yield
    finally:
        if environment is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = environment


def _fetch(settings: Settings) -> None:
    from mkdocs_oss.gather.reads import reads
    from mkdocs_oss.sources.replacements import fetch_replacements
    from mkdocs_oss.sources.store import Store, cache_folder

    store = Store(cache_folder(settings.cache), git=Git(), now=clock.now, reads=reads(settings))
    for note in fetch_replacements(settings, store):
        echo(note, fg="yellow", err=True)


def _settings(site: Site) -> Settings:
    """The site's settings, with the discovered repos among the others."""
    from mkdocs_oss.sources.discovery import with_discovered

    return with_discovered(load_settings(site), site.config_file.parent)[0]


def _hub_file(hub: str, git: Git) -> Path:
    """The hub's settings file. Raises OssError."""
    place = Path(hub).expanduser()
    if place.exists():
        return place.resolve() if place.is_file() else _site_file(place, hub)
    from mkdocs_oss.sources.hub_copy import hub_copy
    from mkdocs_oss.sources.store import cache_folder

    url, ref = url_and_ref(hub) if ":" in hub else (hub, None)
    if not is_remote_url(url):
        raise SettingsError(
            "--hub",
            f"{redacted(hub)!r} is neither a folder nor an https, http, ssh or git URL",
            remedy="name the handbook's folder or its remote",
        )
    copy = hub_copy(url, ref, cache=cache_folder(None), git=git)
    if copy.note:
        echo(copy.note, fg="yellow", err=True)
    return _site_file(copy.root, redacted(hub))


def _site_file(folder: Path, hub: str) -> Path:
    file = next((folder / name for name in SITE_FILES if (folder / name).is_file()), None)
    if file is None:
        raise SettingsError("--hub", f"{hub} has no mkdocs.yml", remedy="name the folder, or the file itself")
    return file.resolve()


def _name_of(top: Path, site: Site, git: Git) -> str:
    from mkdocs_oss.sources.same_repo import find_repo, remotes_of

    try:
        remotes = remotes_of(top, git=git)
    except GitError as error:
        raise OssError(
            f"this repository cannot be read: {error.reason}; mend it, or name the repo with --as"
        ) from error
    return find_repo(top, remotes, _settings(site).repos)
