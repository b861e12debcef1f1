"""Commands that answer a question about the handbook: `facts`, `fresh`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from mkdocs_oss.cli.formats import Format, format_option, print_for_forge
from mkdocs_oss.cli.places import Places
from mkdocs_oss.cli.printing import echo, print_json
from mkdocs_oss.cli.shared import (
    COLOURS,
    config_file_option,
    explained,
    facts_of,
    handbook_of,
    json_option,
    site_of,
)
from mkdocs_oss.errors import OssError
from mkdocs_oss.model import Finding, Handbook, PageFacts
from mkdocs_oss.sources import repo_path

STATES = ("look", "contradicted")
"""Of pages that somebody is to look at."""


@click.command()
@config_file_option
@explained
def facts(config_file: Path | None) -> None:
    """Everything that is known, as JSON: the same as oss/handbook.json of the built site."""
    print_json(facts_of(handbook_of(config_file), site_of(config_file)))


@click.command()
@click.argument("paths", nargs=-1)
@format_option
@config_file_option
@json_option
@explained
def fresh(paths: tuple[str, ...], form: Format, config_file: Path | None, as_json: bool) -> None:
    """Each page's verdict and its evidence. PATHS are pages as the handbook has them; default: all.

    Exits 1 where a page needs a look.
    """
    handbook, site = handbook_of(config_file), site_of(config_file)
    pages = facts_of(handbook, site)["pages"]
    known = {id(page): facts for page, facts in zip(pages, handbook.pages, strict=True)}
    if paths:
        wanted = {path: _named(path, pages, handbook) for path in paths}
        if absent := [path for path, found in wanted.items() if not found]:
            raise OssError(f"no page of the handbook is {' or '.join(absent)}; see `mkdocs-oss facts`")
        pages = [page for page in pages if any(page in found for found in wanted.values())]
    if form in ("github", "sarif") and not as_json:
        found = [_finding(page, known[id(page)]) for page in pages if page["freshness"] in STATES]
        print_for_forge(Places.of(handbook, site).placed(found), form)
    elif as_json or form == "json":
        keys = (
            "title",
            "url",
            "repo",
            "path",
            "freshness",
            "reviewed",
            "review_by",
            "last_substantive",
            "reasons",
            "links",
        )
        print_json([{key: page[key] for key in keys} for page in pages])
    else:
        for page in pages:
            echo(f"{page['freshness']:<8}", fg=COLOURS.get(page["freshness"]), nl=False)
            echo(f" {page['repo']}: {page['path'] or page['url']}: {' '.join(page['reasons'])}")
    sys.exit(any(page["freshness"] in STATES for page in pages))


def _finding(page: dict[str, Any], facts: PageFacts) -> Finding:
    """A page that needs a look, as a finding: all that speaks of it in one message, at the line that is wrong first."""
    verdict = facts.freshness
    contradicted = page["freshness"] == "contradicted"
    drift = verdict.drift if verdict else ()
    lines = [verdict.line_of(reason, page["path"]) for reason in drift] if verdict else []
    line = next(filter(None, lines), 0)
    return Finding(
        code="contradicted"
        if contradicted
        else "due"
        if verdict and verdict.is_due and not drift
        else "drift",
        severity="warning" if contradicted else "note",
        repo=page["repo"],
        where=f"{page['path']}:{line}" if line else page["path"] or page["url"],
        message=" ".join(page["reasons"]).rstrip("."),
        remedy="read it, mend it, and run `mkdocs-oss review`",
        owners=tuple(page["owners"]),
        links=tuple(dict.fromkeys(link for reason in drift for link in reason.links)),
    )


def _named(path: str, pages: list[dict[str, Any]], handbook: Handbook) -> list[dict[str, Any]]:
    """The pages that a path names: a file on disk, a path in any repo, `NAME:PATH`, or a URL."""
    on_disk = {(source.repo.name, repo_path(Path(path), source.root)) for source in handbook.sources}
    return [
        page
        for page in pages
        if (page["repo"], page["path"]) in on_disk
        or path in (page["path"], page["url"], f"{page['repo']}:{page['path']}")
    ]
