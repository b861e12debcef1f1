"""The command line: arguments in, one call, text or JSON out. Exit codes: 0 fine, 1 findings, 2 usage or settings."""

from __future__ import annotations

import functools
import importlib.util
import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mkdocs_oss import __version__, clock
from mkdocs_oss.errors import MissingExtraError, NoSuiteError, OssError, SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble, possible
from mkdocs_oss.model import Handbook, Owners, Unknown
from mkdocs_oss.settings import SITE_FILES, Site, find_site_file, load_settings, read_site
from mkdocs_oss.sources import repo_path

_COLOURS = {
    "error": "red",
    "warning": "yellow",
    "note": "cyan",
    "fresh": "green",
    "look": "yellow",
    "contradicted": "red",
}
_config_file = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    help="The handbook's mkdocs.yml. Default: the one in this folder.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _explained(command: Callable[..., Any]) -> Callable[..., Any]:
    """An error that we can explain is one line on stderr and exit code 2."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except OssError as error:
            click.secho(f"mkdocs-oss: {error}", fg="red", err=True)
            sys.exit(2)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdocs-oss")
def main() -> None:
    """Many git repos, one team handbook: every page says who answers for it, whether it can still be trusted
    and why, and how to change it."""


@main.command()
@_config_file
@click.option("--strict", is_flag=True, help="Notes count as findings too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_json
@_explained
def check(config_file: Path | None, strict: bool, form: str, as_json: bool) -> None:
    """All findings: what is broken or missing, where, and what to do. Exits 1 where there are any.

    Notes are shown, and count only with --strict.
    """
    handbook = _handbook(config_file)
    if form == "json" or as_json:
        _print_json(_facts(handbook, _site(config_file))["findings"])
    else:
        for finding in handbook.findings:
            click.echo(f"{click.style(finding.severity, fg=_COLOURS[finding.severity])}: {finding}")
        counts = {
            level: sum(f.severity == level for f in handbook.findings)
            for level in ("error", "warning", "note")
        }
        said = ", ".join(
            f"{count} {level}{'s' if count > 1 else ''}" for level, count in counts.items() if count
        )
        pages = f"{len(handbook.pages)} page{'' if len(handbook.pages) == 1 else 's'}"
        click.echo(f"{pages}: {said or 'nothing to mend'}", err=True)
    sys.exit(any(strict or finding.severity != "note" for finding in handbook.findings))


@main.command()
@_config_file
@_explained
def facts(config_file: Path | None) -> None:
    """Everything that is known, as JSON: the same as oss/handbook.json of the built site."""
    _print_json(_facts(_handbook(config_file), _site(config_file)))


@main.command()
@click.argument("paths", nargs=-1, required=True)
@_config_file
@_json
@_explained
def owners(paths: tuple[str, ...], config_file: Path | None, as_json: bool) -> None:
    """Who owns each of PATHS, and the file, line and rule that decided.

    A path need not exist. `NAME:PATH` is a path in the handbook's repo NAME.
    """
    from mkdocs_oss.gather import owners_of

    found = owners_of(paths, _site_or_none(config_file), git=Git(), now=clock.now())
    if as_json:
        _print_json([_owners_json(path, answer) for path, answer in found])
        return
    for path, answer in found:
        if isinstance(answer, Unknown):
            click.echo(f"{path}\t{click.style('unknown', dim=True)}\t{answer.reason}")
        else:
            names = " ".join(owner.handle for owner in answer.owners) or "nobody"
            click.echo(f"{path}\t{click.style(names, bold=True)}\t{answer.rule}: {answer.rule.text}")


@main.command()
@click.argument("paths", nargs=-1)
@_config_file
@_json
@_explained
def fresh(paths: tuple[str, ...], config_file: Path | None, as_json: bool) -> None:
    """Each page's verdict and its evidence. PATHS are pages as the handbook has them; default: all.

    Exits 1 where a page needs a look.
    """
    handbook = _handbook(config_file)
    pages = _facts(handbook, _site(config_file))["pages"]
    if paths:
        wanted = {path: _named(path, pages, handbook) for path in paths}
        if absent := [path for path, found in wanted.items() if not found]:
            raise OssError(f"no page of the handbook is {' or '.join(absent)}; see `mkdocs-oss facts`")
        pages = [page for page in pages if any(page in found for found in wanted.values())]
    if as_json:
        keys = (
            "title",
            "url",
            "repo",
            "path",
            "freshness",
            "reviewed",
            "review_by",
            "last_substantive",
            "reasons",
        )
        _print_json([{key: page[key] for key in keys} for page in pages])
    else:
        for page in pages:
            state = click.style(f"{page['freshness']:<8}", fg=_COLOURS.get(page["freshness"]))
            click.echo(f"{state} {page['repo']}: {page['path'] or page['url']}: {' '.join(page['reasons'])}")
    sys.exit(any(page["freshness"] in ("look", "contradicted") for page in pages))


@main.command()
@_config_file
@_explained
def sync(config_file: Path | None) -> None:
    """Fetches the remote repos into the cache and writes handbook.lock. Exits 1 where one could not be fetched."""
    from mkdocs_oss.sources.lock import read_lock, write_lock
    from mkdocs_oss.sources.store import Store, cache_folder
    from mkdocs_oss.sources.sync import sync as fetch_all

    site = _site(config_file)
    settings = load_settings(site)
    folder = site.config_file.parent
    try:
        lock = dict(read_lock(folder))
    except SettingsError as error:
        click.echo(f"{error.where}: {error.what}; it is written anew", err=True)
        lock = {}
    store = Store(cache_folder(settings.cache), git=Git(), now=clock.now)
    remote = [repo for repo in settings.repos if repo.url is not None]
    failed = False
    for synced in fetch_all(remote, store, lock):
        failed |= synced.failure is not None
        if synced.failure is not None:
            click.secho(f"{synced.repo.name}: not fetched: {synced.failure}", fg="red", err=True)
        elif synced.locked is not None:
            after = synced.locked.commit[:10]
            change = f"{(synced.before or 'new')[:10]} → {after}" if synced.moved else f"unchanged at {after}"
            click.echo(f"{synced.repo.name}: {change}")
        if synced.locked is not None:
            lock[synced.repo.name] = synced.locked
    kept = {repo.name: lock[repo.name] for repo in remote if repo.name in lock}
    if remote:
        write_lock(folder, kept)
    else:
        click.echo("No repo has a `url:`; there is nothing to fetch.", err=True)
    sys.exit(failed)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("mkdocs-oss-demo"), metavar="[DIR]")
@click.option("--build", is_flag=True, help="Build the handbook and say where it is, instead of serving it.")
@click.option("-a", "--dev-addr", default="127.0.0.1:8000", show_default=True, help="Where to serve it.")
@_explained
def demo(folder: Path, build: bool, dev_addr: str) -> None:
    """Writes a sample team into DIR (five git repos with history, and a handbook over them) and serves it."""
    from mkdocs_oss.demo import write_sample_team
    from mkdocs_oss.engines.run import build_site, serve_site

    if importlib.util.find_spec("material") is None:
        raise MissingExtraError("The sample handbook", extra="material")
    handbook = write_sample_team(folder, today=clock.now().date(), git=Git())
    click.echo(
        f"The sample team is in {folder.resolve()}; its handbook is {handbook / 'mkdocs.yml'}", err=True
    )
    if build:
        click.echo(build_site(handbook / "mkdocs.yml") / "index.html")
    else:
        serve_site(handbook / "mkdocs.yml", address=dev_addr)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--name", help="The handbook's name.")
@click.option("--team", help="The team's name.")
@click.option("--handle", help="The team's handle, such as @data/team.")
@click.option("--repo-url", help="Where the handbook will live on the forge.")
@click.option("--chat-url", help="The team's channel.")
@click.option(
    "--defaults", is_flag=True, help="Ask nothing; take the defaults. Also where there is no terminal."
)
@_explained
def new(
    folder: Path,
    name: str | None,
    team: str | None,
    handle: str | None,
    repo_url: str | None,
    chat_url: str | None,
    defaults: bool,
) -> None:
    """Starts a new handbook in DIR, with a first text on every page. Works offline."""
    from mkdocs_oss.template import new_handbook

    answers = {
        "handbook_name": name,
        "team_name": team,
        "team_handle": handle,
        "repo_url": repo_url,
        "chat_url": chat_url,
    }
    new_handbook(folder, answers, today=clock.now().date(), ask=sys.stdin.isatty() and not defaults)
    click.echo(
        f"Your handbook is in {folder}. Next:\n\n  cd {shlex.quote(str(folder))}\n  git init && git add -A && git commit -m 'Start the handbook'\n  mkdocs serve"
    )


def _site(config_file: Path | None) -> Site:
    return read_site(find_site_file(Path.cwd(), config_file))


def _site_or_none(config_file: Path | None) -> Site | None:
    """The site of this folder, for a command that works in any repo; None where there is none, or not one of ours."""
    if config_file is None and not any((Path.cwd() / name).is_file() for name in SITE_FILES):
        return None
    try:
        return _site(config_file)
    except NoSuiteError:
        return None


def _handbook(config_file: Path | None) -> Handbook:
    site = _site(config_file)
    settings, left_out = possible(load_settings(site))
    if left_out:
        click.echo(left_out, err=True)
    return assemble(site, settings, git=Git(), now=clock.now())


def _facts(handbook: Handbook, site: Site) -> dict[str, Any]:
    from mkdocs_oss.site import handbook_json, page_url, pages_json

    urls = {f.page.uri: page_url(f.page.uri, directories=site.use_directory_urls) for f in handbook.pages}
    return handbook_json(handbook, pages_json(handbook, urls=urls))


def _named(path: str, pages: list[dict[str, Any]], handbook: Handbook) -> list[dict[str, Any]]:
    """The pages that a path names: a file on disk, a path in any repo, `NAME:PATH`, or a URL."""
    roots = {repo.source.repo.name: repo.source.root for repo in handbook.repos}
    roots[handbook.hub.repo.name] = handbook.hub.root
    on_disk = {(name, repo_path(Path(path), root)) for name, root in roots.items()}
    return [
        page
        for page in pages
        if (page["repo"], page["path"]) in on_disk
        or path in (page["path"], page["url"], f"{page['repo']}:{page['path']}")
    ]


def _owners_json(path: str, answer: Owners | Unknown) -> dict[str, Any]:
    if isinstance(answer, Unknown):
        return {"path": path, "owners": [], "rule": None, "unknown": answer.reason}
    rule = {"file": answer.rule.file, "line": answer.rule.line, "text": answer.rule.text}
    return {"path": path, "owners": [owner.handle for owner in answer.owners], "rule": rule, "unknown": None}


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
