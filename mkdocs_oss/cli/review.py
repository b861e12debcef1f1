"""`mkdocs-oss review`: records that somebody compared a page with reality."""

from __future__ import annotations

import difflib
import os
import shlex
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs

from mkdocs_oss import clock
from mkdocs_oss.cli.printing import echo, echo_patch, print_json
from mkdocs_oss.cli.shared import config_file_option, explained, json_option, site_or_none
from mkdocs_oss.freshness import is_future
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import alone, assemble
from mkdocs_oss.settings import Part, load_settings

if TYPE_CHECKING:
    from mkdocs_oss.gather.review import Change, Recorded, Statement
    from mkdocs_oss.model import Handbook

LONGEST_WHY = 500


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--still-accurate",
    metavar="WHY",
    help="Why the page holds although its code has changed; shown on the page.",
)
@click.option("--by", metavar="NAME", help="Who reviewed. Default: git's user.name.")
@click.option(
    "--date", "day", metavar="DAY", help="The day of the review, as 2026-03-31. Default: today (UTC)."
)
@click.option("--dry-run", is_flag=True, help="Print what would change, and write nothing.")
@config_file_option
@json_option
@explained
def review(
    paths: tuple[str, ...],
    still_accurate: str | None,
    by: str | None,
    day: str | None,
    dry_run: bool,
    config_file: Path | None,
    as_json: bool,
) -> None:
    """Records a review of each of PATHS: the date in its front matter, and what was reviewed in .oss-reviews.yml.

    PATHS are files, or `NAME:PATH` for a page of the handbook's repo NAME that is a checkout. Works in any repo. Where
    the code that a page speaks of has changed, it asks for --still-accurate, and exits 1 until it has that.
    """
    from mkdocs_oss.gather.review import Statement, reviews_of, write
    from mkdocs_oss.gather.reviewed_page import pages_named

    now, git = clock.now(), Git()
    said = Statement(
        _day(day, now.date()), _text(by, "--by", longest=100), _text(still_accurate, "--still-accurate")
    )
    pages = pages_named(
        paths, _handbook(config_file, now, git), lambda top, files: alone(top, files, git=git, now=now)
    )
    found = reviews_of(pages, said, git=git, today=now.date())
    changes = [change for change in found.changes if change.before != change.after]
    if not dry_run:
        write(changes)
    if as_json:
        print_json(
            {
                "written": bool(changes) and not dry_run,
                "pages": [_json(each, said, config_file) for each in found.recorded],
                "files": [_shown(change) for change in changes],
            }
        )
    elif dry_run:
        for change in changes:
            echo_patch(_diff(change))
    if not as_json:
        for each in found.recorded:
            _tell(each, said, config_file, dry_run=dry_run)
        if changes and not dry_run:
            echo(f"Commit it: {_to_commit(changes)}", err=True)
    sys.exit(any(each.waits for each in found.recorded))


def _handbook(config_file: Path | None, now: datetime, git: Git) -> Handbook | None:
    """The handbook of this folder, where there is one: it knows the code of all repos. Its owners are not asked for."""
    site = site_or_none(config_file)
    if site is None:
        return None
    settings = load_settings(site)
    parts: frozenset[Part] = (settings.parts & {"repos"}) | {"freshness", "contributing"}
    return assemble(site, structs.replace(settings, parts=parts), git=git, now=now)


def _day(written: str | None, today: date) -> date:
    if written is None:
        return today
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise click.UsageError(f"--date: {written!r} is not a date; write it as 2026-03-31.") from error
    if is_future(day, today):
        raise click.UsageError(f"--date: {day} is in the future; name the day of the review.")
    return day


def _text(written: str | None, option: str, *, longest: int = LONGEST_WHY) -> str:
    """What a person wrote, in one line. Raises click.UsageError where it is empty, too long or no text."""
    if written is None:
        return ""
    text = " ".join("".join(char if char.isprintable() else " " for char in written).split())
    if not text or len(text) > longest:
        raise click.UsageError(f"{option}: write from 1 to {longest} characters.")
    return text


def _tell(each: Recorded, said: Statement, config_file: Path | None, *, dry_run: bool) -> None:
    from mkdocs_oss.words import Words

    page, record = each.page, each.record
    if each.waits:
        # a patch stands alone on stdout
        echo(f"{page.given}: not recorded, for what it speaks of has changed:", fg="yellow", err=dry_run)
        for reason in each.drift:
            echo(f"  {Words.of().reason(reason)}", err=dry_run)
        echo("Mend the page; or, where it holds all the same, say why:", err=dry_run)
        echo(f"  {_command(each, said, config_file)}", err=dry_run)
        return
    edits = {None: "", True: ", with edits", False: ", only the date changed"}[record.edited]
    by = f" by {record.by}" if record.by else ""
    if not dry_run:
        echo(f"{page.given}: reviewed on {record.reviewed}{by}{edits}")
    for note in each.notes:
        echo(f"{page.given}: {note}", fg="cyan", err=True)


def _command(each: Recorded, said: Statement, config_file: Path | None) -> str:
    """The command that records a page's review over what has changed."""
    words = ["mkdocs-oss", "review", each.page.given, "--still-accurate", "why"]
    words += ["--by", said.by] if said.by else []
    words += ["--date", said.day.isoformat()] if said.day != clock.now().date() else []
    words += ["--config-file", str(config_file)] if config_file else []
    quoted = [shlex.quote(word) for word in words]
    return " ".join('"why"' if word == "why" else word for word in quoted)


def _json(each: Recorded, said: Statement, config_file: Path | None) -> dict[str, Any]:
    from mkdocs_oss.words import Words

    page, record = each.page, each.record
    return {
        "path": page.path,
        "repo": page.source.repo.name,
        "recorded": not each.waits,
        "reviewed": record.reviewed.isoformat(),
        "by": record.by or None,
        "edited": record.edited,
        "still_accurate": record.still_accurate or None,
        "drift": [Words.of().reason(reason) for reason in each.drift],
        "notes": list(each.notes),
        "command": _command(each, said, config_file) if each.waits else None,
    }


def _shown(change: Change) -> str:
    return os.path.relpath(change.root / change.path)


def _to_commit(changes: Sequence[Change]) -> str:
    """The commands that stage the files, as seen from this folder."""
    here = Path.cwd().resolve()
    commands = []
    for root in dict.fromkeys(change.root for change in changes):
        of_root = [change for change in changes if change.root == root]
        if here.is_relative_to(root.resolve()):
            commands.append(["git", "add", *(_shown(change) for change in of_root)])
        else:
            commands.append(["git", "-C", os.path.relpath(root), "add", *(change.path for change in of_root)])
    return " && ".join(shlex.join(command) for command in commands)


def _diff(change: Change) -> bytes:
    """The change as a patch that `git apply` takes."""
    old, new = (_lines(content) for content in (change.before or b"", change.after))
    path = change.path.encode("utf-8", "surrogateescape")
    before = b"a/" + path if change.before is not None else b"/dev/null"
    found = difflib.diff_bytes(difflib.unified_diff, old, new, before, b"b/" + path)
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n" for line in found
    )


def _lines(content: bytes) -> list[bytes]:
    """The lines as git sees them: ended by LF alone."""
    return [line + b"\n" for line in content.split(b"\n")[:-1]] + [
        rest for rest in content.split(b"\n")[-1:] if rest
    ]
