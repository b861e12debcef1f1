"""The command line: arguments in, one call, text or JSON out. Exit codes: 0 fine, 1 findings, 2 usage or settings."""

from __future__ import annotations

import click

from mkdocs_oss import __version__
from mkdocs_oss.cli.ask import facts, fresh
from mkdocs_oss.cli.cache import cache
from mkdocs_oss.cli.check import check
from mkdocs_oss.cli.doctor import doctor
from mkdocs_oss.cli.owners import owners
from mkdocs_oss.cli.review import review
from mkdocs_oss.cli.serve import preview, serve
from mkdocs_oss.cli.start import demo, new
from mkdocs_oss.cli.sync import sync


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdocs-oss")
def main() -> None:
    """Many git repos, one team handbook: every page says who answers for it, whether it can still be trusted
    and why, and how to change it."""


for _command in (check, facts, owners, fresh, review, sync, cache, serve, preview, doctor, demo, new):
    main.add_command(_command)
