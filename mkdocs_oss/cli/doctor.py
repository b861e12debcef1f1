"""`mkdocs-oss doctor`: what this machine and this handbook lack, and the remedy of each."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

import click

from mkdocs_oss import clock
from mkdocs_oss.cli.diagnosis import of_handbook, of_machine
from mkdocs_oss.cli.printing import echo, echo_lines, print_json
from mkdocs_oss.cli.shared import config_file_option, explained, json_option, site_of
from mkdocs_oss.errors import OssError
from mkdocs_oss.git import Git
from mkdocs_oss.settings import Site, load_settings

TEAMS = "teams.yml"
STALE_AFTER = timedelta(days=90)


@click.command()
@click.option(
    "--teams",
    "for_teams",
    is_flag=True,
    help="Print a teams.yml from CODEOWNERS, OWNERS, .mailmap and history; where there is one, what it lacks.",
)
@click.option("--write", is_flag=True, help="With --teams: write it, where there is none yet.")
@config_file_option
@json_option
@explained
def doctor(for_teams: bool, write: bool, config_file: Path | None, as_json: bool) -> None:
    """What is missing or misconfigured, and the remedy. Exits 1 where there is anything.

    It looks at git, the extras, the theme, the cache, the lock, teams.yml, how large the nav makes the site, and what a
    shallow clone hides. It fetches nothing, but with `repo_nav: whole` or a shallow clone it reads the repos as `check`
    does. For the pages themselves, see `check`.
    """
    if write and not for_teams:
        raise click.UsageError("--write is for --teams; add it")
    if as_json and for_teams:
        raise click.UsageError("--teams prints YAML; leave out --json")
    site = site_of(config_file)
    if for_teams:
        _teams(site, write=write)
        return
    machine = list(of_machine(Git()))
    handbook = of_handbook(site, git=Git(), now=clock.now(), stale_after=STALE_AFTER, git_works=not machine)
    ailments = [*machine, *handbook]
    if as_json:
        print_json([{"what": each.what, "problem": each.problem, "remedy": each.remedy} for each in ailments])
    else:
        for each in ailments:
            echo(each.what, bold=True, nl=False)
            echo(f": {each.problem}; {each.remedy}")
        if not ailments:
            echo("Nothing is missing.")
    sys.exit(bool(ailments))


def _teams(site: Site, *, write: bool) -> None:
    """Prints or writes a teams.yml. One that is there is never touched."""
    from mkdocs_oss.gather.teams_found import RECENT, proposed_teams
    from mkdocs_oss.ownership.teams_proposal import LEAST_CHANGES
    from mkdocs_oss.ownership.teams_yaml import proposal_yaml

    there = load_settings(site).teams.file
    file = site.config_file.parent / TEAMS
    if write and (there or os.path.lexists(file)):
        place = there or TEAMS
        raise OssError(
            f"{place}: it is there already, and nothing is written; "
            "run `mkdocs-oss doctor --teams` without --write, and add what it prints by hand"
        )
    proposal, absent = proposed_teams(site, git=Git(), now=clock.now())
    for name in absent:
        echo(f"{name} is not here, so nothing of it is told; run `mkdocs-oss sync`", fg="yellow", err=True)
    text = proposal_yaml(proposal, file=there)
    if not proposal:
        several = f"{LEAST_CHANGES} changes of pages in the last {RECENT.days} days"
        echo(f"There is nobody to add: nobody else owns anything or made {several}.", err=True)
    elif not write:
        echo_lines(text)
    else:
        try:
            with file.open("x", encoding="utf-8", newline="\n") as out:
                out.write(text)
        except OSError as error:
            raise OssError(f"{TEAMS}: it cannot be written ({error.strerror}); mend that first") from error
        echo(f"{TEAMS} is written; read it, and mend what is wrong")
