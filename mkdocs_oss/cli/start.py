"""Commands that start something: `demo`, `new`."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from pathlib import Path

import click

from mkdocs_oss import clock
from mkdocs_oss.cli.printing import echo, echo_lines
from mkdocs_oss.cli.shared import explained
from mkdocs_oss.errors import MissingExtraError
from mkdocs_oss.git import Git


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("mkdocs-oss-demo"), metavar="[DIR]")
@click.option("--build", is_flag=True, help="Build the handbook and say where it is, instead of serving it.")
@click.option("-a", "--dev-addr", default="127.0.0.1:8000", show_default=True, help="Where to serve it.")
@explained
def demo(folder: Path, build: bool, dev_addr: str) -> None:
    """Writes a sample team into DIR (five git repos with history, and a handbook over them) and serves it."""
    from mkdocs_oss.demo import write_sample_team
    from mkdocs_oss.engines.run import build_site, serve_site

    if importlib.util.find_spec("material") is None:
        raise MissingExtraError("The sample handbook", extra="material")
    handbook = write_sample_team(folder, today=clock.now().date(), git=Git())
    echo(f"The sample team is in {folder.resolve()}; its handbook is {handbook / 'mkdocs.yml'}", err=True)
    if build:
        echo(str(build_site(handbook / "mkdocs.yml") / "index.html"))
    else:
        serve_site(handbook / "mkdocs.yml", address=dev_addr)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--name", help="The handbook's name.")
@click.option("--team", help="The team's name.")
@click.option("--handle", help="The team's handle, such as @data/team.")
@click.option("--repo-url", help="Where the handbook will live on the forge.")
@click.option("--chat-url", help="The team's channel.")
@click.option(
    "--defaults", is_flag=True, help="Ask nothing; take the defaults. Also where there is no terminal."
)
@explained
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
    echo_lines(
        f"Your handbook is in {folder}. Next:\n\n  cd {shlex.quote(str(folder))}\n  git init && git add -A && git commit -m 'Start the handbook'\n  mkdocs serve\n"
    )
