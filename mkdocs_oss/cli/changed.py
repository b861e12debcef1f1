"""`mkdocs-oss check --changed BASE`: what a change in this repo would break in its siblings."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from mkdocs_oss.cli.formats import Format, print_for_forge
from mkdocs_oss.cli.places import Placed
from mkdocs_oss.cli.shared import COLOURS, print_json
from mkdocs_oss.errors import OssError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Finding, Repo
from mkdocs_oss.sources import git_top, open_worktree
from mkdocs_oss.sources.hub_facts import read_hub
from mkdocs_oss.sources.impact import Broken, broken_by, worktree_of
from mkdocs_oss.sources.same_repo import find_repo, remotes_of

VARIABLE = "MKDOCS_OSS_HUB"


def check_change(base: str, hub: str | None, name: str | None, *, form: Format) -> None:
    """Prints what would break, and exits 1 where anything would. Raises OssError."""
    if not hub:
        raise OssError(
            f"no handbook is named; name its built site or its address with --hub, or in {VARIABLE}"
        )
    top = git_top(Path.cwd())
    if top is None:
        raise OssError("this folder is in no git repository; go to the repo whose change is to be checked")
    git = Git()
    facts = read_hub(hub)
    known = [Repo(repo.name, url=repo.url) for repo in facts.repos]
    name = _named(name, known) if name else find_repo(top, remotes_of(top, git=git), known)
    source = worktree_of(open_worktree(Repo(name, path=top), git=git))
    found = broken_by(source, base, name, facts, git=git)
    if form == "json":
        print_json([asdict(link) for link in found])
    elif form != "text":
        print_for_forge([_placed(link) for link in found], form)
    else:
        for link in found:
            click.echo(_said(link))
        links = f"{len(found)} link{'' if len(found) == 1 else 's'}"
        click.echo(
            f"{links} of other repos would break" if found else "no link of another repo would break",
            err=True,
        )
    sys.exit(bool(found))


def _named(name: str, repos: list[Repo]) -> str:
    if all(repo.name != name for repo in repos):
        listed = ", ".join(repo.name for repo in repos) or "none"
        raise OssError(f"the hub has no repo {name!r}; it has {listed}")
    return name


def _placed(link: Broken) -> Placed:
    """A link that would break, at the file of this repo that it leads to: there the change can still mend it."""
    there = f"; or write {link.text} there" if link.text else ""
    remedy, where = f"{link.mend}{there}", f"{link.file}:{link.line}"
    finding = Finding("link-breaks", "warning", link.repo, where, link.what, remedy, link.owners)
    return Placed(finding, link.now or link.path, message=f"{link.repo}: {where}: {link.what}; {remedy}")


def _said(link: Broken) -> str:
    place = click.style(f"{link.repo}: {link.file}:{link.line}", fg=COLOURS["warning"])
    whom = f" ({' '.join(link.owners)})" if link.owners else ""
    there = f"; or write {link.text} there" if link.text else ""
    return f"{place}{whom}: {link.what}; {link.mend}{there}"
