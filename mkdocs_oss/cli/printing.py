"""The one door to the terminal. What is printed holds names, paths and sentences from repos, and none of them acts."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from mkdocs_oss import terminal


def echo(
    *columns: str,
    fg: str | None = None,
    bold: bool = False,
    dim: bool = False,
    err: bool = False,
    nl: bool = True,
) -> None:
    """Prints one line, or with `nl=False` the start of one: its columns, parted by tabs.

    Styles are given here and not in the text, in which they would be a repo's too.
    """
    text = "\t".join(terminal.line(column) for column in columns)
    click.secho(text, fg=fg, bold=bold or None, dim=dim or None, err=err, nl=nl)


def echo_lines(text: str) -> None:
    """Prints text of several lines; the last one is ended as it is."""
    rows = (row.split("\t") for row in text.split("\n"))
    click.echo("\n".join("\t".join(map(terminal.line, row)) for row in rows), nl=False)


def echo_patch(patch: bytes) -> None:
    """Prints a patch: in its own bytes, which `git apply` takes, but to a terminal as text."""
    if sys.stdout.isatty():
        echo_lines(patch.decode("utf-8", "replace"))
    else:
        click.echo(patch, nl=False)


def print_json(value: Any) -> None:
    """Prints JSON, for people to read too."""
    click.echo(terminal.escaped(json.dumps(value, ensure_ascii=False, indent=1)))
