"""`mkdocs-oss doctor`: what this machine and this handbook lack, and the remedy of each."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click

from mkdocs_oss import clock
from mkdocs_oss.cli.diagnosis import of_handbook, of_machine
from mkdocs_oss.cli.shared import config_file_option, explained, json_option, print_json, site_of
from mkdocs_oss.git import Git

STALE_AFTER = timedelta(days=90)


@click.command()
@config_file_option
@json_option
@explained
def doctor(config_file: Path | None, as_json: bool) -> None:
    """What is missing or misconfigured, and the remedy. Exits 1 where there is anything.

    It looks at git, the extras, the theme, the cache, the lock, and how large the nav makes the site. It fetches
    nothing, but with `repo_nav: whole` it reads the repos as `check` does. For the pages themselves, see `check`.
    """
    site = site_of(config_file)
    ailments = [*of_machine(Git()), *of_handbook(site, git=Git(), now=clock.now(), stale_after=STALE_AFTER)]
    if as_json:
        print_json([{"what": each.what, "problem": each.problem, "remedy": each.remedy} for each in ailments])
    else:
        for each in ailments:
            click.echo(f"{click.style(each.what, bold=True)}: {each.problem}; {each.remedy}")
        if not ailments:
            click.echo("Nothing is missing.")
    sys.exit(bool(ailments))
