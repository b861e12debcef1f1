"""`mkdocs-oss check`: all findings."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mkdocs_oss.cli.changed import VARIABLE, check_change
from mkdocs_oss.cli.formats import Format, format_option, print_for_forge
from mkdocs_oss.cli.places import Places
from mkdocs_oss.cli.printing import echo, echo_lines, print_json
from mkdocs_oss.cli.shared import (
    COLOURS,
    config_file_option,
    counted,
    explained,
    facts_of,
    handbook_of,
    json_option,
    site_of,
)


@click.command()
@config_file_option
@click.option("--strict", is_flag=True, help="Notes count as findings too.")
@format_option
@click.option(
    "--changed",
    metavar="BASE",
    help="In any repo: which pages speak of what has changed since BASE, and with --hub what breaks in other repos.",
)
@click.option(
    "--hub",
    envvar=VARIABLE,
    help="With --changed: the handbook's built site, its folder, or its http(s) address.",
)
@click.option(
    "--as", "name", help="With --changed: this repo's name in the handbook. Default: by its remotes."
)
@json_option
@explained
def check(
    config_file: Path | None,
    strict: bool,
    form: Format,
    changed: str | None,
    hub: str | None,
    name: str | None,
    as_json: bool,
) -> None:
    """All findings: what is broken or missing, where, and what to do. Exits 1 where there are any.

    Notes are shown, and count only with --strict.
    """
    if changed is not None:
        check_change(changed, hub, name, form="json" if as_json else form, strict=strict)
        return
    handbook = handbook_of(config_file)
    if form == "json" or as_json:
        print_json(facts_of(handbook, site_of(config_file))["findings"])
    elif form != "text":
        print_for_forge(Places.of(handbook, site_of(config_file)).placed(handbook.findings), form)
    else:
        for finding in handbook.findings:
            echo(finding.severity, fg=COLOURS[finding.severity], nl=False)
            echo(f": {finding}")
        if handbook.settings_to_add:
            intro = "For the handbook's mkdocs.yml, so that the repos' pages show as they were meant:"
            echo_lines(f"\n{intro}\n\n{handbook.settings_to_add}\n")
        counts = {
            level: sum(f.severity == level for f in handbook.findings)
            for level in ("error", "warning", "note")
        }
        said = ", ".join(counted(count, level) for level, count in counts.items() if count)
        pages = counted(len(handbook.pages), "page")
        echo(f"{pages}: {said or 'nothing to mend'}", err=True)
    sys.exit(any(strict or finding.severity != "note" for finding in handbook.findings))
