"""What `sync` does before it fetches: it asks the forges which repos there are, and tells what changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from mkdocs_oss import clock
from mkdocs_oss.cli.printing import echo
from mkdocs_oss.cli.shared import counted
from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Listing
from mkdocs_oss.settings import Settings

_SHOWN = 20


def discover(
    settings: Settings, folder: Path, *, git: Git, err: bool = False
) -> tuple[Settings, dict[str, Listing], bool]:
    """The settings with all discovered repos, the lists for the lock, and whether a forge could not be asked.

    `folder`: the handbook's. Folders are listed too, without a network. `err`: stdout is for something else.
    """
    from mkdocs_oss.sources.discovery import ask_forges, resolve
    from mkdocs_oss.sources.lock import read_listings

    if not settings.discoveries:
        return settings, {}, False
    try:
        before = read_listings(folder)
    except SettingsError:
        before = {}  # `sync` says so, and writes the lock anew
    listings: dict[str, Listing] = {}
    failed = False
    asked = ask_forges(settings.discoveries, before, hub=folder, git=git, environ=os.environ, now=clock.now)
    for group in asked:
        if group.failure is not None:
            failed = True
            kept = "; the repos of the last sync stay" if group.listing else ""
            said = f"{group.place}: not listed: {group.failure}{kept}; {group.remedy}"
            echo(said, fg="red", err=True)
        elif group.listing is not None:
            echo(f"{group.place}: {counted(len(group.listing.repos), 'repo')}", err=err)
        for what, names in (("new", group.new), ("no longer there", group.gone)):
            if names:
                echo(f"{group.place}: {what}: {some(names)}", err=err)
        for problem in group.left_out[:_SHOWN]:
            echo(f"{group.place}: left out: {problem}", fg="yellow", err=True)
        if len(group.left_out) > _SHOWN:
            echo(f"{group.place}: left out: {len(group.left_out) - _SHOWN} more", fg="yellow", err=True)
        if group.listing is not None:
            listings[group.place] = group.listing
    settings, findings = resolve(settings, listings, hub=folder)
    for finding in findings:
        echo(str(finding), fg="yellow", err=True)
    return settings, listings, failed


def some(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
