"""The formats in which findings are printed: text for people, JSON, and what forges read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import click

from mkdocs_oss.cli.places import Placed
from mkdocs_oss.cli.printing import echo, print_json

Format = Literal["text", "json", "github", "sarif"]
FORMATS: tuple[Format, ...] = ("text", "json", "github", "sarif")
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="`github`: annotations of a workflow run; `sarif`: SARIF 2.1.0.",
)


def print_for_forge(found: Sequence[Placed], form: Literal["github", "sarif"]) -> None:
    """Findings as a forge reads them."""
    from mkdocs_oss.cli.sarif import sarif
    from mkdocs_oss.cli.workflow_commands import workflow_commands

    if form == "sarif":
        print_json(sarif(found))
        return
    for line in workflow_commands(found):
        echo(line)
