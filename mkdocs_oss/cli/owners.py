"""The command `owners`: who owns each path, and why."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from mkdocs_oss import clock
from mkdocs_oss.cli.printing import echo, print_json
from mkdocs_oss.cli.shared import config_file_option, explained, json_option, site_or_none
from mkdocs_oss.git import Git
from mkdocs_oss.model import Rule, Unknown
from mkdocs_oss.settings.schema import Dialect

if TYPE_CHECKING:
    from mkdocs_oss.gather.owners import Answered


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--stdin", "from_stdin", is_flag=True, help="Read paths from standard input too, one a line.")
@click.option(
    "-z", "by_nul", is_flag=True, help="With --stdin: NUL between the paths, as `git ls-files -z` writes it."
)
@click.option(
    "--explain", is_flag=True, help="Below each path, all that was considered, and why it decides or not."
)
@click.option(
    "--dialect",
    type=click.Choice(get_args(Dialect)),
    help="How to read CODEOWNERS. Default: as the repo's forge does, else by the file's folder.",
)
@config_file_option
@json_option
@explained
def owners(
    paths: tuple[str, ...],
    from_stdin: bool,
    by_nul: bool,
    explain: bool,
    dialect: Dialect | None,
    config_file: Path | None,
    as_json: bool,
) -> None:
    """Who owns each of PATHS, and the file, line and rule that decided.

    A path need not exist. `NAME:PATH` is a path in the handbook's repo NAME.
    """
    from mkdocs_oss.gather.owners import owners_of

    if by_nul and not from_stdin:
        raise click.UsageError("-z is for --stdin; add it")
    asked = (*paths, *(_read_stdin(by_nul=by_nul) if from_stdin else ()))
    if not asked and not from_stdin:
        raise click.UsageError("name a path, or give --stdin")
    site = site_or_none(config_file)
    answers = owners_of(asked, site, git=Git(), now=clock.now(), dialect=dialect, explain=explain)
    if as_json:
        print_json([_as_json(answer, explain=explain) for answer in answers])
        return
    for answer in answers:
        _tell(answer)


def _read_stdin(*, by_nul: bool) -> list[str]:
    """The paths that standard input names, in the bytes of the file system."""
    content = sys.stdin.buffer.read()
    found = content.split(b"\0") if by_nul else content.replace(b"\r\n", b"\n").split(b"\n")
    return [os.fsdecode(path) for path in found if path]


def _tell(answer: Answered) -> None:
    """The answer as a line of three columns, and below it a line for each step."""
    echo(answer.given, "", nl=False)
    if isinstance(answer.owners, Unknown):
        echo("unknown", dim=True, nl=False)
        echo("", answer.owners.reason)
    else:
        names = " ".join(owner.mail or owner.handle or owner.name for owner in answer.owners.owners)
        echo(names or "nobody", bold=True, nl=False)
        echo("", _written(answer.owners.rule))
    for step in answer.steps:
        echo(f"  {'→' if step.decides else '·'} {_written(step.rule)} ({step.why})")


def _written(rule: Rule) -> str:
    return f"{rule}: {rule.text}"


def _as_json(answer: Answered, *, explain: bool) -> dict[str, Any]:
    found = answer.owners
    shown: dict[str, Any] = {
        "path": answer.given.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    }
    if isinstance(found, Unknown):
        shown |= {"owners": [], "rule": None, "rules": [], "unknown": found.reason}
    else:
        shown |= {
            "owners": [owner.mail or owner.handle for owner in found.owners if not owner.is_hidden],
            "rule": _rule_json(found.rule),
            "rules": [_rule_json(rule) for rule in found.rule.together or (found.rule,)],
            "unknown": None,
        }
        if found.inferred:
            shown["inferred"] = True
        if any(owner.is_hidden for owner in found.owners):
            shown["unnamed"] = True
    if explain:
        shown["considered"] = [
            {**_rule_json(step.rule), "decides": step.decides, "why": step.why} for step in answer.steps
        ]
    return shown


def _rule_json(rule: Rule) -> dict[str, Any]:
    shown = {"file": rule.file, "line": rule.line, "text": rule.text}
    return shown | ({"pattern": rule.pattern, "section": rule.section} if rule.pattern else {})
